#!/usr/bin/python3
"""decode_tile.py — a second decoder of tile folders, written from docs/format.md alone.

It shares nothing with src/format, so that agreement between the two means something. It checks
everything that the document says a reader must refuse, and what several tiles must agree on.

  decode_tile.py DIR --summary          read every tile, check every hash, print totals as JSON
  decode_tile.py DIR --column NAME      one value a line, in the order of the source's rows
  decode_tile.py DIR --connections      pre, post, synapses: source rows, tab-separated, sorted
  decode_tile.py DIR --synapses         pre, post (source rows), x, y, z in nm, size, in tile order

Needs python3-xxhash. Exit code 1: the folder is wrong.
"""
import argparse
import collections
import json
import math
import pathlib
import re
import struct
import sys

import xxhash

import edge_coder
from entropy_coder import (Bits, Refused, get_number, get_uniform, hilbert_cell, morton_cell,
                           morton_place, read_numbers, read_signed, read_symbols, take_bits)

MAX_TILE_BYTES = 64 << 20
MAX_TILE_NEURONS = 65536
MAX_NEURONS = 1 << 26
MAX_MANIFEST_BYTES = 16 << 20
MISSING_REAL = 0x7FF8000000000000
MAX_TILE_SYNAPSES = 1 << 22
KINDS = {"neurons": 1, "connections_out": 2, "connections_in": 3, "synapses": 4,
         "synapse_overview": 5, "connection_columns": 6, "synapse_columns": 7}
MAX_ENTRIES = {6: 1 << 23, 7: 1 << 22}  # of a tile of edge columns, by kind
NUMBER_TYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
                *(f"{time}64{unit}" for time in ("datetime", "timedelta")
                  for unit in ("", "[s]", "[ms]", "[us]", "[ns]")),
                "float32", "float64")
TYPES = ("generated",) + NUMBER_TYPES + ("text", "category")
CONNECTION_SOURCES = ("tiles", "count", "sum", "mean")
POSITION_SOURCES = ("position_x", "position_y", "position_z", "offset_x", "offset_y", "offset_z",
                    "soma_distance")
SYNAPSE_SOURCES = ("tiles", "size") + POSITION_SOURCES
PARTS = ("coarse", "fine", "exact")
AXES = (0, 1, 2)
ROLES = {"source_row": "integer", "neuron_id": "integer", "position_x": "integer",
         "position_y": "integer", "position_z": "integer", "cell_class": "category",
         "region": "category", "axon_status": "category", "dendrite_status": "category",
         "none": None}

Header = collections.namedtuple("Header", "kind first_neuron neuron_count payload_bytes")


# ---- numbers: §2.2 ----

def unzigzag(value):
    return value >> 1 if value % 2 == 0 else -(value >> 1) - 1


class Payload:
    def __init__(self, data):
        self.data, self.at = data, 0

    def left(self):
        return len(self.data) - self.at

    def take(self, count):
        if count > self.left():
            raise Refused("Truncated", "payload")
        self.at += count
        return self.data[self.at - count:self.at]

    def varint(self, bits=32):
        value = shift = 0
        while True:
            byte, = self.take(1)
            value |= (byte & 0x7F) << shift
            if value >> bits or shift >= 7 * 10:
                raise Refused("OutOfRange", f"varint above {bits} bits")
            if byte < 0x80:
                if byte == 0 and shift:
                    raise Refused("NotCanonical", "padded varint")
                return value
            shift += 7

    def zigzag(self):
        return unzigzag(self.varint(64))

    def end(self):
        if self.left():
            raise Refused("TrailingBytes", "payload")


# ---- header and payloads: §3, §4 ----

def decode_header(tile):
    if len(tile) < 20:
        raise Refused("Truncated", "header")
    magic, version, kind, first, count, size = struct.unpack("<4sHHIII", tile[:20])
    if magic != b"CNXT":
        raise Refused("BadMagic", "header")
    if version != 2:
        raise Refused("UnsupportedVersion", f"version {version}")
    if not 1 <= kind <= 7 or not 1 <= count <= MAX_TILE_NEURONS or first + count > MAX_NEURONS:
        raise Refused("OutOfRange", "header")
    if size > MAX_TILE_BYTES - 20:
        raise Refused("OutOfRange", "payload_bytes")
    if len(tile) - 20 != size:
        raise Refused("Truncated" if len(tile) - 20 < size else "TrailingBytes", "payload")
    return Header(kind, first, count, size)


class Grid:
    """§4.1: voxels, cells and coarse cells of the positions."""

    def __init__(self, low, high, step, cell):
        self.low, self.step, self.cell = low, step, cell
        last = [(b - a) // each for a, b, each in zip(low, high, step)]
        self.cells = [voxel // each + 1 for voxel, each in zip(last, cell)]
        self.coarse = [(cells - 1) // 8 + 1 for cells in self.cells]
        self.below = {"coarse": self.coarse, "fine": [min(cells, 8) for cells in self.cells],
                      "exact": [min(voxel + 1, each) for voxel, each in zip(last, cell)]}

    def nm(self, axis, coarse, fine, exact):
        voxel = (8 * coarse + fine) * self.cell[axis] + exact
        return self.low[axis] + self.step[axis] * voxel


def grid_of(m):
    return Grid(m["min_nm"], m["max_nm"], m["position_step_nm"], m["position_cell_voxels"])


def decode_part(payload, rows, part, grid):
    """One list of numbers for each axis."""
    if part != "coarse":
        bits = Bits(payload.data[payload.at:])
        numbers = [[get_uniform(bits, below) for below in grid.below[part]] for _ in range(rows)]
        payload.take(bits.bytes_used())
        return [list(axis) for axis in zip(*numbers)]
    bits, place, cells = (max(grid.coarse) - 1).bit_length(), 0, []
    for step in read_signed(payload, rows):
        place += step
        if not 0 <= place < 1 << 3 * bits:
            raise Refused("OutOfRange", "place")
        cells.append(hilbert_cell(place, bits))
        if any(cell >= below for cell, below in zip(cells[-1], grid.coarse)):
            raise Refused("OutOfRange", "coarse cell")
    return [list(axis) for axis in zip(*cells)]


def decode_category(payload, rows, count, coding, position, grid):
    if count > 256:
        codes = read_numbers(payload, rows)
    elif coding == "plain":
        codes = read_symbols(payload, rows, 1)
    elif coding == "previous":
        codes = read_symbols(payload, rows, count,
                             lambda i, symbols: min(symbols[i - 1], count - 1) if i else 0)
    else:
        axis = "xyz".index(coding)
        codes = read_symbols(payload, rows, 32, lambda i, symbols:
                             position[axis][i] * 32 // grid.coarse[axis])
    if max(codes) >= count:
        raise Refused("OutOfRange", "code")
    return codes


def decode_real(payload, rows):
    symbols = read_symbols(payload, 8 * rows, 8, lambda i, symbols: i % 8)
    patterns = struct.unpack(f"<{rows}Q", bytes(symbols))
    values = struct.unpack(f"<{rows}d", bytes(symbols))
    if any(math.isnan(v) and bits != MISSING_REAL for v, bits in zip(values, patterns)):
        raise Refused("NotCanonical", "NaN")
    return list(values)


def decode_integer(payload, rows, coding):
    base, step = payload.zigzag(), payload.varint(64)
    if step == 0:
        raise Refused("NotCanonical", "step")
    if coding == "plain":
        quotients = read_numbers(payload, rows)
    else:
        quotient, quotients = 0, []
        for change in read_signed(payload, rows):
            quotient = (quotient + change) % (1 << 64)
            quotients.append(quotient)
    if not quotients and base != 0:
        raise Refused("NotCanonical", "base")
    if base + max(quotients, default=0) * step > (1 << 63) - 1:
        raise Refused("OutOfRange", "value")
    divisor = math.gcd(*quotients)
    if min(quotients, default=0) != 0 or divisor != 1 and not (divisor == 0 and step == 1):
        raise Refused("NotCanonical", "base or step")
    return [base + q * step for q in quotients]


def decode_columns(data, rows, part, grid, columns):
    """columns: (kind, number of categories, coding) of each. Gives the numbers of the part by axis
    and a list of values for each column."""
    payload = Payload(data)
    position = decode_part(payload, rows, part, grid) if part != "none" else None
    values = []
    for kind, categories, coding in columns:
        if kind == "category":
            values.append(decode_category(payload, rows, categories, coding, position, grid))
        elif kind == "integer":
            values.append(decode_integer(payload, rows, coding))
        else:
            values.append(decode_real(payload, rows))
    payload.end()
    return position, values


def decode_connections(data, rows, neuron_count, model):
    """Gives for each row its list of (partner, count); `model` as edge_model gives it."""
    return edge_coder.decode_connections(Payload(data), rows, neuron_count, model)


def edge_model(family, neuron_count):
    """The model in a family of connections of the manifest."""
    text = family["model"]
    require(re.fullmatch("([0-9a-f]{2})*", text) is not None, "Syntax", "model")
    return edge_coder.read_edge_model(Payload(bytes.fromhex(text)), neuron_count)


def decode_synapses(data, rows, position, size):
    """Gives for each row its list of (x, y, z, size), with only what there is."""
    payload = Payload(data)
    counts = read_numbers(payload, rows)
    synapses = sum(counts)
    if synapses > MAX_TILE_SYNAPSES:
        raise Refused("OutOfRange", "counts")
    firsts = ([0, 1, 4] if position else []) + ([7 if position else 0] if size else [])
    distance = [0] * synapses

    def context(i, symbols):
        stream, entry = divmod(i, synapses)
        if not position or stream not in (1, 2):
            return firsts[stream]
        if entry == 0:  # the axis before is complete
            tokens = symbols[i - synapses:i]
            below, thirds = 0, {}
            for token, count in sorted(collections.Counter(tokens).items()):
                thirds[token] = 3 * below // synapses
                below += count
            distance[:] = [max(d, thirds[token]) for d, token in zip(distance, tokens)]
        return firsts[stream] + distance[entry]

    tokens = read_symbols(payload, len(firsts) * synapses,
                          (7 if position else 0) + (1 if size else 0), context)
    if any(token > 127 for token in tokens):
        raise Refused("OutOfRange", "token")
    bits = take_bits(payload, tokens)
    numbers = [get_number(bits, token) for token in tokens]
    bits.bytes_used()
    payload.end()
    streams = [numbers[i * synapses:(i + 1) * synapses] for i in range(len(firsts))]
    if size and any(number > 0xFFFFFFFF for number in streams[-1]):
        raise Refused("OutOfRange", "size")
    for axis in AXES if position else ():
        streams[axis] = [unzigzag(number) for number in streams[axis]]
    entries = iter(zip(*streams))
    return [[next(entries) for _ in range(count)] for count in counts]


def decode_overview(data, entries, cells):
    """Gives the place of each entry."""
    payload = Payload(data)
    place, places = 0, []
    for step in read_numbers(payload, entries):
        place += step
        if place >> 63 or any(number >= below for number, below in
                              zip(morton_cell(place, 21), cells)):
            raise Refused("OutOfRange", "overview cell")
        places.append(place)
    payload.end()
    return places


def decode_edge_column(data, max_entries, kind, coding):
    """Gives the values of all connections or synapses of the tile."""
    payload = Payload(data)
    entries = payload.varint()
    if entries > max_entries:
        raise Refused("OutOfRange", "entries")
    values = decode_integer(payload, entries, coding) if kind == "integer" else \
        decode_real(payload, entries)
    payload.end()
    return values


def overview_tiles(synapses, block):
    """(level, first entry of it, entries) of each tile."""
    def up_to(stride):
        return -(-synapses // stride)
    for level, entries in enumerate((up_to(256), up_to(16) - up_to(256), synapses - up_to(16))):
        for first in range(0, entries, block):
            yield level, first, min(block, entries - first)


# ---- the manifest: §5 ----

def require(condition, error, where):
    if not condition:
        raise Refused(error, f"manifest, {where}")


def fields(value, where, **types):
    """Checks that value is an object with exactly these fields, of these types."""
    require(isinstance(value, dict), "Syntax", where)
    for name, kind in types.items():
        require(name in value, "Missing", f"{where}, {name}")
        wrong_flag = isinstance(value[name], bool) and kind is not bool
        require(isinstance(value[name], kind) and not wrong_flag, "Syntax", f"{where}, {name}")
    require(len(value) == len(types), "Syntax", f"{where}: a field that version 2 does not know")


def is_hash(text):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{16}", text) is not None


def whole(value, where, low, high):
    require(isinstance(value, int) and not isinstance(value, bool), "Syntax", where)
    require(low <= value <= high, "OutOfRange", where)


def texts(values, where):
    require(all(isinstance(v, str) for v in values), "Syntax", where)


def triple(value, where, low, high):
    require(len(value) == 3, "Syntax", where)
    for number in value:
        whole(number, where, low, high)


def no_repeats(pairs):
    names = [name for name, _ in pairs]
    require(len(set(names)) == len(names), "Syntax", "field twice")
    return dict(pairs)


def nesting(text):
    depth = deepest = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text, re.DOTALL):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def canonical_contents(m):
    """The canonical text from the line of "synthetic" to the end."""
    def text(value):
        return json.dumps(value, ensure_ascii=False)
    names = ["synthetic", "neuron_count", "connection_count", "autapse_count", "synapse_count",
             "layout", "min_nm", "max_nm", "position_step_nm", "position_cell_voxels",
             "synapse_position", "synapse_size", "synapse_origin_nm", "synapse_step_nm",
             "overview_min_voxel", "overview_cell_voxels", "overview_cells"]
    out = "".join(f'  "{name}": {text(m[name])},\n' for name in names)
    order = ["name", "role", "type", "source", "of", "kind", "coding", "categories"]
    for name in ("columns", "connection_columns", "synapse_columns"):
        columns = ["\n    " + text({k: c[k] for k in order if k in c}) for c in m[name]]
        out += f'  "{name}": [' + ",".join(columns) + "\n  ],\n"
    families = []
    for family in m["families"]:
        head = text({k: family[k] for k in ("kind", "block_neurons", "position", "columns", "model")
                     if k in family})
        tiles = ",\n".join("      " + text(tile) for tile in family["tiles"])
        families.append(f'    {head[:-1]}, "tiles": [\n{tiles}\n    ]}}')
    return out + '  "families": [\n' + ",\n".join(families) + "\n  ]\n}\n"


def decode_manifest(data):
    require(len(data) <= MAX_MANIFEST_BYTES, "OutOfRange", "size")
    try:
        text = data.decode("utf-8")
        require(nesting(text) <= 16, "Syntax", "nesting")
        m = json.loads(text, object_pairs_hook=no_repeats)
    except ValueError as error:
        raise Refused("Syntax", f"manifest, {error}") from error
    require(isinstance(m, dict), "Syntax", "not an object")
    for name, kind, wanted, error in (("format", str, "connectoscope-tiles", "BadMagic"),
                                      ("version", int, 2, "UnsupportedVersion")):
        require(name in m, "Missing", name)
        require(isinstance(m[name], kind), "Syntax", name)
        require(m[name] == wanted, error, name)
    fields(m, "top level", format=str, version=int, dataset_name=str, source_file=str,
           source_group=str, source_edges=list, edge_weight=str, notes=list, fingerprint=str, synthetic=bool,
           neuron_count=int, connection_count=int, autapse_count=int, synapse_count=str,
           layout=str, min_nm=list, max_nm=list, synapse_position=bool, synapse_size=bool,
           synapse_origin_nm=list, synapse_step_nm=list, position_step_nm=list,
           position_cell_voxels=list, overview_min_voxel=list, overview_cell_voxels=list,
           overview_cells=list, columns=list, connection_columns=list, synapse_columns=list,
           families=list)
    texts(m["notes"], "notes")
    texts(m["source_edges"], "source_edges")
    require(is_hash(m["fingerprint"]), "Syntax", "fingerprint")
    n = m["neuron_count"]
    whole(n, "neuron_count", 1, MAX_NEURONS)
    whole(m["connection_count"], "connection_count", 0, n * n)
    whole(m["autapse_count"], "autapse_count", 0, min(n, m["connection_count"]))
    require(re.fullmatch("0|[1-9][0-9]*", m["synapse_count"]) is not None,
            "Syntax", "synapse_count")
    whole(int(m["synapse_count"]), "synapse_count", m["connection_count"],
          min((1 << 64) - 1, m["connection_count"] * 0xFFFFFFFF))
    require(m["layout"] in ("soma", "line", "group"), "OutOfRange", "layout")
    for name in ("min_nm", "max_nm", "synapse_origin_nm", "overview_min_voxel"):
        triple(m[name], name, -(1 << 53), 1 << 53)
    require(all(a <= b for a, b in zip(m["min_nm"], m["max_nm"])), "OutOfRange", "min_nm, max_nm")
    for name, most in (("position_step_nm", 1 << 53), ("position_cell_voxels", 1 << 31),
                       ("synapse_step_nm", 1 << 53), ("overview_cell_voxels", (1 << 32) - 1),
                       ("overview_cells", 1 << 21)):
        triple(m[name], name, 1, most)
    for low, high, step in zip(m["min_nm"], m["max_nm"], m["position_step_nm"]):
        require((high - low) % step == 0, "OutOfRange", "max_nm off the grid")
    require(max(grid_of(m).cells) <= 1 << 21, "OutOfRange", "cells of positions")
    check_columns(m["columns"])
    for name in ("synapse_columns", "connection_columns"):
        check_edge_columns(m, name)
    check_families(m)
    require(int(m["fingerprint"], 16) ==
            xxhash.xxh3_64_intdigest(canonical_contents(m).encode("utf-8")),
            "HashMismatch", "fingerprint")
    return m


def check_columns(columns):
    for column in columns:
        category = isinstance(column, dict) and column.get("kind") == "category"
        fields(column, "column", name=str, role=str, type=str, kind=str, coding=str,
               **({"categories": list} if category else {}))
        require(column["name"] != "", "OutOfRange", "column name")
        require(column["kind"] in ("category", "integer", "real"), "OutOfRange", "column kind")
        require(column["coding"] in ("plain", "previous", "x", "y", "z"), "OutOfRange", "coding")
        require(column["type"] in TYPES, "OutOfRange", "type")
        require(type_fits(column), "OutOfRange", "kind of type")
        require(column["role"] in ROLES, "OutOfRange", "role")
        require(ROLES[column["role"]] in (None, column["kind"]), "OutOfRange", "kind of role")
        if category:
            texts(column["categories"], "categories")
            require(1 <= len(column["categories"]) <= 65536, "OutOfRange", "categories")
            require(len(set(column["categories"])) == len(column["categories"]), "OutOfRange",
                    "category twice")
    names = [column["name"] for column in columns]
    require(len(set(names)) == len(names), "OutOfRange", "column name twice")
    roles = [column["role"] for column in columns if column["role"] != "none"]
    require(len(set(roles)) == len(roles), "OutOfRange", "role twice")
    for role in ("source_row", "position_x", "position_y", "position_z"):
        require(role in roles, "Missing", role)


def type_fits(column):
    if column["type"] in ("text", "category"):
        return column["kind"] == "category"
    return column["kind"] != "real" or column["type"] in ("generated", "float32", "float64")


def whole_numbers(column):
    """Whether an edge column of synapses has whole numbers only."""
    return column["source"] != "soma_distance" and column.get("kind") != "real"


def check_edge_columns(m, name):
    connections = name == "connection_columns"
    for column in m[name]:
        source = column.get("source") if isinstance(column, dict) else None
        more = {"of": int} if source in ("sum", "mean") else \
            {"kind": str, "coding": str} if source == "tiles" else {}
        require(not isinstance(source, str) or source in CONNECTION_SOURCES + SYNAPSE_SOURCES,
                "OutOfRange", "source")
        fields(column, name, name=str, type=str, source=str, **more)
        require(column["name"] != "", "OutOfRange", "edge column name")
        require(column["type"] in NUMBER_TYPES, "OutOfRange", "type of an edge column")
        require(source in (CONNECTION_SOURCES if connections else SYNAPSE_SOURCES) and
                (source != "size" or m["synapse_size"]) and
                (source not in POSITION_SOURCES or m["synapse_position"]), "OutOfRange", "source")
        if "of" in more:
            whole(column["of"], "of", 0, len(m["synapse_columns"]) - 1)
            require(whole_numbers(m["synapse_columns"][column["of"]]), "OutOfRange", "of")
        if source == "tiles":
            codings = {"integer": ("plain", "previous"), "real": ("plain",)}
            require(column["coding"] in codings.get(column["kind"], ()) and type_fits(column),
                    "OutOfRange", "kind or coding of an edge column")
    names = [column["name"] for column in m[name]]
    require(len(set(names)) == len(names), "OutOfRange", "edge column name twice")


def coding_fits(column, part):
    few = column["kind"] == "category" and len(column["categories"]) <= 256
    return {"plain": True, "previous": few or column["kind"] == "integer"}.get(
        column["coding"], few and part == "coarse")


def check_families(m):
    used, parts = [], []
    for family in m["families"]:
        kind = family.get("kind") if isinstance(family, dict) else None
        more = {"columns": list, "position": str} if kind == "neurons" else \
            {"model": str} if kind in ("connections_out", "connections_in") else \
            {"columns": list} if kind in ("connection_columns", "synapse_columns") else {}
        require(not isinstance(kind, str) or kind in KINDS, "OutOfRange", "family kind")
        fields(family, "family", kind=str, block_neurons=int, tiles=list, **more)
        whole(family["block_neurons"], "block_neurons", 1, MAX_TILE_NEURONS)
        if "model" in more:
            edge_model(family, m["neuron_count"])
        if kind == "neurons":
            part = family["position"]
            require(part in PARTS + ("none",), "OutOfRange", "position")
            parts += [part] if part != "none" else []
            require(family["columns"] or part != "none", "OutOfRange", "family without columns")
            for index in family["columns"]:
                whole(index, "column of family", 0, len(m["columns"]) - 1)
                require(coding_fits(m["columns"][index], part), "OutOfRange", "coding of column")
            used += family["columns"]
        count = -(-m["neuron_count"] // family["block_neurons"])
        if kind == "synapse_overview":
            count = sum(1 for _ in overview_tiles(int(m["synapse_count"]),
                                                  family["block_neurons"]))
        require(len(family["tiles"]) == count, "OutOfRange", "number of tiles")
        for tile in family["tiles"]:
            require(isinstance(tile, list) and len(tile) == 2 and is_hash(tile[0]),
                    "Syntax", "tile")
            whole(tile[1], "tile bytes", 20, MAX_TILE_BYTES)
    columns = [i for i, c in enumerate(m["columns"]) if not c["role"].startswith("position_")]
    require(sorted(used) == columns, "OutOfRange", "columns of families")
    require(all(c["coding"] == "plain" for c in m["columns"] if c["role"].startswith("position_")),
            "OutOfRange", "coding of a position")
    require(tuple(parts) == PARTS and m["families"][0].get("position") == "coarse",
            "OutOfRange", "parts of positions")
    kinds = [family["kind"] for family in m["families"]]
    wanted = ["neurons"] * kinds.count("neurons") + ["connections_out"]
    if "connections_in" in kinds:  # it follows from the rows out
        wanted.append("connections_in")
    if m["synapse_position"] or m["synapse_size"]:
        wanted.append("synapses")
    if m["synapse_position"] and "synapse_overview" in kinds:  # it follows from the synapses
        wanted.append("synapse_overview")
    due = [(name, i) for name in ("connection_columns", "synapse_columns")
           for i, column in enumerate(m[name]) if column["source"] == "tiles"]
    require(kinds == wanted + [name for name, _ in due], "OutOfRange", "families")
    for family, (_, column) in zip(m["families"][len(wanted):], due):
        require(family["columns"] == [column], "OutOfRange", "column of a family")


# ---- a whole folder ----

def decode_as(tile, m, family):
    """Header and contents of a tile, read as one of `family`."""
    header = decode_header(tile)
    data = bytes(tile[20:])
    if header.kind != KINDS[family["kind"]]:
        raise Refused("OutOfRange", "kind is not the family's")
    if header.kind == 1:
        columns = [m["columns"][index] for index in family["columns"]]
        shapes = [(c["kind"], len(c.get("categories", ())), c["coding"]) for c in columns]
        return header, decode_columns(data, header.neuron_count, family["position"], grid_of(m),
                                      shapes)
    if header.kind == 4:
        return header, decode_synapses(data, header.neuron_count, m["synapse_position"],
                                       m["synapse_size"])
    if header.kind == 5:
        return header, decode_overview(data, header.neuron_count, m["overview_cells"])
    if header.kind in MAX_ENTRIES:
        column = m[family["kind"]][family["columns"][0]]
        return header, decode_edge_column(data, MAX_ENTRIES[header.kind], column["kind"],
                                          column["coding"])
    return header, decode_connections(data, header.neuron_count, m["neuron_count"],
                                      edge_model(family, m["neuron_count"]))


def signed(value):
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


class Folder:
    """Everything in a tile folder, every tile checked on the way."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        try:
            self.manifest = decode_manifest((self.path / "manifest.json").read_bytes())
        except OSError as error:
            raise Refused("Missing", f"manifest.json: {error.strerror}") from error
        m, self.tile_count, self.tile_bytes = self.manifest, 0, 0
        self.columns = {column["name"]: [] for column in m["columns"]}
        self.out, self.into, self.synapses = [], [], []  # rows by index
        self.overview = []  # places, level by level
        # values by name, in the order of connections out, and of synapses
        self.edge_columns = {"connection_columns": {}, "synapse_columns": {}}
        parts = {part: ([], [], []) for part in PARTS}
        rows_of = {"connections_out": self.out, "connections_in": self.into,
                   "synapses": self.synapses, "synapse_overview": self.overview}
        for family in m["families"]:
            for first, contents in self.tiles(family):
                if family["kind"] == "neurons":
                    position, columns = contents
                    for axis in AXES if position else ():
                        parts[family["position"]][axis].extend(position[axis])
                    for index, values in zip(family["columns"], columns):
                        self.columns[m["columns"][index]["name"]] += values
                elif family["kind"] in self.edge_columns:
                    self.into = self.into or self.incoming()
                    self.take_edge_values(family, first, contents)
                else:
                    rows_of[family["kind"]] += contents
        grid = grid_of(m)
        for axis, role in enumerate(("position_x", "position_y", "position_z")):
            numbers = zip(*(parts[part][axis] for part in PARTS))
            self.by_role(role).extend(grid.nm(axis, *row) for row in numbers)
        self.source_row = self.by_role("source_row")
        self.check_agreement()

    def take_edge_values(self, family, first, values):
        """§4.5: as many as the tile's neurons have connections or synapses."""
        rows = self.out if family["kind"] == "connection_columns" else self.into
        there = rows[first:first + family["block_neurons"]]
        count = sum(map(len, there)) if family["kind"] == "connection_columns" else \
            sum(count for row in there for _, count in row)
        name = self.manifest[family["kind"]][family["columns"][0]]["name"]
        if len(values) != count:
            raise Refused("OutOfRange", f"column {name}: {len(values)} values for {count} entries")
        self.edge_columns[family["kind"]].setdefault(name, []).extend(values)

    def tiles(self, family):
        for i, (name, size) in enumerate(family["tiles"]):
            where = f"{family['kind']} tile {i}, tiles/{name}.tile"
            try:
                data = (self.path / "tiles" / f"{name}.tile").read_bytes()
                if len(data) != size or xxhash.xxh3_64_intdigest(data) != int(name, 16):
                    raise Refused("HashMismatch", "size or hash is not the manifest's")
                header, contents = decode_as(data, self.manifest, family)
            except OSError as error:
                raise Refused("Missing", f"{where}: {error.strerror}") from error
            except Refused as error:
                raise Refused(error.args[0], f"{where}: {error.args[1]}") from error
            if family["kind"] == "synapse_overview":
                cuts = overview_tiles(int(self.manifest["synapse_count"]), family["block_neurons"])
                first, (_, _, left) = i, list(cuts)[i]
            else:
                first = i * family["block_neurons"]
                left = min(family["block_neurons"], self.manifest["neuron_count"] - first)
            if (header.first_neuron, header.neuron_count) != (first, left):
                raise Refused("OutOfRange", f"{where}: rows are not those of its place")
            self.tile_count += 1
            self.tile_bytes += size
            yield first, contents

    def incoming(self):
        """The rows of connections in, by those of connections out."""
        rows = [[] for _ in self.out]
        for pre, row in enumerate(self.out):  # pre rises, so each row here comes out sorted
            for post, count in row:
                rows[post].append((pre, count))
        return rows

    def by_role(self, role):
        return next(self.columns[c["name"]] for c in self.manifest["columns"] if c["role"] == role)

    def check_agreement(self):
        """§4.6: what several tiles, or the tiles and the manifest, must agree on."""
        m = self.manifest
        if len(set(self.source_row)) != m["neuron_count"] or min(self.source_row) < 0:
            raise Refused("OutOfRange", "source rows repeat or are negative")
        for column in m["columns"]:
            values = self.columns[column["name"]]
            if column["role"] == "neuron_id" and len(set(values)) != len(values):
                raise Refused("OutOfRange", "neuron ids repeat")
        for axis, role in enumerate(("position_x", "position_y", "position_z")):
            values = self.by_role(role)
            if (min(values), max(values)) != (m["min_nm"][axis], m["max_nm"][axis]):
                raise Refused("OutOfRange", f"{role}: bounds are not the manifest's")
        self.into = self.into or self.incoming()
        if self.incoming() != self.into:
            raise Refused("OutOfRange", "connections out and in are not the same connections")
        if self.totals() != (m["connection_count"], m["autapse_count"], int(m["synapse_count"])):
            raise Refused("OutOfRange", f"totals {self.totals()} are not the manifest's")
        for connections, entries in zip(self.into, self.synapses):
            if sum(count for _, count in connections) != len(entries):
                raise Refused("OutOfRange", "synapses of a neuron are not those of its connections")

        if self.overview:
            self.check_overview()

    def check_overview(self):
        """§4.4: the levels hold the cells of all synapses, each in the order of its ranks."""
        m, places = self.manifest, []
        for _, _, place, _ in self.each_synapse():
            cell = []
            for axis in AXES:
                voxel = (place[axis] - m["synapse_origin_nm"][axis]) // m["synapse_step_nm"][axis]
                cell.append((voxel - m["overview_min_voxel"][axis]) //
                            m["overview_cell_voxels"][axis])
            places.append(morton_place(cell, 21))
        places.sort()
        levels = [[p for rank, p in enumerate(places) if rank % 256 == 0],
                  [p for rank, p in enumerate(places) if rank % 16 == 0 and rank % 256],
                  [p for rank, p in enumerate(places) if rank % 16]]
        if sum(levels, []) != self.overview:
            raise Refused("OutOfRange", "the overview does not show the synapses")

    def totals(self):
        return (sum(map(len, self.out)),
                sum(pre == post for pre, row in enumerate(self.out) for post, _ in row),
                sum(count for row in self.out for _, count in row))

    def each_connection(self):
        """(pre, post, count), with source rows, sorted."""
        rows = self.source_row
        return sorted((rows[pre], rows[post], count)
                      for pre, row in enumerate(self.out) for post, count in row)

    def each_synapse(self):
        """(pre, post, [x, y, z] in nm or [], [size] or []), with source rows."""
        m, rows = self.manifest, self.source_row
        soma = [self.by_role(role) for role in ("position_x", "position_y", "position_z")]
        grid = list(zip(m["synapse_origin_nm"], m["synapse_step_nm"]))
        for post, (connections, entries) in enumerate(zip(self.into, self.synapses)):
            pres = (pre for pre, count in connections for _ in range(count))
            for pre, entry in zip(pres, entries):
                place = []
                if m["synapse_position"]:
                    for axis, (origin, step) in enumerate(grid):
                        voxel = (soma[axis][post] - origin) // step + entry[axis]
                        place.append(signed(origin + step * voxel))
                yield rows[pre], rows[post], place, list(entry[-1:]) if m["synapse_size"] else []

    def in_source_order(self, values):
        order = sorted(range(len(values)), key=self.source_row.__getitem__)
        return [values[index] for index in order]

    def column_summary(self, column):
        values = self.in_source_order(self.columns[column["name"]])
        summary = {"kind": column["kind"], "role": column["role"]}
        if column["kind"] == "category":
            names = [column["categories"][code] for code in values]
            counts = collections.Counter(names)
            summary["counts"] = {name: counts[name] for name in column["categories"]}
            data = "\n".join(names).encode("utf-8")
        elif column["kind"] == "integer":
            summary.update(min=str(min(values)), max=str(max(values)), sum=str(sum(values)))
            data = struct.pack(f"<{len(values)}q", *values)
        else:
            there = [value for value in values if not math.isnan(value)]
            finite = [value for value in there if math.isfinite(value)]
            summary.update(missing=len(values) - len(there), sum=math.fsum(finite))
            data = struct.pack(f"<{len(values)}d", *values)
        summary["checksum"] = f"{xxhash.xxh3_64_intdigest(data):016x}"
        return summary

    def summary(self):
        m = self.manifest
        connections, autapses, synapses = self.totals()
        result = {
            "fingerprint": m["fingerprint"],
            "tiles": self.tile_count, "tile_bytes": self.tile_bytes,
            "neurons": m["neuron_count"], "connections": connections, "autapses": autapses,
            "synapses": synapses,
            # of source rows, so that they do not depend on the order of the indices
            "sum_of_pre": sum(pre for pre, _, _ in self.each_connection()),
            "sum_of_post": sum(post for _, post, _ in self.each_connection()),
            "sum_of_pre_times_post_times_count": sum(
                pre * post * count for pre, post, count in self.each_connection()),
            "columns": {c["name"]: self.column_summary(c) for c in m["columns"]},
        }
        if m["synapse_position"]:
            result["position_sums_nm"] = [0, 0, 0]
            for _, _, place, _ in self.each_synapse():
                for axis in range(3):
                    result["position_sums_nm"][axis] += place[axis]
        for kind, columns in self.edge_columns.items():
            result[kind] = {name: math.fsum(v for v in values if math.isfinite(v))
                            for name, values in columns.items()}
        if m["synapse_size"]:
            result["sum_of_sizes"] = sum(size[0] for _, _, _, size in self.each_synapse())
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--summary", action="store_true")
    mode.add_argument("--column", metavar="NAME")
    mode.add_argument("--connections", action="store_true")
    mode.add_argument("--synapses", action="store_true")
    options = parser.parse_args()
    try:
        folder = Folder(options.folder)
    except Refused as error:
        print(f"{options.folder}: {error.args[0]}: {error.args[1]}", file=sys.stderr)
        return 1
    if options.summary:
        print(json.dumps(folder.summary(), indent=1, ensure_ascii=False))
    elif options.connections:
        for row in folder.each_connection():
            print(*row, sep="\t")
    elif options.synapses:
        for pre, post, place, size in folder.each_synapse():
            print(pre, post, *place, *size, sep="\t")
    else:
        column = next((c for c in folder.manifest["columns"] if c["name"] == options.column), None)
        if column is None:
            print(f"no column {options.column}; there are: " + ", ".join(folder.columns),
                  file=sys.stderr)
            return 1
        for value in folder.in_source_order(folder.columns[options.column]):
            print(column["categories"][value] if column["kind"] == "category" else repr(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
