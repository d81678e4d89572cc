#!/usr/bin/python3
"""pandas_class_matrix.py FILE.h5 GROUP... [--weight COLUMN] [--class COLUMN]
[--with pandas|numpy] — the class matrix as an analyst's script makes it, from the HDF5 file.

With pandas: the classes are joined to the pairs and grouped. With numpy: the classes' codes are
counted, the fastest way known to us in Python. Of two groups the condensed one is read, unless its
counts are not synapses because the other's rows have weights.

Prints {"neurons", "connections", "synapses", "autapses", "groups", "matrix", "synapse_matrix",
"seconds": {"read", "count"}}; like the tool's, the matrices leave autapses out.
"""
import argparse
import json
import time

import numpy
import pandas

import connectome_frames

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("groups", nargs="+")
parser.add_argument("--weight", default="")
parser.add_argument("--class", dest="class_column", default="")
parser.add_argument("--with", dest="way", choices=("pandas", "numpy"), default="pandas")
options = parser.parse_args()

began = time.perf_counter()
condensed = (options.groups[-1].endswith("/condensed") and
             (len(options.groups) == 1 or not connectome_frames.has_edge_column(
                 options.file, options.groups[0], options.weight)))
group = options.groups[-1 if condensed else 0]
pairs, counts = connectome_frames.edge_frames(options.file, group, options.weight)
vertices = connectome_frames.vertices(options.file, group)
read = time.perf_counter()

if condensed:
    connections = pairs.assign(synapses=1 if counts is None else counts)
    connections = connections[connections["synapses"] > 0]
else:
    connections = connectome_frames.condense(pairs, counts)
if options.class_column:
    classes = pandas.Categorical(vertices[options.class_column].astype(str))
else:
    classes = pandas.Categorical(["all"] * len(vertices))
groups = list(classes.categories)
pre, post = connections["row"].to_numpy(), connections["col"].to_numpy()
synapses = connections["synapses"].to_numpy()
others = pre != post

if options.way == "pandas":
    cells = (connections[others]
             .assign(pre_class=classes.take(pre[others]), post_class=classes.take(post[others]))
             .groupby(["pre_class", "post_class"], observed=False)["synapses"]
             .agg(["size", "sum"]))
    matrix = cells["size"].unstack().reindex(index=groups, columns=groups).to_numpy()
    synapse_matrix = cells["sum"].unstack().reindex(index=groups, columns=groups).to_numpy()
else:
    codes = classes.codes.astype(numpy.int64)
    cell = codes[pre[others]] * len(groups) + codes[post[others]]
    shape = (len(groups), len(groups))
    size = len(groups) ** 2
    matrix = numpy.bincount(cell, minlength=size).reshape(shape)
    # Sums of whole numbers below 2^53: exact in the doubles that bincount adds in.
    synapse_matrix = numpy.bincount(cell, weights=synapses[others], minlength=size).reshape(shape)
counted = time.perf_counter()

print(json.dumps({
    "neurons": len(vertices), "connections": len(connections), "synapses": int(synapses.sum()),
    "autapses": int((~others).sum()), "groups": groups,
    "matrix": numpy.asarray(matrix).astype(int).tolist(),
    "synapse_matrix": numpy.asarray(synapse_matrix).astype(int).tolist(),
    "seconds": {"read": read - began, "count": counted - read}}))
