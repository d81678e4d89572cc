#!/usr/bin/python3
"""python_statistics.py FILE.h5 GROUP... [--weight COLUMN] [--class COLUMN] [--position X,Y,Z]
[--triads] [--flag OUT] — the statistics of bench/stats_bench.cpp, as an analyst's script makes them with numpy
and igraph from the HDF5 file, with the connections in memory.

Prints {step: {"s": seconds, …}} for what is asked: the class matrix of every second class and of all (in the
order of `--classes`), distances of the first 10,000 neurons by blocks of numpy, three random
controls with matrix and reciprocity, igraph's swaps, and, with --triads, igraph's triad census. --flag writes the
connections as flagser reads them.
"""
import argparse
import json
import time

import igraph
import numpy
import pandas

import connectome_frames

FEW, BIN_NM, CONTROLS, BLOCK, SWAPS = 10_000, 50_000, 3, 500, 200_000

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("groups", nargs="+")
parser.add_argument("--weight", default="")
parser.add_argument("--class", dest="class_column", default="")
parser.add_argument("--classes", type=json.loads, default=[])
parser.add_argument("--position", default="")
parser.add_argument("--triads", action="store_true")
parser.add_argument("--flag", default="")
options = parser.parse_args()

group = options.groups[-1]
pairs, counts = connectome_frames.edge_frames(options.file, group, options.weight)
connections = connectome_frames.condense(pairs, None if group.endswith("/condensed") else counts)
vertices = connectome_frames.vertices(options.file, group)
pre, post = connections["row"].to_numpy(), connections["col"].to_numpy()
others = pre != post
pre, post = pre[others], post[others]
n = len(vertices)
said = {}
if options.flag:
    with open(options.flag, "w", encoding="ascii") as file:
        file.write("dim 0:\n" + " ".join(["0"] * n) + "\ndim 1:\n")
        pandas.DataFrame({"pre": pre, "post": post}).to_csv(file, sep=" ", header=False, index=False)


def timed(work):
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def matrix_of(pre, post, codes, size):
    return numpy.bincount(codes[pre] * size + codes[post], minlength=size * size)


def reciprocal(pre, post):
    forth, back = pre * n + post, post * n + pre
    return int(numpy.isin(forth, back).sum())


classes = options.classes or ["all"]
if options.class_column:
    names = vertices[options.class_column].astype(str)
    codes = pandas.Categorical(names, categories=classes).codes.astype(numpy.int64)
else:
    codes = numpy.zeros(n, numpy.int64)


def filtered():
    chosen = codes % 2 == 0
    kept = chosen[pre] & chosen[post]
    return matrix_of(pre[kept], post[kept], codes, len(classes))


for step, work in (("classes", filtered),
                   ("all_classes", lambda: matrix_of(pre, post, codes, len(classes)))):
    took, matrix = timed(work)
    said[step] = {"s": took, "connections": int(matrix.sum()),
                  "matrix": matrix.reshape(len(classes), -1).tolist()}

if options.position:
    nm = vertices[options.position.split(",")].to_numpy().astype(numpy.int64)[:FEW]
    within = (pre < len(nm)) & (post < len(nm))

    def distances():
        """[pairs by bin, connected by bin]; pairs at distance 0 are left out."""
        bins = numpy.zeros((2, 1), numpy.int64)

        def add(row, squared):
            nonlocal bins
            found = numpy.bincount((numpy.sqrt(squared[squared > 0]) // BIN_NM).astype(numpy.int64))
            if len(found) > bins.shape[1]:
                bins = numpy.pad(bins, ((0, 0), (0, len(found) - bins.shape[1])))
            bins[row, :len(found)] += found

        for first in range(0, len(nm), BLOCK):
            apart = (nm[first:first + BLOCK, None, :] - nm[None, :, :]).astype(float)
            add(0, (apart ** 2).sum(axis=2).ravel())
        add(1, ((nm[pre[within]] - nm[post[within]]).astype(float) ** 2).sum(axis=1))
        return bins

    took, bins = timed(distances)
    said["distance_of_few"] = {"s": took, "pairs": bins[0].tolist(), "connected": bins[1].tolist()}


def controls():
    random = numpy.random.default_rng(1)
    for _ in range(CONTROLS):
        kept = numpy.unique(pre * n + random.permutation(post))
        a, b = kept // n, kept % n
        a, b = a[a != b], b[a != b]
        matrix_of(a, b, codes, len(classes))
        reciprocal(a, b)


took, _ = timed(controls)
said["nulls"] = {"s": took / CONTROLS * 100, "measured": CONTROLS}

graph = igraph.Graph(n=n, edges=numpy.column_stack([pre, post]), directed=True)
took, _ = timed(lambda: graph.copy().rewire(n=SWAPS))
said["swaps"] = {"s": took, "tried": SWAPS}
if options.triads:
    took, census = timed(graph.triad_census)
    # Without 003, which overflows in some of its versions.
    said["triads"] = {"s": took, "census": {name: int(getattr(census, "t" + name)) for name in (
        "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U",
        "120C", "210", "300")}}
print(json.dumps(said))
