#!/usr/bin/python3
"""stats_oracle.py -- the statistics of `connectoscope stats DIR --json`, a second time and from the
HDF5 file: pandas reads it, numpy, networkx and igraph count. Written from docs/statistics.md alone;
shares no code with the tool.

As a program:  stats_oracle.py FILE.h5 [--group G] [--weight COLUMN] [--where CLAUSE]... [--group-by COLUMN]
prints the same keys, so that a person can compare by eye. As a module: connectome(), statistics().
"""

import argparse
import json
import math

import h5py
import igraph
import networkx
import numpy
import pandas

SHORT_NAMES = {
    "class": ("cell_type", "mtype", "cell_class", "class"),
    "region": ("tentative_region", "region", "Soma Region"),
    "axon": ("axon_status", "status_axon"),
    "dendrite": ("dendrite_status", "status_dendrite"),
}


def vertex_properties(path, group):
    """The vertex table, one row per neuron in the file's order."""
    return pandas.read_hdf(path, group + "/vertex_properties").reset_index(drop=True)


def connectome(path, group, weight=None):
    """(vertices, connections): a table of neurons, and a table pre, post, synapses with one row for
    each ordered pair. `group` is the whole path of a network. `weight` names the edge column that
    counts synapses; without it every row of the network is one synapse."""
    vertices = vertex_properties(path, group)
    with h5py.File(path, "r") as file:
        indices = file[group + "/edge_indices/block0_values"][:]
    edges = pandas.DataFrame({"pre": indices[:, 0], "post": indices[:, 1], "synapses": 1})
    if weight is not None:
        columns = pandas.read_hdf(path, group + "/edges")
        by_name = {str(name): name for name in columns.columns}
        edges["synapses"] = columns[by_name[weight]].to_numpy()
        edges = edges[edges["synapses"] > 0]
    connections = edges.groupby(["pre", "post"], as_index=False)["synapses"].sum()
    return vertices, connections


def column_name(name, vertices):
    """A column by its own name, or by the short form of what it means."""
    if name in vertices.columns:
        return name
    for candidate in SHORT_NAMES.get(name, ()):
        if candidate in vertices.columns:
            return candidate
    raise SystemExit(f"no column {name}")


def chosen_by(clauses, vertices):
    """A mask of the neurons that pass every clause: "class=23P,4P", "indegree=100..500"."""
    mask = numpy.ones(len(vertices), dtype=bool)
    for clause in clauses:
        name, values = clause.split("=", 1)
        column = vertices[column_name(name, vertices)]
        if pandas.api.types.is_numeric_dtype(column):
            low, dots, high = values.partition("..")
            low, high = (low, high) if dots else (low, low)
            mask &= (column >= float(low or "-inf")).to_numpy()
            mask &= (column <= float(high or "inf")).to_numpy()
        else:
            mask &= column.astype(str).isin(values.split(",")).to_numpy()
    return mask


def wilson(connections, pairs):
    """(value, low, high) of a proportion at 95 %, or three None."""
    if pairs == 0:
        return None, None, None
    z = 1.959963984540054
    p = connections / pairs
    center = (p + z * z / (2 * pairs)) / (1 + z * z / pairs)
    half = z / (1 + z * z / pairs) * math.sqrt(p * (1 - p) / pairs + z * z / (4 * pairs * pairs))
    return p, center - half, center + half


def histogram(values):
    return numpy.bincount(values).tolist() if len(values) else []


def statistics(vertices, connections, mask, group_by=None, analyzable=None):
    """What the tool must say of the neurons in `mask`. `group_by` is a column of vertices;
    `analyzable` a mask, or None where the dataset does not say."""
    members = numpy.flatnonzero(mask)
    n = len(members)
    inside = connections[mask[connections["pre"]] & mask[connections["post"]]]
    new_index = numpy.full(len(vertices), -1)
    new_index[members] = numpy.arange(n)
    pre = new_index[inside["pre"]]
    post = new_index[inside["post"]]
    synapses = inside["synapses"].to_numpy()
    loop = pre == post

    # Reciprocity twice, by two libraries that know nothing of each other.
    directed = networkx.DiGraph()
    directed.add_nodes_from(range(n))
    directed.add_edges_from(zip(pre[~loop].tolist(), post[~loop].tolist()))
    reciprocal = sum(1 for u, v in directed.edges if u < v and directed.has_edge(v, u))
    graph = igraph.Graph(n=n, edges=list(zip(pre.tolist(), post.tolist())), directed=True)
    assert graph.dyad_census()[0] == reciprocal, "networkx and igraph disagree"

    in_degrees = numpy.array(graph.degree(mode="in", loops=False), dtype=int)
    out_degrees = numpy.array(graph.degree(mode="out", loops=False), dtype=int)
    without_loops = int((~loop).sum())
    pairs = n * (n - 1)
    value, low, high = wilson(without_loops, pairs)

    labels = (["all"] * n if group_by is None
              else vertices[group_by].astype(str).to_numpy()[members].tolist())
    groups = sorted(set(labels))
    code = {name: i for i, name in enumerate(groups)}
    codes = numpy.array([code[name] for name in labels], dtype=int)
    sizes = numpy.bincount(codes, minlength=len(groups))
    cells = numpy.zeros((len(groups), len(groups)), dtype=int)
    cell_synapses = cells.copy()
    if n:
        numpy.add.at(cells, (codes[pre[~loop]], codes[post[~loop]]), 1)
        numpy.add.at(cell_synapses, (codes[pre[~loop]], codes[post[~loop]]), synapses[~loop])
    cell_pairs = numpy.outer(sizes, sizes) - numpy.diag(sizes)
    cell_wilson = [[wilson(int(cells[i, j]), int(cell_pairs[i, j])) for j in range(len(groups))]
                   for i in range(len(groups))]

    analyzable_here = numpy.zeros(n, dtype=bool) if analyzable is None else analyzable[members]
    valid_pre = int(analyzable_here.sum())
    valid_pairs = valid_pre * max(n - 1, 0)
    valid_connections = int(analyzable_here[pre[~loop]].sum())
    valid = wilson(valid_connections, valid_pairs)

    def of_degrees(degrees, name):
        return {name: histogram(degrees),
                "mean_" + name: float(degrees.mean()) if n else None,
                "median_" + name: float(numpy.median(degrees)) if n else None,
                "max_" + name: int(degrees.max()) if n else None}

    return {
        "neurons": n,
        "connections": len(inside),
        "synapses": int(synapses.sum()),
        "autapses": int(loop.sum()),
        "reciprocal_pairs": reciprocal,
        "connection_probability": {"value": value, "connections": without_loops, "pairs": pairs,
                                   "wilson_low": low, "wilson_high": high},
        "density": {"value": len(inside) / n**2 if n else None, "connections": len(inside),
                    "cells": n**2},
        "reciprocity": {"value": 2 * reciprocal / without_loops if without_loops else None,
                        "reciprocal_connections": 2 * reciprocal, "connections": without_loops},
        "degrees": {**of_degrees(in_degrees, "in"), **of_degrees(out_degrees, "out")},
        "class_matrix": {
            "groups": groups, "sizes": sizes.tolist(),
            "connections": cells.tolist(), "synapses": cell_synapses.tolist(),
            "pairs": cell_pairs.tolist(),
            "probability": [[cell[0] for cell in row] for row in cell_wilson],
            "wilson_low": [[cell[1] for cell in row] for row in cell_wilson],
            "wilson_high": [[cell[2] for cell in row] for row in cell_wilson]},
        "validity": {"analyzable_pre_neurons": valid_pre, "pairs": valid_pairs,
                     "connections": valid_connections, "connection_probability": valid[0],
                     "wilson_low": valid[1], "wilson_high": valid[2]},
    }


def analyzable_axons(vertices):
    """Neurons whose axon is clean or extended, or None where no column says."""
    for name in SHORT_NAMES["axon"]:
        if name in vertices.columns:
            return vertices[name].astype(str).isin(["clean", "extended"]).to_numpy()
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--group", default="/connectivity/condensed")
    parser.add_argument("--weight")
    parser.add_argument("--where", action="append", default=[])
    parser.add_argument("--group-by")
    options = parser.parse_args()
    vertices, connections = connectome(options.file, options.group, options.weight)
    group_by = column_name(options.group_by, vertices) if options.group_by else None
    print(json.dumps(statistics(vertices, connections, chosen_by(options.where, vertices), group_by,
                                analyzable_axons(vertices))))


if __name__ == "__main__":
    main()
