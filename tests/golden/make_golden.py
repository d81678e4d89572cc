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

HERE = pathlib.Path(__file__).resolve().parent
NEURONS, OUT, IN, SYNAPSES = 1, 2, 3, 4
KIND_NAMES = {NEURONS: "neurons", OUT: "connections_out", IN: "connections_in",
              SYNAPSES: "synapses"}
MISSING = 0x7FF8000000000000


# ---- the encoder: docs/format.md §2 to §5 ----

def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def wrap(value):
    """The 64-bit two's complement number that is congruent to value."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def zigzag(value):
    return varint(2 * value if value >= 0 else -2 * value - 1)


def tile(kind, first_neuron, neuron_count, payload, version=2, magic=b"CNXT", payload_bytes=None):
    size = len(payload) if payload_bytes is None else payload_bytes
    return magic + struct.pack("<HHIII", version, kind, first_neuron, neuron_count, size) + payload


def integer_column(values, base=None, step=None):
    base = min(values) if base is None else base
    step = (math.gcd(*[v - base for v in values]) or 1) if step is None else step
    out, previous = zigzag(base) + varint(step), 0
    for value in values:
        quotient = (value - base) // step
        out += zigzag(wrap(quotient - previous))
        previous = quotient
    return out


def column(spec):
    if spec["kind"] == "category":
        form = "B" if spec["category_count"] <= 256 else "H"
        return struct.pack(f"<{len(spec['codes'])}{form}", *spec["codes"])
    if spec["kind"] == "integer":
        return integer_column([int(v) for v in spec["values"]])
    return b"".join(struct.pack("<Q", int(b, 16)) for b in spec["bits"])


def edge_rows(case):
    """With the model of its dataset, or one made for this tile alone."""
    rows, neurons = case["rows"], case["dataset_neurons"]
    if "model" in case:
        model = edge_coder.read_edge_model(Payload(bytes.fromhex(case["model"])), neurons)
    else:
        model = edge_coder.make_edge_model([rows], neurons)
        case["model"] = edge_coder.write_edge_model(model).hex()
    return edge_coder.encode_connections(rows, neurons, model)


def synapse_rows(rows, position, size):
    out = b"".join(varint(len(row)) for row in rows)
    entries = [entry for row in rows for entry in row]
    if position:
        for axis in range(3):
            out += b"".join(zigzag(int(entry[axis])) for entry in entries)
    if size:
        out += b"".join(varint(int(entry[-1])) for entry in entries)
    return out


def case_tile(case):
    kind = case["kind"]
    if kind == "neurons":
        number, payload = NEURONS, b"".join(column(c) for c in case["columns"])
    elif kind == "synapses":
        number, payload = SYNAPSES, synapse_rows(case["rows"], case["position"], case["size"])
    else:
        number = OUT if kind == "connections_out" else IN
        payload = edge_rows(case)
    return tile(number, case["first_neuron"], case["neuron_count"], payload)


# ---- the tiny dataset: four neurons, five connections, eight synapses ----

POSITION = [[1000, 1008, 1032, 1000], [-500, -500, -500, -500], [0, 40, 120, 40]]
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


def dataset_cases():
    """(family, case) of every tile; the worked examples of docs/format.md are among them."""
    yield 0, {"kind": "neurons", "first_neuron": 0, "neuron_count": 4, "columns": [
        *(integers(axis) for axis in POSITION),
        {"kind": "category", "category_count": 3, "codes": CLASS_CODES},
        {"kind": "real", "bits": [f"{bits:016x}" for bits in VOLUME]}]}
    yield 1, {"kind": "neurons", "first_neuron": 0, "neuron_count": 4,
              "columns": [integers(SOURCE_ROW), integers(IDS)]}
    for family, kind, axis in ((2, "connections_out", 0), (3, "connections_in", 1)):
        for first in (0, 2):
            yield family, {"kind": kind, "first_neuron": first, "neuron_count": 2,
                           "dataset_neurons": 4, "model": edge_model(axis),
                           "rows": rows_of(axis)[first:first + 2]}
    for first in (0, 2):
        yield 4, {"kind": "synapses", "first_neuron": first, "neuron_count": 2,
                  "position": True, "size": True,
                  "rows": [RESIDUALS[first], RESIDUALS[first + 1]]}


def text(value):
    return json.dumps(value, ensure_ascii=False)


def contents(tiles):
    """The end of manifest.json that the fingerprint is the hash of."""
    columns = [("x_nm", "position_x"), ("y_nm", "position_y"), ("z_nm", "position_z"),
               ("cell_type", "cell_class"), ("volume_um3", "none"), ("row", "source_row"),
               ("id", "neuron_id")]
    kinds = ["integer"] * 3 + ["category", "real"] + ["integer"] * 2
    fields = [("synthetic", False), ("neuron_count", 4), ("connection_count", len(CONNECTIONS)),
              ("autapse_count", sum(a == b for a, b in CONNECTIONS)),
              ("synapse_count", str(sum(CONNECTIONS.values()))), ("layout", "soma"),
              ("min_nm", [min(axis) for axis in POSITION]),
              ("max_nm", [max(axis) for axis in POSITION]),
              ("synapse_position", True), ("synapse_size", True),
              ("synapse_origin_nm", GRID_ORIGIN), ("synapse_step_nm", GRID_STEP)]
    lines = [f"  {text(name)}: {text(value)}," for name, value in fields]
    rows = []
    for (name, role), kind in zip(columns, kinds):
        row = {"name": name, "role": role, "kind": kind}
        if kind == "category":
            row["categories"] = CLASSES
        rows.append("    " + text(row))
    lines += ['  "columns": [', ",\n".join(rows), "  ],", '  "families": [']
    heads = [{"kind": "neurons", "block_neurons": 4, "columns": [0, 1, 2, 3, 4]},
             {"kind": "neurons", "block_neurons": 4, "columns": [5, 6]},
             {"kind": "connections_out", "block_neurons": 2, "model": edge_model(0)},
             {"kind": "connections_in", "block_neurons": 2, "model": edge_model(1)},
             {"kind": "synapses", "block_neurons": 2}]
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
            ("source_group", "/connectivity/full + /connectivity/condensed"), ("edge_weight", ""),
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
    worked = dict(zip(("columns_first_picture", "columns_ids", "out_0", "out_2", "in_0", "in_2",
                       "synapses_0", "synapses_2"), (case for _, case in dataset_cases())))
    for name, case in worked.items():
        yield "encode/" + name, case

    def columns(*specs, rows):
        return {"kind": "neurons", "first_neuron": 0, "neuron_count": rows, "columns": list(specs)}

    low, high = -(1 << 63), (1 << 63) - 1
    yield "encode/integers_whole_range", columns(
        integers([low, high, low, 0]), integers([high] * 4), integers([low] * 4),
        integers([low, high - 1, 0, 6]), rows=4)
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
    yield "decode/synapses_sizes_only", {
        "kind": "synapses", "first_neuron": 1, "neuron_count": 3, "position": False, "size": True,
        "rows": [[["4294967295"], ["0"]], [], [["127"]]]}


# ---- what must be refused; tiles are judged as tiles of the tiny dataset ----

def with_varint_at(data, offset, replacement):
    payload = data[20:offset] + replacement + data[offset + 1:]
    return data[:16] + struct.pack("<I", len(payload)) + payload


def rejected_tiles():
    cases = [case for _, case in dataset_cases()]
    first, ids, out, synapses = (case_tile(cases[i]) for i in (0, 1, 2, 6))
    yield "Truncated--nothing", b""
    yield "Truncated--header", out[:19]
    yield "Truncated--payload", out[:-1]
    yield "TrailingBytes--after-payload", out + b"\0"
    yield "BadMagic--html", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "UnsupportedVersion--0", tile(OUT, 0, 2, out[20:], version=0)
    yield "UnsupportedVersion--1", tile(OUT, 0, 2, out[20:], version=1)
    yield "UnsupportedVersion--3", tile(OUT, 0, 2, out[20:], version=3)
    yield "OutOfRange--kind-0", tile(0, 0, 2, out[20:])
    yield "OutOfRange--kind-5", tile(5, 0, 2, out[20:])
    yield "OutOfRange--no-neurons", tile(OUT, 0, 0, b"")
    yield "OutOfRange--too-many-neurons", tile(OUT, 0, 65537, b"\0" * 65537)
    yield "OutOfRange--first-neuron", tile(OUT, 0xFFFFFFFF, 2, out[20:])
    yield "OutOfRange--payload-bytes", tile(OUT, 0, 2, out[20:], payload_bytes=(64 << 20) - 19)

    def columns(payload):
        return tile(NEURONS, 0, 4, payload)

    # of the first group: x, y, z, cell type, volume
    x, y, z = (integer_column(axis) for axis in POSITION)
    rest = y + z + bytes(CLASS_CODES) + first[-32:]
    yield "OutOfRange--code", columns(x + y + z + bytes([0, 1, 3, 0]) + first[-32:])
    yield "NotCanonical--base-below-smallest", columns(
        integer_column(POSITION[0], base=992, step=8) + rest)
    yield "NotCanonical--step-too-small", columns(
        integer_column(POSITION[0], step=4) + rest)
    yield "NotCanonical--step-zero", columns(zigzag(1000) + b"\0" + x[3:] + rest)
    yield "NotCanonical--step-of-equal-values", columns(
        x + zigzag(-500) + varint(2) + b"\0\0\0\0" + z + first[-36:])
    yield "NotCanonical--padded-base", columns(b"\xd0\x8f\x00" + x[2:] + rest)
    yield "NotCanonical--other-nan", columns(
        x + rest[:-32] + struct.pack("<Q", MISSING | 1) + first[-24:])
    yield "NotCanonical--signaling-nan", columns(
        x + rest[:-32] + struct.pack("<Q", 0x7FF0000000000001) + first[-24:])
    yield "OutOfRange--value-below-base", columns(
        zigzag(1000) + varint(8) + zigzag(0) + zigzag(-1) + zigzag(5) + zigzag(-4) + rest)
    yield "OutOfRange--value-past-64-bits", columns(
        zigzag((1 << 63) - 8) + varint(8) + zigzag(0) + zigzag(1) + zigzag(0) + zigzag(0) + rest)
    yield "OutOfRange--varint-above-64-bits", columns(b"\xff" * 9 + b"\x02" + x[2:] + rest)
    yield "Truncated--missing-column", columns(x + y + z + bytes(CLASS_CODES))
    yield "TrailingBytes--one-column-too-many", columns(x + rest + b"\0\0\0\0")

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

    yield "Truncated--synapse-count-larger-than-tile", with_varint_at(
        synapses, 20, b"\xff\xff\xff\xff\x0f")
    yield "Truncated--synapse-sizes", tile(SYNAPSES, 0, 2, synapses[20:-1])
    yield "TrailingBytes--synapses", tile(SYNAPSES, 0, 2, synapses[20:] + b"\0")
    yield "NotCanonical--padded-residual", with_varint_at(synapses, 22, b"\x80\x00")
    yield "OutOfRange--residual-above-64-bits", with_varint_at(synapses, 22, b"\x80" * 10 + b"\x01")
    yield "OutOfRange--size-above-32-bits", with_varint_at(
        synapses, len(synapses) - 1, b"\x80\x80\x80\x80\x10")


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
        '"name": "row", "role": "source_row", "kind": "integer"',
        '"name": "row", "role": "source_row", "kind": "integer", "categories": ["a"]')
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
    yield "OutOfRange--bounds", changed('"min_nm": [1000,', '"min_nm": [1033,')
    yield "OutOfRange--step-zero", changed("[4, 4, 40]", "[4, 0, 40]")
    yield "OutOfRange--far-origin", changed('"synapse_origin_nm": [1000',
                                            '"synapse_origin_nm": [9007199254740993')
    yield "OutOfRange--column-name-empty", changed('"name": "id"', '"name": ""')
    yield "OutOfRange--column-name-twice", changed('"name": "id"', '"name": "row"')
    yield "OutOfRange--role", changed('"role": "neuron_id"', '"role": "soma_id"')
    yield "OutOfRange--role-twice", changed('"role": "neuron_id"', '"role": "source_row"')
    yield "OutOfRange--kind-of-role", changed('"role": "neuron_id"', '"role": "region"')
    yield "OutOfRange--no-categories", changed('["23P", "4P", "BC"]', "[]")
    yield "OutOfRange--category-twice", changed('["23P", "4P", "BC"]', '["23P", "4P", "4P"]')
    yield "OutOfRange--column-in-no-family", changed('"columns": [5, 6]', '"columns": [5]')
    yield "OutOfRange--column-in-two-families", changed('"columns": [5, 6]', '"columns": [5, 6, 0]')
    yield "OutOfRange--column-that-is-not-there", changed('"columns": [5, 6]', '"columns": [5, 6, 7]')
    yield "OutOfRange--family-kind", changed('"kind": "connections_in"', '"kind": "connections"')
    yield "OutOfRange--family-twice", changed('"kind": "connections_in"',
                                              '"kind": "connections_out"')
    yield "OutOfRange--tile-count", changed('"block_neurons": 4, "columns": [5, 6]',
                                            '"block_neurons": 3, "columns": [5, 6]')
    yield "OutOfRange--block-zero", changed('"block_neurons": 4, "columns": [5, 6]',
                                            '"block_neurons": 0, "columns": [5, 6]')
    start = entry.rsplit(" ", 1)[0]
    yield "OutOfRange--tile-bytes", changed(entry, start + " 67108865]")
    yield "OutOfRange--tile-without-payload", changed(entry, start + " 20]")
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
