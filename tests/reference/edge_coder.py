"""edge_coder.py — connections with their model, written from docs/format.md §4.2.

Shared by decode_tile.py and tests/golden/make_golden.py, and with nothing of src/.
"""
from entropy_coder import (LANES, Bits, BitWriter, Refused, frequencies, get_number, put_raw,
                           read_model, starts, token_of, varint, write_model)
import struct

DEGREE, MAP, COUNT, GAP = 0, 1, 13, 17  # first context of each
GAP_CONTEXTS = 42
CONTEXTS = GAP + GAP_CONTEXTS
MAX_SYMBOL, MAX_CELLS, MAX_EDGES, MAX_MAP = 63, 1024, 1 << 23, 32


def cell_count(neuron_count, cell_bits):
    return (neuron_count - 1 >> cell_bits) + 1


def lane_rows(degrees):
    """The rows of each lane."""
    edges, before, row, firsts = sum(degrees), 0, 0, []
    for lane in range(LANES):
        while row < len(degrees) and LANES * before < lane * edges:
            before += degrees[row]
            row += 1
        firsts.append(row)
    firsts.append(len(degrees))
    return [range(a, b) for a, b in zip(firsts, firsts[1:])]


def weight(cell):
    return 24 << cell - 1 if cell else 8


def gap_contexts(cells, cell_bits, degree):
    """Context of a gap by the half cell where it starts; one more for the end of the dataset."""
    half = 1 << cell_bits - 1
    weights = [weight(cell) for cell in cells for _ in (0, 1)]
    token = token_of(degree)
    four_degrees = 4 * token if token < 4 else (10, 14)[token % 2] << token // 2 - 1
    reach = max(1, sum(weights) * 24 // (5 * four_degrees))
    contexts = []
    for start in range(len(weights) + 1):
        end, between = start, 0
        while end < len(weights) and between + weights[end] < reach:
            between += weights[end]
            end += 1
        if end == len(weights):
            gap = (end - start) * half
        elif end == start:
            gap = reach * half // weights[start]
        else:
            gap = (end - start) * half + half // 2
        contexts.append(min(token_of(max(gap, 1)), GAP_CONTEXTS - 1))
    return contexts


class Gaps:
    """The contexts of one lane, each table made once."""

    def __init__(self, cells, cell_bits):
        self.cells, self.cell_bits, self.tables = cells, cell_bits, {}

    def context(self, degree, following):
        token = token_of(degree)
        if token not in self.tables:
            self.tables[token] = gap_contexts(self.cells, self.cell_bits, degree)
        return GAP + self.tables[token][following >> self.cell_bits - 1]


def map_of(rows, cells, cell_bits):
    targets = [0] * cells
    for row in rows:
        for target, _ in row:
            targets[target >> cell_bits] += 1
    return [count.bit_length() for count in targets]


def code(number, degrees, neuron_count, cell_bits):
    """Every number of a payload in its order: number(lane, context, what) gives its value.

    Says where it is with `what`: ("degree", row), ("map", lane, cell), ("gap", row, k, following)
    or ("count", edge), so that a writer can look it up.
    """
    rows = len(degrees)
    for row in range(rows):
        degrees[row] = number(row % LANES, DEGREE, ("degree", row))
        if degrees[row] > neuron_count:
            raise Refused("OutOfRange", "degree")
        if sum(degrees[:row + 1]) > MAX_EDGES:
            raise Refused("OutOfRange", "edges")

    lanes = lane_rows(degrees)
    cells, maps = cell_count(neuron_count, cell_bits), [[] for _ in lanes]
    for cell in range(cells):
        for lane, rows_of_lane in enumerate(lanes):
            if not any(degrees[row] for row in rows_of_lane):
                continue
            before = maps[lane][-1] if cell else 0
            value = number(lane, MAP + min(before, 11), ("map", lane, cell))
            if value > MAX_MAP:
                raise Refused("OutOfRange", "map")
            maps[lane].append(value)

    targets = [[] for _ in degrees]

    def read_lane(lane):
        """One target at a time."""
        gaps = Gaps(maps[lane], cell_bits)
        for row in lanes[lane]:
            following = 0
            for k in range(degrees[row]):
                context = gaps.context(degrees[row], following)
                target = following + number(lane, context, ("gap", row, k, following))
                if target >= neuron_count:
                    raise Refused("OutOfRange", "target")
                targets[row].append(target)
                following = target + 1
                yield

    active = [read_lane(lane) for lane in range(LANES)]
    while active:  # rounds: each lane that has targets left, in turn
        active = [lane for lane in active if next(lane, "end") is None]

    counts, before = [], [0] * LANES
    for edge in range(sum(degrees)):
        lane = edge % LANES
        before[lane] = number(lane, COUNT + min(before[lane], 3), ("count", edge))
        if before[lane] >= 0xFFFFFFFF:
            raise Refused("OutOfRange", "count")
        counts.append(before[lane] + 1)
    entries = iter(counts)
    result = [[(target, next(entries)) for target in row] for row in targets]
    for lane, rows_of_lane in enumerate(lanes):
        if maps[lane] and maps[lane] != map_of([result[r] for r in rows_of_lane], cells, cell_bits):
            raise Refused("NotCanonical", "map")
    return result


def numbers_of(rows, neuron_count, cell_bits):
    """(lane, context, value) of every number, in order."""
    lanes = lane_rows([len(row) for row in rows])
    maps = [map_of([rows[r] for r in lane], cell_count(neuron_count, cell_bits), cell_bits)
            for lane in lanes]
    counts = [count for row in rows for _, count in row]
    steps = []

    def number(lane, context, what):
        if what[0] == "degree":
            value = len(rows[what[1]])
        elif what[0] == "map":
            value = maps[what[1]][what[2]]
        elif what[0] == "gap":
            value = rows[what[1]][what[2]][0] - what[3]
        else:
            value = counts[what[1]] - 1
        steps.append((lane, context, value))
        return value

    code(number, [0] * len(rows), neuron_count, cell_bits)
    return steps


def make_edge_model(blocks, neuron_count):
    """The model that our writer chooses for these blocks of rows: (cell_bits, frequencies)."""
    edges = sum(len(row) for rows in blocks for row in rows)
    most = max(1, min(256, edges // (max(len(blocks), 1) * LANES) // 64))
    cell_bits = 1
    while cell_count(neuron_count, cell_bits) > most:
        cell_bits += 1
    counts = [{} for _ in range(CONTEXTS)]
    for rows in blocks:
        for _, context, value in numbers_of(rows, neuron_count, cell_bits):
            symbol = token_of(value)
            counts[context][symbol] = counts[context].get(symbol, 0) + 1
    return cell_bits, [frequencies(each) for each in counts]


def write_edge_model(model):
    return varint(model[0]) + write_model(model[1])


def read_edge_model(payload, neuron_count):
    """Of a payload with take(count), varint() and end()."""
    cell_bits = payload.varint()
    if not 1 <= cell_bits <= 27 or cell_count(neuron_count, cell_bits) > MAX_CELLS:
        raise Refused("OutOfRange", "cells")
    model = read_model(payload, CONTEXTS)
    if any(symbol > MAX_SYMBOL for share in model for symbol in share):
        raise Refused("OutOfRange", "symbol")
    payload.end()
    return cell_bits, model


def write_symbols_in_lanes(model, steps):
    """steps: (lane, context, symbol)."""
    begins, states, words = [starts(share) for share in model], [1 << 16] * LANES, []
    for lane, context, symbol in reversed(steps):
        frequency, state = model[context][symbol], states[lane]
        if state >= frequency << 20:
            words.append(state & 0xFFFF)
            state >>= 16
        states[lane] = (state // frequency << 12) + state % frequency + begins[context][symbol]
    return (varint(len(words)) + struct.pack("<4I", *states) +
            struct.pack(f"<{len(words)}H", *reversed(words)))


def write_edge_numbers(numbers, model):
    """(lane, context, value) in the order of a reader, as a payload."""
    bits = BitWriter()
    for _, _, value in numbers:
        put_raw(bits, value, token_of(value))
    steps = [(lane, context, token_of(value)) for lane, context, value in numbers]
    return write_symbols_in_lanes(model[1], steps) + bits.bytes()


def encode_connections(rows, neuron_count, model):
    """rows: a list of (target, count), rising, for each neuron."""
    return write_edge_numbers(numbers_of(rows, neuron_count, model[0]), model)


def decode_connections(payload, rows, neuron_count, model):
    """Of a payload with take(count), varint() and left()."""
    words = payload.varint()
    states = list(struct.unpack("<4I", payload.take(16)))
    sound = all(state >= 1 << 16 for state in states)
    states = [max(state, 1 << 16) for state in states]
    stream = struct.unpack(f"<{words}H", payload.take(2 * words))
    bits, at = Bits(payload.take(payload.left())), 0
    slots = [[(symbol, share[symbol], i) for symbol in sorted(share) for i in range(share[symbol])]
             for share in model[1]]

    def number(lane, context, _):
        nonlocal at
        symbol, frequency, offset = slots[context][states[lane] & 0xFFF]
        states[lane] = frequency * (states[lane] >> 12) + offset
        if states[lane] < 1 << 16:
            if at == len(stream):
                raise Refused("Truncated", "symbols")
            states[lane] = states[lane] << 16 | stream[at]
            at += 1
        return get_number(bits, symbol)

    try:
        result = code(number, [0] * rows, neuron_count, model[0])
    except Refused as error:
        # A wrong map is looked for last: words or bits that are left over are named first.
        if error.args != ("NotCanonical", "map"):
            raise
        result = error
    if not sound or at != len(stream) or states != [1 << 16] * LANES:
        raise Refused("NotCanonical", "symbols")
    if bits.bytes_used() != len(bits.data):
        raise Refused("TrailingBytes", "raw bits")
    if isinstance(result, Refused):
        raise result
    return result
