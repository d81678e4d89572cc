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

}  // namespace cnx
