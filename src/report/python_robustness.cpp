#include "report/python_parts.h"

namespace cnx {

const char* const kPythonSweep = R"py(
# The network when it is cut another way
from scipy import sparse  # noqa: E402


def judged_by_events(points, in_use):
    """A version is judged when 100 events would be seen in it if the value were the one in use."""
    events, base = points[in_use][:2]
    here = events / base if events >= 100 and base > 0 else None
    return [here is not None and bool(p[1] * here >= 100 * (1 - 1e-12)) for p in points]


def verdict_on(points, in_use, judged):
    values = [float(p[0] / p[1]) if p[1] else None for p in points]
    values = [value if value is not None and np.isfinite(value) else None for value in values]
    found = {"value": values, "low": [p[2] for p in points], "high": [p[3] for p in points], "judged": judged}
    changes = [values[i] / values[in_use] - 1 if one else 0.0 for i, one in enumerate(judged)]
    largest = changes[int(np.argmax(np.abs(changes)))]
    enough = sum(judged) > 1
    found["verdict"] = "too few" if not enough else "stable" if abs(largest) <= 0.2 else "changes"
    if enough:
        found["largest_change"] = largest
    return found


def more_numbers(versions, in_use):
    """What else is asked for, of each version; not what the main statistics say already."""
    of_each, largest = [], {}
    if fall_too:
        falls.clear()
    for pre, post, kept in versions:
        whose = np.flatnonzero(pre | post)
        m, place = len(whose), np.full(len(neurons), -1)
        place[whose] = np.arange(m)
        number = place[kept["pre"]] * m + place[kept["post"]]
        label = code[whose] if structure_too and post_side is pre_side else None
        found, simplices = shares_of(number, m, label, pre[whose], post[whose],
                                     positions[whose] if lengths_too or fall_too else None)
        if sizes_too:
            synapses = int(kept["synapses"].sum())
            found["mean_synapse_size"] = int(kept["size"].sum()), synapses, synapses
            found.update(each_synapse_of(kept))
        of_each.append((found, simplices))
        largest = {kind: max(len(counts), largest.get(kind, 0)) for kind, (counts, _) in simplices.items()}
    for found, simplices in of_each:
        for kind, (counts, base) in simplices.items():
            found.update({name: (counts[k] if k < len(counts) else 0, base, None)
                          for k, name in named_by(kind, largest[kind])})
    more = {}
    for name in of_each[0][0]:
        points = [found[name] for found, _ in of_each]
        behind = [point[2] for point in points]
        points = [(*point[:2], None, None) for point in points]
        values = [over(*point[:2]) for point in points]
        if name == "transitivity" or (name == "modularity" and np.isnan(values).all()):
            continue
        if behind[0] is None:
            judged = judged_by_events(points, in_use)
        else:  # no events are counted: by what is behind the number
            enough = [bool(np.isfinite(value)) and n >= 100 for value, n in zip(values, behind)]
            judged = [one and enough[in_use] and bool(values[in_use] != 0) for one in enough]
        more[name] = verdict_on(points, in_use, judged)
    return more


def cells_and_bins(versions, in_use):
    """The connection probability from each class to each other, and in each bin of distance, of each version."""
    found = {}

    def put(name, events, base):  # [versions, ...]
        told, shape = found[name], events.shape[1:]
        columns = {"value": [], "verdict": [], "largest_change": []}
        for at in np.ndindex(shape):
            points = [(int(k), int(n), None, None) for k, n in zip(events[(slice(None), *at)], base[(slice(None), *at)])]
            one = verdict_on(points, in_use, judged_by_events(points, in_use))
            columns["value"].append(one["value"])
            columns["verdict"].append(one["verdict"])
            columns["largest_change"].append(one.get("largest_change"))
        for key, values in columns.items():
            filled = np.empty(len(values), dtype=object)
            filled[:] = values
            told[key] = filled.reshape(shape).tolist()

    if classes_too:
        size, events, base = len(groups), [], []
        for pre, post, kept in versions:
            cells = np.zeros((size, size), dtype=np.int64)
            np.add.at(cells, (code[kept["pre"]], code[kept["post"]]), 1)
            senders, receivers, both = [np.bincount(code[side], minlength=size) for side in (pre, post, pre & post)]
            events.append(cells)
            base.append(np.outer(senders, receivers) - np.diag(both))
        rows, columns = [np.flatnonzero((base[0] > 0).any(axis=axis)) for axis in (1, 0)]
        found["class_matrix"] = {"groups": [groups[g] for g in rows], "post_groups": [groups[g] for g in columns]}
        put("class_matrix", *[np.array([one[np.ix_(rows, columns)] for one in some]) for some in (events, base)])
    if fall_too and any(pairs.any() for _, pairs in falls):
        bins = max(np.flatnonzero(pairs).max(initial=-1) for _, pairs in falls) + 1
        found["distance_profile"] = {"bin_um": fall_bin_nm / 1000}
        put("distance_profile", *[np.array([one[i][:bins] for one in falls]) for i in (0, 1)])
    return found


def sweep(versions, in_use):
    """Of each version: the masks of its pre and post neurons, and its connections without autapses."""
    counts, statistics = {"in_use": in_use}, {}

    def count(name, value):
        counts.setdefault(name, []).append(int(value))

    def add(name, events, base, low=None, high=None):
        statistics.setdefault(name, []).append((events, base, low, high))

    for pre, post, kept in versions:
        n_pre, k = int(pre.sum()), len(kept)
        pairs = n_pre * int(post.sum()) - int((pre & post).sum())
        count("neurons", n_pre), count("pairs", pairs), count("connections", k)
        add("connection_probability", k, pairs, *wilson(k, pairs)[1:])
        out = np.bincount(kept["pre"], minlength=len(neurons))[pre]
        error = 1.959963984540054 * np.sqrt(out.var(ddof=1) / n_pre) if n_pre > 1 else 0
        ends = (max(0.0, out.mean() - error), out.mean() + error) if n_pre > 1 else (None, None)
        add("mean_out_degree", k, n_pre, *ends)
        if post_side is not pre_side:
            continue
        ones = np.ones(k, dtype=np.int64)
        matrix = sparse.csr_matrix((ones, (kept["pre"], kept["post"])), (len(neurons),) * 2)
        either = ((matrix + matrix.T) > 0).astype(np.int64)
        neighbors, chance = np.asarray(either.sum(1)).ravel(), k / pairs if pairs else 0
        answered = int(matrix.multiply(matrix.T).sum())
        triangles = int((either @ either).multiply(either).sum()) // 6
        triples, two = int((neighbors * (neighbors - 1) // 2).sum()), matrix @ matrix
        two_paths, closed = int(two.sum() - two.diagonal().sum()), int(two.multiply(matrix).sum())
        count("answered", answered), count("triangles", triangles), count("connected_triples", triples)
        count("transitive_triples", closed), count("two_paths", two_paths)
        add("reciprocity_over_chance", answered, k * chance)
        add("transitivity", triangles, triples / 3)
        add("closure_over_chance", closed, two_paths * chance)

    judged = {name: judged_by_events(points, in_use) for name, points in statistics.items()}
    found = {name: verdict_on(points, in_use, judged[name]) for name, points in statistics.items()}
    counts["statistics"] = {**found, **(more_numbers(versions, in_use) if more_too else {})}
    return {**counts, **(cells_and_bins(versions, in_use) if more_too else {})}

)py";

const char* const kPythonThresholds = R"py(
# Other least numbers of synapses
every = every[pre_side[every["pre"]] & post_side[every["post"]] & (every["pre"] != every["post"])]
first = min_synapses - thresholds // 2 if min_synapses > thresholds else 1
least = list(range(first, first + thresholds))
versions = [(pre_side, post_side, every[every["synapses"] >= k]) for k in least]
result["thresholds"] = {"min_synapses": least, **sweep(versions, min_synapses - first)}
)py";

const char* const kPythonErosion = R"py(
# Erosion: without the rim of the volume, which is the outline of all somata seen along y
from scipy.spatial import ConvexHull  # noqa: E402

ground = positions[:, [0, 2]].astype(float)
corners = ground[ConvexHull(ground).vertices]  # counterclockwise
border_um = np.full(len(neurons), np.inf)
for (x, z), (next_x, next_z) in zip(corners, np.roll(corners, -1, axis=0)):
    inward = (next_x - x) * (ground[:, 1] - z) - (next_z - z) * (ground[:, 0] - x)
    border_um = np.minimum(border_um, inward / np.hypot(next_x - x, next_z - z) / 1000)
border_um = np.maximum(border_um, 0)
either_side = pre_side | post_side
deepest_um = float(border_um[either_side].max(initial=0))
step_um = min(25, int(border_um.max() / 8))
reached = int(deepest_um / step_um)
least = [i * step_um for i in range(1 + min(8, reached))]
versions = []
for um in least:
    left = border_um >= um
    kept = between[left[between["pre"]] & left[between["post"]]]
    versions.append((pre_side & left, post_side & left, kept))
result["erosion"] = {"um": least, "step_um": step_um, "deepest_um": deepest_um, **sweep(versions, 0)}

# Partners among all these neurons, by the distance from the border
partners = {"from_um": [], "neurons": []}
for k in range(min(40, reached + 1)):
    those = either_side & (border_um // step_um == k)
    partners["from_um"].append(k * step_um)
    partners["neurons"].append(int(those.sum()))
    for name, end in (("inputs", "post"), ("outputs", "pre")):
        degrees_there = np.bincount(between[end], minlength=len(neurons))[those]
        n = len(degrees_there)
        partners.setdefault("mean_" + name, []).append(float(degrees_there.mean()) if n else None)
        error = float(np.sqrt(degrees_there.var(ddof=1) / n)) if n > 1 else None
        partners.setdefault(name + "_error", []).append(error)
result["erosion"]["partners"] = partners
)py";

const char* const kPythonLabels = R"py(
# Classes that may be wrong. numpy draws other labels than Connectoscope, so bands and means agree
# as two samples do.
random = np.random.default_rng(seed)
members = np.flatnonzero(pre_side | post_side)
sizes = np.bincount(code[members], minlength=len(groups))
by_class, before = np.sort(code[members]), np.cumsum(sizes) - sizes


def redrawn():
    """Each neuron keeps its class, or gets the class of a random neuron of another one."""
    labels, own = code.copy(), code[members]
    wrong = (random.random(len(members)) >= accuracy) & (sizes[own] < len(members))
    own = own[wrong]
    place = random.integers(len(members) - sizes[own])  # among the neurons of other classes
    labels[members[wrong]] = by_class[place + sizes[own] * (place >= before[own])]
    return labels


def cells_of(labels):
    """Connections and ordered pairs of different neurons, class by class."""
    shape = (len(groups), len(groups))
    connections, both = np.zeros(shape, dtype=np.int64), pre_side & post_side
    np.add.at(connections, (labels[between["pre"]], labels[between["post"]]), 1)
    pairs = np.outer(*(np.bincount(labels[side], minlength=len(groups)) for side in (pre_side, post_side)))
    return connections, pairs - np.diag(np.bincount(labels[both], minlength=len(groups)))


shares = [[wilson(int(k), int(n)) for k, n in zip(*rows)] for rows in zip(*cells_of(code))]
drawn = []
for _ in range(draws):
    connections_drawn, pairs_drawn = cells_of(redrawn())
    drawn.append(np.where(pairs_drawn > 0, connections_drawn / np.maximum(pairs_drawn, 1), np.nan))
result["labels"] = {"groups": groups, "sizes": sizes.tolist(), "accuracy": accuracy, "draws": draws}
# Labels are exchanged among these neurons alone: where they were chosen by them, bands are too narrow.
result["labels"]["labels_counted"] = {
    side: len(np.unique(code[mask])) for side, mask in (("pre", pre_side), ("post", post_side), ("dataset", slice(None)))}
labels = result["labels"]
for name, part in (("probability", 0), ("wilson_low", 1), ("wilson_high", 2)):
    labels[name] = [[cell[part] for cell in row] for row in shares]
for name, none in (("band_low", None), ("band_high", None), ("mean", None), ("draws_defined", 0),
                   ("wider", False), ("outside", False)):
    labels[name] = [[none] * len(groups) for _ in groups]
for a, b in np.ndindex(len(groups), len(groups)):
    values = np.array([cells[a, b] for cells in drawn])
    values = values[~np.isnan(values)]  # of the draws in which the cell has pairs
    labels["draws_defined"][a][b] = len(values)
    if len(values) == 0:
        continue
    low, high = np.percentile(values, [2.5, 97.5]).tolist()
    labels["band_low"][a][b], labels["band_high"][a][b], labels["mean"][a][b] = low, high, float(values.mean())
    share, share_low, share_high = shares[a][b]
    if share is not None:
        labels["wider"][a][b] = bool(high - low > share_high - share_low)
        labels["outside"][a][b] = bool(share < low or share > high)
if np.count_nonzero(sizes) == 1:
    result["labels"] = None  # there is no other label to exchange
)py";

}  // namespace cnx
