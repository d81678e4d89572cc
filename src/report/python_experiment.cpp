#include "report/python_parts.h"

namespace cnx {

// Order, sums and draws are those of stats/virtual_experiment.cpp: the same neurons are patched.
const char* const kPythonExperiment = R"py(
# Virtual experiments. The random numbers are Connectoscope's: xoshiro256** (Blackman and Vigna 2021).
from scipy import sparse  # noqa: E402

MASK = 2 ** 64 - 1


def split_mix(state):
    state = (state + 0x9e3779b97f4a7c15) & MASK
    z = (state ^ state >> 30) * 0xbf58476d1ce4e5b9 & MASK
    z = (z ^ z >> 27) * 0x94d049bb133111eb & MASK
    return state, z ^ z >> 31


class Random:
    def __init__(self, seed, stream):
        state = split_mix(seed)[1] ^ (stream * 0xd1342543de82ef95 & MASK)
        self.words = []
        for _ in range(4):
            state, word = split_mix(state)
            self.words.append(word)

    def next(self):
        def rotate(x, k):
            return (x << k | x >> 64 - k) & MASK

        a, b, c, d = self.words
        drawn, t = rotate(b * 5 & MASK, 7) * 9 & MASK, b << 17 & MASK
        c, d = c ^ a, d ^ b
        self.words = [a ^ d, b ^ c, c ^ t, rotate(d, 45)]
        return drawn

    def uniform(self):
        return (self.next() >> 11) * 2.0 ** -53

    def below(self, n):
        product = (self.next() >> 32) * n
        while product & 0xffffffff < 2 ** 32 % n:
            product = (self.next() >> 32) * n
        return product >> 32


def cut(random):
    """The neurons of a slice: where it is along the cut, in depth, and their numbers."""
    square = 2
    while square > 1 or square == 0:
        c, s = 2 * random.uniform() - 1, 2 * random.uniform() - 1
        square = c * c + s * s
    c, s = c / np.sqrt(square), s / np.sqrt(square)
    across = c * um[:, 2] - s * um[:, 0]
    low, share = across.min(), random.uniform()
    room = across.max() - low - thickness_um
    middle = low + thickness_um / 2 + share * room if room > 0 else low + (across.max() - low) / 2
    inside = np.flatnonzero(abs(across - middle) < thickness_um / 2)
    return np.stack([c * um[inside, 0] + s * um[inside, 2], um[inside, 1]], axis=1), inside


def patch(seen, random):
    """Numbers of the neurons that are patched among those that are seen; None: there are not so many."""
    if len(seen) < patched:
        return None
    middle = np.flatnonzero((abs(seen - seen.mean(0)) <= seen.std(0, ddof=1)).all(1))
    if len(middle) == 0:
        return None
    chosen = [middle[random.below(len(middle))]]
    near = np.flatnonzero((abs(seen - seen[chosen[0]]) < 3 * spread_um).all(1))
    exponents, rooms = np.zeros(len(near)), np.ones(len(near))
    while len(chosen) < patched:
        squares = ((seen[near] - seen[chosen[-1]]) ** 2).sum(1)
        exponents += squares / (2 * spread_um * spread_um)
        rooms *= np.minimum(np.sqrt(squares) / 10, 1)
        if not (rooms > 0).any():
            return None
        weights = rooms * np.exp(np.minimum(exponents[rooms > 0].min() - exponents, 0))
        sums = np.cumsum(weights)
        drawn = np.searchsorted(sums, random.uniform() * sums[-1], side="right")
        chosen.append(near[min(drawn, np.searchsorted(sums, sums[-1]))])
    return np.array(chosen)


def pairs_among(chosen):
    """Ordered pairs of different neurons; of a block those from one that sends to one that receives."""
    return int(sends[chosen].sum()) * int(receives[chosen].sum()) - int((sends & receives)[chosen].sum())


def squares_of(chosen):
    """Squared distances of these pairs, summed."""
    points = um[chosen] - um[chosen].mean(0) if len(chosen) else um[chosen]
    senders, receivers = points[sends[chosen]], points[receives[chosen]]
    squares = len(receivers) * (senders ** 2).sum() + len(senders) * (receivers ** 2).sum()
    return float(squares - 2 * (senders.sum(0) * receivers.sum(0)).sum())


def divide(a, b):
    return a / b if b else None


def counts_of(there, pairs):
    k, m, answerable = [int(count) for count in there]
    return {"connections": k, "pairs": pairs, "connection_probability": divide(k, pairs), "reciprocal_pairs": m,
            "reciprocity": divide(2 * m, answerable), **({"answerable_connections": answerable} if block else {})}


def spread_of(values):
    low, median, high = np.percentile(values, [5, 50, 95]).tolist() if len(values) else [None] * 3
    return {"mean": float(np.mean(values)) if len(values) else None, "median": median, "p05": low,
            "p95": high, "experiments": len(values)}


block = post_side is not pre_side
tissue = np.flatnonzero(pre_side | post_side)
tissue = tissue[np.lexsort(positions[tissue].T[::-1])]  # by x, then y, then z
n, nm = len(tissue), positions[tissue]
sends, receives = pre_side[tissue], post_side[tissue]
result["experiment"] = None
if n >= 2 and pairs > 0:
    um = (n * nm - nm.sum(0)) / (n * 1000.0)  # from their mean
    place = np.full(len(neurons), -1)
    place[tissue] = np.arange(n)
    matrix = sparse.csr_matrix((np.ones(len(between), dtype=np.int64),
                                (place[between["pre"]], place[between["post"]])), (n, n))
    slices, found, tested, patched_squares, no_pair = np.zeros(4), [], [], 0.0, 0
    answered = matrix.multiply(matrix.T)
    both = sparse.diags((sends & receives).astype(np.int64))
    answerable = (both @ matrix @ both).tocsr()
    for repeat in range(repeats):
        random = Random(seed, repeat + 1)
        seen, inside = cut(random)
        slices += [len(inside), matrix[inside][:, inside].nnz, pairs_among(inside),
                   squares_of(inside)]
        chosen = patch(seen, random)
        if chosen is None:
            continue
        chosen = inside[chosen]
        if pairs_among(chosen) == 0:
            no_pair += 1
            continue
        seen, back = [of[chosen][:, chosen].toarray() for of in (matrix, answerable)]
        found.append([int(seen.sum()), int((seen * seen.T).sum()) // 2, int(back.sum())])
        tested.append(pairs_among(chosen))
        patched_squares += squares_of(chosen)
    truth = counts_of([matrix.sum(), answered.sum() // 2, answerable.sum()], pairs)
    intervals = [wilson(one[0], tests) for one, tests in zip(found, tested)]
    result["experiment"] = {
        "thickness_um": thickness_um, "patched": patched, "spread_um": spread_um, "repeats": repeats,
        "repeats_done": repeats, "seed": seed, "made": len(found), "too_few": repeats - len(found) - no_pair,
        "pairs": tested if block else patched * (patched - 1), "truth": truth,
        "pooled": counts_of(np.sum(found, axis=0) if found else [0, 0, 0], sum(tested)),
        "slices": {"mean_neurons": slices[0] / repeats, "connections": int(slices[1]),
                   "pairs": int(slices[2]), "connection_probability": divide(slices[1], slices[2])},
        "distance_um": {"all": float(np.sqrt(squares_of(np.arange(n)) / pairs)),
                        "slices": float(np.sqrt(slices[3] / slices[2])) if slices[2] else None,
                        "patched": float(np.sqrt(patched_squares / sum(tested))) if found else None},
        "connection_probability": {
            **spread_of([share for share, _, _ in intervals]),
            "covered": int(sum(low <= truth["connection_probability"] <= high for _, low, high in intervals))},
        "reciprocity": spread_of([2 * m / back for _, m, back in found if back]),
        "connections": [one[0] for one in found], "reciprocal_pairs": [one[1] for one in found]}
    if block:
        result["experiment"]["no_pair"] = no_pair
)py";

}  // namespace cnx
