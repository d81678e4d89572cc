#include "report/python_parts.h"

namespace cnx {

const char* const kPythonThresholds = R"py(
# Robustness: the main statistics with other least numbers of synapses, autapses left out
from scipy import sparse  # noqa: E402

every = edges.groupby(["pre", "post"], as_index=False)["synapses"].sum()
every = every[pre_side[every["pre"]] & post_side[every["post"]] & (every["pre"] != every["post"])]
first = min_synapses - 5 if min_synapses > 10 else 1
counts = {"min_synapses": list(range(first, first + 10)), "in_use": min_synapses - first}
one_set = post_side is pre_side
statistics = {}


def count(name, value):
    counts.setdefault(name, []).append(int(value))


def add(name, events, base, low=None, high=None):
    statistics.setdefault(name, []).append((events, base, low, high))


for least in counts["min_synapses"]:
    kept = every[every["synapses"] >= least]
    n_pre, k = int(pre_side.sum()), len(kept)
    count("neurons", n_pre), count("pairs", pairs), count("connections", k)
    add("connection_probability", k, pairs, *wilson(k, pairs)[1:])
    out = np.bincount(kept["pre"], minlength=len(neurons))[pre_side]
    error = 1.959963984540054 * np.sqrt(out.var(ddof=1) / n_pre) if n_pre > 1 else 0
    ends = (max(0.0, out.mean() - error), out.mean() + error) if n_pre > 1 else (None, None)
    add("mean_out_degree", k, n_pre, *ends)
    if not one_set:
        continue
    matrix = sparse.csr_matrix((np.ones(k, dtype=np.int64), (kept["pre"], kept["post"])), (len(neurons),) * 2)
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

# A version is judged when 100 events would be seen in it if the value were the one in use.
result["thresholds"] = {**counts, "statistics": {}}
for name, versions in statistics.items():
    values = [float(events / base) if base else None for events, base, _, _ in versions]
    found = {"value": values, "low": [v[2] for v in versions], "high": [v[3] for v in versions]}
    events, base = versions[counts["in_use"]][:2]
    here = events / base if events >= 100 and base > 0 else None
    found["judged"] = [here is not None and v[1] * here >= 100 * (1 - 1e-12) for v in versions]
    changes = [values[i] / here - 1 if judged else 0.0 for i, judged in enumerate(found["judged"])]
    largest = int(np.argmax(np.abs(changes)))
    enough = sum(found["judged"]) > 1
    found["verdict"] = ("too few" if not enough else "stable" if abs(changes[largest]) <= 0.2 else "changes")
    if enough:
        found["largest_change"] = changes[largest]
    result["thresholds"]["statistics"][name] = found
)py";

}  // namespace cnx
