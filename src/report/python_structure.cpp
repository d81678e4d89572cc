#include "report/python_parts.h"

namespace cnx {

const char* const kPythonStructure = R"py(
# Structure: components, cores, modularity, shared neighbors, and the rich club. numpy draws other
# controls of the club than Connectoscope, so their means agree as two samples do.
import networkx as nx  # noqa: E402
from scipy.sparse.csgraph import connected_components  # noqa: E402


def ratio(a, b):
    return float(a) / float(b) if b else None


def components(kind):
    labels = connected_components(matrix, True, kind)[1] if n else np.zeros(0, dtype=int)
    sizes, count = np.unique(np.bincount(labels), return_counts=True)
    return {"count": int(count.sum()), "largest": int(sizes[-1]) if n else 0,
            "sizes": sizes[::-1].tolist(), "components": count[::-1].tolist()}


either = ((matrix + matrix.T) > 0).astype(np.int64)
undirected = nx.Graph()
undirected.add_nodes_from(range(n))
undirected.add_edges_from(zip(*(ends.tolist() for ends in sparse.triu(either).nonzero())))
cores = np.bincount(list(nx.core_number(undirected).values())) if n else np.zeros(0, dtype=int)


def modularity(weight):
    total = int(weight.sum())
    out, into = np.bincount(code[between["pre"]], weight), np.bincount(code[between["post"]], weight)
    longest = max(len(out), len(into))
    out, into = np.pad(out, (0, longest - len(out))), np.pad(into, (0, longest - len(into)))
    within = int(weight[code[between["pre"]] == code[between["post"]]].sum())
    expected = float((out / total * (into / total)).sum()) if total else None
    return {"value": within / total - expected if total else None, "total": total, "within": within,
            "within_share": ratio(within, total), "expected_share": expected}


def shared(arrows):
    """What two neurons have in common: arrows[i, k] says that i has k."""
    degree, taken = np.asarray(arrows.sum(1)).ravel(), np.asarray(arrows.sum(0)).ravel()
    i, j = sparse.triu(either).nonzero()
    there, back = np.asarray(arrows[i, j]).ravel(), np.asarray(arrows[j, i]).ravel()
    of_connected = int((arrows @ arrows.T).multiply(either).sum()) // 2
    sums = {"connected": (len(i), of_connected, int(((degree[i] - there) * (degree[j] - back)).sum())),
            "unconnected": (n * (n - 1) // 2 - len(i), int((taken * (taken - 1)).sum()) // 2 - of_connected,
                            (int(degree.sum()) ** 2 - int((degree ** 2).sum())) // 2
                            - int((degree[i] * degree[j]).sum()))}
    found = {}
    for name, (pairs_of, common, products) in sums.items():
        expected = products / (n - 2) if n > 2 else 0
        found[name] = {"pairs": pairs_of, "mean": ratio(common, pairs_of),
                       "expected": ratio(expected, pairs_of), "ratio": ratio(common, expected)}
    return found


total_degree = np.asarray(matrix.sum(0)).ravel() + np.asarray(matrix.sum(1)).ravel()
second = int(np.sort(total_degree)[-2]) if n > 1 else 0
steps = list(range(1, second + 1, max(1, -(-second // 100))))
members_of = [int((total_degree >= k).sum()) for k in steps]
lower_end = np.minimum(total_degree[pre], total_degree[post])
inside_club = [int((lower_end >= k).sum()) for k in steps]
possible_inside = [m * (m - 1) for m in members_of]
density = [k / m for k, m in zip(inside_club, possible_inside)]
drawn = []
for targets in Rewiring(pre, post, seed).controls(controls) if steps else []:
    lower_end = np.minimum(total_degree[pre], total_degree[targets])
    drawn.append([(lower_end >= k).sum() / m for k, m in zip(steps, possible_inside)])
by_k = np.transpose(drawn)
tests = [against(observed, values) for observed, values in zip(density, by_k)]
result["structure"] = {
    "components": {"weak": components("weak"), "strong": components("strong")},
    "core": {"largest": max(len(cores) - 1, 0), "neurons": cores.tolist()},
    "modularity": {"connections": modularity(np.ones(len(between), dtype=np.int64)),
                   "synapses": modularity(between["synapses"].to_numpy())} if groups != ["all"] else None,
    "shared_neighbors": {"targets": shared(matrix), "sources": shared(matrix.T.tocsr()), "either": shared(either)},
    "rich_club": {"degree": steps, "neurons": members_of, "connections": inside_club,
                  "density": density, "controls": controls,
                  "control_mean": [test["mean"] for test in tests], "control_sd": [test["sd"] for test in tests],
                  "control_low": [float(values.min()) for values in by_k],
                  "control_high": [float(values.max()) for values in by_k],
                  "ratio": [ratio(observed, test["mean"]) for observed, test in zip(density, tests)],
                  "p_high": [test["p_high"] for test in tests]}}
)py";

}  // namespace cnx
