#include "report/python_parts.h"

namespace cnx {

const char* const kPythonAdjusted = R"py(

def adjusted(p):
    """P-values corrected for their number (Benjamini and Hochberg 1995)."""
    order, ranks = np.argsort(-p), len(p) - np.arange(len(p))
    q = np.empty(len(p))
    q[order] = np.minimum(1, np.minimum.accumulate(p[order] * len(p) / ranks))
    return q

)py";

const char* const kPythonAgainst = R"py(

def or_none(value):
    return float(value) if np.isfinite(value) else None


def against(observed, drawn, tie=0.0):
    """A number and the same of random networks; those that do not have it tell nothing."""
    drawn = np.array(drawn, dtype=float)
    drawn = drawn[~np.isnan(drawn)]
    n, mean = len(drawn), drawn.mean() if len(drawn) else np.nan
    sd = drawn.std(ddof=1) if n > 1 else 0.0
    high, low = [(1 + side.sum()) / (1 + n) for side in (drawn >= observed - tie, drawn <= observed + tie)]
    if np.isnan(observed) or n == 0:
        high = low = np.nan
    return {"mean": or_none(mean), "sd": float(sd), "z": or_none((observed - mean) / sd) if sd > 0 else None,
            "p_high": or_none(high), "p_low": or_none(low), "p": or_none(min(1, 2 * min(high, low)))}

)py";

const char* const kPythonTests = R"py(

def put_tests(told, observed, drawn, key="observed", tie=0.0):
    """One number of the data for each block or bin, and the same of what was drawn, into told."""
    tie = np.broadcast_to(tie, observed.shape)
    tests = [against(observed[at], drawn[(slice(None), *at)], tie[at]) for at in np.ndindex(observed.shape)]
    p = np.array([np.nan if None in (test["p"], test["mean"]) else test["p"] for test in tests])
    q, known = np.full(len(p), np.nan), ~np.isnan(p)
    q[known] = adjusted(p[known])
    columns = {key: [or_none(value) for value in observed.ravel()], "p": list(map(or_none, p)),
               "q": list(map(or_none, q)), **{name: [test[name] for test in tests] for name in ("mean", "sd", "z")}}
    for name, values in columns.items():
        told[name] = np.array(values, dtype=object).reshape(observed.shape).tolist()

)py";

const char* const kPythonComparison = R"py(
# A against B, each with its own connections. numpy deals out otherwise than Connectoscope, so mean,
# sd, z and p agree as two samples do; all else is equal.
random = np.random.default_rng(seed)
no_autapses = connections[connections["pre"] != connections["post"]]
if blocks:  # of A and of B: who sends, who receives
    a_post = asked_for if post_side is pre_side else post_side
    as_they_are = np.array([[pre_side, a_post], [b_side, b_post]])
else:  # neurons of both sets are in neither
    a_alone, b_alone = pre_side & ~b_side, b_side & ~pre_side
    as_they_are = np.array([[a_alone, a_alone], [b_alone, b_alone]])
in_either = as_they_are.any(axis=0)
own = no_autapses[in_either[0][no_autapses["pre"]] & in_either[1][no_autapses["post"]]]
pre, post, synapses = [own[name].to_numpy() for name in ("pre", "post", "synapses")]
answered = np.isin(post * len(neurons) + pre, no_autapses["pre"] * len(neurons) + no_autapses["post"])
sizes = own["size"].to_numpy() if sizes_too else None
exchanged = [bool((ours & ~theirs).any() and (theirs & ~ours).any()) for ours, theirs in zip(*as_they_are)]
if blocks and not any(exchanged):
    permutations = 0  # nobody can be dealt out anew


def dealt():
    """Dealt out is who is of A alone and who of B alone; of blocks senders and receivers each on their own."""
    sides = as_they_are.copy()
    for roles in ([0], [1]) if blocks else ([0, 1],):
        those = np.flatnonzero(as_they_are[0, roles[0]] != as_they_are[1, roles[0]])
        in_a = random.permutation(as_they_are[0, roles[0]][those])
        for role in roles:
            sides[0, role, those], sides[1, role, those] = in_a, ~in_a
    return sides


def counts_of(from_, onto):
    kept, n_pre, n_post = from_[pre] & onto[post], int(from_.sum()), int(onto.sum())
    counts = {"neurons": n_pre}
    if blocks:
        counts = {"pre_neurons": n_pre, "post_neurons": n_post, "pairs": n_pre * n_post - int((from_ & onto).sum())}
    counts.update(connections=int(kept.sum()), answered=int(answered[kept].sum()), synapses=int(synapses[kept].sum()))
    return {**counts, "size_sum": int(sizes[kept].sum())} if sizes_too else counts


def plain_of(counts):
    """The numbers that are always counted: part, and the whole that they rest on."""
    k, n = counts["connections"], counts.get("neurons")
    numbers = {"connection_probability": (k, counts["pairs"] if blocks else n * (n - 1)),
               "reciprocity": (counts["answered"], k), "synapses_per_connection": (counts["synapses"], k)}
    numbers.update({"mean_out_degree": (k, counts["pre_neurons"]), "mean_in_degree": (k, counts["post_neurons"])}
                   if blocks else {"mean_degree": (k, n)})
    return {**numbers, "mean_synapse_size": (counts["size_sum"], counts["synapses"])} if sizes_too else numbers


def more_of(from_, onto):
    """What takes longer, of the network of one set or block: pre * m + post of its m neurons."""
    whose, kept = np.flatnonzero(from_ | onto), from_[pre] & onto[post]
    m, rank = len(whose), np.cumsum(from_ | onto) - 1
    found, simplices = shares_of(rank[pre[kept]] * m + rank[post[kept]], m, code[whose] if modularity_too else None,
                                 from_[whose], onto[whose], positions[whose] if lengths_too or fall_too else None)
    if sizes_too:
        found.update(each_synapse_of(own[kept]))
    return found, simplices


def pair_of(sides):
    """Of A and of B: simplices as far as one of the two has had them."""
    (of_a, simplices_a), (of_b, simplices_b) = [more_of(*side) for side in sides]
    for kind in simplices_a:
        both = (of_a, *simplices_a[kind]), (of_b, *simplices_b[kind])
        last = dimensions.setdefault(kind, max(len(counts) for _, counts, _ in both))
        for numbers, counts, base in both:
            numbers.update({name: (counts[k] if k < len(counts) else 0, base) for k, name in named_by(kind, last)})
    return of_a, of_b


def rests_of(name, parts, from_, onto):
    """What a number of A or of B rests on, and its interval where there is one."""
    part, whole, *behind = parts
    low = high = None
    if name in ("connection_probability", "first_bin_probability", "near_soma_share", "clumped_share"):
        low, high = wilson(part, whole)[1:]
    elif name == "reciprocity" and not blocks:  # the two of a pair are answered together: pairs are counted
        low, high = [2 * x / (1 + x) if x is not None else None for x in wilson(part // 2, whole - part // 2)[1:]]
    elif name in ("mean_degree", "mean_out_degree") and whole > 1:
        degrees = np.bincount(pre[from_[pre] & onto[post]], minlength=len(neurons))[from_]
        error = 1.959963984540054 * degrees.std(ddof=1) / np.sqrt(whole)
        low, high = max(0.0, degrees.mean() - error), degrees.mean() + error
    return {"n": int([whole, *(n for n in behind if n is not None)][-1]), "low": low, "high": high}


def put_numbers(of_both, drawn):
    """Numbers of A and of B, and the same of each deal, into the statistics."""
    for name in of_both[0]:
        one, other = [over(*of_one[name][:2]) for of_one in of_both]
        differences = [over(*a[name][:2]) - over(*b[name][:2]) for a, b in drawn]
        told = statistics[name] = {
            "a": or_none(one), "b": or_none(other), "difference": or_none(one - other),
            "ratio": or_none(one / other) if other else None, "permutations": int(np.isfinite(differences).sum()),
            **against(one - other, differences, 1e-12 * (abs(one) + abs(other)))}
        for key, of_one, side in zip("ab", of_both, as_they_are):
            told.update({f"{key}_{what}": value for what, value in rests_of(name, of_one[name], *side).items()})


a, b = [counts_of(*side) for side in as_they_are]
plain = plain_of(a), plain_of(b)
drawn = [[plain_of(counts_of(*side)) for side in dealt()] for _ in range(permutations)]
told_of_both = result["comparison"] = {"a": a, "b": b, "permutations": permutations, "statistics": {}}
statistics, dimensions = told_of_both["statistics"], {}
put_numbers(plain, drawn)
if blocks:
    told_of_both["dealt"] = {
        role: {"a": int((ours & ~theirs).sum()), "b": int((theirs & ~ours).sum()), "both": int((ours & theirs).sum())}
        for role, ours, theirs in zip(("pre", "post"), *as_they_are)}
    (p_a, l_a, u_a), (p_b, l_b, u_b) = [wilson(*of_one["connection_probability"]) for of_one in plain]
    if None not in (p_a, p_b):  # Newcombe 1998
        statistics["connection_probability"].update(
            difference_low=p_a - p_b - float(np.hypot(p_a - l_a, u_b - p_b)),
            difference_high=p_a - p_b + float(np.hypot(u_a - p_a, p_b - l_b)))
else:
    told_of_both["shared_neurons"] = int((pre_side & b_side).sum())
# Of blocks who is on both sides changes with every deal, and with it the largest modularity that there can be.
modularity_too = structure_too and not blocks and min(len(np.unique(code[side[0]])) for side in as_they_are) > 1
if (triads_too or simplices_too or structure_too or participation_too or degrees_too or shared_too or lengths_too
        or fall_too or sizes_too):
    told_of_both["costly_permutations"] = costly = min(permutations, max(199, permutations // 5))
    if fall_too:
        falls.clear()
    put_numbers(pair_of(as_they_are), [pair_of(dealt()) for _ in range(costly)])
tested = [one for one in statistics.values() if one["p"] is not None]
for one, q in zip(tested, adjusted(np.array([one["p"] for one in tested]))):
    one["q"] = float(q)


def put_differences(told, of_both, drawn):
    """Connections and pairs of A and of B, cell by cell or bin by bin, and of each deal, into told."""
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b, dealt = of_both[0] / of_both[1], of_both[2] / of_both[3], drawn[:, 0] / drawn[:, 1] - drawn[:, 2] / drawn[:, 3]
    for name, shares in (("a", a), ("b", b)):
        told[name] = {"probability": np.vectorize(or_none, otypes=[object])(shares).tolist()}
    put_tests(told, a - b, dealt, "difference", np.nan_to_num(1e-12 * (a + b)))


if classes_too:  # the connection probability from each class to each other
    size = len(groups)

    def cells_of(sides):
        found = []
        for from_, onto in sides:
            kept, cells = from_[pre] & onto[post], np.zeros((size, size))
            np.add.at(cells, (code[pre[kept]], code[post[kept]]), 1)
            sending, receiving, both = [np.bincount(code[some], minlength=size) for some in (from_, onto, from_ & onto)]
            found += [cells, np.outer(sending, receiving) - np.diag(both)]
        return np.array(found)

    observed = cells_of(as_they_are)
    possible = observed[1] + observed[3] > 0
    rows, columns = np.flatnonzero(possible.any(axis=1)), np.flatnonzero(possible.any(axis=0))
    drawn = np.array([cells_of(dealt()) for _ in range(permutations)]).reshape(-1, 4, size, size)
    told = told_of_both["class_matrix"] = {"groups": [groups[g] for g in rows],
                                           "post_groups": [groups[g] for g in columns]}
    put_differences(told, observed[np.ix_(range(4), rows, columns)],
                    drawn[np.ix_(range(permutations), range(4), rows, columns)])
if fall_too and any(pairs.any() for _, pairs in falls[:2]):  # and in each bin of distance
    bins = max(np.flatnonzero(pairs).max(initial=-1) for _, pairs in falls[:2]) + 1
    by_deal = np.array([[part[:bins] for fall in falls[i:i + 2] for part in fall] for i in range(0, len(falls), 2)])
    told = told_of_both["distance_profile"] = {"bin_um": fall_bin_nm / 1000}
    put_differences(told, by_deal[0], by_deal[1:])
    for name, pairs in (("a", falls[0][1]), ("b", falls[1][1])):
        told[name]["probability"] = told[name]["probability"][:np.flatnonzero(pairs).max(initial=-1) + 1]
if min(a.get("pairs", 1), b.get("pairs", 1)) == 0 or min(a.get("neurons", 2), b.get("neurons", 2)) < 2:
    result["comparison"] = None  # a set needs two neurons that are not in the other, a block a pair
)py";

const char* const kPythonRewiring = R"py(

class Rewiring:
    """A network that keeps every in- and out-degree while it is changed at random.

    Two connections exchange their targets, or a triangle turns around (Rao, Jana and Bandyopadhyay
    1996), where that makes neither an autapse nor a connection that is there.
    """

    def __init__(self, sources, targets, seed):
        self.random = np.random.default_rng(seed)
        self.sources, self.targets = sources.tolist(), targets.tolist()
        self.there = set(zip(self.sources, self.targets))
        self.leaving = {}  # by neuron: the numbers of its connections
        for e, u in enumerate(self.sources):
            self.leaving.setdefault(u, []).append(e)

    def step(self, e, f, turns, which):
        """The connections that change, and their new targets; none where that cannot be."""
        u, v = self.sources[e], self.targets[e]
        if turns:
            if v not in self.leaving:
                return (), ()
            f = self.leaving[v][int(which * len(self.leaving[v]))]
            w = self.targets[f]
            if w == u or (w, u) not in self.there or not self.there.isdisjoint([(v, u), (w, v), (u, w)]):
                return (), ()
            g = next(g for g in self.leaving[w] if self.targets[g] == u)
            return (e, f, g), (w, u, v)
        c, d = self.sources[f], self.targets[f]
        if u == c or v == d or u == d or c == v or (u, d) in self.there or (c, v) in self.there:
            return (), ()
        return (e, f), (d, v)

    def advance(self, steps):
        if len(self.sources) < 2:
            return
        e, f = self.random.integers(len(self.sources), size=(2, steps)).tolist()
        turns, which = (self.random.random(steps) < 1 / 16).tolist(), self.random.random(steps).tolist()
        for draw in zip(e, f, turns, which):
            changed, new_targets = self.step(*draw)
            for edge in changed:
                self.there.remove((self.sources[edge], self.targets[edge]))
            for edge, target in zip(changed, new_targets):
                self.targets[edge] = target
                self.there.add((self.sources[edge], target))

    def controls(self, count):
        """The targets of each control: ten steps for each connection first, then three."""
        for i in range(count):
            self.advance((10 if i == 0 else 3) * len(self.sources))
            yield np.array(self.targets, dtype=np.int64)

)py";

const char* const kPythonNetwork = R"py(
# Random networks. numpy draws other ones than Connectoscope, so mean, sd, z and p agree as two
# samples do. A network is an array of numbers, one for each connection: pre * n + post.
block = post_side is not pre_side  # who sends is not who receives
members = np.flatnonzero(pre_side | post_side)
n, place = len(members), np.full(len(neurons), -1)
place[members] = np.arange(n)
number = place[between["pre"]] * n + place[between["post"]]
label, sends, receives = code[members], pre_side[members], post_side[members]
random, networks, labels, sides_of, synapses_of = np.random.default_rng(seed), [], [], [], []
members_of, sums_of, counts_of, kept_of = [], [], [], []
)py";

const char* const kPythonDrawnPairs = R"py(

def drawn_pairs(rows, columns, k):
    """k different pairs of one of the rows and one of the columns, none of a neuron with itself."""
    if k == 0:
        return number[:0]
    own = np.full(n, n)
    own[columns] = np.arange(len(columns))
    own = own[rows]  # where a row is among the columns; n: it is not
    width = len(columns) - (own < n)
    ends = np.cumsum(width)
    pair = random.choice(ends[-1], k, replace=False, shuffle=False)
    row = np.searchsorted(ends, pair, side="right")
    column = pair - ends[row] + width[row]
    return rows[row] * n + columns[column + (column >= own[row])]

)py";

const char* const kPythonErdosRenyi = R"py(
# As many connections, anywhere
for _ in range(controls):
    networks.append(drawn_pairs(np.flatnonzero(sends), np.flatnonzero(receives), len(number)))
)py";

const char* const kPythonBlocks = R"py(
# As many connections from each class to each other, anywhere between them
rows, columns = [{a: np.flatnonzero(side & (label == a)) for a in np.unique(label)} for side in (sends, receives)]
for _ in range(controls):
    blocks = [number[:0]]
    for a, b in np.ndindex(len(groups), len(groups)):
        k = int(((label[number // n] == a) & (label[number % n] == b)).sum())
        if k > 0:
            blocks.append(drawn_pairs(rows[a], columns[b], k))
    networks.append(np.concatenate(blocks))
)py";

const char* const kPythonConfiguration = R"py(
# Targets shuffled, autapses and repetitions dropped
for _ in range(controls):
    target, source = random.permutation(number % n), number // n
    networks.append(np.unique((source * n + target)[source != target]))
)py";

const char* const kPythonRewired = R"py(
# Every in- and out-degree kept
for targets in Rewiring(number // n, number % n, seed).controls(controls):
    networks.append(number // n * n + targets)
)py";

const char* const kPythonDistanceNull = R"py(
# Each pair connected on its own, with the probability of its bin of distance
from scipy import sparse  # noqa: E402

bin_nm, places = bin_um * 1000, positions[members]


def bins_from(v):
    """The bins of distance of neuron v to all that receive; -1 to others, and at distance 0."""
    squares = ((places - places[v]) ** 2).sum(axis=1)
    bins = np.sqrt(squares).astype(np.int64) // bin_nm
    bins -= (bins * bin_nm) ** 2 > squares
    bins += ((bins + 1) * bin_nm) ** 2 <= squares
    return np.where((squares > 0) & receives, bins, -1)


observed = sparse.csr_matrix((np.ones(len(number)), (number // n, number % n)), (n, n))
pairs_in, connected_in = np.zeros((2, 2 + int(np.sqrt(3) * np.ptp(places, axis=0).max()) // bin_nm))
for v in np.flatnonzero(sends):
    bins = bins_from(v)
    np.add.at(pairs_in, bins[bins >= 0], 1)
    hit = bins[observed[v].indices]
    np.add.at(connected_in, hit[hit >= 0], 1)
probability = np.append(connected_in / np.maximum(pairs_in, 1), 0)  # bin -1: never
rows = [[number[:0]] for _ in range(controls)]
for v in np.flatnonzero(sends):
    chance = probability[bins_from(v)]
    for row in rows:
        row.append(v * n + np.flatnonzero(random.random(n) < chance))
networks = [np.concatenate(row) for row in rows]
)py";

const char* const kPythonKinds = R"py(
# Neurons are of one kind when they are in one of 50 equal bins between the smallest and the largest
# chosen value; those without a value are a kind, too.
low, high = np.nanmin(matched[asked_for]), np.nanmax(matched[asked_for])
share = (matched - low) / (high - low) if high > low else np.zeros(len(matched))
within = (matched >= low) & (matched <= high)
kind = np.where(np.isnan(matched), 50, -1)
kind[within] = np.minimum(49, (share[within] * 50).astype(int))
)py";

const char* const kPythonOtherNeurons = R"py(
# Other neurons of the whole dataset, as many of each kind; of a block as many that send, that
# receive, and that do both
others = connections[connections["pre"] != connections["post"]]
for _ in range(controls):
    from_, onto, left = np.zeros((3, len(neurons)), dtype=bool)
    left[:] = True
    for part in (pre_side & post_side, pre_side & ~post_side, post_side & ~pre_side):
        pool = left & (may_send | ~pre_side[part].any())
        for one in np.unique(kind[part]):
            wanted = int((kind[part] == one).sum())
            drawn = random.choice(np.flatnonzero((kind == one) & pool), wanted, replace=False)
            left[drawn] = pool[drawn] = False
            from_[drawn], onto[drawn] = pre_side[part].any(), post_side[part].any()
    chosen = from_ | onto
    labels.append(code[chosen])
    sides_of.append((from_[chosen], onto[chosen]))
    members_of.append(np.flatnonzero(chosen))
    kept, rank = others[from_[others["pre"]] & onto[others["post"]]], np.cumsum(chosen) - 1
    networks.append(rank[kept["pre"]] * n + rank[kept["post"]])
    counts_of.append(kept["synapses"].to_numpy())
    synapses_of.append(int(kept["synapses"].sum()))
    sums_of.append(int(kept["size"].sum()) if "size" in kept else 0)
    kept_of.append(kept)
)py";

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

const char* const kPythonNullNumbers = R"py(
counted, in_simplices = [], []  # by network: the simplices of each, and its connections by the largest
classes = np.unique(np.concatenate([label, *labels]))
present, post_present = np.unique(label[sends]), np.unique(label[receives])
both = int((sends & receives).sum())
has_modularity = (len(np.unique(label)) >= 2 and len(classes) <= 128 and (not block or (
    min(len(present), len(post_present)) >= 2 and len(np.intersect1d(present, post_present)) > 0)))


def numbers_of(number, label, sides, synapses, size_sum, kept, whose):
    k, (from_, onto) = len(number), sides
    answered = len(np.intersect1d(number, number % n * n + number // n))
    # Of a block, those whose way back is in the block, too
    answerable = int((onto[number // n] & from_[number % n]).sum())
    numbers = {"connections": k, "reciprocal_pairs": answered // 2, "reciprocity": over(answered, answerable),
               "connection_probability": over(k, pairs)}
    if block and both < 2:
        del numbers["reciprocity"]
    if synapses is not None:
        numbers["synapses_per_connection"] = over(synapses, k)
        if sizes_too:
            numbers["mean_synapse_size"] = over(size_sum, synapses)
            numbers.update({name: over(*parts[:2]) for name, parts in each_synapse_of(kept).items()})
    if has_modularity:
        numbers["modularity"] = modularity_of(number, n, label)
    if triads_too:
        (closed, clustered), (direct, held) = closure_of(number, n), transitive_of(number, n)
        numbers.update(triads_of(number, n), transitivity=over(*closed), transitive_share=over(*direct),
                       mean_clustering=over(*clustered), mean_transitive_clustering=over(*held))
    if simplices_too:
        counted.append(simplices_of(number, n))
        for kind, of_data in counted[0].items():
            found = counted[-1][kind]
            for k in range(2, len(of_data)):  # no larger ones than the data has
                numbers[f"{kind}_{k}"] = found[k] if k < len(found) else 0
        numbers["largest_simplex"] = len(counted[-1]["simplices"]) - 1
    if participation_too:
        in_simplices.append(in_simplices_of(number, n))
        for k in range(len(in_simplices[0])):
            found = in_simplices[-1][k] if k < len(in_simplices[-1]) else 0
            numbers[f"connections_in_simplices_{k + 1}"] = over(found, len(number))
    if structure_too:
        numbers["largest_core"], *both_kinds = parts_of(number, n)
        for kind, (largest, count) in zip(("weak", "strong"), both_kinds):
            numbers[f"largest_{kind}_component"], numbers[f"{kind}_components"] = largest, count
    if degrees_too or shared_too or lengths_too or fall_too:
        places = positions[whose] if lengths_too or fall_too else None
        shapes_of(lambda name, events, base, *_: numbers.update({name: over(events, base)}), number, n, from_, onto,
                  places, False, model == "rewired")
    return numbers


labels, sides_of = labels or [label] * controls, sides_of or [(sends, receives)] * controls
members_of = members_of or [members] * controls
own_synapses = int(between["synapses"].sum()) if synapses_of else None
own_sum = int(between["size"].sum()) if synapses_of and sizes_too else None
if fall_too:
    falls.clear()
of_data = numbers_of(number, label, (sends, receives), own_synapses, own_sum, between, members)
drawn = [numbers_of(*one) for one in zip(networks, labels, sides_of, synapses_of or [None] * controls,
                                         sums_of or [None] * controls, kept_of or [None] * controls, members_of)]
result["null"] = {"model": model, "controls": controls, "statistics": [
    {"name": name, "observed": or_none(value),
     **against(value, [numbers[name] for numbers in drawn], tie_of(name, value))}
    for name, value in of_data.items()]}
tested = [one for one in result["null"]["statistics"] if None not in (one["observed"], one["mean"])]
for one, q in zip(tested, adjusted(np.array([one["p"] for one in tested]))):
    one["q"] = float(q)
if block:
    result["null"].update(pairs=pairs, answerable_connections=int((receives[number // n] & sends[number % n]).sum()))
if own_sum is not None:
    result["null"].update(synapses=own_synapses, size_sum=own_sum)


# From each group to each other: connections, the share of them that is answered, and their synapses
def cells_of(number, label, sides, synapses):
    (from_, onto), pre_neurons, post_neurons = sides, number // n, number % n

    def cells(weights):
        sums = np.zeros((len(groups), len(groups)))
        np.add.at(sums, (label[pre_neurons], label[post_neurons]), weights)
        return sums[np.ix_(present, post_present)]

    with np.errstate(invalid="ignore"):
        answers = cells(np.isin(post_neurons * n + pre_neurons, number))
        found = {"": cells(1), "reciprocity": answers / cells(onto[pre_neurons] & from_[post_neurons])}
        if synapses is not None:
            found["synapses_per_connection"] = cells(synapses) / found[""]
    return found


observed = cells_of(number, label, (sends, receives), between["synapses"].to_numpy() if counts_of else None)
drawn = [cells_of(*one) for one in zip(networks, labels, sides_of, counts_of or [None] * controls)]
told = result["null"]["class_matrix"] = {"groups": [groups[g] for g in present]}
if block:
    told["post_groups"] = [groups[g] for g in post_present]
for name, values in observed.items():
    put_tests(told.setdefault(name, {}) if name else told, values, np.array([one[name] for one in drawn]))

# The probability in each bin of distance
if fall_too and n and falls[0][1].any():
    connected, in_bin = falls[0]
    bins = np.flatnonzero(in_bin).max() + 1
    told = result["null"]["distance_profile"] = {"bin_um": fall_bin_nm / 1000, "pairs": in_bin[:bins].tolist(),
                                                 "connected": connected[:bins].tolist()}
    with np.errstate(invalid="ignore"):
        shares = np.array([part[:bins] / whole[:bins] for part, whole in falls])
    put_tests(told, shares[0], shares[1:])
)py";

}  // namespace cnx
