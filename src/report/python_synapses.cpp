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
each = each.merge(between[["pre", "post"]], on=["pre", "post"])
each["of"] = each.groupby(["pre", "post"]).ngroup()
each["multiple"] = each.groupby("of")["of"].transform("size") > 1
each["near"] = each["clumped"] = False
if site_columns:
    if positions is not None:
        apart = each[["x", "y", "z"]].to_numpy() - positions[each["post"]]
        each["near"] = (apart ** 2).sum(1) <= (near_um * 1000) ** 2
    several = each[each["multiple"]].reset_index(names="number")[["of", "number", "x", "y", "z"]]
    others = several.merge(several, on="of")
    others = others[others["number_x"] != others["number_y"]]
    squares = sum((others[axis + "_x"] - others[axis + "_y"]) ** 2 for axis in "xyz")
    each.loc[others["number_x"][squares <= (clump_um * 1000) ** 2].unique(), "clumped"] = True


def synapse_numbers(part):
    numbers = {"synapses": len(part), "multiple": int(part["multiple"].sum())}
    if size_column:
        quartiles = np.percentile(part["size"], [25, 50, 75]).tolist() if len(part) else [None] * 3
        numbers["size_mean"] = int(part["size"].sum()) / len(part) if len(part) else None
        numbers.update(zip(["size_q1", "size_median", "size_q3"], quartiles))
    for name, among in (("near", len(part)), ("clumped", numbers["multiple"])):
        if site_columns and (name == "clumped" or positions is not None):
            numbers[name] = int(part[name].sum())
            shares = wilson(numbers[name], among) if among else [None] * 3
            numbers.update(zip([name + "_share", name + "_low", name + "_high"], shares))
    return numbers


result["synapse_sites"] = {"near_um": near_um, "clump_um": clump_um, "all": synapse_numbers(each), "blocks": {}}
blocks = dict(list(each.groupby([code[each["pre"]], post_code[each["post"]]])))
for a in range(len(groups)):
    row = [synapse_numbers(blocks.get((a, b), each[:0])) for b in range(len(post_groups))]
    for key in row[0]:
        result["synapse_sites"]["blocks"].setdefault(key, []).append([numbers[key] for numbers in row])
)py";

}  // namespace cnx
