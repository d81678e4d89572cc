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


def squares_of(points):
    """Squared distances of all ordered pairs, summed."""
    return 2 * len(points) * float(((points - points.mean(0)) ** 2).sum()) if len(points) else 0.0


def divide(a, b):
    return a / b if b else None


def counts_of(there, pairs):
    k, m = int(there[0]), int(there[1])
    return {"connections": k, "pairs": pairs, "connection_probability": divide(k, pairs),
            "reciprocal_pairs": m, "reciprocity": divide(2 * m, k)}


def spread_of(values):
    low, median, high = np.percentile(values, [5, 50, 95]).tolist() if len(values) else [None] * 3
    return {"mean": float(np.mean(values)) if len(values) else None, "median": median, "p05": low,
            "p95": high, "experiments": len(values)}


tissue = np.flatnonzero(pre_side)
tissue = tissue[np.lexsort(positions[tissue].T[::-1])]  # by x, then y, then z
n, nm = len(tissue), positions[tissue]
result["experiment"] = None
if n >= 2:
    um = (n * nm - nm.sum(0)) / (n * 1000.0)  # from their mean
    place = np.full(len(neurons), -1)
    place[tissue] = np.arange(n)
    matrix = sparse.csr_matrix((np.ones(len(between), dtype=np.int64),
                                (place[between["pre"]], place[between["post"]])), (n, n))
    slices, found, patched_squares, each = np.zeros(4), [], 0.0, patched * (patched - 1)
    for repeat in range(repeats):
        random = Random(seed, repeat + 1)
        seen, inside = cut(random)
        slices += [len(inside), matrix[inside][:, inside].nnz, len(inside) * (len(inside) - 1),
                   squares_of(um[inside])]
        chosen = patch(seen, random)
        if chosen is None:
            continue
        block = matrix[inside[chosen]][:, inside[chosen]].toarray()
        found.append([int(block.sum()), int((block * block.T).sum()) // 2])
        patched_squares += squares_of(um[inside[chosen]])
    all_pairs = n * (n - 1)
    truth = counts_of([matrix.sum(), matrix.multiply(matrix.T).sum() // 2], all_pairs)
    intervals = [wilson(k, each) for k, _ in found]
    result["experiment"] = {
        "thickness_um": thickness_um, "patched": patched, "spread_um": spread_um, "repeats": repeats,
        "repeats_done": repeats, "seed": seed, "made": len(found), "too_few": repeats - len(found),
        "pairs": each, "truth": truth,
        "pooled": counts_of(np.sum(found, axis=0) if found else [0, 0], each * len(found)),
        "slices": {"mean_neurons": slices[0] / repeats, "connections": int(slices[1]),
                   "pairs": int(slices[2]), "connection_probability": divide(slices[1], slices[2])},
        "distance_um": {"all": float(np.sqrt(squares_of(um) / all_pairs)),
                        "slices": float(np.sqrt(slices[3] / slices[2])) if slices[2] else None,
                        "patched": float(np.sqrt(patched_squares / each / len(found))) if found else None},
        "connection_probability": {
            **spread_of([share for share, _, _ in intervals]),
            "covered": int(sum(low <= truth["connection_probability"] <= high for _, low, high in intervals))},
        "reciprocity": spread_of([2 * m / k for k, m in found if k]),
        "connections": [k for k, _ in found], "reciprocal_pairs": [m for _, m in found]}
)py";

}  // namespace cnx
