#!/usr/bin/env python3
"""inference_test.py CONNECTOSCOPE -- distances and random controls of `stats` agree with numpy and scipy.

On a synthetic sample: every pair's distance and bin by numpy, the exponential fit by
scipy.optimize.curve_fit, and what each null model promises to keep.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import networkx as nx
import numpy as np
import pandas as pd
from scipy.optimize import curve_fit

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import stats_oracle  # noqa: E402

warnings.simplefilter("ignore")  # of scipy, on profiles of two bins
TOOL = sys.argv[1]
failures = []


def check(condition, sentence):
    if not condition:
        failures.append(sentence)


def run(*arguments):
    done = subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{arguments}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def stats(folder, *arguments):
    return json.loads(run("stats", str(folder), "--json", *arguments))


def check_fit(got, pairs, connected, bin_um, where):
    """An exponential through the bins that have pairs, by scipy."""
    there = pairs > 0
    centers = (np.arange(len(pairs)) + 0.5)[there] * bin_um
    share = connected[there] / pairs[there]
    if len(centers) < 2:
        check(got is None, f"{where}: a line through one point")
        return
    fit, covariance = curve_fit(lambda x, a, b: a * np.exp(-b * x), centers, share, p0=[0.1, 0.01],
                                xtol=1e-14, ftol=1e-14, gtol=1e-14)
    # Two points leave no scatter to take errors from.
    errors = np.sqrt(np.diag(covariance)) if len(centers) > 2 else (0, 0)
    for name, expected, value_of in (("a", fit[0], got["a"]), ("b", fit[1], got["b_per_um"]),
                                     ("a_error", errors[0], got["a_error"]),
                                     ("b_error", errors[1], got["b_per_um_error"])):
        check(abs(value_of - expected) <= 1e-5 * abs(expected), f"{where}: {name} is {value_of}, scipy has {expected}")


def check_gap(told, pairs, connected, good_pairs, good_connected, from_um, where):
    """The bin where the profile from analyzable axons is farthest from that of all pairs."""
    asked = np.flatnonzero(good_pairs >= 100)
    difference = good_connected[asked] / good_pairs[asked] - connected[asked] / pairs[asked]
    at = asked[np.argmax(np.abs(difference))]
    expected = {"from_um": from_um(at), "connected": connected[at], "pairs": pairs[at],
                "analyzable_connected": good_connected[at], "analyzable_pairs": good_pairs[at], "bins": len(asked)}
    check({**told, "difference": None} == {**expected, "difference": None}, f"{where}: gap {told}, numpy has {expected}")
    check(abs(told["difference"] - difference[np.argmax(np.abs(difference))]) < 1e-12, f"{where}: gap {told}")


def check_distances(folder, positions, adjacency, synapses, analyzable=None):
    """`analyzable`: the axons, where there are enough of them for a fit."""
    for measure in ("soma", "lateral", "depth", "deeper", "shallower"):
        for bin_um in (20, 100):
            told = stats(folder, "--only", "distance", "--measure", measure, "--bin-um", str(bin_um))
            profile = told["distance_profile"]
            d = positions[None, :, :] - positions[:, None, :]  # [pre, post, axis] in whole nm
            kept = ~np.eye(len(positions), dtype=bool)
            if measure == "depth":
                value = np.floor_divide(d[:, :, 1], bin_um * 1000)
            else:
                axes = [0, 2] if measure == "lateral" else [0, 1, 2]
                squared = (d[:, :, axes] ** 2).sum(axis=2)
                kept &= squared > 0
                if measure == "deeper":
                    kept &= d[:, :, 1] > 0
                if measure == "shallower":
                    kept &= d[:, :, 1] < 0
                # The largest k with (k w)^2 <= d^2, in whole numbers.
                value = (np.sqrt(squared) // (bin_um * 1000)).astype(np.int64)
                value -= ((value * bin_um * 1000) ** 2 > squared)
                value += (((value + 1) * bin_um * 1000) ** 2 <= squared)
            first = profile["first_bin"]
            length = len(profile["pairs"])
            where = f"{measure}, {bin_um} µm"
            pairs = np.bincount(value[kept] - first, minlength=length)
            connected = np.bincount(value[kept & adjacency] - first, minlength=length)
            check(profile["pairs"] == pairs.tolist(), f"{where}: pairs differ")
            check(profile["connected"] == connected.tolist(), f"{where}: connections differ")
            for k, sd in enumerate(profile["synapses_sd"]):
                counts = synapses[kept & adjacency & (value - first == k)]
                expected = counts.std(ddof=1) if len(counts) > 1 else None
                check((sd is None) == (expected is None) and (sd is None or abs(sd - expected) < 1e-12),
                      f"{where}: bin {k}: sd of synapses {sd}, numpy has {expected}")
            if measure == "depth":
                check(profile["fit"] is None and profile["analyzable_fit"] is None,
                      f"{where}: depth is no distance to fit")
            else:
                check_fit(profile["fit"], pairs, connected, bin_um, where)
            if analyzable is None:
                continue
            good = kept & analyzable[:, None]
            good_pairs = np.bincount(value[good] - first, minlength=length)
            good_connected = np.bincount(value[good & adjacency] - first, minlength=length)
            check(profile["analyzable_pairs"] == good_pairs.tolist() and
                  profile["analyzable_connected"] == good_connected.tolist(), f"{where}: analyzable pairs differ")
            check_gap(profile["analyzable_gap"], pairs, connected, good_pairs, good_connected,
                      lambda at: float((first + at) * bin_um), where)
            if measure != "depth":
                check_fit(profile["analyzable_fit"], good_pairs, good_connected, bin_um, where + " on analyzable axons")


def check_beside(folder):
    """Set B's profile is that of B alone; a question for one set has none."""
    both = stats(folder, "--only", "distance", "--where", "class=23P", "--and-where-b", "class=4P")
    for where, key in (("class=23P", "distance_profile"), ("class=4P", "distance_profile_b")):
        alone = stats(folder, "--only", "distance", "--where", where)
        check(both[key] == alone["distance_profile"], f"{where}: beside another set it is another profile")
        check("distance_profile_b" not in alone, "one set has no second profile")
        check(sum(alone["distance_profile"]["connected"]) > 0, f"{where}: there is nothing to count")
    for side, where in (("a", "class=23P"), ("b", "class=4P")):
        alone = stats(folder, "--only", "counts", "--where", where)
        check(both["distance_sets"][side] == {"neurons": alone["neurons"], "verdict": alone["validity"]["verdict"]},
              f"{where}: the set is {both['distance_sets'][side]}")


def check_sizes_beside(folder):
    """Set B's sizes by distance are those of B alone, whatever bins; a question for one set has none."""
    asked = ("--only", "synapses", "--bin-um", "40", "--measure", "lateral", "--min-synapses", "2")
    both = stats(folder, *asked, "--where", "class=23P", "--and-where-b", "class=4P")
    of_a, of_b = [stats(folder, *asked, "--where", where) for where in ("class=23P", "class=4P")]
    check(both["synapse_sites"] == of_a["synapse_sites"], "beside another set it has other synapses")
    check(both["size_by_distance_b"] == of_b["synapse_sites"]["size_by_distance"], "sizes of set B are not B's")
    check(sum(both["size_by_distance_b"]["synapses"]) > 0, "set B has no synapses")
    check("size_by_distance_b" not in of_a, "one set has second sizes")
    for side, where, alone in (("a", "class=23P", of_a), ("b", "class=4P", of_b)):
        counted = stats(folder, "--only", "counts", "--where", where)["neurons"]
        check(both["size_sets"][side] == {"neurons": counted, "verdict": alone["validity"]["verdict"]}, f"{where}: set")
    text = run("stats", str(folder), "--only", "synapses", "--where", "class=23P", "--and-where-b", "class=4P")
    check("of set B, class=4P" in text and "um of somata" in text, "the page of text has no sizes of set B")


def check_nulls(folder, adjacency):
    connections = int(adjacency.sum())
    reciprocal = int((adjacency & adjacency.T).sum()) // 2
    n = len(adjacency)
    for model in ("erdos-renyi", "blocks", "rewired", "configuration", "distance", "neurons"):
        asked = ("--only", "nulls", "--null", model, "--controls", "20", "--seed", "3")
        told = stats(folder, *asked)["null"]
        check(told == stats(folder, *asked)["null"], f"{model}: equal seeds differ")
        by_name = {s["name"]: s for s in told["statistics"]}
        check(by_name["connections"]["observed"] == connections, f"{model}: connections")
        check(by_name["reciprocal_pairs"]["observed"] == reciprocal, f"{model}: reciprocal pairs")
        values = np.array(by_name["reciprocal_pairs"]["values"])
        check(len(values) == 20, f"{model}: {len(values)} controls")
        check(abs(by_name["reciprocal_pairs"]["mean"] - values.mean()) <= 1e-9 * max(1, values.mean()), f"{model}: mean")
        check(abs(by_name["reciprocal_pairs"]["sd"] - values.std(ddof=1)) <= 1e-9 * max(1, values.std()), f"{model}: sd")
        p_high = (1 + (values >= reciprocal).sum()) / 21
        check(by_name["reciprocal_pairs"]["p_high"] == p_high, f"{model}: p")
        if model in ("erdos-renyi", "blocks", "rewired", "neurons"):
            check(set(by_name["connections"]["values"]) == {connections}, f"{model}: connections not kept")
        if model == "erdos-renyi":
            expected = connections * (connections - 1) / (n * (n - 1) - 1) / 2
            check(abs(values.mean() - expected) < 5 * np.sqrt(expected / 20),
                  f"reciprocal pairs of random networks: {values.mean()}, expected {expected}")


def measures(adjacency, groups):
    """The numbers of a network by networkx, and simplices by growing orders of neurons."""
    n, network = len(adjacency), nx.from_numpy_array(adjacency, create_using=nx.DiGraph)
    undirected = nx.from_numpy_array(adjacency | adjacency.T)
    k = int(adjacency.sum())
    out, into = [np.bincount(groups, adjacency.sum(axis=axis), groups.max() + 1) / k for axis in (1, 0)]
    shares = [c for v, c in nx.clustering(undirected).items() if undirected.degree(v) > 1]
    numbers = {"connections": k, "reciprocal_pairs": int((adjacency & adjacency.T).sum()) // 2,
               "connection_probability": k / (n * (n - 1)),
               "reciprocity": nx.reciprocity(network),
               "modularity": adjacency[groups[:, None] == groups[None, :]].sum() / k - (out * into).sum(),
               "transitivity": nx.transitivity(undirected), "mean_clustering": np.mean(shares),
               "largest_core": max(nx.core_number(undirected).values()),
               "largest_weak_component": max(map(len, nx.weakly_connected_components(network))),
               "largest_strong_component": max(map(len, nx.strongly_connected_components(network))),
               "weak_components": nx.number_weakly_connected_components(network),
               "strong_components": nx.number_strongly_connected_components(network)}
    number = adjacency.astype(np.int64)
    two, paths = number @ number * number, number @ number
    outs, ins, back = number.sum(axis=1), number.sum(axis=0), (number * number.T).sum(axis=1)
    holding = two.sum(axis=1) + two.sum(axis=0) + (number.T @ number * number).sum(axis=1)
    possible = (outs + ins) * (outs + ins - 1) - (outs * ins + back)
    of_two = paths.sum() - np.trace(paths)
    numbers["transitive_share"] = two.sum() / of_two if of_two else np.nan
    numbers["mean_transitive_clustering"] = (holding[possible > 0] / possible[possible > 0]).mean()
    both_ways = np.bincount([len(one) - 1 for one in nx.enumerate_all_cliques(nx.from_numpy_array(adjacency & adjacency.T))])
    numbers.update({f"reciprocal_simplices_{k}": count for k, count in enumerate(both_ways.tolist()) if k > 1})
    numbers.update({"triad_" + kind: count for kind, count in nx.triadic_census(network).items()})
    found, targets = [n], [frozenset(np.flatnonzero(row).tolist()) for row in adjacency]

    def grow(receivers, dimension):
        found.extend([0] * (dimension + 1 - len(found)))
        found[dimension] += len(receivers)
        for v in receivers:
            if receivers & targets[v]:
                grow(receivers & targets[v], dimension + 1)

    for receivers in targets:
        if receivers:
            grow(receivers, 1)
    numbers.update({f"simplices_{k}": found[k] for k in range(2, len(found))}, largest_simplex=len(found) - 1)
    return numbers


def shapes(adjacency, positions, rows, columns):
    """Degrees, shared partners and lengths by numpy's matrices; rows and columns: who sends and who receives.
    Returned twice: as controls have them, and as two sets have."""
    out, into = adjacency.sum(axis=1), adjacency.sum(axis=0)
    counts, shares = {}, {}
    for name, degrees in (("out", out[rows]), ("in", into[columns])):
        counts[name + "_degree_sd"] = degrees.std(ddof=1)
        shares[name + "_degree_cv"] = degrees.std(ddof=1) / degrees.mean()
    may = np.outer(rows, columns) & ~np.eye(len(adjacency), dtype=bool)
    for percent in (10, 1):
        club = out + into >= np.sort(out + into)[::-1][max(2, int(np.ceil(len(out) * percent / 100))) - 1]
        counts[f"density_of_richest_{percent}"] = adjacency[np.ix_(club, club)].sum() / may[np.ix_(club, club)].sum()
    joined = adjacency | adjacency.T
    for kind, there, side, other in (("shared_targets", adjacency, rows, columns),
                                     ("shared_sources", adjacency.T, columns, rows)):
        there = there.astype(np.int64)
        found, degree = there @ there.T, there.sum(axis=1)
        by_chance = (degree[:, None] - there) * (degree - there.T) / np.maximum(
            1, other.sum() - other[:, None].astype(int) - other)
        pairs = np.triu(np.outer(side, side), 1)
        for name, some in ((kind, pairs & joined), (kind + "_of_unconnected", pairs & ~joined)):
            counts[name] = found[some].mean()
            shares[name + "_over_expected"] = found[some].sum() / by_chance[some].sum()
    lengths = np.linalg.norm(positions[:, None].astype(float) - positions, axis=2) / 1000
    counts["mean_length_um"] = lengths[adjacency].mean()
    bins = np.arange(0, lengths.max() + 50, 50)
    pairs, connected = (np.histogram(lengths[some & (lengths > 0)], bins)[0] for some in (may, adjacency))
    seen = pairs > 0
    (_, slope), _ = curve_fit(lambda d, a, b: a * np.exp(-b * d), (bins[:-1] + 25)[seen],
                              connected[seen] / pairs[seen], p0=[0.1, 0.01], ftol=1e-13, xtol=1e-13)
    counts.update(distance_fit_b_per_um=slope, first_bin_probability=connected[0] / pairs[0])
    same = ("density_of_richest_10", "density_of_richest_1", "mean_length_um", "distance_fit_b_per_um",
            "first_bin_probability")
    return counts, shares | {name: counts[name] for name in same}


def check_shapes(folder, vertices, positions, synapses):

    def compare(told, expected, side, words):
        names = {one["name"] for one in told} if isinstance(told, list) else set(told)
        check(set(expected) <= names, f"{words}: not there are {set(expected) - names}")
        by_name = {one["name"]: one for one in told} if isinstance(told, list) else told
        for name, value in expected.items():
            near = 1e-5 * abs(value) if "fit" in name else 1e-12 * max(1, abs(value))  # scipy's steps end earlier
            check(abs(by_name[name][side] - value) <= near,
                  f"{words}: {name} is {by_name[name][side]}, numpy has {value}")

    extra = ("--statistics", "degrees,shared,lengths,distance")
    for pre, post in (([], None), (["class=23P,4P"], None), (["class=23P,4P"], ["class=4P,BC,5P_IT"])):
        rows = stats_oracle.chosen_by(pre, vertices)
        columns = rows if post is None else stats_oracle.chosen_by(post, vertices)
        either = rows | columns
        asked = [part for one in pre for part in ("--where", one)]
        asked += [part for one in post or [] for part in ("--and-where-post", one)]
        there = synapses[np.ix_(either, either)] > 0
        there &= np.outer(rows[either], columns[either])
        expected, _ = shapes(there, positions[either], rows[either], columns[either])
        for model in ("neurons", "erdos-renyi"):
            told = stats(folder, "--only", "nulls", "--null", model, "--controls", "3", *extra, *asked)["null"]
            compare(told["statistics"], expected, "observed", f"{pre} onto {post}, {model}")
        kept = stats(folder, "--only", "nulls", "--null", "rewired", "--controls", "3", *extra, *asked)["null"]
        check("degree_spread_why_not" in kept, "the spread of kept degrees is not explained")
        check(not any(one["name"].endswith("_degree_sd") for one in kept["statistics"]), "kept degrees have a spread")
    told = stats(folder, "--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=5P_IT,BC", "--controls",
                 "5", *extra)["comparison"]["statistics"]
    for side, clause in (("a", "class=23P,4P"), ("b", "class=5P_IT,BC")):
        mask = stats_oracle.chosen_by([clause], vertices)
        everyone = np.ones(int(mask.sum()), dtype=bool)
        _, expected = shapes(synapses[np.ix_(mask, mask)] > 0, positions[mask], everyone, everyone)
        compare(told, expected, side, clause)


def check_cells_and_bins(folder, vertices, positions, synapses):
    """Reciprocity and synapses of each cell, and the probability in each bin, by numpy's matrices; and what chance
    alone makes of them where that is known."""
    names, groups = np.unique(np.asarray(vertices["cell_type"]).astype(str), return_inverse=True)
    member = (groups == np.arange(len(names))[:, None]).astype(float)
    there = (synapses > 0).astype(float)
    k, pairs = member @ there @ member.T, np.outer(member.sum(1), member.sum(1)) - np.diag(member.sum(1))
    answers, weights = member @ (there * there.T) @ member.T, member @ synapses @ member.T
    d = np.sqrt(((positions[:, None] - positions) ** 2).sum(axis=2)) / 1000
    bins = np.arange(0, d.max() + 40, 40)
    in_bin, connected = np.histogram(d[d > 0], bins)[0], np.histogram(d[(there > 0) & (d > 0)], bins)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = {"reciprocity": answers / k, "synapses_per_connection": weights / k,
                    "distance_profile": connected / in_bin}
        chance = {"erdos-renyi": {"reciprocity": np.full(k.shape, k.sum() / pairs.sum()),
                                  "distance_profile": np.full(len(in_bin), k.sum() / pairs.sum())},
                  "blocks": {"reciprocity": (k / pairs).T}, "distance": {"distance_profile": connected / in_bin},
                  "rewired": {}, "neurons": {}}
    for model, known in chance.items():
        told = stats(folder, "--only", "nulls", "--null", model, "--controls", "30", "--statistics", "distance",
                     "--bin-um", "40")["null"]
        order = [list(names).index(name) for name in told["class_matrix"]["groups"]]
        check(("synapses_per_connection" in told["class_matrix"]) == (model == "neurons"), f"{model}: synapses of cells")
        profile = told["distance_profile"]
        check((profile["pairs"], profile["connected"]) == (in_bin.tolist(), connected.tolist()), f"{model}: bins")
        for name, values in expected.items():
            part = profile if name == "distance_profile" else told["class_matrix"].get(name)
            if part is None:
                continue
            values = values if part is profile else values[np.ix_(order, order)]
            observed, mean, sd, p, q = (np.array(part[key], dtype=float) for key in ("observed", "mean", "sd", "p", "q"))
            check(np.allclose(observed, values, rtol=1e-12, equal_nan=True), f"{model}: {name} is {observed}")
            tested = np.isfinite(p)
            check((q[tested] >= p[tested]).all() and np.isnan(q[~tested]).all(), f"{model}: q of {name}")
            if name not in known:
                continue
            by_chance = known[name] if part is profile else known[name][np.ix_(order, order)]
            many = np.isfinite(mean) & ((in_bin if part is profile else k[np.ix_(order, order)]) > 200)
            check((np.abs(mean - by_chance)[many] <= 5 * sd[many] / np.sqrt(30) + 1e-4).all() and many.any(),
                  f"{model}: {name} of the controls is {mean[many]}, expected {by_chance[many]}")


def of_each(each, chosen):
    """The median size of the synapses among the chosen, and the shares near the soma and clumped."""
    own = each[chosen[each["pre"]] & chosen[each["post"]]]
    several = own[own.groupby(["pre", "post"])["size"].transform("size") > 1].reset_index(drop=True)
    clumped = 0
    for rows in several.groupby(["pre", "post"]).indices.values():
        places = several.loc[rows, ["x", "y", "z"]].to_numpy()
        squares = ((places[:, None] - places[None]) ** 2).sum(axis=2)
        np.fill_diagonal(squares, np.iinfo(np.int64).max)
        clumped += int((squares.min(axis=1) <= 15_000 ** 2).sum())
    return {"median_synapse_size": own["size"].median(), "near_soma_share": own["near"].mean(),
            "clumped_share": clumped / len(several)}


def check_measures(folder, vertices, synapses, sizes, each):
    classes, groups = np.unique(np.asarray(vertices["cell_type"]).astype(str), return_inverse=True)
    for clause in ([], ["class=23P,4P"]):
        chosen = stats_oracle.chosen_by(clause, vertices)
        asked = [part for one in clause for part in ("--where", one)]
        inside = synapses[np.ix_(chosen, chosen)]
        expected = measures(inside > 0, groups[chosen])
        both = stats(folder, "--only", "nulls", "--null", "neurons", "--controls", "3", "--statistics",
                     "triads,simplices,structure,sizes", *asked)
        told = both["null"]
        expected["synapses_per_connection"] = inside.sum() / (inside > 0).sum()
        size_sum = int(sizes[np.ix_(chosen, chosen)].sum())
        expected["mean_synapse_size"] = size_sum / inside.sum()
        expected.update(of_each(each, chosen))
        check((told["size_sum"], told["synapses"]) == (size_sum, inside.sum()), f"{clause}: sums of sizes")
        good = chosen & stats_oracle.chosen_by(["axon=clean,extended"], vertices)
        if good.sum() >= 2:
            size_sum, n = int(sizes[np.ix_(good, good)].sum()), int(synapses[np.ix_(good, good)].sum())
            beside = both["analyzable"]["null"]
            check((beside["size_sum"], beside["synapses"]) == (size_sum, n), f"{clause}: sums on analyzable axons")
        check(clause or n > 0, "no synapse of an analyzable axon was compared")
        check({s["name"] for s in told["statistics"]} == set(expected), f"{clause}: other numbers")
        for s in told["statistics"]:
            check(abs(s["observed"] - expected[s["name"]]) <= 1e-12 * max(1, abs(expected[s["name"]])),
                  f"{clause}: {s['name']} is {s['observed']}, networkx has {expected[s['name']]}")
        check(told["simplices_truncated"] is False, "truncated")
    drawn = stats(folder, "--only", "nulls", "--null", "blocks", "--controls", "2", "--statistics", "sizes")["null"]
    check(drawn["sizes_why_not"] == drawn["synapses_per_connection_why_not"], "random connections have sizes")
    old = stats(folder, "--only", "nulls", "--controls", "2", "--null-triads")
    check(old["null"] == stats(folder, "--only", "nulls", "--controls", "2", "--statistics", "triads")["null"],
          "--null-triads is not --statistics triads")


def check_block(folder, vertices, adjacency, synapses):
    """From some neurons onto others: numbers of the network that the block's connections form, and controls in it."""
    groups = np.unique(np.asarray(vertices["cell_type"]).astype(str), return_inverse=True)[1]
    for pre_clause, post_clause in (("class=23P,4P", "class=4P,BC,5P_IT"), ("region=visp", "axon=clean"),
                                    ("class=23P", "class=4P")):
        where = f"from {pre_clause} onto {post_clause}"
        pre, post = (stats_oracle.chosen_by([clause], vertices) for clause in (pre_clause, post_clause))
        asked = ("--where", pre_clause, "--and-where-post", post_clause)
        possible = pre[:, None] & post[None, :] & ~np.eye(len(pre), dtype=bool)
        inside, either = adjacency & possible, pre | post
        expected = measures(inside[np.ix_(either, either)], groups[either])
        k, pairs, answerable = int(inside.sum()), int(possible.sum()), int((inside & possible.T).sum())
        expected.update(connection_probability=k / pairs, synapses_per_connection=synapses[inside].sum() / k)
        if (possible & possible.T).any():
            expected["reciprocity"] = 2 * expected["reciprocal_pairs"] / answerable
        else:
            del expected["reciprocity"]
        if min(len(set(groups[side])) for side in (pre, post)) < 2:
            check(abs(expected.pop("modularity")) < 1e-12, f"{where}: a modularity that has no meaning is not 0")
        told = stats(folder, "--only", "nulls", "--null", "neurons", "--controls", "3", "--statistics",
                     "triads,simplices,structure", *asked)["null"]
        check({s["name"] for s in told["statistics"]} == set(expected), f"{where}: other numbers")
        for s in told["statistics"]:
            observed = np.nan if s["observed"] is None else s["observed"]  # no path of two, no share of them
            check(np.isclose(observed, expected.get(s["name"], np.inf), rtol=1e-12, atol=1e-12, equal_nan=True),
                  f"{where}: {s['name']} is {s['observed']}, networkx has {expected.get(s['name'])}")
        check((told["pairs"], told["answerable_connections"]) == (pairs, answerable), f"{where}: pairs")

        drawn = {model: {s["name"]: s for s in stats(folder, "--only", "nulls", "--null", model, "--controls", "60",
                                                     *asked)["null"]["statistics"]}
                 for model in ("erdos-renyi", "blocks", "rewired", "configuration", "distance", "neurons")}
        for model in ("erdos-renyi", "blocks", "rewired"):
            check(set(drawn[model]["connections"]["values"]) == {k}, f"{where}: {model} does not keep the connections")
        # Of N pairs, m drawn: two that answer each other are both drawn with m (m - 1) / (N (N - 1)).
        chance = (possible & possible.T).sum() / 2 * k * (k - 1) / (pairs * (pairs - 1))
        mean = drawn["erdos-renyi"]["reciprocal_pairs"]["mean"]
        check(abs(mean - chance) <= 5 * np.sqrt(chance / 60), f"{where}: {mean} reciprocal pairs, expected {chance}")
        by_distance = drawn["distance"]["connections"]
        check(abs(by_distance["mean"] - k) < 5 * by_distance["sd"] / np.sqrt(60), f"{where}: by distance {by_distance['mean']}")
        # Other neurons, as numpy draws them: of each class as many that do both, that send, that receive.
        random, counts = np.random.default_rng(4), []
        for _ in range(200):
            sides, left = np.zeros((2, len(pre)), dtype=bool), np.ones(len(pre), dtype=bool)
            for part, which in ((pre & post, [0, 1]), (pre & ~post, [0]), (post & ~pre, [1])):
                for one in np.unique(groups[part]):
                    new = random.choice(np.flatnonzero(left & (groups == one)), (groups[part] == one).sum(), replace=False)
                    left[new] = False
                    sides[np.ix_(which, new)] = True
            counts.append(adjacency[np.ix_(*sides)].sum())
        others = drawn["neurons"]["connections"]
        error = np.hypot(others["sd"] / np.sqrt(60), np.std(counts) / np.sqrt(200))
        check(abs(others["mean"] - np.mean(counts)) <= 5 * error,
              f"{where}: other neurons have {others['mean']} connections, numpy's {np.mean(counts)}")


def check_matched(folder, vertices, adjacency):
    """Other neurons have the in-degrees of those that were chosen, to a bin of 50."""
    chosen = stats_oracle.chosen_by(["class=23P"], vertices)
    told = stats(folder, "--only", "nulls", "--null", "neurons", "--controls", "60", "--where", "class=23P",
                 "--match", "indegree")["null"]
    check(told["matched_by"] == "indegree", f"matched by {told['matched_by']}")
    values = np.asarray(vertices["indegree"], dtype=float)
    edges = np.linspace(values[chosen].min(), values[chosen].max(), 51)
    bins = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, 49)
    bins[(values < edges[0]) | (values > edges[-1])] = -1
    random, drawn = np.random.default_rng(2), []
    for _ in range(200):
        other = np.zeros(len(values), dtype=bool)
        for one in np.unique(bins[chosen]):
            other[random.choice(np.flatnonzero(bins == one), (bins[chosen] == one).sum(), replace=False)] = True
        drawn.append(adjacency[np.ix_(other, other)].sum())
    connections = next(s for s in told["statistics"] if s["name"] == "connections")
    error = np.hypot(connections["sd"] / np.sqrt(60), np.std(drawn) / np.sqrt(200))
    check(abs(connections["mean"] - np.mean(drawn)) < 5 * error,
          f"matched neurons have {connections['mean']} connections, numpy's {np.mean(drawn)}")
    by_class = stats(folder, "--only", "nulls", "--null", "neurons", "--controls", "60", "--where", "class=23P")["null"]
    check(by_class["matched_by"] is None, "matched by nothing but the class")


def main():
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        sample, folder = scratch / "sample.h5", scratch / "tiles"
        run("sample", str(sample), "--neurons", "700", "--seed", "5")
        run("tile", str(sample), "-o", str(folder))
        vertices, edges = stats_oracle.connectome(sample, "/connectivity/condensed", "count")
        positions = np.stack([np.asarray(vertices[f"{axis}_nm"]) for axis in "xyz"], axis=1).astype(np.int64)
        adjacency = np.zeros((len(positions), len(positions)), dtype=bool)
        adjacency[edges["pre"], edges["post"]] = True
        synapses = np.zeros(adjacency.shape, dtype=np.int64)
        synapses[edges["pre"], edges["post"]] = edges["synapses"]
        np.fill_diagonal(adjacency, False)  # autapses are no pairs
        check_distances(folder, positions, adjacency, synapses)
        check_beside(folder)
        check_sizes_beside(folder)
        check_nulls(folder, adjacency)
        np.fill_diagonal(synapses, 0)
        each, sizes = pd.read_hdf(sample, "/connectivity/full/edge_indices"), np.zeros_like(synapses)
        each.columns = ["pre", "post"]
        values = pd.read_hdf(sample, "/connectivity/full/edges")
        for name, column in (("size", "size"), ("x", "x_nm"), ("y", "y_nm"), ("z", "z_nm")):
            each[name] = values[column].to_numpy(np.int64)
        from_soma = each[["x", "y", "z"]].to_numpy() - positions[each["post"]]
        each["near"] = (from_soma ** 2).sum(axis=1) <= 50_000 ** 2
        each = each[each["pre"] != each["post"]]
        np.add.at(sizes, (each["pre"], each["post"]), each["size"])
        check_measures(folder, vertices, synapses, sizes, each)
        check_shapes(folder, vertices, positions, synapses)
        check_cells_and_bins(folder, vertices, positions, synapses)
        check_matched(folder, vertices, adjacency)
        check_block(folder, vertices, adjacency, synapses)
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
