"""entropy_coder.py — models, symbols, raw bits and numbers, written from docs/format.md §2.5 to §2.7.

Shared by decode_tile.py and tests/golden/make_golden.py, and with nothing of src/. Readers take a
payload with take(count) and varint(); writers give bytes. What is not canonical is refused.
"""
import struct

SCALE = 1 << 12
LOW = 1 << 16
LANES = 4


class Refused(Exception):
    """What the document says a reader must refuse; args[0] is the name of the error."""


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


# ---- models: §2.5 ----

def frequencies(counts):
    """Counts (a dict by symbol) as frequencies that sum to 2^12."""
    total = sum(counts.values())
    if total == 0:
        return {0: SCALE}
    while total >= 1 << 48:
        counts = {s: (n + 1) // 2 for s, n in counts.items()}
        total = sum(counts.values())
    counts = {s: counts[s] for s in sorted(counts) if counts[s]}
    share = {s: max(1, n * SCALE // total) for s, n in counts.items()}
    while sum(share.values()) < SCALE:
        best = None
        for s in share:  # the first of equally good ones
            if best is None or counts[s] * (2 * share[best] + 1) > counts[best] * (2 * share[s] + 1):
                best = s
        share[best] += 1
    while sum(share.values()) > SCALE:
        best = None
        for s in share:
            if share[s] < 2:
                continue
            if best is None or counts[s] * (2 * share[best] - 1) < counts[best] * (2 * share[s] - 1):
                best = s
        share[best] -= 1
    return share


def make_model(symbols, contexts, count):
    """The model of these symbols, the context of each beside it."""
    counts = [{} for _ in range(count)]
    for symbol, context in zip(symbols, contexts):
        counts[context][symbol] = counts[context].get(symbol, 0) + 1
    return [frequencies(each) for each in counts]


def write_model(model):
    out = b""
    for share in model:
        last = max(share)
        out += varint(last) + b"".join(varint(share.get(s, 0)) for s in range(last + 1))
    return out


def read_model(payload, count):
    model = []
    for _ in range(count):
        last, share, total = payload.varint(), {}, 0
        if last > 255:
            raise Refused("OutOfRange", "model, symbols")
        for symbol in range(last + 1):
            frequency = payload.varint()
            total += frequency
            if total > SCALE:
                raise Refused("OutOfRange", "model, frequencies")
            if frequency:
                share[symbol] = frequency
        if last not in share:
            raise Refused("NotCanonical", "model, last frequency")
        if total != SCALE:
            raise Refused("OutOfRange", "model, frequencies")
        model.append(share)
    return model


def starts(share):
    at, result = 0, {}
    for symbol in sorted(share):
        result[symbol] = at
        at += share[symbol]
    return result


# ---- symbols: §2.5 ----

def write_steps(model, symbols, contexts):
    """Symbol i is in lane i mod 4."""
    begins = [starts(share) for share in model]
    states, words = [LOW] * LANES, []
    for i in range(len(symbols) - 1, -1, -1):
        frequency, begin = model[contexts[i]][symbols[i]], begins[contexts[i]][symbols[i]]
        state = states[i % LANES]
        if state >= frequency << 20:
            words.append(state & 0xFFFF)
            state >>= 16
        states[i % LANES] = (state // frequency << 12) + state % frequency + begin
    return (varint(len(words)) + struct.pack("<4I", *states) +
            struct.pack(f"<{len(words)}H", *reversed(words)))


class Steps:
    """Reads symbols one after another; finish() says whether that was all."""

    def __init__(self, model, payload):
        words = payload.varint()
        self.states = list(struct.unpack("<4I", payload.take(16)))
        self.sound = all(state >= LOW for state in self.states)
        self.states = [max(state, LOW) for state in self.states]
        self.words = struct.unpack(f"<{words}H", payload.take(2 * words))
        self.at = self.lane = 0
        self.slots = []
        for share in model:
            slots = []
            for symbol in sorted(share):
                slots += [(symbol, share[symbol], i) for i in range(share[symbol])]
            self.slots.append(slots)

    def get(self, context):
        lane = self.lane
        state = self.states[lane]
        symbol, frequency, offset = self.slots[context][state & 0xFFF]
        state = frequency * (state >> 12) + offset
        if state < LOW:
            if self.at >= len(self.words):
                raise Refused("Truncated", "symbols")
            state = state << 16 | self.words[self.at]
            self.at += 1
        self.states[lane] = state
        self.lane = (lane + 1) % LANES
        return symbol

    def finish(self):
        if not self.sound or self.at != len(self.words) or self.states != [LOW] * LANES:
            raise Refused("NotCanonical", "symbols")


def write_symbols(symbols, contexts, count):
    model = make_model(symbols, contexts, count)
    return write_model(model) + write_steps(model, symbols, contexts)


def read_symbols(payload, length, count, context_of=lambda i, symbols: 0):
    """context_of(i, symbols) may look at the symbols before i."""
    model = read_model(payload, count)
    steps, symbols, contexts = Steps(model, payload), [], []
    for i in range(length):
        context = context_of(i, symbols)
        contexts.append(context)
        symbols.append(steps.get(context))
    steps.finish()
    if make_model(symbols, contexts, count) != model:
        raise Refused("NotCanonical", "model")
    return symbols


# ---- raw bits and numbers: §2.6 ----

class BitWriter:
    """Raw bits, lowest first; whole bytes leave early."""

    def __init__(self):
        self.out, self.value, self.used = bytearray(), 0, 0

    def put(self, value, bits):
        self.value |= value << self.used
        self.used += bits
        whole = self.used // 8
        if whole >= 64:
            self.out += (self.value & ((1 << 8 * whole) - 1)).to_bytes(whole, "little")
            self.value >>= 8 * whole
            self.used -= 8 * whole

    def bytes(self):
        return bytes(self.out) + self.value.to_bytes((self.used + 7) // 8, "little")


class Bits:
    """Raw bits from a payload, lowest first. `count` bits, or as many as are asked for."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def get(self, bits):
        first, last = self.at // 8, (self.at + bits + 7) // 8
        if last > len(self.data):
            raise Refused("Truncated", "raw bits")
        window = int.from_bytes(self.data[first:last], "little")
        value = window >> self.at % 8 & (1 << bits) - 1
        self.at += bits
        return value

    def bytes_used(self):
        """Bytes that were touched; the rest of the last one must be zeros."""
        used = (self.at + 7) // 8
        if self.at % 8 and self.data[used - 1] >> self.at % 8:
            raise Refused("NotCanonical", "raw bits, last byte")
        return used


def token_of(value):
    if value < 4:
        return value
    width = value.bit_length()
    return 2 * width - 2 + (value >> width - 2 & 1)


def raw_bits_of(token):
    return 0 if token < 4 else token // 2 - 1


def put_raw(bits, value, token):
    count = raw_bits_of(token)
    bits.put(value & (1 << count) - 1, count)


def get_number(bits, token):
    if token < 4:
        return token
    count = raw_bits_of(token)
    return 2 + token % 2 << count | bits.get(count)


def take_bits(payload, tokens):
    """Raw bits of these tokens, which take whole bytes of the payload."""
    return Bits(payload.take((sum(map(raw_bits_of, tokens)) + 7) // 8))


def write_numbers(values):
    tokens, bits = [token_of(value) for value in values], BitWriter()
    for value, token in zip(values, tokens):
        put_raw(bits, value, token)
    return write_symbols(tokens, [0] * len(tokens), 1) + bits.bytes()


def read_numbers(payload, length):
    tokens = read_symbols(payload, length, 1)
    if any(token > 127 for token in tokens):
        raise Refused("OutOfRange", "token")
    bits = take_bits(payload, tokens)
    values = [get_number(bits, token) for token in tokens]
    bits.bytes_used()
    return values


def write_signed(values):
    symbols = [2 * token_of(abs(value)) + (value < 0) for value in values]
    bits = BitWriter()
    for value in values:
        put_raw(bits, abs(value), token_of(abs(value)))
    return write_symbols(symbols, [0] * len(symbols), 1) + bits.bytes()


def read_signed(payload, length):
    symbols = read_symbols(payload, length, 1)
    bits = take_bits(payload, [symbol // 2 for symbol in symbols])
    values = []
    for symbol in symbols:
        size = get_number(bits, symbol // 2)
        if symbol % 2 and size == 0:
            raise Refused("NotCanonical", "-0")
        value = -size if symbol % 2 else size
        if not -(1 << 63) <= value < 1 << 63:
            raise Refused("OutOfRange", "number")
        values.append(value)
    bits.bytes_used()
    return values


def put_uniform(bits, value, below):
    width = (below - 1).bit_length()
    if width == 0:
        return
    shorter = (1 << width) - below
    if value < shorter:
        bits.put(value, width - 1)
    else:
        bits.put(value + shorter >> 1, width - 1)
        bits.put(value + shorter & 1, 1)


def get_uniform(bits, below):
    width = (below - 1).bit_length()
    if width == 0:
        return 0
    shorter = (1 << width) - below
    high = bits.get(width - 1)
    return high if high < shorter else (high << 1 | bits.get(1)) - shorter


# ---- curves: §2.7 ----

def morton_place(cell, bits):
    place = 0
    for bit in range(bits - 1, -1, -1):
        for number in cell:
            place = place << 1 | number >> bit & 1
    return place


def morton_cell(place, bits):
    cell = [0, 0, 0]
    for bit in range(3 * bits - 1, -1, -1):
        axis = 2 - bit % 3
        cell[axis] = cell[axis] << 1 | place >> bit & 1
    return cell


def turn(cell, level, axes):
    """One level of rotations and reflections of the Hilbert curve."""
    bit, below = 1 << level, (1 << level) - 1
    for axis in axes:
        if cell[axis] & bit:
            cell[0] ^= below
        else:
            swapped = (cell[0] ^ cell[axis]) & below
            cell[0] ^= swapped
            cell[axis] ^= swapped


def hilbert_place(cell, bits):
    cell = list(cell)
    for level in range(bits - 1, 0, -1):
        turn(cell, level, (0, 1, 2))
    cell[1] ^= cell[0]
    cell[2] ^= cell[1]
    flip = 0
    for level in range(bits - 1, 0, -1):
        if cell[2] >> level & 1:
            flip ^= (1 << level) - 1
    return morton_place([number ^ flip for number in cell], bits)


def hilbert_cell(place, bits):
    cell = morton_cell(place, bits)
    flip = cell[2] >> 1
    cell[2] ^= cell[1]
    cell[1] ^= cell[0]
    cell[0] ^= flip
    for level in range(1, bits):
        turn(cell, level, (2, 1, 0))
    return cell
