#!/usr/bin/python3
"""make_golden.py — makes the golden files with an encoder of its own.

The encoder below was written from docs/format.md alone and shares no code with src/format, so
the golden files are a second opinion: the C++ must write and read exactly these bytes.

  make_golden.py                            compare the files with what this script would write
  make_golden.py --overwrite-golden-files   write them (see README.md: only with a new version)
"""
import json
import math
import pathlib
import struct
import sys

import xxhash

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import edge_coder
from decode_tile import Payload
from entropy_coder import (BitWriter, hilbert_place, make_model, morton_place, put_raw, put_uniform,
                           token_of, varint, write_model, write_numbers, write_signed,
                           write_steps, write_symbols)

HERE = pathlib.Path(__file__).resolve().parent
NEURONS, OUT, IN, SYNAPSES, OVERVIEW, CONNECTION_COLUMNS, SYNAPSE_COLUMNS = 1, 2, 3, 4, 5, 6, 7
MISSING = 0x7FF8000000000000


# ---- the encoder: docs/format.md §2 to §5 ----

def wrap(value):
    """The 64-bit two's complement number that is congruent to value."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def to_zigzag(value):
    return 2 * value if value >= 0 else -2 * value - 1


def zigzag(value):
    return varint(to_zigzag(value))


def tile(kind, first_neuron, neuron_count, payload, version=2, magic=b"CNXT", payload_bytes=None):
    size = len(payload) if payload_bytes is None else payload_bytes
    return magic + struct.pack("<HHIII", version, kind, first_neuron, neuron_count, size) + payload


class Grid:
    """§4.1: voxels, cells and coarse cells of the positions."""

    def __init__(self, low, high, step, cell):
        self.low, self.step, self.cell = low, step, cell
        self.last = [(b - a) // each for a, b, each in zip(low, high, step)]
        self.cells = [voxel // each + 1 for voxel, each in zip(self.last, cell)]
        self.coarse = [(cells - 1) // 8 + 1 for cells in self.cells]
        self.bits = (max(self.coarse) - 1).bit_length()

    def below(self, part, axis):
        return {"coarse": self.coarse[axis], "fine": min(self.cells[axis], 8),
                "exact": min(self.last[axis] + 1, self.cell[axis])}[part]

    def number(self, part, axis, nm):
        voxel = (nm - self.low[axis]) // self.step[axis]
        cell = voxel // self.cell[axis]
        return {"coarse": cell // 8, "fine": cell % 8, "exact": voxel % self.cell[axis]}[part]


def grid_of(spec):
    return Grid(*([int(v) for v in spec[name]] for name in ("min_nm", "max_nm", "step_nm",
                                                            "cell_voxels")))


def position_part(part, grid, numbers):
    """numbers: by axis."""
    if part == "coarse":
        places = [hilbert_place(cell, grid.bits) for cell in zip(*numbers)]
        return write_signed([b - a for a, b in zip([0] + places, places)])
    bits = BitWriter()
    for row in zip(*numbers):
        for axis, number in enumerate(row):
            put_uniform(bits, number, grid.below(part, axis))
    return bits.bytes()


def integer_column(values, base=None, step=None, coding="plain"):
    base = min(values, default=0) if base is None else base
    step = (math.gcd(*[v - base for v in values]) or 1) if step is None else step
    head = zigzag(base) + varint(step)
    quotients = [(value - base) // step if step else 0 for value in values]
    if coding == "plain":
        return head + write_numbers(quotients)
    return head + write_signed([wrap(b - a) for a, b in zip([0] + quotients, quotients)])


def category_column(spec, position):
    codes, count, coding = spec["codes"], spec["category_count"], spec.get("coding", "plain")
    if count > 256:
        return write_numbers(codes)
    if coding == "plain":
        return write_symbols(codes, [0] * len(codes), 1)
    if coding == "previous":
        return write_symbols(codes, [0] + codes[:-1], count)
    axis, grid = "xyz".index(coding), grid_of(position)
    slabs = [cell * 32 // grid.coarse[axis] for cell in position["numbers"][axis]]
    return write_symbols(codes, slabs, 32)


def real_column(patterns):
    symbols = [byte for bits in patterns for byte in struct.pack("<Q", bits)]
    return write_symbols(symbols, [i % 8 for i in range(len(symbols))], 8)


def column(spec, position=None):
    if spec["kind"] == "category":
        return category_column(spec, position)
    if spec["kind"] == "integer":
        return integer_column([int(v) for v in spec["values"]], coding=spec.get("coding", "plain"))
    return real_column([int(b, 16) for b in spec["bits"]])


def edge_rows(case):
    """With the model of its dataset, or one made for this tile alone."""
    rows, neurons = case["rows"], case["dataset_neurons"]
    if "model" in case:
        model = edge_coder.read_edge_model(Payload(bytes.fromhex(case["model"])), neurons)
    else:
        model = edge_coder.make_edge_model([rows], neurons)
        case["model"] = edge_coder.write_edge_model(model).hex()
    return edge_coder.encode_connections(rows, neurons, model)


def synapse_rows(rows, position, size, counts=None):
    entries = [entry for row in rows for entry in row]
    streams = [[to_zigzag(int(entry[axis])) for entry in entries]
               for axis in range(3 if position else 0)]
    if size:
        streams.append([int(entry[-1]) for entry in entries])
    symbols, contexts, first, bits = [], [], 0, BitWriter()
    distance = [0] * len(entries)
    for number, values in enumerate(streams):
        tokens = [token_of(value) for value in values]
        by_distance = position and number in (1, 2)
        symbols += tokens
        contexts += [first + (d if by_distance else 0) for d in distance]
        first += 3 if by_distance else 1
        for value, token in zip(values, tokens):
            put_raw(bits, value, token)
        thirds = {t: 3 * sum(other < t for other in tokens) // len(tokens) for t in set(tokens)}
        distance = [max(d, thirds[token]) for d, token in zip(distance, tokens)]
    model = make_model(symbols, contexts, first)
    return (write_numbers([len(row) for row in rows] if counts is None else counts) +
            write_model(model) + write_steps(model, symbols, contexts) + bits.bytes())


def overview(places):
    return write_numbers([b - a for a, b in zip([0] + places, places)])


def edge_column(spec, entries=None):
    count = len(spec["bits" if spec["kind"] == "real" else "values"])
    return varint(count if entries is None else entries) + column(spec)


def case_payload(case):
    kind = case["kind"]
    if kind == "neurons":
        position = case.get("position")
        out = position_part(position["part"], grid_of(position), position["numbers"]) \
            if position else b""
        return NEURONS, out + b"".join(column(c, position) for c in case["columns"])
    if kind == "synapses":
        return SYNAPSES, synapse_rows(case["rows"], case["position"], case["size"])
    if kind == "synapse_overview":
        return OVERVIEW, overview([morton_place(cell, 21) for cell in case["cells_of_entries"]])
    if kind in ("connection_columns", "synapse_columns"):
        return (CONNECTION_COLUMNS if kind == "connection_columns" else SYNAPSE_COLUMNS,
                edge_column(case["column"]))
    return OUT if kind == "connections_out" else IN, edge_rows(case)


def case_tile(case):
    number, payload = case_payload(case)
    return tile(number, case["first_neuron"], case["neuron_count"], payload)


# ---- the tiny dataset: four neurons, five connections, eight synapses ----

POSITION = [[1000, 1008, 1320, 1000], [-500, -500, -500, -500], [0, 40, 1200, 40]]
POSITION_GRID = {"min_nm": [1000, -500, 0], "max_nm": [1320, -500, 1200], "step_nm": [8, 1, 40],
                 "cell_voxels": [2, 1000, 1]}
CLASSES, CLASS_CODES = ["23P", "4P", "BC"], [0, 1, 2, 0]
VOLUME = [MISSING, struct.unpack("<Q", struct.pack("<d", 1.5))[0], 0,
          struct.unpack("<Q", struct.pack("<d", -0.1))[0]]
SOURCE_ROW = [2, 0, 3, 1]
IDS = [864691135000000007, 864691135000000001, 864691135000000013, 864691135000000005]
CONNECTIONS = {(0, 1): 2, (0, 3): 1, (1, 1): 1, (2, 0): 3, (3, 0): 1}  # (pre, post): synapses
GRID_ORIGIN, GRID_STEP = [1000, -500, 0], [4, 4, 40]
# [x, y, z, size] of each synapse, in voxels from the post soma's, by post then pre
RESIDUALS = {0: [[0, 0, 0, 70], [-1, 2, 1, 130], [3, -3, 0, 64], [100, -64, -65, 9]],
             1: [[1, 1, 1, 5], [-2, 0, 0, 300], [0, 5, -1, 12]],
             2: [], 3: [[63, 64, -63, 1]]}


def bits_of(*values):
    return [struct.unpack("<Q", struct.pack("<d", value))[0] for value in values]


# what the input said besides: of the connections by pre then post, of the synapses by post then pre
STRENGTH = bits_of(0.5, 2, 0.25) + [MISSING] + bits_of(1)
SYNAPSE_IDS = {0: [105, 101, 109, 113], 1: [103, 115, 111], 2: [], 3: [107]}
SCORE = {0: bits_of(0.5, 0.5, 0.25, 1), 1: bits_of(0.75, 0.5, 0), 2: [], 3: bits_of(0.5)}


def rows_of(axis):
    rows = [[] for _ in range(4)]
    for pair, count in sorted(CONNECTIONS.items()):
        rows[pair[axis]].append([pair[1 - axis], count])
    return [sorted(row) for row in rows]


def edge_model(axis):
    rows = rows_of(axis)
    return edge_coder.write_edge_model(
        edge_coder.make_edge_model([rows[:2], rows[2:]], 4)).hex()


def integers(values):
    return {"kind": "integer", "values": [str(v) for v in values]}


def soma_voxel(axis, neuron):
    return (POSITION[axis][neuron] - GRID_ORIGIN[axis]) // GRID_STEP[axis]


SYNAPSE_VOXELS = [[soma_voxel(axis, post) + entry[axis] for axis in range(3)]
                  for post, row in RESIDUALS.items() for entry in row]
OVERVIEW_MIN = [min(axis) for axis in zip(*SYNAPSE_VOXELS)]
OVERVIEW_CELL = [25, 25, 10]
OVERVIEW_CELLS = [(max(axis) - low) // each + 1
                  for axis, low, each in zip(zip(*SYNAPSE_VOXELS), OVERVIEW_MIN, OVERVIEW_CELL)]
OVERVIEW_BLOCK = 4


def overview_cases():
    cells = sorted(([(v - low) // each for v, low, each in zip(voxel, OVERVIEW_MIN, OVERVIEW_CELL)]
                    for voxel in SYNAPSE_VOXELS), key=lambda cell: morton_place(cell, 21))
    levels = [[c for rank, c in enumerate(cells) if rank % 256 == 0],
              [c for rank, c in enumerate(cells) if rank % 16 == 0 and rank % 256],
              [c for rank, c in enumerate(cells) if rank % 16]]
    number = 0
    for level in levels:
        for first in range(0, len(level), OVERVIEW_BLOCK):
            entries = level[first:first + OVERVIEW_BLOCK]
            yield {"kind": "synapse_overview", "first_neuron": number,
                   "neuron_count": len(entries), "cells": OVERVIEW_CELLS,
                   "cells_of_entries": entries}
            number += 1


def part_of_position(part):
    grid = grid_of(POSITION_GRID)
    return {"part": part, **POSITION_GRID,
            "numbers": [[grid.number(part, axis, nm) for nm in POSITION[axis]]
                        for axis in range(3)]}


CODING = {"cell_type": "x", "row": "previous"}


def dataset_cases():
    """(family, case) of every tile; the worked examples of docs/format.md are among them."""
    def neurons(part, *columns):
        case = {"kind": "neurons", "first_neuron": 0, "neuron_count": 4, "columns": list(columns)}
        return {**case, "position": part_of_position(part)} if part else case

    yield 0, neurons("coarse", {"kind": "category", "category_count": 3, "codes": CLASS_CODES,
                                "coding": CODING["cell_type"]})
    yield 1, neurons("fine")
    yield 2, neurons("exact")
    yield 3, neurons(None, {"kind": "real", "bits": [f"{bits:016x}" for bits in VOLUME]},
                     {**integers(SOURCE_ROW), "coding": CODING["row"]}, integers(IDS))
    for family, kind, axis in ((4, "connections_out", 0), (5, "connections_in", 1)):
        rows = rows_of(axis)
        for first in (0, 2):
            yield family, {"kind": kind, "first_neuron": first, "neuron_count": 2,
                           "dataset_neurons": 4, "model": edge_model(axis),
                           "rows": rows[first:first + 2]}
    for first in (0, 2):
        yield 6, {"kind": "synapses", "first_neuron": first, "neuron_count": 2,
                  "position": True, "size": True,
                  "rows": [RESIDUALS[first], RESIDUALS[first + 1]]}
    for case in overview_cases():
        yield 7, case

    def edge_column_tile(kind, first, count, spec):
        return {"kind": kind, "first_neuron": first, "neuron_count": count, "column": spec}

    def real(patterns):
        return {"kind": "real", "bits": [f"{bits:016x}" for bits in patterns]}

    yield 8, edge_column_tile("connection_columns", 0, 4, real(STRENGTH))
    for first in (0, 2):
        ids = SYNAPSE_IDS[first] + SYNAPSE_IDS[first + 1]
        yield 9, edge_column_tile("synapse_columns", first, 2,
                                  {**integers(ids), "coding": "previous"})
    yield 10, edge_column_tile("synapse_columns", 0, 4, real(sum(SCORE.values(), [])))


def text(value):
    return json.dumps(value, ensure_ascii=False)


def contents(tiles):
    """The end of manifest.json that the fingerprint is the hash of."""
    columns = [("x_nm", "position_x"), ("y_nm", "position_y"), ("z_nm", "position_z"),
               ("cell_type", "cell_class"), ("volume_um3", "none"), ("row", "source_row"),
               ("id", "neuron_id")]
    kinds = ["integer"] * 3 + ["category", "real"] + ["integer"] * 2
    types = ["int64", "int64", "float64", "category", "float64", "generated", "int64"]
    fields = [("synthetic", False), ("neuron_count", 4), ("connection_count", len(CONNECTIONS)),
              ("autapse_count", sum(a == b for a, b in CONNECTIONS)),
              ("synapse_count", str(sum(CONNECTIONS.values()))), ("layout", "soma"),
              ("min_nm", [min(axis) for axis in POSITION]),
              ("max_nm", [max(axis) for axis in POSITION]),
              ("position_step_nm", POSITION_GRID["step_nm"]),
              ("position_cell_voxels", POSITION_GRID["cell_voxels"]),
              ("synapse_position", True), ("synapse_size", True),
              ("synapse_origin_nm", GRID_ORIGIN), ("synapse_step_nm", GRID_STEP),
              ("overview_min_voxel", OVERVIEW_MIN), ("overview_cell_voxels", OVERVIEW_CELL),
              ("overview_cells", OVERVIEW_CELLS)]
    lines = [f"  {text(name)}: {text(value)}," for name, value in fields]
    rows = []
    for (name, role), stored, kind in zip(columns, types, kinds):
        row = {"name": name, "role": role, "type": stored, "kind": kind, "coding": CODING.get(name, "plain")}
        if kind == "category":
            row["categories"] = CLASSES
        rows.append("    " + text(row))
    connection_columns = [
        {"name": "count", "type": "int64", "source": "count"},
        {"name": "mean_size", "type": "float64", "source": "mean", "of": 1},
        {"name": "strength", "type": "float32", "source": "tiles", "kind": "real",
         "coding": "plain"}]
    synapse_columns = [
        {"name": "id", "type": "int64", "source": "tiles", "kind": "integer",
         "coding": "previous"},
        {"name": "size", "type": "int32", "source": "size"},
        {"name": "x_nm", "type": "float64", "source": "position_x"},
        {"name": "score", "type": "float32", "source": "tiles", "kind": "real",
         "coding": "plain"}]
    lines += ['  "columns": [', ",\n".join(rows), "  ],"]
    for name, edge_columns in (("connection_columns", connection_columns),
                               ("synapse_columns", synapse_columns)):
        lines += [f'  "{name}": [', ",\n".join("    " + text(c) for c in edge_columns), "  ],"]
    lines.append('  "families": [')
    heads = [{"kind": "neurons", "block_neurons": 4, "position": "coarse", "columns": [3]},
             {"kind": "neurons", "block_neurons": 4, "position": "fine", "columns": []},
             {"kind": "neurons", "block_neurons": 4, "position": "exact", "columns": []},
             {"kind": "neurons", "block_neurons": 4, "position": "none", "columns": [4, 5, 6]},
             {"kind": "connections_out", "block_neurons": 2, "model": edge_model(0)},
             {"kind": "connections_in", "block_neurons": 2, "model": edge_model(1)},
             {"kind": "synapses", "block_neurons": 2},
             {"kind": "synapse_overview", "block_neurons": OVERVIEW_BLOCK},
             {"kind": "connection_columns", "block_neurons": 4, "columns": [2]},
             {"kind": "synapse_columns", "block_neurons": 2, "columns": [0]},
             {"kind": "synapse_columns", "block_neurons": 4, "columns": [3]}]
    families = []
    for number, head in enumerate(heads):
        entries = [f'      ["{name}", {len(data)}]' for family, name, data in tiles
                   if family == number]
        families.append(f'    {text(head)[:-1]}, "tiles": [\n' + ",\n".join(entries) + "\n    ]}")
    return "\n".join(lines + [",\n".join(families), "  ]", "}"]) + "\n"


def manifest(end):
    head = [("format", "connectoscope-tiles"), ("version", 2),
            ("dataset_name", "Four neurons, 1 µm³"),
            ("source_file", "four.h5"),
            ("source_group", "/connectivity/full + /connectivity/condensed"),
            ("source_edges", ["connectivity/condensed", "connectivity/full"]), ("edge_weight", ""),
            ("notes", ["Made by hand, to be read by eye."]),
            ("fingerprint", f"{xxhash.xxh3_64_intdigest(end.encode()):016x}")]
    return "{\n" + "".join(f"  {text(name)}: {text(value)},\n" for name, value in head) + end


def dataset_files():
    tiles = []
    for family, case in dataset_cases():
        data = case_tile(case)
        tiles.append((family, f"{xxhash.xxh3_64_intdigest(data):016x}", data))
    files = {f"dataset/tiles/{name}.tile": data for _, name, data in tiles}
    files["dataset/manifest.json"] = manifest(contents(tiles)).encode()
    return files


# ---- single tiles with their contents: edges of every range ----

def real_bits(*values):
    return [f"{struct.unpack('<Q', struct.pack('<d', v))[0]:016x}" for v in values]


def pairs():
    worked = dict(zip(("columns_coarse", "columns_fine", "columns_exact", "columns_others", "out_0",
                       "out_2", "in_0", "in_2", "synapses_0", "synapses_2", "overview_0",
                       "overview_1", "overview_2", "strength", "ids_0", "ids_2", "score"), (case for _, case in dataset_cases())))
    for name, case in worked.items():
        yield "encode/" + name, case

    def columns(*specs, rows):
        return {"kind": "neurons", "first_neuron": 0, "neuron_count": rows, "columns": list(specs)}

    low, high = -(1 << 63), (1 << 63) - 1
    yield "encode/integers_whole_range", columns(
        integers([low, high, low, 0]), integers([high] * 4), integers([low] * 4),
        integers([low, high - 1, 0, 6]), rows=4)
    yield "encode/integers_as_changes", columns(
        {**integers([low, high, low, 0, 0]), "coding": "previous"},
        {**integers([5, 8, 11, 14, 17]), "coding": "previous"}, rows=5)
    yield "encode/categories_after_the_row_before", columns(
        {"kind": "category", "category_count": 4, "codes": [3, 3, 0, 0, 1, 3, 3],
         "coding": "previous"}, rows=7)
    wide = {"min_nm": ["0", "0", "0"], "max_nm": ["100000", "7000", "1"],
            "step_nm": ["4", "1", "1"], "cell_voxels": ["250", "1000", "1000"]}
    for part, numbers in (("coarse", [[12, 0, 3], [0, 0, 0], [0, 0, 0]]),
                          ("fine", [[7, 0, 3], [6, 7, 0], [0, 0, 0]]),
                          ("exact", [[249, 5, 6], [999, 23, 24], [1, 0, 1]])):
        yield "encode/positions_" + part, {
            "kind": "neurons", "first_neuron": 0, "neuron_count": 3, "columns": [],
            "position": {"part": part, **wide, "numbers": numbers}}
    yield "encode/integers_one_row", columns(integers([-1]), rows=1)
    yield "decode/reals_special", columns(
        {"kind": "real", "bits": real_bits(-0.0, math.inf, -math.inf, 5e-324) +
         [f"{MISSING:016x}"]}, rows=5)
    yield "decode/categories_one_byte", columns(
        {"kind": "category", "category_count": 256, "codes": [255, 0, 128]}, rows=3)
    yield "decode/categories_two_bytes", columns(
        {"kind": "category", "category_count": 65536, "codes": [65535, 0, 256]},
        {"kind": "category", "category_count": 257, "codes": [256, 0, 1]}, rows=3)
    yield "encode/connections_none", {
        "kind": "connections_in", "first_neuron": 7, "neuron_count": 3, "dataset_neurons": 10,
        "rows": [[], [], []]}
    yield "decode/connections_largest", {
        "kind": "connections_out", "first_neuron": 67108863, "neuron_count": 1,
        "dataset_neurons": 67108864,
        "rows": [[[0, 4294967295], [1, 1], [67108863, 128]]]}
    yield "encode/synapses_positions_only", {
        "kind": "synapses", "first_neuron": 0, "neuron_count": 2, "position": True, "size": False,
        "rows": [[[str(low), str(high), "0"]], [["-1", "1", "64"], ["0", "0", "-64"]]]}
    yield "decode/edge_column_none", {
        "kind": "connection_columns", "first_neuron": 5, "neuron_count": 2,
        "column": integers([])}
    yield "decode/edge_column_no_reals", {
        "kind": "synapse_columns", "first_neuron": 5, "neuron_count": 2,
        "column": {"kind": "real", "bits": []}}
    yield "encode/edge_column_equal", {
        "kind": "synapse_columns", "first_neuron": 0, "neuron_count": 3,
        "column": integers([-7] * 1000)}
    yield "decode/synapses_sizes_only", {
        "kind": "synapses", "first_neuron": 1, "neuron_count": 3, "position": False, "size": True,
        "rows": [[["4294967295"], ["0"]], [], [["127"]]]}


# ---- what must be refused; tiles are judged as tiles of the tiny dataset ----

def rejected_tiles():
    """Named ERROR--WHAT; `others-` in WHAT: judged as one of the fourth family."""
    cases = [case for _, case in dataset_cases()]
    coarse, fine, others, out, synapses = (case_tile(cases[i]) for i in (0, 1, 3, 4, 8))
    yield "Truncated--nothing", b""
    yield "Truncated--header", out[:19]
    yield "Truncated--payload", out[:-1]
    yield "TrailingBytes--after-payload", out + b"\0"
    yield "BadMagic--html", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "UnsupportedVersion--0", tile(OUT, 0, 2, out[20:], version=0)
    yield "UnsupportedVersion--1", tile(OUT, 0, 2, out[20:], version=1)
    yield "UnsupportedVersion--3", tile(OUT, 0, 2, out[20:], version=3)
    yield "OutOfRange--kind-0", tile(0, 0, 2, out[20:])
    yield "OutOfRange--kind-8", tile(8, 0, 2, out[20:])
    yield "OutOfRange--no-neurons", tile(OUT, 0, 0, b"")
    yield "OutOfRange--too-many-neurons", tile(OUT, 0, 65537, b"\0" * 65537)
    yield "OutOfRange--first-neuron", tile(OUT, 0xFFFFFFFF, 2, out[20:])
    yield "OutOfRange--payload-bytes", tile(OUT, 0, 2, out[20:], payload_bytes=(64 << 20) - 19)

    def columns(payload):
        return tile(NEURONS, 0, 4, payload)

    place = part_of_position("coarse")
    grid = grid_of(place)
    cells = position_part("coarse", grid, place["numbers"])
    slabs = [cell * 32 // grid.coarse[0] for cell in place["numbers"][0]]
    codes = write_symbols(CLASS_CODES, slabs, 32)
    assert columns(cells + codes) == coarse
    yield "OutOfRange--code", columns(cells + write_symbols([0, 1, 3, 0], slabs, 32))
    yield "OutOfRange--place-below-zero", columns(write_signed([-1, 1, 0, 0]) + codes)
    yield "OutOfRange--place-past-the-curve", columns(write_signed([64, 0, 0, 0]) + codes)
    outside = hilbert_place((3, 0, 0), grid.bits)  # x has coarse cells 0, 1, 2
    yield "OutOfRange--cell-outside-the-grid", columns(
        write_signed([outside, -outside, 0, 0]) + codes)
    yield "NotCanonical--zero-below-zero", columns(
        write_symbols([1, 0, 0, 0], [0] * 4, 1) + codes)
    other = make_model(CLASS_CODES + [1], slabs + slabs[:1], 32)
    yield "NotCanonical--model-of-other-codes", columns(
        cells + write_model(other) + write_steps(other, CLASS_CODES, slabs))
    yield "Truncated--codes", columns(cells + codes[:-1])
    yield "TrailingBytes--codes", columns(cells + codes + b"\0")
    yield "OutOfRange--model-sum", columns(b"\x01" + varint(4096) + varint(1) + cells[3:] + codes)
    yield "NotCanonical--model-ends-in-zero", columns(
        b"\x01" + varint(4096) + b"\0" + cells[3:] + codes)
    yield "OutOfRange--model-symbol", columns(varint(256) + cells[3:] + codes)

    # of the fourth group: volume, row, id
    volume, row, ids = real_column(VOLUME), integer_column(SOURCE_ROW, coding="previous"), \
        integer_column(IDS)
    assert columns(volume + row + ids) == others
    yield "NotCanonical--others-base-below-smallest", columns(
        volume + row + integer_column(IDS, base=IDS[1] - 2, step=2))
    yield "NotCanonical--others-step-too-small", columns(
        volume + row + integer_column(IDS, step=1))
    yield "NotCanonical--others-step-zero", columns(
        volume + row + zigzag(min(IDS)) + b"\0" + ids[len(zigzag(min(IDS))) + 1:])
    yield "NotCanonical--others-step-of-equal-values", columns(
        volume + row + zigzag(7) + varint(2) + write_numbers([0] * 4))
    yield "NotCanonical--others-padded-base", columns(volume + b"\x80\x00" + row[1:] + ids)
    yield "NotCanonical--others-nan", columns(real_column([MISSING | 1] + VOLUME[1:]) + row + ids)
    yield "NotCanonical--others-signaling-nan", columns(
        real_column([0x7FF0000000000001] + VOLUME[1:]) + row + ids)
    yield "OutOfRange--others-value-past-64-bits", columns(
        volume + row + zigzag((1 << 63) - 8) + varint(8) + write_numbers([0, 1, 1, 1]))
    yield "OutOfRange--others-change-past-64-bits", columns(
        volume + zigzag(0) + varint(1) +
        write_symbols([254, 0, 0, 0], [0] * 4, 1) + b"\0" * 8 + ids)
    yield "OutOfRange--others-varint-above-64-bits", columns(
        volume + b"\xff" * 9 + b"\x02" + row[1:] + ids)
    yield "OutOfRange--others-token", columns(
        volume + row + zigzag(0) + varint(1) + write_symbols([128, 0, 0, 0], [0] * 4, 1))
    yield "Truncated--others-missing-column", columns(volume + row)
    yield "TrailingBytes--others-one-column-too-many", columns(volume + row + ids + b"\0")

    # Rows 0 and 1 of connections_out. In the dataset's model few numbers are possible, so what is
    # wrong with numbers is tested with models of the test programs; here, what any model shows.
    symbols = out[20:]
    yield "Truncated--symbols", tile(OUT, 0, 2, symbols[:16])
    yield "Truncated--fewer-words-than-said", tile(OUT, 0, 2, varint(9) + symbols[1:])
    yield "Truncated--nothing-of-connections", tile(IN, 0, 2, b"")
    yield "TrailingBytes--connections", tile(OUT, 0, 2, symbols + b"\0")
    yield "NotCanonical--padded-word-count", tile(OUT, 0, 2, bytes([symbols[0] | 0x80, 0]) +
                                                  symbols[1:])
    yield "NotCanonical--state-too-low", tile(OUT, 0, 2, symbols[:13] + b"\xff\xff\0\0" +
                                              symbols[17:])
    yield "NotCanonical--states-at-the-end", tile(OUT, 0, 2, symbols[:13] + b"\0\0\2\0" +
                                                  symbols[17:])
    yield "OutOfRange--varint-above-32-bits", tile(OUT, 0, 2, b"\xff\xff\xff\xff\x1f" +
                                                   symbols[1:])

    rows = [RESIDUALS[0], RESIDUALS[1]]
    yield "OutOfRange--more-synapses-than-a-tile-holds", tile(
        SYNAPSES, 0, 2, synapse_rows(rows, True, True, counts=[1, 1 << 22]))
    yield "Truncated--synapse-raw-bits", tile(SYNAPSES, 0, 2, synapses[20:-1])
    yield "TrailingBytes--synapses", tile(SYNAPSES, 0, 2, synapses[20:] + b"\0")
    yield "OutOfRange--size-above-32-bits", tile(
        SYNAPSES, 0, 2, synapse_rows([[[0, 0, 0, 1 << 32]], []], True, True))

    first = next(overview_cases())
    yield "OutOfRange--overview-cell", tile(
        OVERVIEW, 0, 1, overview([morton_place([OVERVIEW_CELLS[0], 0, 0], 21)]))
    yield "OutOfRange--overview-past-the-curve", tile(OVERVIEW, 0, 1, overview([(1 << 64) - 1]))
    yield "TrailingBytes--overview", tile(OVERVIEW, 0, 1, case_tile(first)[20:] + b"\0")
    yield "Truncated--overview", tile(OVERVIEW, 0, 1, case_tile(first)[20:-1])

    # Of the connections' first column with tiles, "strength", and the synapses', "id".
    strength, ids = (case_tile(next(case for number, case in dataset_cases() if number == family))
                     for family in (8, 9))
    numbers = [105, 101, 109, 113, 103, 115, 111]
    column_of_ids = integer_column(numbers, coding="previous")
    assert ids == tile(SYNAPSE_COLUMNS, 0, 2, varint(7) + column_of_ids)
    yield "Truncated--edge-column-without-entries", tile(SYNAPSE_COLUMNS, 0, 2, b"")
    yield "Truncated--edge-column", tile(SYNAPSE_COLUMNS, 0, 2, ids[20:-1])
    yield "TrailingBytes--edge-column", tile(SYNAPSE_COLUMNS, 0, 2, ids[20:] + b"\0")
    yield "TrailingBytes--edge-column-of-reals", tile(CONNECTION_COLUMNS, 0, 4,
                                                      strength[20:] + b"\0")
    yield "NotCanonical--edge-column-entries-padded", tile(SYNAPSE_COLUMNS, 0, 2,
                                                           b"\x87\x00" + column_of_ids)
    yield "NotCanonical--edge-column-step", tile(
        SYNAPSE_COLUMNS, 0, 2, varint(7) + integer_column(numbers, step=1, coding="previous"))
    yield "NotCanonical--edge-column-base-of-none", tile(
        SYNAPSE_COLUMNS, 0, 2, varint(0) + integer_column([], base=1, coding="previous"))
    yield "NotCanonical--edge-column-model-of-fewer", tile(SYNAPSE_COLUMNS, 0, 2,
                                                           varint(6) + column_of_ids)
    yield "NotCanonical--edge-column-nan", tile(
        CONNECTION_COLUMNS, 0, 4, varint(5) + real_column([MISSING | 1] + STRENGTH[1:]))
    yield "OutOfRange--edge-column-value", tile(
        SYNAPSE_COLUMNS, 0, 2, varint(2) + zigzag((1 << 63) - 8) + varint(8) +
        write_signed([0, 1]))
    yield "OutOfRange--more-connections-than-a-tile-holds", tile(
        CONNECTION_COLUMNS, 0, 4, varint((1 << 23) + 1) + real_column(STRENGTH))
    yield "OutOfRange--more-values-than-a-tile-holds-synapses", tile(
        SYNAPSE_COLUMNS, 0, 2, varint((1 << 22) + 1) + column_of_ids)


def rejected_manifests():
    files = dataset_files()
    good = files["dataset/manifest.json"].decode()

    def changed(old, new):
        """A manifest with one change, and a fingerprint that fits it."""
        assert good.count(old) == 1, old
        edited = good.replace(old, new)
        head, end = edited.split('  "fingerprint": ')
        end = end[end.index("\n") + 1:]
        fingerprint = f"{xxhash.xxh3_64_intdigest(end.encode()):016x}"
        return head + f'  "fingerprint": "{fingerprint}",\n' + end

    yield "Syntax--empty", ""
    yield "Syntax--html", "<!DOCTYPE html>"
    yield "Syntax--array", "[]"
    yield "Syntax--cut-off", good[:-20]
    yield "Syntax--deep", "[" * 100000
    yield "Syntax--byte-order-mark", "\ufeff" + good
    yield "Syntax--unknown-field", changed('  "layout"', '  "color": 1,\n  "layout"')
    yield "Syntax--field-twice", changed('  "layout"', '  "neuron_count": 4,\n  "layout"')
    yield "Syntax--count-as-real", changed('"neuron_count": 4', '"neuron_count": 4.0')
    yield "Syntax--count-as-text", changed('"neuron_count": 4', '"neuron_count": "4"')
    yield "Syntax--padded-decimal", changed('"synapse_count": "8"', '"synapse_count": "08"')
    yield "Syntax--flag-as-number", changed('"synthetic": false', '"synthetic": 0')
    yield "Syntax--categories-of-integers", changed(
        '"type": "generated", "kind": "integer", "coding": "previous"',
        '"type": "generated", "kind": "integer", "coding": "previous", "categories": ["a"]')
    head = '"connections_out", "block_neurons": 2, "model": "'
    model = edge_model(0)
    for name, text in (("Syntax--model-in-upper-case", model[:-2] + "AB"),
                       ("Syntax--model-of-half-a-byte", model[:-1]),
                       ("Truncated--model", model[:-2]), ("TrailingBytes--model", model + "00"),
                       ("OutOfRange--model-cells", "00" + model[2:])):
        yield name, changed(head + model, head + text)
    yield "Missing--model", changed(f', "model": "{edge_model(1)}"', "")
    entry = [line for line in good.splitlines() if line.startswith("      [")][0]
    yield "Syntax--upper-case-hash", changed(entry, entry.upper())
    yield "Syntax--short-hash", changed(entry, entry.replace('["', '["0', 1))
    yield "BadMagic--other-format", changed("connectoscope-tiles", "other-tiles")
    yield "UnsupportedVersion--1", changed('"version": 2', '"version": 1')
    yield "UnsupportedVersion--3", changed('"version": 2', '"version": 3')
    yield "Missing--format", changed('  "format": "connectoscope-tiles",\n', "")
    yield "Missing--neuron-count", changed('  "neuron_count": 4,\n', "")
    yield "Missing--source-row", changed('"role": "source_row"', '"role": "none"')
    yield "Missing--position-z", changed('"role": "position_z"', '"role": "none"')
    yield "Missing--categories", changed(', "categories": ["23P", "4P", "BC"]', "")
    yield "OutOfRange--no-neurons", changed('"neuron_count": 4', '"neuron_count": 0')
    yield "OutOfRange--too-many-neurons", changed('"neuron_count": 4', '"neuron_count": 67108865')
    yield "OutOfRange--negative-count", changed('"neuron_count": 4', '"neuron_count": -4')
    yield "OutOfRange--connections", changed('"connection_count": 5', '"connection_count": 17')
    yield "OutOfRange--autapses", changed('"autapse_count": 1', '"autapse_count": 5')
    yield "OutOfRange--fewer-synapses-than-connections", changed(
        '"synapse_count": "8"', '"synapse_count": "4"')
    yield "OutOfRange--synapses-past-64-bits", changed(
        '"synapse_count": "8"', '"synapse_count": "18446744073709551616"')
    yield "OutOfRange--layout", changed('"layout": "soma"', '"layout": "round"')
    yield "OutOfRange--bounds", changed('"min_nm": [1000,', '"min_nm": [1328,')
    yield "OutOfRange--step-zero", changed('"synapse_step_nm": [4, 4, 40]', '"synapse_step_nm": [4, 0, 40]')
    yield "OutOfRange--far-origin", changed('"synapse_origin_nm": [1000',
                                            '"synapse_origin_nm": [9007199254740993')
    yield "OutOfRange--column-name-empty", changed('"name": "id", "role"', '"name": "", "role"')
    yield "OutOfRange--column-name-twice", changed('"name": "id", "role"', '"name": "row", "role"')
    yield "OutOfRange--role", changed('"role": "neuron_id"', '"role": "soma_id"')
    yield "OutOfRange--role-twice", changed('"role": "neuron_id"', '"role": "source_row"')
    yield "OutOfRange--kind-of-role", changed('"role": "neuron_id"', '"role": "region"')
    yield "OutOfRange--no-categories", changed('["23P", "4P", "BC"]', "[]")
    yield "OutOfRange--category-twice", changed('["23P", "4P", "BC"]', '["23P", "4P", "4P"]')
    yield "OutOfRange--column-in-no-family", changed('"columns": [4, 5, 6]', '"columns": [4, 5]')
    yield "OutOfRange--column-in-two-families", changed('"columns": [4, 5, 6]', '"columns": [4, 5, 6, 3]')
    yield "OutOfRange--column-that-is-not-there", changed('"columns": [4, 5, 6]', '"columns": [4, 5, 6, 7]')
    yield "OutOfRange--position-in-a-family", changed('"columns": [4, 5, 6]',
                                                      '"columns": [4, 5, 6, 0]')
    yield "OutOfRange--part-twice", changed('"position": "fine"', '"position": "exact"')
    yield "OutOfRange--part", changed('"position": "fine"', '"position": "finer"')
    yield "OutOfRange--coding", changed('"coding": "x"', '"coding": "w"')
    yield "OutOfRange--coding-of-kind", changed('"type": "int64", "kind": "integer", "coding": '
                                                '"plain"}\n  ]', '"type": "int64", "kind": '
                                                '"integer", "coding": "x"}\n  ]')
    yield "OutOfRange--position-step", changed('"position_step_nm": [8, 1, 40]',
                                               '"position_step_nm": [7, 1, 40]')
    yield "OutOfRange--overview-cells", changed('"overview_cells": [', '"overview_cells": [3000000')
    yield "OutOfRange--family-kind", changed('"kind": "connections_in"', '"kind": "connections"')
    yield "OutOfRange--family-twice", changed('"kind": "connections_in"',
                                              '"kind": "connections_out"')
    yield "OutOfRange--tile-count", changed('"block_neurons": 4, "position": "none"',
                                            '"block_neurons": 3, "position": "none"')
    yield "OutOfRange--block-zero", changed('"block_neurons": 4, "position": "none"',
                                            '"block_neurons": 0, "position": "none"')
    start = entry.rsplit(" ", 1)[0]
    yield "OutOfRange--tile-bytes", changed(entry, start + " 67108865]")
    yield "OutOfRange--tile-without-payload", changed(entry, start + " 19]")
    mean = '"source": "mean", "of": 1'
    yield "Syntax--of-where-there-is-none", changed('"source": "count"', '"source": "count", "of": 1')
    yield "Syntax--coding-of-no-tiles", changed('"source": "size"',
                                                '"source": "size", "coding": "plain"')
    yield "Syntax--source-edges", changed('["connectivity/condensed", "connectivity/full"]', '""')
    yield "Missing--type", changed('"role": "neuron_id", "type": "int64"', '"role": "neuron_id"')
    yield "Missing--of", changed(mean, '"source": "mean"')
    yield "Missing--edge-column-kind", changed('"source": "tiles", "kind": "integer"',
                                               '"source": "tiles"')
    yield "OutOfRange--type", changed('"role": "neuron_id", "type": "int64"',
                                      '"role": "neuron_id", "type": "int128"')
    yield "OutOfRange--text-as-integers", changed('"role": "neuron_id", "type": "int64"',
                                                  '"role": "neuron_id", "type": "text"')
    yield "OutOfRange--reals-of-integers", changed('"type": "float64", "kind": "real"',
                                                   '"type": "int64", "kind": "real"')
    yield "OutOfRange--edge-column-name-empty", changed('"name": "strength"', '"name": ""')
    yield "OutOfRange--edge-column-name-twice", changed('"name": "score"', '"name": "size"')
    yield "OutOfRange--edge-column-generated", changed('"name": "size", "type": "int32"',
                                                       '"name": "size", "type": "generated"')
    yield "OutOfRange--edge-column-of-text", changed('"name": "size", "type": "int32"',
                                                     '"name": "size", "type": "text"')
    yield "OutOfRange--edge-column-category", changed('"source": "tiles", "kind": "integer"',
                                                      '"source": "tiles", "kind": "category"')
    yield "OutOfRange--edge-column-coding", changed(
        '"source": "tiles", "kind": "integer", "coding": "previous"',
        '"source": "tiles", "kind": "integer", "coding": "x"')
    yield "OutOfRange--edge-column-reals-of-integers", changed(
        '"name": "strength", "type": "float32"', '"name": "strength", "type": "int32"')
    yield "OutOfRange--edge-source", changed('"source": "size"', '"source": "volume"')
    yield "OutOfRange--count-of-a-synapse", changed('"source": "size"', '"source": "count"')
    yield "OutOfRange--size-of-a-connection", changed('"source": "count"', '"source": "size"')
    yield "OutOfRange--of-no-column", changed(mean, '"source": "mean", "of": 4')
    yield "OutOfRange--of-reals", changed(mean, '"source": "mean", "of": 3')
    family = '"kind": "synapse_columns", "block_neurons": 4, "columns": '
    yield "OutOfRange--edge-family-of-another-column", changed(family + "[3]", family + "[0]")
    yield "OutOfRange--edge-family-of-no-column", changed(family + "[3]", family + "[9]")
    yield "OutOfRange--edge-family-of-two-columns", changed(family + "[3]", family + "[3, 0]")
    yield "OutOfRange--column-without-its-family", changed(
        '"name": "x_nm", "type": "float64", "source": "position_x"',
        '"name": "x_nm", "type": "float64", "source": "tiles", "kind": "real", "coding": "plain"')
    yield "HashMismatch--fingerprint", good.replace('"autapse_count": 1', '"autapse_count": 0')


def golden_files():
    files = dataset_files()
    for name, case in pairs():
        files[name + ".tile"] = case_tile(case)  # first: it adds the model of connections
        files[name + ".json"] = (json.dumps(case, indent=1) + "\n").encode()
    for name, data in rejected_tiles():
        assert f"reject/{name}.tile" not in files
        files[f"reject/{name}.tile"] = data
    for name, data in rejected_manifests():
        assert f"reject/{name}.json" not in files
        files[f"reject/{name}.json"] = data.encode()
    return files


def main():
    wanted = golden_files()
    folders = ("dataset", "encode", "decode", "reject")
    there = {str(path.relative_to(HERE)): path for folder in folders
             for path in (HERE / folder).rglob("*") if path.is_file()}
    if sys.argv[1:] == ["--overwrite-golden-files"]:
        for name in there.keys() - wanted.keys():
            there[name].unlink()
        for name, data in wanted.items():
            (HERE / name).parent.mkdir(parents=True, exist_ok=True)
            (HERE / name).write_bytes(data)
        print(f"wrote {len(wanted)} golden files")
        return 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    wrong = [name for name in sorted(wanted.keys() | there.keys())
             if name not in there or name not in wanted or there[name].read_bytes() != wanted[name]]
    for name in wrong:
        print(f"golden file differs from what make_golden.py writes: {name}", file=sys.stderr)
    print(f"{len(wanted)} golden files, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
