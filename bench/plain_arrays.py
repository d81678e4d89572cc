#!/usr/bin/python3
"""plain_arrays.py FILE.h5 OUT TILES GROUP... [--weight COLUMN] — the numbers of a connectome as
plain arrays, for general compressors to try: what the tiles hold, neurons in the order of the tiles.

The order is made again here, by the tool's own rule: along a Hilbert curve through the somas, ties
by row; the file's own where it has no three coordinates. Writes into OUT

  connection_lists.varint   how many partners each neuron sends to, the gaps between them, and
                            how many synapses each connection has
  connection_gaps.varint    the second of these three alone
  connection_counts.varint  the third
  synapses.varint           for each synapse, by post and pre neuron: voxels from the post soma
                            along x, y and z (zigzag), one axis after the other, and sizes
  synapses.columns          the same synapses' x, y, z and size, each column in the smallest integer
                            type that holds it
  neurons.columns           every vertex column: numbers in the smallest type, text as codes

Prints {"neurons", "connections", "synapses", "files": {name: bytes}, "entropy": {family: {what:
bits of all}}}: what the same numbers would take at least where each is coded by nothing but how
often it occurs, or occurs beside what a decoder has seen before (the plug-in estimate with the
correction of Miller and Madow), the table of these frequencies not counted.
"""
import argparse
import json
import math
import pathlib

import numpy
import pandas

import connectome_frames

HILBERT_BITS = 21


def hilbert_places(cells, bits):
    """Places along the curve of an n x 3 array of cells below 2^bits (Skilling 2004)."""
    axes = [column.astype(numpy.uint64) for column in cells.T]
    one = numpy.uint64(1)
    for level in range(bits - 1, 0, -1):
        bit, below = one << numpy.uint64(level), (one << numpy.uint64(level)) - one
        for i in range(3):
            has = (axes[i] & bit) != 0
            swapped = numpy.where(has, 0, (axes[0] ^ axes[i]) & below).astype(numpy.uint64)
            axes[0] ^= numpy.where(has, below, swapped)
            axes[i] ^= swapped
    axes[1] ^= axes[0]
    axes[2] ^= axes[1]
    flip = numpy.zeros(len(cells), numpy.uint64)
    for level in range(bits - 1, 0, -1):
        has = (axes[2] >> numpy.uint64(level)) & one != 0
        flip ^= numpy.where(has, (one << numpy.uint64(level)) - one, numpy.uint64(0))
    return morton_places([axis ^ flip for axis in axes], bits)


def morton_places(axes, bits=HILBERT_BITS):
    """Bits of three coordinates in turn, from the highest down."""
    place = numpy.zeros(len(axes[0]), numpy.uint64)
    for level in range(bits - 1, -1, -1):
        for axis in axes:
            place = place << numpy.uint64(1) | (axis >> numpy.uint64(level)) & numpy.uint64(1)
    return place


def index_of_row(positions):
    """The index of each row: its rank along the curve. `positions` is n x 3, whole nm, or None."""
    if positions is None:
        return None
    from_min = positions - positions.min(axis=0)
    extent_bits = max(1, int(from_min.max()).bit_length())
    shift = max(0, extent_bits - HILBERT_BITS)
    rows = numpy.argsort(hilbert_places(from_min >> shift, extent_bits - shift), kind="stable")
    index = numpy.empty(len(rows), numpy.int64)
    index[rows] = numpy.arange(len(rows))
    return index


def varints(values):
    """LEB128 of unsigned numbers, as bytes."""
    values = numpy.asarray(values).astype(numpy.uint64)
    lengths = numpy.ones(len(values), numpy.int64)
    for i in range(1, 10):
        lengths += (values >> numpy.uint64(7 * i)) != 0
    ends = numpy.cumsum(lengths)
    data = numpy.zeros(int(ends[-1]) if len(ends) else 0, numpy.uint8)
    starts = ends - lengths
    for i in range(int(lengths.max(initial=0))):
        has = lengths > i
        part = (values[has] >> numpy.uint64(7 * i)) & numpy.uint64(127)
        more = numpy.where(lengths[has] > i + 1, 128, 0).astype(numpy.uint64)
        data[starts[has] + i] = part | more
    return data.tobytes()


def zigzag(values):
    return ((values << 1) ^ (values >> 63)).astype(numpy.uint64)


def smallest(values):
    """The same whole numbers in the smallest type that holds them all."""
    for kind in (numpy.uint8, numpy.int8, numpy.uint16, numpy.int16, numpy.uint32, numpy.int32):
        limits = numpy.iinfo(kind)
        if limits.min <= values.min(initial=0) and values.max(initial=0) <= limits.max:
            return values.astype(kind)
    return values


def whole(values):
    """The same numbers as integers, or None where one of them is none."""
    if not numpy.issubdtype(values.dtype, numpy.number) or not (values == numpy.rint(values)).all():
        return None
    return values.astype(numpy.int64)


def grid_of(values):
    """(origin, step) of the coarsest grid that all values lie on."""
    origin = int(values.min(initial=values[0])) if len(values) else 0
    return origin, int(numpy.gcd.reduce(values - origin)) or 1 if len(values) else 1


def frequencies_bits(values):
    """Bits of all values, by how often each occurs (Miller and Madow's correction included)."""
    counts = numpy.unique(values, return_counts=True)[1].astype(float)
    if not len(counts):
        return 0.0
    bits = -(counts * numpy.log2(counts / counts.sum())).sum()
    return float(bits + (len(counts) - 1) / 2 / numpy.log(2))


def bits_given(values, context):
    """The same, by how often each occurs in its context."""
    values = numpy.unique(values, return_inverse=True)[1]
    joint = numpy.asarray(context).astype(numpy.int64) * (int(values.max(initial=0)) + 1) + values
    return frequencies_bits(joint) - frequencies_bits(context)


def magnitude(values):
    """How many binary digits each number has."""
    return numpy.frexp(numpy.asarray(values).astype(float))[1]


def order_free_bits(cells, count):
    """Bits of a set of `count` things that are anywhere among `cells`, in no order."""
    return max(0.0, float(count * (numpy.log2(float(cells) / max(count, 1)) + 1 / numpy.log(2))))


parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("tiles", type=pathlib.Path)
parser.add_argument("groups", nargs="+")
parser.add_argument("--weight", default="")
options = parser.parse_args()
options.out.mkdir(parents=True, exist_ok=True)
sizes = {}
entropy = {"neurons": {}, "connections_out": {}, "synapses": {}, "synapse_overview": {},
           "synapse_columns": {}}


def write(name, *parts):
    data = b"".join(parts)
    (options.out / name).write_bytes(data)
    sizes[name] = len(data)


manifest = json.loads((options.tiles / "manifest.json").read_text())
roles = {column["role"]: column["name"] for column in manifest["columns"]}
vertices = connectome_frames.vertices(options.file, options.groups[0])
axes = [roles.get(f"position_{axis}") for axis in "xyz"]
positions = None
if all(axis in vertices.columns for axis in axes):
    positions = whole(vertices[axes].to_numpy())
index = index_of_row(positions)
if index is None:
    index = numpy.arange(len(vertices))
rows = numpy.argsort(index)

# ---- neurons ----

columns = []
if positions is not None:
    voxels = 1
    for axis in range(3):
        origin, step = grid_of(positions[:, axis])
        voxels *= int(positions[:, axis].max() - origin) // step + 1
    entropy["neurons"]["soma positions, anywhere in their box, in no order"] = order_free_bits(
        voxels, len(rows))
entropy["neurons"]["which row of the file each was, in any order"] = math.lgamma(len(rows) + 1) / math.log(2)
for name in vertices.columns:
    column = vertices[name].iloc[rows]
    codes = pandas.factorize(column.astype(str))[0]
    different = int(codes.max(initial=-1)) + 1
    if positions is not None and name in axes:
        pass
    elif different == len(rows) and pandas.api.types.is_integer_dtype(column):
        entropy["neurons"][f"{name}, anywhere between its smallest and largest"] = float(
            len(rows) * numpy.log2(float(column.max() - column.min()) + 1))
    else:
        entropy["neurons"][name] = frequencies_bits(codes)
    if pandas.api.types.is_integer_dtype(column) or pandas.api.types.is_bool_dtype(column):
        columns.append(smallest(column.to_numpy().astype(numpy.int64)).tobytes())
    elif pandas.api.types.is_numeric_dtype(column):
        columns.append(column.to_numpy().tobytes())
    else:
        columns.append(smallest(pandas.Categorical(column.astype(str)).codes).tobytes())
write("neurons.columns", *columns)

# ---- connections ----

pairs, counts = connectome_frames.edge_frames(options.file, options.groups[0], options.weight)
pre, post = (index[pairs[name].to_numpy()] for name in ("row", "col"))
key = numpy.sort(pre * len(index) + post) if counts is None else None
if counts is None:
    key, synapses = numpy.unique(key, return_counts=True)
else:
    kept = counts > 0
    key, inverse = numpy.unique((pre * len(index) + post)[kept], return_inverse=True)
    synapses = numpy.bincount(inverse, weights=counts[kept]).astype(numpy.int64)
sender, partner = key // len(index), key % len(index)
first = numpy.ones(len(key), bool)
first[1:] = sender[1:] != sender[:-1]
gaps = partner.copy()
gaps[1:] -= numpy.where(first[1:], 0, partner[:-1] + 1)
degree = numpy.bincount(sender, minlength=len(index))[sender]
before = numpy.where(first, 0, magnitude(numpy.roll(gaps, 1) + 1))
entropy["connections_out"] = {
    "gaps": frequencies_bits(gaps),
    "gaps, given the magnitudes of the degree and of the gap before": bits_given(
        gaps, magnitude(degree) * 64 + before),
    "counts": frequencies_bits(synapses)}
degrees = varints(numpy.bincount(sender, minlength=len(index)))
gap_bytes, count_bytes = varints(gaps), varints(synapses - 1)
write("connection_lists.varint", degrees, gap_bytes, count_bytes)
write("connection_gaps.varint", gap_bytes)
write("connection_counts.varint", count_bytes)

# ---- synapses ----

edges = pandas.read_hdf(options.file, options.groups[0] + "/edges")
place = [name for name in ("x_nm", "y_nm", "z_nm") if name in edges.columns]
if counts is None and len(place) == 3 and positions is not None:
    order = numpy.lexsort((pre, post))
    residuals, plain = [], []
    voxels = []
    for axis, name in enumerate(place):
        values = whole(edges[name].to_numpy())[order]
        origin, step = grid_of(values)
        soma = (positions[rows, axis] - origin) // step
        residual = (values - origin) // step - soma[post[order]]
        voxels.append((values - manifest["synapse_origin_nm"][axis])
                      // manifest["synapse_step_nm"][axis])
        entropy["synapses"][f"voxels from the post soma along {'xyz'[axis]}"] = frequencies_bits(
            residual)
        residuals.append(varints(zigzag(residual)))
        plain.append(smallest(values).tobytes())
    if "size" in edges.columns:
        values = edges["size"].to_numpy()[order]
        entropy["synapses"]["size"] = frequencies_bits(values)
        residuals.append(varints(values))
        plain.append(smallest(values).tobytes())
    if "synapse_overview" in {family["kind"] for family in manifest["families"]}:
        cells = [((voxel - manifest["overview_min_voxel"][axis])
                  // manifest["overview_cell_voxels"][axis]).astype(numpy.uint64)
                 for axis, voxel in enumerate(voxels)]
        places = numpy.sort(morton_places(cells)).astype(numpy.int64)
        entropy["synapse_overview"]["gaps along the Morton curve, one level"] = frequencies_bits(
            numpy.diff(places, prepend=0))
    write("synapses.varint", *residuals)
    write("synapses.columns", *plain)

for column in manifest["synapse_columns"] if counts is None else []:
    if column["source"] != "tiles":
        continue
    values = edges[column["name"]].to_numpy()
    # Of numbers that hardly ever come twice, how often each occurs says nothing.
    if whole(values) is not None and len(numpy.unique(values)) > len(values) / 2:
        entropy["synapse_columns"][f"{column['name']}, anywhere between its smallest and largest"] = float(
            len(values) * numpy.log2(float(values.max() - values.min()) + 1))
    else:
        entropy["synapse_columns"][column["name"]] = frequencies_bits(values)

print(json.dumps({"neurons": len(index), "connections": len(key), "synapses": int(synapses.sum()),
                  "files": sizes, "entropy": entropy}))
