#include "report/python_parts.h"

namespace cnx {

const char* const kPythonSynapses = R"py(
# Each synapse by itself: those of the connections that are counted, without autapses
each = pd.DataFrame({"pre": edges["pre"], "post": edges["post"]})
values = pd.read_hdf(FILE, GROUP + "/edges")
values.columns = values.columns.astype(str)
if size_column:
    each["size"] = values[size_column].to_numpy(np.int64)
for axis, column in enumerate(site_columns):
    each["xyz"[axis]] = values[column].to_numpy(np.int64)
every_synapse = each
each = each.merge(between[["pre", "post"]], on=["pre", "post"])
each["of"] = each.groupby(["pre", "post"]).ngroup()
each["multiple"] = each.groupby("of")["of"].transform("size") > 1
each["near"] = each["clumped"] = False
if site_columns:
    if positions is not None:
        from_soma = ((each[["x", "y", "z"]].to_numpy() - positions[each["post"]]) ** 2).sum(1)
        each["near"] = from_soma <= (near_um * 1000) ** 2
    several = each[each["multiple"]].reset_index(names="number")[["of", "number", "x", "y", "z"]]
    others = several.merge(several, on="of")
    others = others[others["number_x"] != others["number_y"]]
    squares = sum((others[axis + "_x"] - others[axis + "_y"]) ** 2 for axis in "xyz")
    each.loc[others["number_x"][squares <= (clump_um * 1000) ** 2].unique(), "clumped"] = True


def synapse_numbers(part):
    multiple = int(part["multiple"].sum())
    numbers = {"synapses": len(part), "multiple": multiple, "multiple_share": multiple / len(part) if len(part) else None}
    if size_column:
        numbers["size_mean"] = int(part["size"].sum()) / len(part) if len(part) else None
        quartiles = np.percentile(part["size"], [25, 50, 75]).tolist() if len(part) else [None] * 3
        numbers.update(zip(["size_q1", "size_median", "size_q3"], quartiles))
    for name, among in (("near", len(part)), ("clumped", numbers["multiple"])):
        if site_columns and (name == "clumped" or positions is not None):
            numbers[name] = int(part[name].sum())
            shares = wilson(numbers[name], among) if among else [None] * 3
            numbers.update(zip([name + "_share", name + "_low", name + "_high"], shares))
    return numbers


def blocks_of(part):
    return dict(list(part.groupby([code[part["pre"]], post_code[part["post"]]])))


def block_numbers(part):
    """Each number as rows of columns."""
    cells, rows = blocks_of(part), {}
    for a in range(len(groups)):
        row = [synapse_numbers(cells.get((a, b), part[:0])) for b in range(len(post_groups))]
        for key in row[0]:
            rows.setdefault(key, []).append([numbers[key] for numbers in row])
    return rows


of_analyzable = each[analyzable[each["pre"]]]
result["synapse_sites"] = {
    "near_um": near_um, "clump_um": clump_um, "all": synapse_numbers(each), "blocks": block_numbers(each),
    "analyzable": synapse_numbers(of_analyzable) if axons_known else None,
    "analyzable_blocks": block_numbers(of_analyzable) if axons_known else None}
# All synapses, and where somebody says which axons are analyzable, theirs
some_of = [("", slice(None)), ("analyzable_", analyzable[each["pre"]])][:1 + axons_known]
if site_columns and positions is not None:  # the last of 100 bins has those that are farther, too
    bins = np.minimum(np.sqrt(from_soma) // 10000, 99).astype(int)
    result["synapse_sites"]["soma_distance"] = {"bin_um": 10} | {
        prefix + "synapses": np.bincount(bins[some]).tolist() for prefix, some in some_of}


def sizes_by_distance(each):
    """By the distance of the two somata."""
    number, counts = bins_of(positions[each["post"]] - positions[each["pre"]])
    first = int(number[counts].min()) if measure == "depth" and counts.any() else 0
    every = range(first, int(number[counts].max()) + 1 if counts.any() else 0)
    sizes = {"measure": measure, "bin_um": bin_um, "first_bin": first}

    def or_none(values):
        return [None if np.isnan(value) else float(value) for value in values.reindex(every)]

    for prefix, among in [("", counts), ("analyzable_", counts & analyzable[each["pre"]])][:1 + axons_known]:
        by_bin = each["size"][among].groupby(number[among])
        sizes.update({prefix + "synapses": by_bin.size().reindex(every, fill_value=0).tolist(),
                      prefix + "size_mean": or_none(by_bin.mean()), prefix + "size_sd": or_none(by_bin.std())})
    return sizes


if size_column and positions is not None:
    result["synapse_sites"]["size_by_distance"] = sizes_by_distance(each)
if size_column and len(each):
    largest = np.percentile(each["size"], 99)
    width = next(w for w in (s * 10 ** p for p in range(10) for s in (1, 2, 5)) if largest < w * 40)

    def size_bars(part):
        return np.bincount(part["size"][part["size"] <= largest] // width).tolist()

    histogram = result["synapse_sites"]["size_histogram"] = {"bin": width}
    for prefix, some in some_of:
        part, blocks = each[some], blocks_of(each[some])
        histogram.update({
            prefix + "synapses": size_bars(part), prefix + "above": int((part["size"] > largest).sum()),
            prefix + "blocks": [[size_bars(blocks.get((a, b), each[:0])) for b in range(len(post_groups))]
                                for a in range(len(groups))]})
)py";

const char* const kPythonSynapsesB = R"py(
# The other set: the synapses among its neurons
among_b = connections[b_side[connections["pre"]] & b_side[connections["post"]]]
among_b = among_b[among_b["pre"] != among_b["post"]]
result["size_by_distance_b"] = sizes_by_distance(every_synapse.merge(among_b[["pre", "post"]], on=["pre", "post"]))
)py";

const char* const kPythonEdgeMap = R"py(
# The map of the edge: which bins of the volume, seen along y, hold few synapses, and what share of
# its inputs each neuron has there. All synapses of the file, whichever connections are counted
values = pd.read_hdf(FILE, GROUP + "/edges")
values.columns = values.columns.astype(str)
site, soma = values[edge_columns].to_numpy(np.int64).T, positions[:, [0, 2]].T
ends = [np.linspace(at.min(), at.max() + 1, 51) for at in site]


def bins_of(places):
    """Their bins of x and of z; places beyond the synapses are taken into the outermost bins."""
    return tuple(np.clip(np.searchsorted(end, at, "right") - 1, 0, 49) for end, at in zip(ends, places))


bin_synapses = np.zeros((50, 50), dtype=np.int64)
np.add.at(bin_synapses, bins_of(site), 1)
outer = bin_synapses < 1000
outer[:, :3] = outer[:, -3:] = True
receiver = edges["post"].to_numpy()
in_outer = outer[bins_of(site)]


def neurons_by(these):
    """What the neurons are like by these inputs."""
    inputs = np.bincount(receiver[these], minlength=len(neurons))
    there = np.bincount(receiver[these & in_outer], minlength=len(neurons))
    fraction = np.divide(there, inputs, out=np.full(len(neurons), np.nan), where=inputs > 0)
    shown = post_side & (inputs > 0)
    sums, somata = np.zeros((50, 50)), np.zeros((50, 50))
    bins = bins_of(soma[:, shown])
    np.add.at(sums, bins, fraction[shown])
    np.add.at(somata, bins, 1)
    steps = np.minimum(there[shown] * 20 // inputs[shown], 19)
    return {
        "soma_fraction": [[float(s / n) if n else None for s, n in zip(*rows)] for rows in zip(sums, somata)],
        "soma_neurons": somata.astype(int).tolist(),
        "neurons": {"with_inputs": int(shown.sum()), "inputs": int(inputs[shown].sum()),
                    "trusted": int((fraction[shown] < 0.05).sum()),
                    "by_fraction": np.bincount(steps, minlength=20).tolist()},
        "outer_fraction": [None if np.isnan(share) else float(share) for share in fraction]}


result["edge_map"] = {
    "bins": 50, "fewest": 1000, "outer_z_bins": 3, "trusted_fraction": 0.05, "synapses": site.shape[1],
    "x_edges_nm": ends[0].tolist(), "z_edges_nm": ends[1].tolist(),
    "bin_synapses": bin_synapses.tolist(), "outer": outer.astype(int).tolist(),
    **neurons_by(np.ones(site.shape[1], dtype=bool)),
    "analyzable": neurons_by(analyzable[edges["pre"].to_numpy()]) if axons_known else None}
)py";

}  // namespace cnx
