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

import numpy as np
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


def check_distances(folder, positions, adjacency, synapses):
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
                check(profile["fit"] is None, f"{where}: depth is no distance to fit")
                continue
            there = pairs > 0
            centers = (np.arange(length) + 0.5)[there] * bin_um
            share = connected[there] / pairs[there]
            fit, covariance = curve_fit(lambda x, a, b: a * np.exp(-b * x), centers, share, p0=[0.1, 0.01],
                                        xtol=1e-14, ftol=1e-14, gtol=1e-14)
            # Two points leave no scatter to take errors from.
            errors = np.sqrt(np.diag(covariance)) if len(centers) > 2 else (0, 0)
            got = profile["fit"]
            for name, expected, value_of in (("a", fit[0], got["a"]), ("b", fit[1], got["b_per_um"]),
                                             ("a_error", errors[0], got["a_error"]),
                                             ("b_error", errors[1], got["b_per_um_error"])):
                check(abs(value_of - expected) <= 1e-5 * abs(expected),
                      f"{where}: {name} is {value_of}, scipy has {expected}")


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
        check_nulls(folder, adjacency)
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
