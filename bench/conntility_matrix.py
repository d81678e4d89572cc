#!/usr/bin/python3
"""conntility_matrix.py SOURCE FILE.h5 GROUP --class COLUMN --classes JSON — the class matrix after a filter, with
Connectome-utilities itself: every second class is kept, and its network condensed by class.

SOURCE is a copy of its source (the folder that holds the package conntility). What its package imports and this does not use may be
absent: readers of other formats, atlases, progress bars. Prints {"s", "load_s", "connections", "matrix"}.
"""
import argparse
import importlib.util
import json
import pathlib
import sys
import time
import types
from unittest import mock

UNUSED = ("voxcell", "voxcell.nexus", "voxcell.nexus.voxelbrain", "bluepysnap", "bluepysnap.exceptions", "libsonata",
          "lazy", "tqdm")

parser = argparse.ArgumentParser()
parser.add_argument("source")
parser.add_argument("file")
parser.add_argument("group")
parser.add_argument("--class", dest="class_column", required=True)
parser.add_argument("--classes", type=json.loads, required=True)
options = parser.parse_args()

for name in UNUSED:
    if "." in name or importlib.util.find_spec(name) is None:
        sys.modules.setdefault(name, mock.MagicMock())
# Its class of matrices alone: the package would import all the rest.
package = types.ModuleType("conntility")
package.__path__ = [str(pathlib.Path(options.source) / "conntility")]
sys.modules["conntility"] = package
from conntility.connectivity import ConnectivityMatrix  # noqa: E402

prefix, name = options.group.strip("/").rsplit("/", 1)
began = time.perf_counter()
whole = ConnectivityMatrix.from_h5(options.file, group_name=name, prefix=prefix)
load_s = time.perf_counter() - began
kept = options.classes[::2]
began = time.perf_counter()
condensed = whole.index(options.class_column).isin(kept).condense([options.class_column])
took = time.perf_counter() - began

there = [options.classes.index(one) for one in sorted(set(whole.vertices[options.class_column]) & set(kept))]
size = len(options.classes)
matrix = [[0] * size for _ in range(size)]
counts = condensed.array
for i, a in enumerate(there):
    for j, b in enumerate(there):
        matrix[a][b] = int(counts[i, j])
print(json.dumps({"s": took, "load_s": load_s, "connections": sum(map(sum, matrix)), "matrix": matrix}))
