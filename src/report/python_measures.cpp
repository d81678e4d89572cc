#include "report/python_parts.h"

namespace cnx {

const char* const kPythonMeasures = R"py(

# A network is an array of numbers, one for each connection: pre * n + post.
def over(part, whole):
    return part / whole if whole else np.nan


def modularity_of(number, n, label):
    """Leicht and Newman 2008."""
    k, pre_label, post_label = len(number), label[number // n], label[number % n]
    size = int(label.max()) + 1 if len(label) else 1
    out, into = np.bincount(pre_label, minlength=size), np.bincount(post_label, minlength=size)
    return (pre_label == post_label).sum() / k - (out / k * (into / k)).sum() if k else np.nan


def tie_of(name, value):
    """What rounding alone makes unequal counts as equal."""
    reals = ("modularity", "mean_clustering", "mean_transitive_clustering", "out_degree_sd", "in_degree_sd",
             "mean_length_um", "distance_fit_b_per_um")
    return 1e-12 * abs(value) if name in reals else 0

)py";

const char* const kPythonSites = R"py(
# Whether a synapse is near the soma of its post neuron, and whether another of its connection is near it
places = sizes[site_columns].to_numpy(np.int64)
if soma_columns:
    somata = neurons[soma_columns].to_numpy().astype(np.int64)
    edges["near"] = ((places - somata[edges["post"]]) ** 2).sum(1) <= (near_um * 1000) ** 2
clumped = np.zeros(len(edges), dtype=bool)
for rows in edges.groupby(["pre", "post"]).indices.values():
    if len(rows) > 1:
        squares = ((places[rows][:, None] - places[rows]) ** 2).sum(2)
        clumped[rows] = (squares <= (clump_um * 1000) ** 2).sum(1) > 1  # one is the synapse itself
edges["clumped"] = clumped
)py";

const char* const kPythonEachSynapse = R"py(

def each_synapse_of(kept):
    """Of the synapses of some connections: part, whole, and where nothing is counted how many they are."""
    synapses, several = int(kept["synapses"].sum()), kept[kept["synapses"] > 1]
    median = np.median(np.concatenate(kept["sizes"].tolist())) if len(kept) else np.nan
    found = {"median_synapse_size": (float(median), 1, synapses)}
    if "near" in kept:
        found["near_soma_share"] = int(kept["near"].sum()), synapses, None
    if "clumped" in kept:
        found["clumped_share"] = int(kept["clumped"].sum()), int(several["synapses"].sum()), None
    return found

)py";

const char* const kPythonMotifs = R"py(

# Motifs and structure of a network
import networkx as nx  # noqa: E402
from scipy import sparse  # noqa: E402
from scipy.sparse.csgraph import connected_components  # noqa: E402


def digraph_of(number, n):
    network = nx.DiGraph()
    network.add_nodes_from(range(n))
    network.add_edges_from(zip((number // n).tolist(), (number % n).tolist()))
    return network


def closure_of(number, n):
    """3 triangles over connected triples; the neurons' shares, and how many have one. Directions ignored."""
    network = nx.Graph(digraph_of(number, n))
    triangles, degrees = nx.triangles(network), dict(network.degree())
    possible = {v: d * (d - 1) // 2 for v, d in degrees.items() if d > 1}
    return ((sum(triangles.values()), sum(possible.values())),
            (sum(triangles[v] / pairs for v, pairs in possible.items()), len(possible)))


def transitive_of(number, n):
    """Transitive triples over two paths; the neurons' shares of the triples that hold them, and how many have one."""
    if n == 0:
        return (0, 0), (0, 0)
    arrows = sparse.csr_matrix((np.ones(len(number), dtype=np.int64), (number // n, number % n)), (n, n))
    out, into, back = [np.asarray(some).ravel() for some in (arrows.sum(1), arrows.sum(0), arrows.multiply(arrows.T).sum(1))]
    closed = (arrows @ arrows).multiply(arrows)
    holding = [np.asarray(some).ravel() for some in (closed.sum(1), closed.sum(0),
                                                     (arrows.T @ arrows).multiply(arrows).sum(1))]
    possible = (out + into) * (out + into - 1) - (out * into + back)
    can = possible > 0
    return ((int(closed.sum()), int((out * into - back).sum())),
            (float((sum(holding)[can] / possible[can]).sum()), int(can.sum())))


def triads_of(number, n):
    census = nx.triadic_census(digraph_of(number, n) if n >= 3 else nx.DiGraph())
    if nx.triadic_census(nx.DiGraph([(0, 1), (1, 0), (2, 1)]))["111D"] == 0:
        census["111D"], census["111U"] = census["111U"], census["111D"]  # other names there
    return {"triad_" + kind: count for kind, count in census.items()}


def simplices_of(number, n):
    """By dimension: orders of neurons in which each sends to all that follow; groups in which all send to all."""
    targets = {}
    for pre_one, post_one in zip((number // n).tolist(), (number % n).tolist()):
        targets.setdefault(pre_one, set()).add(post_one)
    found = [n]

    def grow(receivers, dimension):
        while len(found) <= dimension:
            found.append(0)
        found[dimension] += len(receivers)
        for v in receivers:
            following = receivers & targets.get(v, set())
            if following:
                grow(following, dimension + 1)

    for receivers in targets.values():
        grow(receivers, 1)
    both = {v: {w for w in some if v in targets.get(w, ())} for v, some in targets.items()}
    reciprocal = np.bincount([len(group) - 1 for group in nx.enumerate_all_cliques(nx.Graph(both))], minlength=1)
    return {"simplices": found, "reciprocal_simplices": reciprocal.tolist()}


def in_simplices_of(number, n):
    """How many connections have a largest directed simplex of dimension 1, 2, …"""
    targets, largest = {}, {}
    for pre_one, post_one in zip((number // n).tolist(), (number % n).tolist()):
        targets.setdefault(pre_one, set()).add(post_one)
        largest[pre_one, post_one] = 1

    def deepest_of(order, receivers):
        deepest = len(order) - 1
        for v in receivers:
            reached = deepest_of(order + [v], receivers & targets.get(v, set()))
            for u in order:
                largest[u, v] = max(largest[u, v], reached)
            deepest = max(deepest, reached)
        return deepest

    for v, receivers in targets.items():
        deepest_of([v], receivers)
    return np.bincount(list(largest.values()), minlength=1)[1:].tolist()


def parts_of(number, n):
    """The largest core number; of weak and of strong components the neurons of the largest, and how many there are."""
    pairs = sparse.csr_matrix((np.ones(len(number)), (number // n, number % n)), (n, n)) if n else None
    sizes = [np.bincount(connected_components(pairs, True, kind)[1]) if n else np.zeros(0, dtype=int)
             for kind in ("weak", "strong")]
    cores = nx.core_number(nx.Graph(digraph_of(number, n))) if n else {}
    return max(cores.values(), default=0), *[(int(some.max(initial=0)), len(some)) for some in sizes]

)py";

const char* const kPythonShapes = R"py(

# Degrees, shared partners and distances of a network
from scipy import sparse  # noqa: E402
from scipy.optimize import curve_fit  # noqa: E402

falls = []  # of each network by bin of distance: connections, pairs


def shared_of(there, either, side, other):
    """What two neurons of a side both have: shared by a pair, and by chance; connected, and not."""
    sums = {}
    degree = np.asarray(there.sum(axis=1)).ravel()
    for first in range(0, len(side), 500):
        rows = np.arange(first, min(first + 500, len(side)))
        pairs = side[rows][:, None] & side & (rows[:, None] < np.arange(len(side)))
        shared, own = (there[rows] @ there.T).toarray(), there[rows].toarray()
        back = there[:, rows].T.toarray()
        left = other.sum() - other[rows][:, None].astype(int) - other  # without the two themselves
        expected = (degree[rows][:, None] - own) * (degree - back) / np.maximum(left, 1)
        joined = either[rows].toarray() > 0
        for name, some in (("", pairs & joined), ("_of_unconnected", pairs & ~joined)):
            found = np.array([some.sum(), shared[some].sum(), expected[some].sum()])
            sums[name] = sums.get(name, 0) + found
    return sums


def soma_bins(difference):
    """Bins of the distances above 0; whole nanometers, so they are exact."""
    squares = (difference ** 2).sum(axis=1)
    number = np.sqrt(squares).astype(np.int64) // fall_bin_nm
    number -= (number * fall_bin_nm) ** 2 > squares
    number += ((number + 1) * fall_bin_nm) ** 2 <= squares
    return number[squares > 0]


def fall_of(source, target, places, from_, onto):
    """b of a exp(-b d) through the probabilities by distance, and the probability in the first bin."""
    pairs = np.zeros(4096, dtype=np.int64)
    for v in np.flatnonzero(from_):
        pairs += np.bincount(soma_bins(places[onto] - places[v]), minlength=4096)
    connected = np.bincount(soma_bins(places[target] - places[source]), minlength=4096)
    falls.append((connected, pairs))
    seen = pairs > 0
    centers, shares = (np.arange(4096) + 0.5)[seen] * fall_bin_nm / 1000, connected[seen] / pairs[seen]
    b = np.nan
    some = shares > 0
    if some.sum() >= 2:
        slope, start = np.polyfit(centers[some], np.log(shares[some]), 1)  # a line to begin with
        try:
            (a, b), _ = curve_fit(lambda d, a, b: a * np.exp(-b * d), centers, shares, p0=[np.exp(start), -slope],
                                  ftol=1e-13, xtol=1e-13, maxfev=10000)
            curve = a * np.exp(-b * centers)
            step = np.linalg.lstsq(np.array([curve / a, -centers * curve]).T, shares - curve, rcond=0)[0]
            if (np.abs(step) > 1e-4 * np.abs([a, b])).any():
                b = np.nan  # it goes on down, ever steeper
        except RuntimeError:  # there is no such curve
            b = np.nan
    return b, connected[0], pairs[0]


def shapes_of(add, number, n, from_, onto, places, of_two_sets, degrees_kept=False):
    """Calls add(name, events, base, and where events are no counts: what is behind them)."""
    source, target = (number // n, number % n) if n else (number, number)
    if degrees_too:
        out, into = [np.bincount(end, minlength=n) for end in (source, target)]
        for name, degrees in (("out", out[from_]), ("in", into[onto])):
            several = len(degrees) > 1
            sd, mean = (degrees.std(ddof=1), degrees.mean()) if several else (0, 0)
            if not degrees_kept:
                add(*((name + "_degree_cv", sd, mean) if of_two_sets else (name + "_degree_sd", sd, several)),
                    len(degrees))
        for percent in (10, 1):
            least = np.sort(out + into)[-min(n, max(2, -(-n * percent // 100)))] if n else 0
            club = out + into >= least
            pairs = (club & from_).sum() * (club & onto).sum() - (club & from_ & onto).sum()
            add(f"density_of_richest_{percent}", (club[source] & club[target]).sum(), pairs)
    if shared_too:
        there = sparse.csr_matrix((np.ones(len(number), dtype=np.int64), (source, target)), (n, n))
        either = (there + there.T).tocsr()
        for kind, matrix, side, other in (("shared_targets", there, from_, onto),
                                          ("shared_sources", there.T.tocsr(), onto, from_)):
            for name, (pairs, shared, expected) in shared_of(matrix, either, side, other).items():
                end = "_over_expected" if of_two_sets else ""
                add(kind + name + end, shared, expected if of_two_sets else pairs, None, pairs)
    if lengths_too and n:
        lengths = np.sqrt(((places[source] - places[target]) ** 2).sum(axis=1))
        add("mean_length_um", lengths.sum() / 1000, len(number), len(number))
    if fall_too and n:
        b, near, near_pairs = fall_of(source, target, places, from_, onto)
        add("distance_fit_b_per_um", b, 1, len(number))
        add("first_bin_probability", near, near_pairs)

)py";

const char* const kPythonShares = R"py(

def named_by(kind, last):
    """Dimensions below last, and what their numbers are called."""
    first, end = (1, "") if kind == "connections_in_simplices" else (2, "_per_neuron")
    return [(k, f"{kind}_{k}{end}") for k in range(first, last)]


def shares_of(number, m, label, from_, onto, places):
    """Numbers of one network, those that grow with it over its m neurons: events, base, where the events are no
    counts the neurons or connections behind them, and what they rest on where that is neither of the two before it.
    And what there is by dimension: counts, and their base."""
    found, simplices, k = {}, {}, len(number)

    def add(name, events, base, behind=None, n=None):
        found[name] = events, base, behind, n

    if label is not None:
        several = len(np.unique(label)) > 1
        add("modularity", modularity_of(number, m, label) if several and k else np.nan, 1, k)
    if triads_too:
        for name, count in triads_of(number, m).items():
            triples = m * (m - 1) * (m - 2) // 6
            add(name + "_per_million", count, triples / 1e6 if m > 2 else 0, None, triples)
        for closed, clustered, names in ((*closure_of(number, m), ("transitivity", "mean_clustering")),
                                         (*transitive_of(number, m), ("transitive_share", "mean_transitive_clustering"))):
            add(names[0], *closed)
            add(names[1], *clustered, clustered[1])
    if simplices_too:
        simplices = {kind: (counts, m) for kind, counts in simplices_of(number, m).items()}
        add("largest_simplex", len(simplices["simplices"][0]) - 1, 1, m)
    if participation_too:
        simplices["connections_in_simplices"] = [0, *in_simplices_of(number, m)], k
    if structure_too:
        core, weak, strong = parts_of(number, m)
        add("largest_core", core, 1, m)
        for kind, (largest, count) in (("weak", weak), ("strong", strong)):
            add(f"largest_{kind}_share", largest, m)
            add(f"{kind}_components_per_neuron", count, m)
    if degrees_too or shared_too or lengths_too or fall_too:
        shapes_of(add, number, m, from_, onto, places, True)
    return found, simplices

)py";

}  // namespace cnx
