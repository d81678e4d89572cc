#include "report/python_parts.h"

namespace cnx {

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
