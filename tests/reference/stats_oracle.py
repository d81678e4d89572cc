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
import scipy.sparse
import scipy.stats

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


def score_tests(cells, pairs):
    """(p-values, adjusted p-values) of each cell against the share of all, by scipy; None where
    fewer than 5 connections, or fewer than 5 pairs without one, are expected."""
    share = cells.sum() / pairs.sum() if pairs.sum() else 0
    p_values = numpy.full(cells.shape, numpy.nan)
    for at in numpy.ndindex(cells.shape):
        expected = pairs[at] * share
        if expected >= 5 and pairs[at] - expected >= 5:
            z = (cells[at] - expected) / math.sqrt(expected * (1 - share))
            p_values[at] = 2 * scipy.stats.norm.sf(abs(z))
    tested = numpy.flatnonzero(~numpy.isnan(p_values.ravel()))
    adjusted = numpy.full(cells.size, numpy.nan)
    values = p_values.ravel()[tested]
    for i, at in enumerate(tested):
        later = values[values >= values[i]]
        ranks = numpy.array([(values <= value).sum() for value in later])
        adjusted[at] = min(1, (later * len(values) / ranks).min())
    return p_values, adjusted.reshape(cells.shape), len(tested)


def or_none(array):
    return [[None if math.isnan(value) else float(value) for value in row] for row in array]


TRIADS = ("003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D",
          "120U", "120C", "210", "300")


def motifs(n, pre, post):
    """The keys of triads and simplices, by networkx, igraph and scipy. No self-loops in."""
    graph = igraph.Graph(n=n, edges=list(zip(pre.tolist(), post.tolist())), directed=True)
    census = graph.triad_census() if n >= 3 else None
    by_name = {name: int(census[name]) if census else 0 for name in TRIADS}
    if n >= 3:
        # igraph leaves the empty triads negative where their number passes 2^31.
        by_name["003"] = math.comb(n, 3) - sum(by_name[name] for name in TRIADS[1:])
    if 3 <= n <= 1500:
        directed = networkx.DiGraph()
        directed.add_nodes_from(range(n))
        directed.add_edges_from(zip(pre.tolist(), post.tolist()))
        found = networkx.triadic_census(directed)
        # networkx 2.8 and igraph call 111U and 111D the other way round.
        assert {name: found[name] for name in TRIADS} in (
            by_name, {**by_name, "111U": by_name["111D"], "111D": by_name["111U"]})

    matrix = scipy.sparse.csr_matrix((numpy.ones(len(pre), dtype=numpy.int64), (pre, post)), (n, n))
    both = matrix.multiply(matrix.T).tocsr()
    either = ((matrix + matrix.T) > 0).astype(numpy.int64).tocsr()
    out, into = numpy.asarray(matrix.sum(1)).ravel(), numpy.asarray(matrix.sum(0)).ravel()
    rec = numpy.asarray(both.sum(1)).ravel()
    neighbors = numpy.asarray(either.sum(1)).ravel()
    closed = numpy.asarray((either @ either).multiply(either).sum(1)).ravel() // 2
    paths = matrix @ matrix
    first = numpy.asarray(paths.multiply(matrix).sum(1)).ravel()
    last = numpy.asarray(paths.multiply(matrix).sum(0)).ravel()
    between = numpy.asarray((matrix.T @ matrix).multiply(matrix).sum(1)).ravel()
    transitive = first + last + between  # directed 2-simplices that hold each neuron
    total = out + into
    possible = total * (total - 1) - (out * into + rec)
    triples = int((neighbors * (neighbors - 1) // 2).sum())
    two_paths = int((out * into - rec).sum())
    some, can = neighbors >= 2, possible > 0
    return {
        "triad_census": by_name,
        "motifs": {
            "triangles": int(closed.sum()) // 3, "connected_triples": triples,
            "transitivity": float(closed.sum() / triples) if triples else None,
            "transitive_triples": int(first.sum()), "two_paths": two_paths,
            "transitive_share": float(first.sum() / two_paths) if two_paths else None,
            "mean_clustering": float((closed[some] / (neighbors[some] * (neighbors[some] - 1) / 2)).mean())
            if some.any() else None,
            "clustering_neurons": int(some.sum()),
            "mean_transitive_clustering": float((transitive[can] / possible[can]).mean())
            if can.any() else None,
            "transitive_clustering_neurons": int(can.sum())},
        **simplices(n, matrix)}


def simplices(n, matrix):
    """Directed simplices by trying every next vertex; cliques of the symmetric and the reciprocal
    graph by networkx."""
    targets = [set(matrix.indices[matrix.indptr[v]:matrix.indptr[v + 1]].tolist()) for v in range(n)]
    directed, holds = [n], [set(range(n))]

    def extend(chain, candidates):
        for v in candidates:
            longer = chain + [v]
            dimension = len(longer) - 1
            if len(directed) <= dimension:
                directed.append(0)
                holds.append(set())
            directed[dimension] += 1
            holds[dimension].update(longer)
            extend(longer, candidates & targets[v])
    for v in range(n):
        extend([v], targets[v])

    def cliques(symmetric):
        counts = [n]
        undirected = networkx.from_scipy_sparse_array(symmetric)
        for clique in networkx.enumerate_all_cliques(undirected):
            while len(counts) < len(clique):
                counts.append(0)
            if len(clique) > 1:
                counts[len(clique) - 1] += 1
        return counts
    return {"directed_simplices": directed,
            "simplices": {"cliques": cliques(((matrix + matrix.T) > 0).astype(int)),
                          "reciprocal": cliques(matrix.multiply(matrix.T)),
                          "neurons_in": [len(members) for members in holds], "truncated": False}}


def statistics(vertices, connections, mask, group_by=None, analyzable=None, post_mask=None,
               min_synapses=1, with_motifs=False, extended=None, dendrites=None):
    """What the tool must say of the connections from the neurons in `mask` to those in `post_mask`
    (without one: to the same). `group_by` is a column of vertices; `analyzable` a mask, or None
    where the dataset does not say; so are `extended` (axons) and `dendrites` (proofread). With motifs: those keys, too (one set only)."""
    post_mask = mask if post_mask is None else post_mask
    connections = connections[connections["synapses"] >= min_synapses]
    members = numpy.flatnonzero(mask | post_mask)
    n = len(members)
    is_pre, is_post = mask[members], post_mask[members]
    inside = connections[mask[connections["pre"]] & post_mask[connections["post"]]]
    new_index = numpy.full(len(vertices), -1)
    new_index[members] = numpy.arange(n)
    pre = new_index[inside["pre"]]
    post = new_index[inside["post"]]
    synapses = inside["synapses"].to_numpy()
    loop = pre == post

    # Reciprocity twice, by two libraries that know nothing of each other.
    everything = set(zip(connections["pre"].tolist(), connections["post"].tolist()))
    answers = numpy.array([(v, u) in everything and u != v for u, v in
                           zip(inside["pre"].tolist(), inside["post"].tolist())], dtype=bool)
    answered = int(answers.sum())
    reciprocal = len({frozenset(pair) for pair in
                      zip(pre[answers].tolist(), post[answers].tolist())})
    graph = igraph.Graph(n=n, edges=list(zip(pre.tolist(), post.tolist())), directed=True)
    if (is_pre == is_post).all():
        assert graph.dyad_census()[0] == reciprocal, "pandas and igraph disagree"

    in_degrees = numpy.array(graph.degree(mode="in", loops=False), dtype=int)[is_post]
    out_degrees = numpy.array(graph.degree(mode="out", loops=False), dtype=int)[is_pre]
    in_strengths = numpy.bincount(post[~loop], weights=synapses[~loop], minlength=n).astype(int)[is_post]
    out_strengths = numpy.bincount(pre[~loop], weights=synapses[~loop], minlength=n).astype(int)[is_pre]
    without_loops = int((~loop).sum())
    n_pre, n_post = int(is_pre.sum()), int(is_post.sum())
    pairs = n_pre * n_post - int((is_pre & is_post).sum())
    value, low, high = wilson(without_loops, pairs)
    answered_low, answered_high = wilson(answered, without_loops)[1:]
    if (is_pre == is_post).all() and without_loops:
        # Pairs are independent, not connections: of the connected ones those that are mutual.
        mutual, one_way, _ = graph.copy().simplify().dyad_census()
        answered_low, answered_high = (2 * x / (1 + x) for x in wilson(mutual, mutual + one_way)[1:])

    labels = (["all"] * n if group_by is None
              else vertices[group_by].astype(str).to_numpy()[members].tolist())
    groups = sorted(set(labels))
    code = {name: i for i, name in enumerate(groups)}
    codes = numpy.array([code[name] for name in labels], dtype=int)
    sizes = numpy.bincount(codes[is_pre], minlength=len(groups))
    post_sizes = numpy.bincount(codes[is_post], minlength=len(groups))
    twice = numpy.bincount(codes[is_pre & is_post], minlength=len(groups))
    cells = numpy.zeros((len(groups), len(groups)), dtype=int)
    cell_synapses = cells.copy()
    if n:
        numpy.add.at(cells, (codes[pre[~loop]], codes[post[~loop]]), 1)
        numpy.add.at(cell_synapses, (codes[pre[~loop]], codes[post[~loop]]), synapses[~loop])
    cell_pairs = numpy.outer(sizes, post_sizes) - numpy.diag(twice)
    cell_answered, cell_valid = numpy.zeros_like(cells), numpy.zeros_like(cells)
    if n:
        numpy.add.at(cell_answered, (codes[pre[answers]], codes[post[answers]]), 1)
    # The way back: from a post neuron to a pre neuron, in the cell of the pair turned around.
    turned = connections[post_mask[connections["pre"]] & mask[connections["post"]]
                         & (connections["pre"] != connections["post"])]
    cell_back, way_back = numpy.zeros_like(cells), len(turned)
    if n:
        numpy.add.at(cell_back, (codes[new_index[turned["post"]]], codes[new_index[turned["pre"]]]), 1)
    output_share = cell_synapses / numpy.where(cell_synapses.sum(1) == 0, numpy.nan, cell_synapses.sum(1))[:, None]
    input_share = cell_synapses / numpy.where(cell_synapses.sum(0) == 0, numpy.nan, cell_synapses.sum(0))[None, :]
    p_values, adjusted, tests = score_tests(cells, cell_pairs)
    cell_wilson = [[wilson(int(cells[i, j]), int(cell_pairs[i, j])) for j in range(len(groups))]
                   for i in range(len(groups))]

    analyzable_here = numpy.zeros(n, dtype=bool) if analyzable is None else analyzable[members] & is_pre
    valid_pre = int(analyzable_here.sum())
    valid_pairs = valid_pre * n_post - int((analyzable_here & is_post).sum())
    valid = analyzable_here[pre] & ~loop
    numpy.add.at(cell_valid, (codes[pre[valid]], codes[post[valid]]), 1)
    cell_valid_pairs = (numpy.outer(numpy.bincount(codes[analyzable_here], minlength=len(groups)), post_sizes)
                        - numpy.diag(numpy.bincount(codes[analyzable_here & is_post], minlength=len(groups))))
    valid_connections = int(analyzable_here[pre[~loop]].sum())
    valid = wilson(valid_connections, valid_pairs)

    def of_degrees(degrees, name):
        return {name: histogram(degrees),
                "mean_" + name: float(degrees.mean()) if len(degrees) else None,
                "median_" + name: float(numpy.median(degrees)) if len(degrees) else None,
                "max_" + name: int(degrees.max()) if len(degrees) else None}

    return {
        **(motifs(n, pre[~loop], post[~loop]) if with_motifs else {}),
        "neurons": n,
        "pre_neurons": n_pre,
        "post_neurons": n_post,
        "connections": len(inside),
        "synapses": int(synapses.sum()),
        "autapses": int(loop.sum()),
        "reciprocal_pairs": reciprocal,
        "connection_probability": {"value": value, "connections": without_loops, "pairs": pairs,
                                   "wilson_low": low, "wilson_high": high},
        "density": {"value": len(inside) / (n_pre * n_post) if n_pre * n_post else None,
                    "connections": len(inside), "cells": n_pre * n_post},
        "reciprocity": {"value": answered / without_loops if without_loops else None,
                        "reciprocal_connections": answered, "connections": without_loops,
                        "wilson_low": answered_low, "wilson_high": answered_high,
                        "expected": way_back / pairs if pairs else None,
                        "over_expected": answered * pairs / (without_loops * way_back)
                        if without_loops and way_back else None},
        "degrees": {**of_degrees(in_degrees, "in"), **of_degrees(out_degrees, "out")},
        "strengths": {**of_degrees(in_strengths, "in"), **of_degrees(out_strengths, "out"),
                      "synapses_per_connection": histogram(synapses[~loop])},
        "class_matrix": {
            "groups": groups, "sizes": sizes.tolist(),
            "post_groups": groups, "post_sizes": post_sizes.tolist(),
            "connections": cells.tolist(), "synapses": cell_synapses.tolist(),
            "pairs": cell_pairs.tolist(),
            "probability": [[cell[0] for cell in row] for row in cell_wilson],
            "wilson_low": [[cell[1] for cell in row] for row in cell_wilson],
            "wilson_high": [[cell[2] for cell in row] for row in cell_wilson],
            "output_share": or_none(output_share), "input_share": or_none(input_share),
            "answered": cell_answered.tolist(), "way_back": cell_back.tolist(),
            "analyzable_connections": cell_valid.tolist(), "analyzable_pairs": cell_valid_pairs.tolist(),
            "overall_probability": value, "tests": tests,
            "p_value": or_none(p_values), "q_value": or_none(adjusted)},
        "validity": {"analyzable_pre_neurons": valid_pre, "pairs": valid_pairs,
                     "connections": valid_connections, "connection_probability": valid[0],
                     "wilson_low": valid[1], "wilson_high": valid[2],
                     **pair_shares(mask, post_mask, analyzable, extended, dendrites)},
    }


def pair_shares(pre, post, analyzable, extended, dendrites):
    """Of the ordered pairs, the shares that were proofread, and the verdict that follows."""
    def count(starts, ends):
        return int(starts.sum()) * int(ends.sum()) - int((starts & ends).sum())
    pairs = count(pre, post)

    def share(known, starts, ends):
        return count(starts, ends) / pairs if known is not None and pairs else None
    analyzable_share = share(analyzable, pre & analyzable, post) if analyzable is not None else None
    extended_share = share(extended, pre & extended, post) if extended is not None else None
    verdict = ("not known" if analyzable_share is None else "sound" if extended_share >= 0.9
               else "with care" if analyzable_share >= 0.5 else "not reliable")
    return {"verdict": verdict, "all_pairs": pairs, "analyzable_share": analyzable_share,
            "extended_share": extended_share,
            "dendrite_share": share(dendrites, pre, post & dendrites) if dendrites is not None else None}


def with_status(vertices, compartment, words):
    """Neurons whose axon or dendrite has one of these statuses, or None where no column says."""
    for name in SHORT_NAMES[compartment]:
        if name in vertices.columns:
            return vertices[name].astype(str).isin(words).to_numpy()
    return None


def analyzable_axons(vertices):
    return with_status(vertices, "axon", ["clean", "extended"])


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
