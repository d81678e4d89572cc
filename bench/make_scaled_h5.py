#!/usr/bin/python3
"""make_scaled_h5.py IN.h5 OUT.h5 --times K — a connectome with K times the synapses of IN.h5.

Its group /connectivity/full again, each synapse K times: copy i has another post neuron, the one
some places further along a walk through the somas, so that most copies are connections of their own
and stay about as long as they were; the synapse moves with the soma. There is no condensed group:
whoever needs one has to make it. Memory does not grow with K.
"""
import argparse

import h5py
import numpy

import connectome_frames

GROUP = "/connectivity/full"
AXES = ("x_nm", "y_nm", "z_nm")
CHUNK_ROWS = 1 << 20
WALK_CELL_NM = 50_000
PLACES_PER_COPY = 3


def walk_through(somas):
    """Rows of the somas, slab by slab and row by row of cubes of WALK_CELL_NM, to and fro."""
    cells = (somas - somas.min(axis=0)) // WALK_CELL_NM
    x, y, z = cells.T
    y = numpy.where(x % 2 == 0, y, -y)
    z = numpy.where((x + y) % 2 == 0, z, -z)
    return numpy.lexsort((z, y, x))


def column_of(frame, name):
    """(dataset, position) of a column of a pandas "fixed" frame."""
    for block in range(int(frame.attrs["nblocks"])):
        names = [item.decode() for item in frame[f"block{block}_items"][:]]
        if name in names:
            return frame[f"block{block}_values"].name, names.index(name)
    raise SystemExit(f"make_scaled_h5: {frame.name} has no column {name}")


def copy_attributes(source, target):
    """All of them, in the types that they are stored in: pandas knows ASCII from UTF-8 by that."""
    for name in source.attrs:
        stored = source.attrs.get_id(name)
        if h5py.check_string_dtype(stored.dtype) and stored.dtype.kind == "O":
            target.attrs[name] = source.attrs[name]
            continue
        space = stored.get_space()
        made = h5py.h5a.create(target.id, name.encode(), stored.get_type(), space)
        if space.get_simple_extent_type() != h5py.h5s.NULL:  # PyTables' form of an empty string
            value = numpy.empty(stored.shape, stored.dtype)
            stored.read(value, mtype=stored.get_type())
            made.write(value, mtype=stored.get_type())


parser = argparse.ArgumentParser()
parser.add_argument("input")
parser.add_argument("output")
parser.add_argument("--times", type=int, required=True)
options = parser.parse_args()

somas = connectome_frames.vertices(options.input, GROUP)[list(AXES)].to_numpy()
rows = walk_through(somas)
place = numpy.empty(len(rows), numpy.int64)
place[rows] = numpy.arange(len(rows))

with h5py.File(options.input, "r") as source, h5py.File(options.output, "w") as target:
    copy_attributes(source, target)
    copy_attributes(source["connectivity"], target.create_group("connectivity"))
    network = target.create_group(GROUP)
    copy_attributes(source[GROUP], network)
    source.copy(GROUP + "/vertex_properties", network)

    synapses = source[GROUP + "/edge_indices/axis1"].shape[0]
    scaled = []  # what has one row for each synapse; labels and names stay as they are
    for frame in ("edge_indices", "edges"):
        made = network.create_group(frame)
        copy_attributes(source[made.name], made)
        for name, dataset in source[made.name].items():
            if dataset.shape[:1] == (synapses,) and (name == "axis1" or name.endswith("_values")):
                copy = made.create_dataset(
                    name, (synapses * options.times, *dataset.shape[1:]), dataset.dtype)
                copy_attributes(dataset, copy)
                scaled.append(dataset.name)
            else:
                source.copy(dataset, made)

    post_name, post_column = column_of(source[GROUP + "/edge_indices"], "col")
    moved = [column_of(source[GROUP + "/edges"], axis) for axis in AXES]
    for first in range(0, synapses, CHUNK_ROWS):
        chunk = slice(first, min(first + CHUNK_ROWS, synapses))
        values = {name: source[name][chunk] for name in scaled}
        post = values[post_name][:, post_column].copy()
        places = [values[name][:, column].copy() for name, column in moved]
        for i in range(options.times):
            at = slice(chunk.start + i * synapses, chunk.stop + i * synapses)
            other = rows[(place[post] + i * PLACES_PER_COPY) % len(rows)]
            values[post_name][:, post_column] = other
            for axis, (name, column) in enumerate(moved):
                values[name][:, column] = places[axis] + somas[other, axis] - somas[post, axis]
            for name, data in values.items():
                labels = name.endswith("/axis1")
                target[name][at] = numpy.arange(at.start, at.stop) if labels else data
