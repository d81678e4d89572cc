#!/usr/bin/python3
"""compare_test.py CONNECTOSCOPE -- set A against set B of `stats --and-where-b`: counts and differences
are numpy's, and p is that of permutations which numpy draws, within the scatter of both samples."""

import fractions
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import networkx as nx
import numpy as np
import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import stats_oracle  # noqa: E402

TOOL = sys.argv[1]
PERMUTATIONS = 400
failures = []


def check(condition, sentence):
    if not condition:
        failures.append(sentence)


def run(*arguments):
    done = subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{arguments}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def counts(matrix, mask):
    """Neurons, connections, answered connections and synapses among the neurons of a mask."""
    inside = matrix[np.ix_(mask, mask)]
    there = inside > 0
    return np.array([mask.sum(), there.sum(), (there & there.T).sum(), inside.sum()])


def statistics(found):
    neurons, connections, answered, synapses = map(fractions.Fraction, found.tolist())  # exact: equal is equal
    return np.array([connections / (neurons * (neurons - 1)), answered / connections, connections / neurons,
                     synapses / connections])


def wilson(k, n):
    """The roots of the equation that Wilson's interval is: |p - k / n| = z sqrt(p (1 - p) / n)."""
    z2 = 1.959963984540054 ** 2
    return np.sort(np.roots([n * n + n * z2, -2 * k * n - n * z2, k * k]).real)


def compare_intervals(told, side, there, where):
    """n and the intervals of one set, of its own matrix of connections."""
    n, k, pairs = len(there), int(there.sum()), int((there & there.T).sum()) // 2
    degrees = there.sum(axis=1)
    of_pairs = wilson(pairs, k - pairs)
    expected = {
        "connection_probability": (n * (n - 1), wilson(k, n * (n - 1))),
        "reciprocity": (k, 2 * of_pairs / (1 + of_pairs)),
        "mean_degree": (n, degrees.mean() + np.array([-1, 1]) * 1.959963984540054 * degrees.std(ddof=1) / n ** 0.5),
        "synapses_per_connection": (k, None)}
    for name, (rests_on, interval) in expected.items():
        one = told[name]
        check(one[side + "_n"] == rests_on, f"{where}: n of {name} is {one[side + '_n']}, numpy has {rests_on}")
        ends = [one[side + "_low"], one[side + "_high"]]
        check(ends == [None, None] if interval is None else np.allclose(ends, interval, rtol=1e-9, atol=1e-12),
              f"{where}: {name} lies in {ends}, numpy has {interval}")


def compare(folder, vertices, matrix, a_clause, b_clause, min_synapses):
    told = json.loads(run("stats", str(folder), "--json", "--only", "compare", "--where", a_clause,
                          "--and-where-b", b_clause, "--min-synapses", str(min_synapses),
                          "--controls", str(PERMUTATIONS)))
    where = f"{a_clause} against {b_clause}"
    comparison = told["comparison"]
    a, b = stats_oracle.chosen_by([a_clause], vertices), stats_oracle.chosen_by([b_clause], vertices)
    check(comparison["shared_neurons"] == (a & b).sum(), f"{where}: shared neurons")
    a, b = a & ~b, b & ~a
    kept = np.where(matrix >= min_synapses, matrix, 0)
    for name, mask in (("a", a), ("b", b)):
        check(list(comparison[name].values()) == counts(kept, mask).tolist(), f"{where}: counts of {name}")
    check(set(told["comparison_validity"]) == {"a", "b"}, f"{where}: no verdicts")
    for side, mask in (("a", a), ("b", b)):
        compare_intervals(comparison["statistics"], side, kept[np.ix_(mask, mask)] > 0, f"{where}: {side}")
    observed = statistics(counts(kept, a)) - statistics(counts(kept, b))
    random, members = np.random.default_rng(1), np.flatnonzero(a | b)
    drawn = []
    for _ in range(PERMUTATIONS):
        first = np.zeros(len(matrix), dtype=bool)
        first[random.permutation(members)[:a.sum()]] = True
        drawn.append(statistics(counts(kept, first)) - statistics(counts(kept, (a | b) & ~first)))
    drawn = np.array(drawn)
    high, low = [(1 + side(drawn, observed).sum(axis=0)) / (1 + PERMUTATIONS)
                 for side in (np.greater_equal, np.less_equal)]
    observed, drawn = observed.astype(float), drawn.astype(float)
    for i, (name, one) in enumerate(comparison["statistics"].items()):
        said = f"{where}: {name}"
        check(abs(one["difference"] - observed[i]) <= 1e-12, f"{said}: difference {one['difference']}, {observed[i]}")
        check(one["p"] == min(1, 2 * min(one["p_high"], one["p_low"])), f"{said}: p {one['p']}")
        for side, ours, theirs in (("high", one["p_high"], high[i]), ("low", one["p_low"], low[i])):
            # Five standard errors of the difference of two samples.
            spread = 5 * (2 * theirs * (1 - theirs) / PERMUTATIONS) ** 0.5 + 4 / PERMUTATIONS
            check(abs(ours - theirs) <= spread, f"{said}: p {side} {ours}, numpy has {theirs}")
        check(abs(one["sd"] / drawn[:, i].std(ddof=1) - 1) < 0.25, f"{said}: sd {one['sd']}")
    return comparison


def block_counts(matrix, rows, columns):
    """Senders, receivers, pairs, connections, answered ones and synapses of a block."""
    inside = np.outer(rows, columns) & ~np.eye(len(matrix), dtype=bool)
    there = inside & (matrix > 0)
    return np.array([rows.sum(), columns.sum(), inside.sum(), there.sum(), (there & (matrix.T > 0)).sum(),
                     matrix[there].sum()])


def block_statistics(found):
    senders, receivers, pairs, connections, answered, synapses = map(fractions.Fraction, found.tolist())
    return np.array([connections / pairs, connections / receivers, connections / senders, answered / connections,
                     synapses / connections])


BLOCK_NAMES = ("connection_probability", "mean_in_degree", "mean_out_degree", "reciprocity", "synapses_per_connection")


def compare_blocks(folder, vertices, matrix, a, b, min_synapses):
    """Block A against block B, each a clause of its senders and one of its receivers, by numpy's matrices."""
    where = f"{a} against {b} with {min_synapses}"
    options = [part for name, clause in zip(("--where", "--and-where-post", "--and-where-b", "--and-where-b-post"),
                                            (*a, *b)) if clause for part in (name, clause)]
    asked = ("stats", str(folder), "--json", "--only", "compare", "--min-synapses", str(min_synapses), *options)
    told = json.loads(run(*asked, "--controls", str(PERMUTATIONS)))
    comparison = told["comparison"]
    kept = np.where(matrix >= min_synapses, matrix, 0)
    sides = [[stats_oracle.chosen_by([clause or block[0]], vertices) for clause in block] for block in (a, b)]
    counts_of = [block_counts(kept, *side) for side in sides]
    for name, expected in zip("ab", counts_of):
        keys = ("pre_neurons", "post_neurons", "pairs", "connections", "answered", "synapses")
        check([comparison[name][key] for key in keys] == expected.tolist(), f"{where}: counts of {name}")
        # And as the same block has them by itself.
        alone = json.loads(run("stats", str(folder), "--json", "--only", "counts", "--min-synapses", str(min_synapses),
                               "--where", (a, b)["ab".index(name)][0],
                               *(("--and-where-post", (a, b)["ab".index(name)][1]) if (a, b)["ab".index(name)][1] else ())))
        for key in ("connection_probability", "reciprocity"):
            check(comparison["statistics"][key][name] == alone[key]["value"], f"{where}: {key} of {name} is not its own")
    check(set(told["comparison_validity"]) == {"a", "b"}, f"{where}: no verdicts")
    observed = block_statistics(counts_of[0]) - block_statistics(counts_of[1])
    for side, (rows, columns), found in zip("ab", sides, counts_of):
        degrees = ((matrix >= min_synapses) & np.outer(rows, columns) & ~np.eye(len(matrix), dtype=bool))[rows].sum(axis=1)
        error = 1.959963984540054 * degrees.std(ddof=1) / len(degrees) ** 0.5
        one = comparison["statistics"]["mean_out_degree"]
        check(one[side + "_n"] == len(degrees), f"{where}: n of mean_out_degree")
        check(np.allclose([one[side + "_low"], one[side + "_high"]],
                          [max(0, degrees.mean() - error), degrees.mean() + error]), f"{where}: mean_out_degree of {side}")
    p, low, high = zip(*((found[3] / found[2], *wilson(int(found[3]), int(found[2]))) for found in counts_of))
    difference = comparison["statistics"]["connection_probability"]
    for end, value in (("difference_low", p[0] - p[1] - np.hypot(p[0] - low[0], high[1] - p[1])),
                       ("difference_high", p[0] - p[1] + np.hypot(high[0] - p[0], p[1] - low[1]))):
        check(abs(difference[end] - value) < 1e-12, f"{where}: {end} is {difference[end]}, numpy has {value}")
    for i, side in enumerate(("pre", "post")):
        one, other = sides[0][i], sides[1][i]
        check(comparison["dealt"][side] == {"a": int((one & ~other).sum()), "b": int((other & ~one).sum()),
                                            "both": int((one & other).sum())}, f"{where}: dealt {side}")
    if "permutations_why_not" in comparison:
        check(difference["p"] is None and comparison["permutations"] == 0, f"{where}: p of no deal")
        return False
    random, drawn = np.random.default_rng(1), []
    for _ in range(PERMUTATIONS):
        dealt = [[], []]
        for i in range(2):
            one, other = sides[0][i], sides[1][i]
            alone = random.permutation(np.flatnonzero(one ^ other))
            first = (one & other) | np.isin(np.arange(len(one)), alone[:(one & ~other).sum()])
            dealt[0].append(first), dealt[1].append((one & other) | ((one ^ other) & ~first))
        drawn.append(block_statistics(block_counts(kept, *dealt[0])) - block_statistics(block_counts(kept, *dealt[1])))
    drawn = np.array(drawn)
    for i, name in enumerate(BLOCK_NAMES):
        one = comparison["statistics"][name]
        check(abs(one["difference"] - float(observed[i])) <= 1e-12, f"{where}: {name}: {one['difference']}, {observed[i]}")
        for side, found in (("high", drawn[:, i] >= observed[i]), ("low", drawn[:, i] <= observed[i])):
            theirs = (1 + found.sum()) / (1 + PERMUTATIONS)
            spread = 5 * (2 * theirs * (1 - theirs) / PERMUTATIONS) ** 0.5 + 4 / PERMUTATIONS
            check(abs(one["p_" + side] - theirs) <= spread, f"{where}: {name}: p {side} {one['p_' + side]}, numpy has {theirs}")
        sd = drawn[:, i].astype(float).std(ddof=1)
        check(abs(one["sd"] / sd - 1) < 0.25, f"{where}: {name}: sd {one['sd']}, numpy has {sd}")
    check(set(comparison["statistics"]) == set(BLOCK_NAMES), f"{where}: other numbers")
    return True


def transitive(there):
    """By matrices: paths of two that have a shortcut, and the same of the 2-simplices that hold each neuron."""
    number = there.astype(np.int64)
    squared, two = number @ number, number @ number * number
    out, into, back = number.sum(axis=1), number.sum(axis=0), (number * number.T).sum(axis=1)
    holding = two.sum(axis=1) + two.sum(axis=0) + (number.T @ number * number).sum(axis=1)
    possible = (out + into) * (out + into - 1) - (out * into + back)
    can = possible > 0
    return {"transitive_share": two.sum() / (squared.sum() - np.trace(squared)),
            "mean_transitive_clustering": (holding[can] / possible[can]).mean()}


def reciprocal(there):
    """Groups in which all are connected both ways, by dimension from 2."""
    sizes = [len(group) for group in nx.enumerate_all_cliques(nx.from_numpy_array(there & there.T))]
    return {k - 1: sizes.count(k) for k in range(3, max(sizes) + 1)}


def compare_measures(folder, vertices, matrix, a_clause, b_clause):
    """What takes longer, of each set, by networkx."""
    told = json.loads(run("stats", str(folder), "--json", "--only", "compare", "--where", a_clause, "--and-where-b",
                          b_clause, "--controls", "250", "--statistics",
                          "triads,simplices,structure,participation,classes,distance"))["comparison"]
    check(told["costly_permutations_done"] == 199, f"{told['costly_permutations_done']} permutations")
    classes = np.unique(np.asarray(vertices["cell_type"]).astype(str), return_inverse=True)[1]
    for side, clause in (("a", a_clause), ("b", b_clause)):
        mask = stats_oracle.chosen_by([clause], vertices)
        there, groups, n = matrix[np.ix_(mask, mask)] > 0, classes[mask], int(mask.sum())
        network, undirected = nx.from_numpy_array(there, create_using=nx.DiGraph), nx.from_numpy_array(there | there.T)
        communities = [np.flatnonzero(groups == one).tolist() for one in np.unique(groups)]
        expected = {
            "modularity": nx.community.modularity(network, communities, weight=None),
            "transitivity": nx.transitivity(undirected),
            "mean_clustering": np.mean([c for v, c in nx.clustering(undirected).items() if undirected.degree(v) > 1]),
            "largest_core": max(nx.core_number(undirected).values()),
            "largest_weak_share": max(map(len, nx.weakly_connected_components(network))) / n,
            "largest_strong_share": max(map(len, nx.strongly_connected_components(network))) / n,
            "weak_components_per_neuron": nx.number_weakly_connected_components(network) / n,
            "strong_components_per_neuron": nx.number_strongly_connected_components(network) / n,
            **transitive(there),
            **{f"reciprocal_simplices_{k}_per_neuron": count / n for k, count in reciprocal(there).items()},
            "simplices_2_per_neuron": int(np.sum((there.astype(int) @ there.astype(int)) * there)) / n}
        triads = nx.triadic_census(network)
        if nx.triadic_census(nx.DiGraph([(0, 1), (1, 0), (2, 1)]))["111D"] == 0:  # other names there
            triads["111D"], triads["111U"] = triads["111U"], triads["111D"]
        for kind, count in triads.items():
            expected[f"triad_{kind}_per_million"] = 1e6 * count / (n * (n - 1) * (n - 2) / 6)
        # Every number is the one that the ordinary report has of the same set.
        alone = json.loads(run("stats", str(folder), "--json", "--only",
                               "counts,classes,triads,simplices,participation,distance,structure", "--where", clause))
        for line in alone["edge_participation"]["largest"]:
            expected[f"connections_in_simplices_{line['dimension']}"] = line["share"]
        for k, count in enumerate(alone["simplices"]["reciprocal"][2:], 2):
            check(told["statistics"][f"reciprocal_simplices_{k}_per_neuron"][side] == count / n, f"reciprocal {k} of {side}")
        for name in ("transitive_share", "mean_transitive_clustering"):
            check(told["statistics"][name][side] == alone["motifs"][name], f"{name} of {side} is not its own")
        for kind in ("weak", "strong"):
            check(told["statistics"][f"{kind}_components_per_neuron"][side] ==
                  alone["structure"]["components"][kind]["count"] / n, f"{kind} components of {side}")
        cells, own = told["class_matrix"], alone["class_matrix"]
        for i, pre_class in enumerate(cells["groups"]):
            for j, post_class in enumerate(cells["post_groups"]):
                at = [own["groups"].index(name) for name in (pre_class, post_class)]
                for key in ("connections", "pairs", "probability"):
                    check(cells[side][key][i][j] == own[key][at[0]][at[1]], f"{key} of {pre_class}, {post_class}")
        for key in ("connected", "pairs", "probability"):
            check(told["distance_profile"][side][key] == alone["distance_profile"][key], f"{key} by distance of {side}")
        for name, value in expected.items():
            check(abs(told["statistics"][name][side] - value) < 1e-12 * max(1, abs(value)),
                  f"{name} of {side} is {told['statistics'][name][side]}, networkx has {value}")


def compare_cells(folder, vertices, matrix, a_clause, b_clause):
    """The test of each cell of the class matrix, by labels that numpy deals out; q by Benjamini and Hochberg."""
    told = json.loads(run("stats", str(folder), "--json", "--only", "compare", "--where", a_clause, "--and-where-b", b_clause,
                          "--controls", str(PERMUTATIONS), "--statistics", "classes"))["comparison"]["class_matrix"]
    names, classes = np.unique(np.asarray(vertices["cell_type"]).astype(str), return_inverse=True)
    order = [names.tolist().index(name) for name in told["groups"]]
    member = (classes == np.array(order)[:, None]).astype(float)

    def cells(mask):
        some, sizes = member * mask, (member * mask).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return (some @ (matrix > 0) @ some.T) / (np.outer(sizes, sizes) - np.diag(sizes))

    a, b = stats_oracle.chosen_by([a_clause], vertices), stats_oracle.chosen_by([b_clause], vertices)
    a, b = a & ~b, b & ~a
    random, members, drawn = np.random.default_rng(1), np.flatnonzero(a | b), []
    for _ in range(PERMUTATIONS):
        first = np.zeros(len(matrix), dtype=bool)
        first[random.permutation(members)[:a.sum()]] = True
        drawn.append(cells(first) - cells((a | b) & ~first))
    drawn, observed = np.array(drawn), np.array(told["difference"], dtype=float)
    check(np.allclose(observed, cells(a) - cells(b), rtol=1e-12, equal_nan=True), f"{a_clause}: differences of cells")
    p, q, mean, sd = (np.array(told[key], dtype=float) for key in ("p", "q", "mean", "sd"))
    tested = np.isfinite(observed)
    check((np.isfinite(p) == tested).all() and tested.any(), f"{a_clause}: which cells are tested")
    with np.errstate(invalid="ignore"):
        high, low = [(1 + side.sum(axis=0)) / (1 + np.isfinite(drawn).sum(axis=0))
                     for side in (drawn >= observed - 1e-13, drawn <= observed + 1e-13)]
    theirs = np.minimum(1, 2 * np.minimum(high, low))
    spread = 10 * np.sqrt(theirs / PERMUTATIONS) + 8 / PERMUTATIONS
    check((np.abs(p - theirs)[tested] <= spread[tested]).all(), f"{a_clause}: p of cells")
    ranks = np.argsort(np.argsort(p[tested], kind="stable"), kind="stable") + 1
    at_most = np.array([min(1, (p[tested][ranks >= k] * tested.sum() / ranks[ranks >= k]).min()) for k in ranks])
    check(np.allclose(q[tested], at_most, rtol=1e-9), f"{a_clause}: q of cells")
    theirs = np.nansum(drawn, axis=0) / np.maximum(1, np.isfinite(drawn).sum(axis=0))
    close = np.abs(mean - theirs) <= 6 * sd / np.sqrt(PERMUTATIONS / 2) + 1e-9
    check(close[tested].all(), f"{a_clause}: means of cells")


def clumped_in(rows, limit_nm):
    """How many synapses of one connection have another within the limit: each with each other."""
    places = rows[["x", "y", "z"]].to_numpy()
    squares = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.iinfo(np.int64).max)
    return int((squares.min(axis=1) <= limit_nm ** 2).sum()) if len(rows) > 1 else 0


def compare_places(folder, vertices, each, a_clause, b_clause, near_um, clump_um):
    """Median sizes, and the shares near the soma and clumped, of sets and of blocks, by pandas."""
    somata = vertices[["x_nm", "y_nm", "z_nm"]].to_numpy().astype(np.int64)
    each = each[each["pre"] != each["post"]]
    near = ((each[["x", "y", "z"]].to_numpy() - somata[each["post"]]) ** 2).sum(axis=1) <= (near_um * 1000) ** 2
    each, told_apart = each.assign(near=near), 0
    a, b = stats_oracle.chosen_by([a_clause], vertices), stats_oracle.chosen_by([b_clause], vertices)
    for blocks in (False, True):
        onto = ["--and-where-post", b_clause, "--and-where-b-post", a_clause] if blocks else []
        told = json.loads(run("stats", str(folder), "--json", "--only", "compare", "--where", a_clause, "--and-where-b",
                              b_clause, "--controls", "20", "--statistics", "sizes", "--near-um", str(near_um),
                              "--clump-um", str(clump_um), *onto))["comparison"]
        check((told["near_um"], told["clump_um"], told["costly_permutations"]) == (near_um, clump_um, 20), f"{blocks}: limits")
        for side, pre, post in (("a", a, b), ("b", b, a)) if blocks else (("a", a & ~b, a & ~b), ("b", b & ~a, b & ~a)):
            own = each[pre[each["pre"]] & post[each["post"]]]
            of_one = own.groupby(["pre", "post"])
            multiple = int(of_one.size()[of_one.size() > 1].sum())
            clumped = sum(clumped_in(rows, clump_um * 1000) for _, rows in of_one)
            where = f"{a_clause}, {b_clause}, {side}, blocks {blocks}"
            for name, value, n in (("median_synapse_size", float(own["size"].median()), len(own)),
                                   ("near_soma_share", own["near"].sum() / len(own), len(own)),
                                   ("clumped_share", clumped / multiple, multiple)):
                one = told["statistics"][name]
                check((one[side], one[side + "_n"]) == (value, n), f"{where}: {name} {one[side]} of {one[side + '_n']}, pandas has {value} of {n}")
            told_apart += 0 < clumped < multiple and 0 < own["near"].sum() < len(own)
    check(told_apart > 0, f"{a_clause}, {b_clause}: all synapses are near, or clumped, or none")


def compare_sizes(folder, vertices, each, a_clause, b_clause, min_synapses, *limits):
    """The mean size of the synapses of each set, of a table with a row for each synapse, by pandas."""
    where = f"sizes of {a_clause} against {b_clause} with {min_synapses} synapses or more, {limits}"
    pairs = each.groupby(["pre", "post"])["size"].agg(["size", "sum"]).reset_index()
    pairs.columns = ["pre", "post", "synapses", "sum"]
    for option, least in zip(limits[::2], limits[1::2]):
        large = pairs["sum"] if option == "--min-size-sum" else pairs["sum"] / pairs["synapses"]
        pairs = pairs[large >= int(least)]
    pairs = pairs[(pairs["synapses"] >= min_synapses) & (pairs["pre"] != pairs["post"])]
    told = json.loads(run("stats", str(folder), "--json", "--only", "compare", "--where", a_clause, "--and-where-b",
                          b_clause, "--min-synapses", str(min_synapses), "--controls", str(PERMUTATIONS),
                          "--statistics", "sizes", *limits))["comparison"]
    check("sizes_why_not" not in told, f"{where}: {list(told)}")
    size = told["statistics"]["mean_synapse_size"]

    def sums(mask):
        own = pairs[mask[pairs["pre"]] & mask[pairs["post"]]]
        return int(own["sum"].sum()), int(own["synapses"].sum())

    a, b = stats_oracle.chosen_by([a_clause], vertices), stats_oracle.chosen_by([b_clause], vertices)
    a, b = a & ~b, b & ~a
    for side, mask in (("a", a), ("b", b)):
        total, n = sums(mask)
        check((told[side]["size_sum"], told[side]["synapses"]) == (total, n), f"{where}: sums of {side}")
        check(size[side] == total / n, f"{where}: {side} is {size[side]}, pandas has {total / n}")
    random, members, drawn = np.random.default_rng(1), np.flatnonzero(a | b), []
    for _ in range(PERMUTATIONS):
        first = np.zeros(len(vertices), dtype=bool)
        first[random.permutation(members)[:a.sum()]] = True
        (total_a, n_a), (total_b, n_b) = sums(first), sums((a | b) & ~first)
        drawn.append(total_a / n_a - total_b / n_b)
    check(size["permutations"] == PERMUTATIONS, f"{where}: {size['permutations']} permutations")
    check(abs(size["sd"] / np.std(drawn, ddof=1) - 1) < 0.25, f"{where}: sd {size['sd']}")
    theirs = (1 + (np.array(drawn) >= size["difference"]).sum()) / (1 + PERMUTATIONS)
    spread = 5 * (2 * theirs * (1 - theirs) / PERMUTATIONS) ** 0.5 + 4 / PERMUTATIONS
    check(abs(size["p_high"] - theirs) <= spread, f"{where}: p high {size['p_high']}, numpy has {theirs}")


def without_sizes(scratch):
    """A dataset with synapses that have places, and no sizes."""
    ends = np.random.default_rng(2).integers(0, 20, (300, 2))
    pd.DataFrame({"id": np.arange(20), "side": ["left"] * 10 + ["right"] * 10}).to_csv(
        scratch / "neurons.csv", index=False)
    pd.DataFrame(np.column_stack([ends, ends, ends[:, :1]]), columns=["pre", "post", "x_nm", "y_nm", "z_nm"]).to_csv(
        scratch / "synapses.csv", index=False)
    run("tile", str(scratch / "neurons.csv"), "--synapses", str(scratch / "synapses.csv"), "-o", str(scratch / "unsized"))
    told = json.loads(run("stats", str(scratch / "unsized"), "--json", "--only", "compare,thresholds,nulls", "--where",
                          "side=left", "--and-where-b", "side=right", "--statistics", "sizes", "--null", "neurons"))
    for part in ("comparison", "thresholds", "null"):
        check(told[part]["sizes_why_not"] == "The dataset has no sizes of synapses.", f"{part} without sizes")
        check("mean_synapse_size" not in json.dumps(told[part]["statistics"]), f"{part} has sizes from nowhere")


def main():
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        sample, folder = scratch / "sample.h5", scratch / "tiles"
        run("sample", str(sample), "--neurons", "500", "--seed", "5")
        run("tile", str(sample), "-o", str(folder))
        vertices, edges = stats_oracle.connectome(sample, "/connectivity/condensed", "count")
        matrix = np.zeros((len(vertices), len(vertices)), dtype=np.int64)
        matrix[edges["pre"], edges["post"]] = edges["synapses"]
        np.fill_diagonal(matrix, 0)
        compare(folder, vertices, matrix, "class=23P,4P", "class=6IT,6CT", 1)
        compare(folder, vertices, matrix, "class=23P,4P", "class=4P,5P_IT", 1)  # 4P is in both
        middle = int(vertices["indegree"].median())
        compare(folder, vertices, matrix, f"indegree=..{middle}", f"indegree={middle}..", 1)
        compare(folder, vertices, matrix, f"indegree=..{middle}", f"indegree={middle}..", 2)
        compare_measures(folder, vertices, matrix, "class=23P,4P", "class=6IT,6CT")
        compare_cells(folder, vertices, matrix, f"indegree=..{middle}", f"indegree={middle}..")
        each = pd.read_hdf(sample, "/connectivity/full/edge_indices")
        each.columns = ["pre", "post"]
        values = pd.read_hdf(sample, "/connectivity/full/edges")
        each["size"] = values["size"].to_numpy(np.int64)
        for axis in "xyz":
            each[axis] = values[f"{axis}_nm"].to_numpy(np.int64)
        for min_synapses, *limits in ((1,), (2,), (1, "--min-mean-size", "900", "--min-size-sum", "1500")):
            compare_sizes(folder, vertices, each, "class=23P,4P", "class=6IT,6CT", min_synapses, *limits)
        compare_sizes(folder, vertices, each, f"indegree=..{middle}", f"indegree={middle}..", 1)
        compare_places(folder, vertices, each, "class=23P,4P", "class=4P,6IT,6CT", 50, 15)
        compare_places(folder, vertices, each, f"indegree=..{middle}", f"indegree={middle}..", 80, 40)
        without_sizes(scratch)
        text = run("stats", str(folder), "--only", "compare,nulls", "--where", "class=23P", "--and-where-b", "class=4P",
                   "--controls", "9", "--null", "neurons")
        for words in ("A against B\n", "Difference A − B against 9 random deals", "Validity: A not reliable, B ",
                      "Observed against 9 random controls", "every control is the data itself"):
            check(words in text, f"{words!r} is not in the page of text")
        check("{" not in text and "q_value" not in text, "the page of text has JSON")
        text = run("stats", str(folder), "--only", "compare", "--where", "class=23P", "--and-where-b", "class=4P",
                   "--controls", "9", "--statistics", "distance,classes")
        bins = [line for line in text.splitlines() if line.startswith("  0 to 50 µm")]
        check(bins and all(len(line.split()) == 14 for line in bins), f"a bin of distance is no line of its own: {bins}")
        check("has pairs in A and in B" in text, "classes that are in one set alone, and no word of it")
        # More classes than fit beside each other are said, not left out in silence.
        (scratch / "many.csv").write_text("id,cell_type\n" + "".join(f"{i},c{i % 13}\n" for i in range(26)))
        (scratch / "ring.csv").write_text("pre,post\n" + "".join(f"{i},{(i + 1) % 26}\n" for i in range(26)))
        run("tile", str(scratch / "many.csv"), "--connections", str(scratch / "ring.csv"), "-o", str(scratch / "many"))
        text = run("stats", str(scratch / "many"), "--only", "nulls", "--null", "erdos-renyi", "--controls", "3")
        check("13 rows by 13 columns: all with --json" in text, "many classes are left out in silence")
        nothing = json.loads(run("stats", str(folder), "--json", "--only", "compare"))
        check(nothing["comparison"] is None and nothing["comparison_why_not"], "no second set, and no reason")
        for block, words in ((["--and-where-b", "class=BC", "--and-where-post", "class=MC"], "leave out the post sides"),
                             (["--and-where-b-post", "class=BC"], "add --and-where-b")):
            both = subprocess.run([TOOL, "stats", str(folder), "--json", *block], capture_output=True, text=True, check=False)
            check(both.returncode == 2 and words in both.stderr, f"B and a block: {both.stderr}")
        chain = ("class=23P", "class=4P"), ("class=4P", "class=5P_IT")
        tested = [compare_blocks(folder, vertices, matrix, *blocks, min_synapses) for blocks, min_synapses in (
            (chain, 1), (chain, 2), ((("class=23P", "class=4P"), ("class=23P", "class=5P_IT")), 1),
            ((("class=23P,4P", "class=4P,6IT"), ("class=4P,5P_IT", "class=6IT,23P")), 1),
            ((("class=23P", "class=4P"), ("class=4P", None)), 1), ((("class=23P,4P", None), ("class=23P", "class=4P")), 1))]
        check(tested == [True] * 5 + [False], f"which blocks are dealt out: {tested}")
        text = run("stats", str(folder), "--where", chain[0][0], "--and-where-post", chain[0][1], "--and-where-b",
                   chain[1][0], "--and-where-b-post", chain[1][1], "--controls", "9", "--statistics", "structure,triads")
        for words in ("Sending neurons", "Mean in-degree", "95 % interval", "Dealt out: of those who send", "Validity: A "):
            check(words in text, f"{words!r} is not in the text of two blocks")
        several = run("stats", str(folder), "--json", "--only", "nulls,compare", "--where", "indegree=1000000..")
        keys = [key for key, _ in json.loads(several, object_pairs_hook=lambda pairs: pairs)]
        check(len(keys) == len(set(keys)), f"a key comes twice in {keys}")
        check({"null_why_not", "comparison_why_not"} <= set(keys), f"two reasons are not in {keys}")
        text = run("stats", str(folder), "--where", "class=23P", "--and-where-b", "class=BC", "--controls", "9")
        check("A against B" in text and "Mean degree" in text, "the page of text has no comparison")
        check(re.search(r"^  Connection probability +\S+ % +\S+ % +\S+ ×\n    95 % interval +\S+ to \S+ % +\S+ to \S+ %"
                        r"\n    n: ordered pairs +n = [\d,]+ +n = [\d,]+$", text, re.M), "the text has no n or interval")
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
