#!/usr/bin/python3
"""pandas_condense.py FILE.h5 GROUP... [--weight COLUMN] — what an analyst's script does before it
can begin: read every frame of the groups, and make one row for each pair of neurons out of the
first. A second group is what the file itself says of the pairs; the two are compared.

Prints {"neurons", "connections", "synapses", "seconds": {"read", "group"}}.
"""
import argparse
import json
import sys
import time

import numpy

import connectome_frames

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("groups", nargs="+")
parser.add_argument("--weight", default="")
options = parser.parse_args()

began = time.perf_counter()
frames = [connectome_frames.edge_frames(options.file, group, options.weight)
          for group in options.groups]
vertices = [connectome_frames.vertices(options.file, group) for group in options.groups]
read = time.perf_counter()
connections = connectome_frames.condense(*frames[0])
grouped = time.perf_counter()

for pairs, counts in frames[1:]:
    # Where a column of the first group weighs its rows, the condensed group counts those rows.
    comparable = counts is not None and frames[0][1] is None
    names = ["row", "col"] + (["synapses"] if comparable else [])
    said = pairs.assign(synapses=counts).sort_values(["row", "col"])
    if not numpy.array_equal(said[names].to_numpy(), connections[names].to_numpy()):
        sys.exit("pandas_condense: the condensed group is not what grouping the other one gives")

print(json.dumps({
    "neurons": len(vertices[0]), "connections": len(connections),
    "synapses": int(connections["synapses"].sum()),
    "seconds": {"read": read - began, "group": grouped - read}}))
