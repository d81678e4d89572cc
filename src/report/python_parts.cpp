#include "report/python_parts.h"

namespace cnx {

const char* const kPythonWilson = R"py(

def wilson(k, n):
    """k of n: the share and the ends of its 95 % interval."""
    if n == 0:
        return None, None, None
    z = 1.959963984540054
    share, top = k / n, 1 + z * z / n
    center, half = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return share, 0.0 if k == 0 else (center - half) / top, 1.0 if k == n else (center + half) / top

)py";

const char* const kPythonValidity = R"py(

def pairs_between(pre, post):
    """Ordered pairs of different neurons."""
    return int(pre.sum()) * int(post.sum()) - int((pre & post).sum())


# How far proofreading carries the numbers; None where no column says it
n_analyzable = pairs_between(pre_side & analyzable, post_side)
from_analyzable = int(analyzable[between["pre"]].sum())
share, low, high = wilson(from_analyzable, n_analyzable)
extended_pairs = pairs_between(pre_side & extended, post_side)
verdict = ("not known" if not axons_known or pairs == 0 else "sound" if 100 * extended_pairs >= 90 * pairs
           else "with care" if 100 * n_analyzable >= 50 * pairs else "not reliable")
result["validity"] = {
    "analyzable_pre_neurons": int((pre_side & analyzable).sum()), "pairs": n_analyzable,
    "connections": from_analyzable, "connection_probability": share, "wilson_low": low, "wilson_high": high,
    "verdict": verdict, "all_pairs": pairs,
    "analyzable_share": n_analyzable / pairs if axons_known and pairs else None,
    "extended_share": extended_pairs / pairs if axons_known and pairs else None,
    "dendrite_share": pairs_between(pre_side, post_side & proofread) / pairs if dendrites_known and pairs else None}
)py";

const char* const kPythonCounts = R"py(
# Counts. A connection is answered when the one in the other direction is in the data, too.
number = connections["pre"] * len(neurons) + connections["post"]
answered = (between["post"] * len(neurons) + between["pre"]).isin(number).to_numpy()
ends = np.sort(between.loc[answered, ["pre", "post"]].to_numpy(), axis=1)
n_pre, n_post = int(pre_side.sum()), int(post_side.sum())
share, low, high = wilson(len(between), pairs)
answered_share, answered_low, answered_high = wilson(int(answered.sum()), len(between))
n_mutual = len(np.unique(ends, axis=0))
if len(between) and (pre_side == post_side).all():
    # Two connections of a pair are answered together: pairs are counted, x of them reciprocal, as 2x / (1 + x).
    answered_low, answered_high = (2 * x / (1 + x) for x in wilson(n_mutual, len(between) - n_mutual)[1:])
result.update({
    "neurons": int((pre_side | post_side).sum()), "pre_neurons": n_pre, "post_neurons": n_post,
    "connections": len(inside), "synapses": int(inside["synapses"].sum()),
    "autapses": len(inside) - len(between), "reciprocal_pairs": n_mutual,
    "connection_probability": {"value": share, "connections": len(between), "pairs": pairs,
                               "wilson_low": low, "wilson_high": high},
    "density": {"value": len(inside) / (n_pre * n_post) if n_pre * n_post else None,
                "connections": len(inside), "cells": n_pre * n_post},
    "reciprocity": {"value": answered_share, "reciprocal_connections": int(answered.sum()),
                    "connections": len(between), "wilson_low": answered_low, "wilson_high": answered_high,
                    "expected": None, "over_expected": None}})
# Chance answers as often as the pairs are connected the other way.
way_back = post_side[connections["pre"]] & pre_side[connections["post"]] & (connections["pre"] != connections["post"])
if pairs:
    result["reciprocity"]["expected"] = int(way_back.sum()) / pairs
    if len(between) and way_back.any():
        result["reciprocity"]["over_expected"] = result["reciprocity"]["value"] / result["reciprocity"]["expected"]
)py";

const char* const kPythonDegrees = R"py(
# Degrees count partners, strengths synapses.
def degrees(weight):
    found = {}
    for name, side in (("in", post_side), ("out", pre_side)):
        end = "post" if name == "in" else "pre"
        values = np.bincount(between[end], weight, len(neurons)).astype(np.int64)[side]
        some = len(values) > 0
        found.update({name: np.bincount(values).tolist() if some else [],
                      "mean_" + name: float(values.mean()) if some else None,
                      "median_" + name: float(np.median(values)) if some else None,
                      "max_" + name: int(values.max()) if some else None})
    return found


result["degrees"] = degrees(None)
result["strengths"] = degrees(between["synapses"])
result["strengths"]["synapses_per_connection"] = (
    np.bincount(between["synapses"]).tolist() if len(between) else [])
)py";

const char* const kPythonClasses = R"py(
# Group by group: rows send, columns receive.
from scipy.stats import norm  # noqa: E402


def table(of, weight=None):
    cells = np.zeros((len(groups), len(post_groups)), dtype=np.int64)
    np.add.at(cells, (code[of["pre"]], post_code[of["post"]]), 1 if weight is None else weight)
    return cells


sizes = np.bincount(code[pre_side], minlength=len(groups))
post_sizes = np.bincount(post_code[post_side], minlength=len(post_groups))
cell_pairs = np.outer(sizes, post_sizes)
both = pre_side & post_side
np.subtract.at(cell_pairs, (code[both], post_code[both]), 1)  # a neuron with itself is no pair
cells, synapses = table(between), table(between, between["synapses"].to_numpy())
shares = [[wilson(int(k), int(n)) for k, n in zip(*rows)] for rows in zip(cells, cell_pairs)]
number = connections["pre"] * len(neurons) + connections["post"]
back = between[(between["post"] * len(neurons) + between["pre"]).isin(number)]
turned = connections[post_side[connections["pre"]] & pre_side[connections["post"]]
                     & (connections["pre"] != connections["post"])].rename(columns={"pre": "post", "post": "pre"})

# Of pre neurons whose axon can be analyzed
both_analyzable = both & analyzable
analyzable_pairs = np.outer(np.bincount(code[pre_side & analyzable], minlength=len(groups)), post_sizes)
np.subtract.at(analyzable_pairs, (code[both_analyzable], post_code[both_analyzable]), 1)

# Score tests against the probability of all pairs, where 5 connections and 5 other pairs are expected
whole = len(between) / pairs if pairs else 0
expected = cell_pairs * whole
tested = (expected >= 5) & (cell_pairs - expected >= 5)
p_value, q_value = np.full((2, *cells.shape), np.nan)
deviation = np.sqrt(expected * (1 - whole))[tested]
p_value[tested] = 2 * norm.sf(np.abs(cells - expected)[tested] / deviation)
q_value[tested] = adjusted(p_value[tested])


def none_for_nan(values):
    return [[None if np.isnan(value) else float(value) for value in row] for row in values]


with np.errstate(divide="ignore", invalid="ignore"):
    result["class_matrix"] = {
        "groups": groups, "sizes": sizes.tolist(),
        "post_groups": post_groups, "post_sizes": post_sizes.tolist(),
        "connections": cells.tolist(), "synapses": synapses.tolist(), "pairs": cell_pairs.tolist(),
        "probability": [[cell[0] for cell in row] for row in shares],
        "wilson_low": [[cell[1] for cell in row] for row in shares],
        "wilson_high": [[cell[2] for cell in row] for row in shares],
        "output_share": none_for_nan(synapses / synapses.sum(1)[:, None]),
        "input_share": none_for_nan(synapses / synapses.sum(0)[None, :]),
        "analyzable_connections": table(between[analyzable[between["pre"]]]).tolist(),
        "analyzable_pairs": analyzable_pairs.tolist(),
        "answered": table(back).tolist(), "way_back": table(turned).tolist(), "tests": int(tested.sum()),
        "p_value": none_for_nan(p_value), "q_value": none_for_nan(q_value),
        "overall_probability": len(between) / pairs if pairs else None}
)py";

const char* const kPythonMatrix = R"py(
# The connections as a matrix of the neurons that are meant
from scipy import sparse  # noqa: E402

members = np.flatnonzero(pre_side | post_side)
n, place = len(members), np.full(len(neurons), -1)
place[members] = np.arange(n)
pre, post = place[between["pre"]], place[between["post"]]
matrix = sparse.csr_matrix((np.ones(len(pre), dtype=np.int64), (pre, post)), (n, n))
)py";

const char* const kPythonTriads = R"py(
# Triads. networkx takes minutes for 100,000 connections.
import networkx as nx  # noqa: E402

graph = nx.DiGraph()
graph.add_nodes_from(range(n))
graph.add_edges_from(zip(pre.tolist(), post.tolist()))
census = nx.triadic_census(graph) if n >= 3 else dict.fromkeys(nx.triadic_census(nx.DiGraph()), 0)
# 111D is a <-> b, c -> b. Some versions of networkx call it 111U.
if nx.triadic_census(nx.DiGraph([(0, 1), (1, 0), (2, 1)]))["111D"] == 0:
    census["111D"], census["111U"] = census["111U"], census["111D"]
result["triad_census"] = {name: int(count) for name, count in census.items()}

either = ((matrix + matrix.T) > 0).astype(np.int64)
neighbors = np.asarray(either.sum(1)).ravel()
triangles = np.asarray((either @ either).multiply(either).sum(1)).ravel() // 2  # of each neuron
out, into = np.asarray(matrix.sum(1)).ravel(), np.asarray(matrix.sum(0)).ravel()
back = np.asarray(matrix.multiply(matrix.T).sum(1)).ravel()
closed = (matrix @ matrix).multiply(matrix)  # a path of two connections, and the direct one
transitive = (np.asarray(closed.sum(1)).ravel() + np.asarray(closed.sum(0)).ravel()
              + np.asarray((matrix.T @ matrix).multiply(matrix).sum(1)).ravel())
possible = (out + into) * (out + into - 1) - (out * into + back)
triples, two_paths = int((neighbors * (neighbors - 1) // 2).sum()), int((out * into - back).sum())
some, can = neighbors >= 2, possible > 0
result["motifs"] = {
    "triangles": int(triangles.sum()) // 3, "connected_triples": triples,
    "transitivity": float(triangles.sum() / triples) if triples else None,
    "transitive_triples": int(closed.sum()), "two_paths": two_paths,
    "transitive_share": float(closed.sum() / two_paths) if two_paths else None,
    "mean_clustering": (float((2 * triangles[some] / (neighbors[some] * (neighbors[some] - 1))).mean())
                        if some.any() else None),
    "clustering_neurons": int(some.sum()),
    "mean_transitive_clustering": (float((transitive[can] / possible[can]).mean())
                                   if can.any() else None),
    "transitive_clustering_neurons": int(can.sum())}
)py";

const char* const kPythonSimplices = R"py(
# Directed simplices: every list of neurons in which each sends to all that follow
targets = [set(matrix.indices[a:b].tolist()) for a, b in zip(matrix.indptr, matrix.indptr[1:])]
by_dimension = [n]


def extend(dimension, candidates):
    if candidates and dimension == len(by_dimension):
        by_dimension.append(0)
    for v in candidates:
        by_dimension[dimension] += 1
        extend(dimension + 1, candidates & targets[v])


for v in range(n):
    extend(1, targets[v])
result["directed_simplices"] = by_dimension
)py";

const char* const kPythonParticipation = R"py(
# Connections by the largest directed simplex that holds them
targets = [set(matrix.indices[a:b].tolist()) for a, b in zip(matrix.indptr, matrix.indptr[1:])]
largest = dict.fromkeys(zip(pre.tolist(), post.tolist()), 1)


def deepest_of(order, candidates):
    deepest = len(order) - 1
    for v in candidates:
        reached = deepest_of(order + [v], candidates & targets[v])
        for u in order:
            largest[u, v] = max(largest[u, v], reached)
        deepest = max(deepest, reached)
    return deepest


for v in range(n):
    deepest_of([v], targets[v])
dimension = np.array(list(largest.values()), dtype=np.int64)
counts = between["synapses"].to_numpy()
lines = []
for k in range(1, dimension.max(initial=0) + 1):
    those = counts[dimension == k]
    share, low, high = wilson((those >= 2).sum(), len(those))
    lines.append({"dimension": k, "connections": len(those), "share": len(those) / len(counts),
                  "synapses_mean": float(those.mean()) if len(those) else None,
                  "synapses_sd": float(those.std(ddof=1)) if len(those) > 1 else None,
                  "multiple": int((those >= 2).sum()), "multiple_share": share,
                  "multiple_low": low, "multiple_high": high})
result["edge_participation"] = {"largest": lines, "connections": len(counts), "truncated": False}
)py";

const char* const kPythonDistanceBins = R"py(
# What is measured between two somata; whole nanometers, so bins are exact.
bin_nm = bin_um * 1000


def bins_of(difference):
    """The bin of each pair, and whether the pair counts."""
    if measure == "depth":
        return difference[:, 1] // bin_nm, np.ones(len(difference), dtype=bool)
    squares = (difference[:, [0, 2] if measure == "lateral" else [0, 1, 2]] ** 2).sum(axis=1)
    number = np.sqrt(squares).astype(np.int64) // bin_nm
    number -= (number * bin_nm) ** 2 > squares
    number += ((number + 1) * bin_nm) ** 2 <= squares
    if measure == "deeper":
        return number, (squares > 0) & (difference[:, 1] > 0)
    if measure == "shallower":
        return number, (squares > 0) & (difference[:, 1] < 0)
    return number, squares > 0
)py";

const char* const kPythonDistance = R"py(
def fitted(connected, pairs):
    """a exp(-b d) through the centers of the bins; equal to the page's fit in 5 digits or more."""
    from scipy.optimize import curve_fit

    seen = np.array(pairs) > 0
    centers, shares = (np.arange(len(seen)) + 0.5)[seen] * bin_um, np.array(connected)[seen] / np.array(pairs)[seen]
    if (shares > 0).sum() < 2:
        return None
    (a, b), spread = curve_fit(lambda d, a, b: a * np.exp(-b * d), centers, shares, p0=[0.1, 0.01],
                               ftol=1e-13, xtol=1e-13)
    fit = {"a": a, "b_per_um": b, "points": len(centers)}
    if len(centers) > 2:  # a curve through two points has no scatter
        fit.update(zip(["a_error", "b_per_um_error"], np.sqrt(np.diag(spread))))
    return fit


# Ordered pairs by distance, one pre neuron after the other
def profile_of(pre_side, post_side, found):
    """The profile of the connections `found`, without autapses, of these two sides."""
    post_neurons = np.flatnonzero(post_side)
    all_pairs = analyzable_pairs = pd.Series(dtype=np.int64)
    for v in np.flatnonzero(pre_side):
        others = post_neurons[post_neurons != v]
        number, counts = bins_of(positions[others] - positions[v])
        by_bin = pd.Series(number[counts]).value_counts()
        all_pairs = all_pairs.add(by_bin, fill_value=0)
        if analyzable[v]:
            analyzable_pairs = analyzable_pairs.add(by_bin, fill_value=0)
    number, counts = bins_of(positions[found["post"]] - positions[found["pre"]])
    connected = pd.Series(number[counts]).value_counts()
    of_analyzable = analyzable[found["pre"]] & counts
    analyzable_connected = pd.Series(number[of_analyzable]).value_counts()
    synapses = found["synapses"][counts].groupby(number[counts]).sum()
    spread = found["synapses"][counts].groupby(number[counts]).std()
    first = int(all_pairs.index.min()) if measure == "depth" and len(all_pairs) else 0
    bins = range(first, int(all_pairs.index.max()) + 1 if len(all_pairs) else 0)

    def each(of):
        return of.reindex(bins, fill_value=0).astype(int).tolist()

    profile = {
        "measure": measure, "bin_um": float(bin_um), "first_bin": first,
        "connected": each(connected), "pairs": each(all_pairs), "synapses": each(synapses),
        "analyzable_connected": each(analyzable_connected), "analyzable_pairs": each(analyzable_pairs),
        "synapses_sd": [None if np.isnan(sd) else sd for sd in spread.reindex(bins).tolist()]}
    shares = [wilson(k, n) for k, n in zip(profile["connected"], profile["pairs"])]
    for part, name in enumerate(["probability", "wilson_low", "wilson_high"]):
        profile[name] = [share[part] for share in shares]
    profile["synapses_per_connection"] = [s / k if k else None for s, k in zip(profile["synapses"], profile["connected"])]

    # Where the two are farthest apart, of the bins with 100 analyzable pairs or more
    gap, asked = None, 0
    for k in range(len(bins)):
        bin_of = {name: profile[name][k] for name in ("connected", "pairs", "analyzable_connected", "analyzable_pairs")}
        if bin_of["analyzable_pairs"] < 100:
            continue
        asked += 1
        difference = bin_of["analyzable_connected"] / bin_of["analyzable_pairs"] - bin_of["connected"] / bin_of["pairs"]
        if gap is None or abs(difference) > abs(gap["difference"]):
            gap = {"from_um": float((first + k) * bin_um), "difference": difference, **bin_of}
    profile["analyzable_gap"] = gap and {**gap, "bins": asked}
    if measure != "depth":
        for prefix in ("", "analyzable_"):
            fit = fitted(profile[prefix + "connected"], profile[prefix + "pairs"])
            profile.update({prefix + "fit": fit} if fit else {})
    return profile


result["distance_profile"] = profile_of(pre_side, post_side, between)
)py";

const char* const kPythonDistanceB = R"py(
# The other set: the connections among its neurons
among_b = connections[b_side[connections["pre"]] & b_side[connections["post"]]]
result["distance_profile_b"] = profile_of(b_side, b_side, among_b[among_b["pre"] != among_b["post"]])
)py";

}  // namespace cnx
