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


def shared(arrows, has, can):
    """What two neurons have in common: arrows[i, k] says that i has k; `has`: who can have some, `can`: whom."""
    degree, taken = np.asarray(arrows.sum(1)).ravel(), np.asarray(arrows.sum(0)).ravel()
    i, j = sparse.triu(either).nonzero()
    i, j = i[has[i] & has[j]], j[has[i] & has[j]]
    there, back = np.asarray(arrows[i, j]).ravel(), np.asarray(arrows[j, i]).ravel()
    of_connected = int(np.asarray((arrows @ arrows.T)[i, j]).sum()) if len(i) else 0
    m, candidates = int(has.sum()), int(can.sum())
    products = np.zeros((2, 3), dtype=np.int64)  # connected, unconnected; by how many of the two can be had
    np.add.at(products[0], can[i].astype(int) + can[j], (degree[i] - there) * (degree[j] - back))
    inner, outer = degree[has & can], degree[has & ~can]
    products[1] = [(outer.sum() ** 2 - (outer ** 2).sum()) // 2, inner.sum() * outer.sum(),
                   (inner.sum() ** 2 - (inner ** 2).sum()) // 2]
    np.subtract.at(products[1], can[i].astype(int) + can[j], degree[i] * degree[j])
    sums = {"connected": (len(i), of_connected, products[0]),
            "unconnected": (m * (m - 1) // 2 - len(i), int((taken * (taken - 1)).sum()) // 2 - of_connected,
                            products[1])}
    found = {}
    for name, (pairs_of, common, of_pairs) in sums.items():
        expected = sum(int(of_pairs[c]) / (candidates - c) for c in range(3) if candidates > c)
        found[name] = {"pairs": pairs_of, "mean": ratio(common, pairs_of),
                       "expected": ratio(expected, pairs_of), "ratio": ratio(common, expected)}
    return found


total_degree = np.asarray(matrix.sum(0)).ravel() + np.asarray(matrix.sum(1)).ravel()
sends, receives, block = pre_side[members], post_side[members], post_side is not pre_side


def pairs_in_club(k):
    club = total_degree >= k
    return int((club & sends).sum()) * int((club & receives).sum()) - int((club & sends & receives).sum())


levels = np.unique(total_degree)
last = int(max([k for k in levels if k > 0 and pairs_in_club(k) > 0], default=0))
steps = list(range(1, last + 1, max(1, -(-last // 100))))
members_of = [int((total_degree >= k).sum()) for k in steps]
lower_end = np.minimum(total_degree[pre], total_degree[post])
inside_club = [int((lower_end >= k).sum()) for k in steps]
possible_inside = [pairs_in_club(k) for k in steps]
density = [k / m for k, m in zip(inside_club, possible_inside)]
drawn = []
for targets in Rewiring(pre, post, seed).controls(controls) if steps else []:
    lower_end = np.minimum(total_degree[pre], total_degree[targets])
    drawn.append([(lower_end >= k).sum() / m for k, m in zip(steps, possible_inside)])
by_k = np.transpose(drawn)
classes = [set(code[side].tolist()) for side in (pre_side, post_side)]
# In a block with one class on a side, or none on both, the modularity is 0 whatever the wiring.
has_modularity = groups != ["all"] and (not block or (min(map(len, classes)) >= 2 and bool(classes[0] & classes[1])))
tests = [against(observed, values) for observed, values in zip(density, by_k)]
result["structure"] = {
    "components": {"weak": components("weak"), "strong": components("strong")},
    "core": {"largest": max(len(cores) - 1, 0), "neurons": cores.tolist()},
    "modularity": {"connections": modularity(np.ones(len(between), dtype=np.int64)),
                   "synapses": modularity(between["synapses"].to_numpy())} if has_modularity else None,
    "shared_neighbors": {"targets": shared(matrix, sends, receives), "sources": shared(matrix.T.tocsr(), receives, sends),
                         "either": None if block else shared(either.tocsr(), sends, receives)},
    "rich_club": {"degree": steps, "neurons": members_of, "connections": inside_club,
                  "density": density, "controls": controls,
                  "control_mean": [test["mean"] for test in tests], "control_sd": [test["sd"] for test in tests],
                  "control_low": [float(values.min()) for values in by_k],
                  "control_high": [float(values.max()) for values in by_k],
                  "ratio": [ratio(observed, test["mean"]) for observed, test in zip(density, tests)],
                  "p_high": [test["p_high"] for test in tests]}}
if block:
    result["structure"]["rich_club"]["pairs"] = possible_inside
)py";

}  // namespace cnx
