#!/usr/bin/python3
"""python_test.py CONNECTOSCOPE [SANITIZED] -- the programs of `stats --python` get the numbers of `stats --json`
from the HDF5 file: integers equal, reals within 1e-12, fits within 1e-5, and what random numbers of numpy
decide as two samples of the same. On a made-up connectome always, and on real ones where the environment
variable CNX_TEST_DATA names their folder. The sanitized tool prints the programs, and Python reads them;
the optimized one has them run."""

import collections
import contextlib
import io
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np

TOOL = sys.argv[1]
SANITIZED = sys.argv[2:] == ["SANITIZED"]
DATA = os.environ.get("CNX_TEST_DATA")
failures = []
compared = 0

PARTS = "counts,degrees,classes"
MOTIFS = PARTS + ",triads,simplices,participation"
KEYS = {"counts": ["neurons", "connections", "reciprocal_pairs", "connection_probability", "density", "reciprocity",
                   "validity"],
        "degrees": ["degrees", "strengths"], "classes": ["class_matrix"],
        "triads": ["triad_census", "motifs"], "simplices": ["directed_simplices"], "participation": ["edge_participation"],
        "distance": ["distance_profile", "distance_profile_b"], "experiment": ["experiment"],
        "synapses": ["synapse_sites", "size_by_distance_b"], "structure": ["structure"],
        "thresholds": ["thresholds"], "erosion": ["erosion"], "labels": ["labels"], "compare": ["comparison"],
        "nulls": ["null"], "edge-map": ["edge_map"]}
# What random numbers decide, by the key of the object that it is in.
TEST = {"mean", "sd", "z", "p_high", "p_low", "p", "q"}
RANDOM = {"comparison": TEST, "null": TEST, "statistics": TEST | {"permutations"}, "labels": {"band_low", "band_high", "mean", "draws_defined", "wider", "outside"},
          "rich_club": {"control_mean", "control_sd", "control_low", "control_high", "ratio", "p_high"}}

Case = collections.namedtuple("Case", "file tile_options questions")
MADE_UP = [
    ("--only", MOTIFS + ",distance"),
    ("--only", MOTIFS + ",distance", "--where", "class=23P,4P", "--min-synapses", "2"),
    ("--only", PARTS + ",triads", "--where", "class=23P", "--and-where-post", "region=visp", "--min-synapses", "2"),
    ("--only", MOTIFS + ",distance", "--min-mean-size", "900", "--min-size-sum", "1500", "--where", "class=23P,4P"),
    ("--only", PARTS, "--where", "indegree=10..40", "--where", "axon=clean", "--group-by", "region",
     "--post-group-by", "class"),
    ("--only", "distance", "--measure", "lateral", "--bin-um", "20", "--where", "x_nm=..900000"),
    ("--only", "distance", "--measure", "depth", "--and-where-post", "class=BC,MC"),
    ("--only", "distance", "--measure", "deeper", "--where", "class=23P", "--and-where-b", "class=4P,5P_IT"),
    ("--only", "distance", "--measure", "shallower", "--bin-um", "10"),
    ("--only", MOTIFS, "--where", "indegree=1000000.."),
    # The program has the random numbers of the tool: every experiment finds the same connections.
    ("--only", "experiment", "--spread-um", "50"),
    ("--only", "experiment", "--patched", "5", "--thickness-um", "60", "--seed", "3", "--repeats", "50",
     "--where", "class=23P,4P", "--min-synapses", "2"),
    ("--only", "experiment", "--thickness-um", "20", "--where", "class=5P_IT"),
    ("--only", "experiment", "--where", "indegree=1000000.."),
    ("--only", "synapses"),
    ("--only", "synapses,distance", "--measure", "lateral", "--where", "class=23P", "--and-where-b", "class=4P,BC"),
    ("--only", "synapses,distance", "--measure", "depth", "--bin-um", "20"),
    ("--only", "synapses,classes", "--near-um", "20", "--clump-um", "40", "--where", "axon=clean",
     "--and-where-post", "class=23P,BC", "--group-by", "region", "--post-group-by", "class"),
    ("--only", "synapses", "--where", "indegree=1000000.."),
    ("--only", "structure,thresholds,erosion,labels"),
    ("--only", "thresholds,erosion,labels", "--where", "class=23P", "--and-where-post", "region=visp"),
    ("--only", "thresholds", "--min-synapses", "12"),
    ("--only", "thresholds", "--min-synapses", "4", "--thresholds", "3"),
    ("--only", "thresholds,erosion", "--min-mean-size", "900", "--min-size-sum", "1500", "--where", "class=23P,4P"),
    ("--only", "thresholds,erosion", "--where", "class=23P,4P", "--statistics",
     "triads,simplices,structure,participation,classes"),
    ("--only", "thresholds,erosion", "--where", "class=23P,4P", "--statistics", "degrees,shared,lengths,distance"),
    ("--only", "thresholds,erosion", "--where", "class=23P,4P", "--and-where-post", "class=4P,BC,5P_IT",
     "--statistics", "triads,structure,degrees,shared,lengths,distance,sizes"),
    ("--only", "thresholds,erosion", "--where", "class=23P,4P", "--statistics", "sizes", "--near-um", "30", "--clump-um",
     "40"),
    ("--only", "thresholds,erosion", "--where", "indegree=1000000..", "--statistics", "triads,structure,degrees,lengths"),
    ("--only", "structure,labels", "--where", "class=23P,BC", "--min-synapses", "2", "--group-by", "region",
     "--label-accuracy", "60", "--controls", "40"),
    ("--only", "structure,thresholds,erosion,labels", "--where", "indegree=1000000..", "--controls", "2"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=4P,BC", "--controls", "200"),
    ("--only", "compare", "--where", "region=visp", "--and-where-b", "class=BC", "--min-synapses", "3"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=5P_IT,BC", "--controls", "40",
     "--statistics", "triads,simplices,structure,participation,classes"),
    ("--only", "compare", "--where", "class=23P", "--and-where-b", "class=4P", "--controls", "20",
     "--statistics", "structure"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=5P_IT,BC", "--controls", "40",
     "--statistics", "degrees,shared,lengths,distance,sizes"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=6IT", "--controls", "40",
     "--min-mean-size", "900", "--min-synapses", "2", "--statistics", "sizes"),
    # Two blocks, which share neurons or not, of which one is of one set, or nobody can be dealt out
    ("--only", "compare", "--where", "class=23P", "--and-where-post", "class=4P", "--and-where-b", "class=4P",
     "--and-where-b-post", "class=5P_IT,BC", "--controls", "200"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-b", "class=4P,BC", "--and-where-b-post", "region=visp",
     "--controls", "40", "--min-synapses", "2", "--statistics",
     "triads,simplices,structure,participation,classes,degrees,shared,lengths,distance,sizes"),
    ("--only", "compare", "--where", "class=23P,4P", "--and-where-post", "class=4P,BC", "--and-where-b", "class=4P",
     "--controls", "40", "--min-mean-size", "900", "--statistics", "classes,distance,sizes,structure"),
    ("--only", "compare", "--where", "class=23P", "--and-where-post", "class=4P,BC", "--and-where-b", "class=23P",
     "--and-where-b-post", "class=4P", "--statistics", "classes,distance,degrees,sizes"),
    ("--only", "compare", "--where", "class=23P", "--and-where-post", "indegree=1000000..", "--and-where-b", "class=4P"),
    *(("--only", "nulls", "--null", model, "--controls", "20", "--where", "class=23P,4P", "--statistics",
       "degrees,shared,lengths,distance,sizes") for model in ("configuration", "rewired", "distance", "neurons")),
    ("--only", "nulls", "--null", "neurons", "--controls", "20", "--where", "class=23P,4P", "--and-where-post",
     "class=4P,BC,5P_IT", "--statistics", "degrees,shared,lengths,distance,sizes,structure"),
    *(("--only", "nulls", "--null", model, "--controls", "60", "--where", "class=23P,4P")
      for model in ("erdos-renyi", "blocks", "configuration", "rewired", "distance", "neurons")),
    ("--only", "nulls", "--null", "configuration", "--min-synapses", "2"),
    ("--only", "nulls", "--null", "erdos-renyi", "--controls", "20", "--null-triads", "--where", "class=23P,4P"),
    ("--only", "nulls", "--null", "rewired", "--controls", "20", "--statistics", "triads,simplices,structure,participation",
     "--where", "class=23P,4P"),
    ("--only", "nulls", "--null", "neurons", "--controls", "40", "--statistics", "simplices,structure",
     "--where", "class=23P,4P", "--match", "indegree"),
    ("--only", "nulls", "--null", "neurons", "--match", "x_nm", "--where", "class=BC", "--group-by", "region"),
    ("--only", "nulls", "--null", "blocks", "--controls", "60", "--where", "class=23P,4P", "--group-by", "axon"),
    # Groups that are whole numbers
    ("--only", "classes,nulls,structure", "--null", "blocks", "--controls", "20", "--where", "indegree=..6", "--group-by",
     "indegree", "--post-group-by", "outdegree"),
    # From some neurons onto others, which overlap, are the same, or are apart
    *(("--only", "nulls", "--null", model, "--controls", "60", "--where", "class=23P,4P", "--and-where-post",
       "class=4P,BC,5P_IT") for model in ("erdos-renyi", "blocks", "configuration", "rewired", "distance")),
    ("--only", "nulls", "--null", "neurons", "--controls", "60", "--where", "region=visp", "--and-where-post",
     "axon=clean", "--statistics", "triads,simplices,structure"),
    ("--only", "nulls", "--null", "neurons", "--controls", "60", "--where", "class=23P", "--and-where-post", "class=4P",
     "--match", "indegree"),
    ("--only", "nulls", "--null", "rewired", "--controls", "20", "--where", "class=23P", "--and-where-post", "class=4P",
     "--statistics", "triads"),
    ("--only", "structure,experiment", "--where", "class=23P,4P", "--and-where-post", "class=4P,BC", "--spread-um", "50"),
    ("--only", "structure,experiment", "--where", "class=23P", "--and-where-post", "class=BC", "--min-synapses", "2",
     "--patched", "4"),
    ("--only", "structure,experiment", "--where", "class=23P", "--and-where-post", "class=23P"),
    ("--only", "structure,experiment", "--where", "indegree=1000000..", "--and-where-post", "class=23P"),
    ("--only", "edge-map"),
    ("--only", "edge-map", "--where", "class=23P", "--and-where-post", "region=visp", "--min-synapses", "3"),
    ("--only", "edge-map", "--where", "indegree=1000000.."),
]
REAL = [
    Case("example_small.h5", [], [
        ("--only", MOTIFS + ",distance,synapses,edge-map"), ("--only", PARTS, "--where", "class=23P,4P")]),
    Case("bbp_r0c10.h5", [], [
        ("--only", PARTS), ("--only", PARTS, "--where", "depth=300.5..600.25", "--group-by", "mtype"),
        ("--only", MOTIFS + ",distance", "--where", "mtype=L4_TPC,L5_BTC,L5_SBC")]),
    Case("larva_winding2023.h5", [], [
        ("--only", PARTS, "--where", "hemisphere=L"), ("--only", PARTS + ",triads", "--where", "cell_type=KCs"),
        ("--only", PARTS + ",thresholds", "--where", "hemisphere=L", "--min-synapses", "3"),
        ("--only", PARTS, "--where", "hemisphere=L", "--and-where-post", "hemisphere=R", "--min-synapses", "3")]),
    Case("celegans_witvliet.h5", ["--group", "chemical/full_matrix", "--edge-weight", "8"], [
        ("--only", MOTIFS + ",structure", "--group-by", "Soma Region"), ("--only", PARTS, "--where", "Soma Position=0.1..0.3")]),
]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def compare(program, tool, where, tolerance=1e-12, random=frozenset(), least=1):
    """What the program says is what the tool says; the tool may say more."""
    global compared
    if isinstance(program, dict):
        if "distance_fit_b_per_um" in (program.get("name"), where.split(".")[-1]):  # a fit: digits are counted
            tolerance, least = 1e-4, 0
        for key in program:
            if tool is None or key not in tool:
                failures.append(f"{where}.{key}: the tool has no such number")
            elif key not in random:
                # Numbers of a fit are far below 1: digits are counted. scipy takes errors from differences.
                near = 1e-4 if key.endswith("_error") else 1e-5 if key.endswith("fit") else tolerance
                compare(program[key], tool[key], f"{where}.{key}", near, RANDOM.get(key, random),
                        0 if key.endswith("fit") else least)
    elif isinstance(program, list):
        if len(program) != len(tool):
            failures.append(f"{where}: {len(program)} values, the tool has {len(tool)}")
            return
        for i, pair in enumerate(zip(program, tool)):
            compare(*pair, f"{where}[{i}]", tolerance, random, least)
    else:
        compared += 1
        alike = (abs(program - tool) <= tolerance * max(least, abs(tool))
                 if isinstance(program, float) and isinstance(tool, (int, float)) else program == tool)
        if not alike:
            failures.append(f"{where}: {program!r}, the tool has {tool!r}")


def compare_means(ours, theirs, sds, n, where):
    """Means of two samples of n are farther apart than 5 standard errors once in a million."""
    global compared
    compared += 1
    if ours is None or theirs is None:
        failures.extend([f"{where}: {ours}, the tool has {theirs}"] if ours is not theirs else [])
    elif abs(ours - theirs) > 5 * math.hypot(*sds) / math.sqrt(n) + 1e-9:
        failures.append(f"{where}: {ours}, the tool has {theirs}, sd {sds}, {n} draws")


def compare_tests(ours, theirs, n, where):
    """One number against n random networks, drawn twice."""
    compare_means(ours["mean"], theirs["mean"], (ours["sd"], theirs["sd"] or 0), n, where + ".mean")
    p = [(one["p_high"] or 0.5) for one in (ours, theirs)]
    compare_means(*p, [math.sqrt(max(share * (1 - share), 1 / n)) for share in p], n, where + ".p_high")


def compare_samples(program, tool, where):
    """What random numbers decide, drawn by numpy and by the tool."""
    if program.get("null"):
        for ours, theirs in zip(program["null"]["statistics"], tool["null"]["statistics"]):
            compare_tests(ours, theirs, program["null"]["controls"], f"{where}.{ours['name']}")
        ours, theirs, n = program["null"]["class_matrix"], tool["null"]["class_matrix"], program["null"]["controls"]
        for a, b in ((a, b) for a in range(len(ours["mean"])) for b in range(len(ours["mean"][a]))):
            for key in {"", "reciprocity", "synapses_per_connection"} & {"", *theirs}:
                one, other = (part[key] if key else part for part in (ours, theirs))
                if key and None in (one["mean"][a][b], other["mean"][a][b]):
                    continue  # no control of one of them has a connection there
                compare_means(one["mean"][a][b], other["mean"][a][b], [part["sd"][a][b] or 0 for part in (one, other)],
                              n, f"{where}.class_matrix {key} {a} {b}")
        one, other = (part["null"].get("distance_profile", {"mean": []}) for part in (program, tool))
        if len(one["mean"]) != len(other["mean"]):
            failures.append(f"{where}: {len(one['mean'])} bins, the tool has {len(other['mean'])}")
        for k, pair in enumerate(zip(one["mean"], other["mean"])):
            compare_means(*pair, [part["sd"][k] or 0 for part in (one, other)], n, f"{where}.distance_profile {k}")
    if program.get("comparison"):
        for name, ours in program["comparison"]["statistics"].items():
            if ours["permutations"] > 0:
                compare_tests(ours, tool["comparison"]["statistics"][name], ours["permutations"], f"{where}.{name}")
        for part in {"class_matrix", "distance_profile"} & set(program["comparison"]):
            ours, theirs = program["comparison"][part], tool["comparison"][part]
            for at in np.ndindex(np.shape(ours["mean"])):
                one, other = [{key: np.array(told[key], dtype=object)[at] for key in ("mean", "sd")} for told in (ours, theirs)]
                if None in (one["mean"], other["mean"]):
                    continue  # no deal has a pair there in both
                compare_means(one["mean"], other["mean"], (one["sd"] or 0, other["sd"] or 0),
                              program["comparison"].get("costly_permutations", program["comparison"]["permutations"]),
                              f"{where}.{part} {at}")
    club = program.get("structure", {}).get("rich_club", {"degree": []})
    for i, degree in enumerate(club["degree"]):
        other = tool["structure"]["rich_club"]
        compare_means(club["control_mean"][i], other["control_mean"][i],
                      (club["control_sd"][i], other["control_sd"][i] or 0), club["controls"], f"{where}.rich_club {degree}")
    labels, other = program.get("labels"), tool.get("labels")
    for a, row in enumerate(labels["mean"] if labels else []):
        for b, mean in enumerate(row):
            if not all(one["draws_defined"][a][b] == labels["draws"] for one in (labels, other)):
                continue  # of a class of two or three neurons
            # A band of 95 % is 3.92 standard deviations wide; of few draws, or rare events, less.
            bands = [(one["band_high"][a][b] or 0) - (one["band_low"][a][b] or 0) for one in (labels, other)]
            compare_means(mean, other["mean"][a][b], [band / 3 for band in bands], labels["draws"],
                          f"{where}.labels {a} {b}")


def output_of(program, folder, *words):
    """What a program prints when it runs in a folder; in this process, which has read the libraries."""
    printed, before, arguments = io.StringIO(), os.getcwd(), sys.argv
    os.chdir(folder)
    sys.argv = ["program", *words]
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})
    os.chdir(before)
    sys.argv = arguments
    return printed.getvalue()


def check(file, tiles, question):
    where = f"{file.name} {' '.join(question)}"
    printed = run(TOOL, "stats", str(tiles), "--python", *question)
    if SANITIZED:
        compile(printed, where, "exec")
        return
    program = json.loads(output_of(printed, file.parent))
    tool = json.loads(run(TOOL, "stats", str(tiles), "--json", *question))
    for part in question[1].split(","):
        for key in KEYS[part]:
            if key.endswith("_b") and "--and-where-b" not in question:
                continue
            if key not in program:
                failures.append(f"{where}: the program has no {key}")
    for part, *inside in (("null",), ("experiment", "truth"), ("experiment", "pooled")):  # what a block's rest on
        told, found = tool.get(part), program.get(part)
        for key in inside:
            told, found = (one and one[key] for one in (told, found))
        if told and "answerable_connections" in told and "answerable_connections" not in found:
            failures.append(f"{where}.{part}: the program does not say how many connections can be answered")
    for sweep in {"thresholds", "erosion"} & set(program):
        names = [set(one[sweep]["statistics"]) for one in (program, tool)]
        if names[0] != names[1]:
            failures.append(f"{where}.{sweep}: {sorted(names[0] ^ names[1])} are in one of program and tool")
    if program.get("comparison"):
        ours, theirs = program["comparison"]["statistics"], tool["comparison"]["statistics"]
        if ours.keys() != theirs.keys():
            failures.append(f"{where}: {sorted(ours.keys() ^ theirs.keys())} are in one of program and tool")
        for name in ours.keys() & theirs.keys():
            if theirs[name].keys() - ours[name].keys() - {"values", "q"}:
                failures.append(f"{where}: {name} has no {sorted(theirs[name].keys() - ours[name].keys())}")
    compare(program, tool, where)
    compare_samples(program, tool, where)
    if not tool.get("analyzable") or "sample" not in file.name:
        return
    # The network among analyzable neurons is the same program, started with a word.
    alone = json.loads(output_of(printed, file.parent, "analyzable"))
    keys = [key for key in alone if tool["analyzable"].get(key) is not None and alone[key] is not None]
    if not keys:
        failures.append(f"{where}, analyzable: nothing to compare")
    alone, where = {key: alone[key] for key in keys}, where + ", analyzable"
    compare(alone, tool["analyzable"], where)
    compare_samples(alone, tool["analyzable"], where)


def check_alone(file, tiles):
    """A program is whole: it runs by itself."""
    program = run(TOOL, "stats", str(tiles), "--python", "--only", "counts")
    alone = json.loads(run("/usr/bin/python3", "-c", program, cwd=file.parent))
    compare(alone, json.loads(run(TOOL, "stats", str(tiles), "--json", "--only", "counts")), "alone")


def check_refusals(tiles, scratch):
    """Where there is no program, the tool says why."""
    for question, words in ((("--only", "compare"), "no second set"),
                            (("--only", "labels", "--group-by", "class", "--post-group-by", "region"), "drawn for one"),
                            (("--only", "participation", "--each-connection"), "without --json or --python")):
        done = subprocess.run([TOOL, "stats", str(tiles), "--python", *question], capture_output=True, text=True,
                              check=False)
        if done.returncode != 2 or words not in done.stderr or done.stderr.count("\n") != 1 or done.stdout:
            failures.append(f"{question}: exit code {done.returncode}, {done.stderr}")
    table, edges = scratch / "neurons.csv", scratch / "edges.csv"
    table.write_text("id,x_nm,y_nm,z_nm\n1,0,0,0\n2,10,0,0\n")
    edges.write_text("pre,post\n1,2\n")
    run(TOOL, "tile", str(table), "--connections", str(edges), "-o", str(scratch / "csv"))
    done = subprocess.run([TOOL, "stats", str(scratch / "csv"), "--python"], capture_output=True, text=True,
                          check=False)
    if done.returncode != 2 or "HDF5" not in done.stderr:
        failures.append(f"tables: exit code {done.returncode}, {done.stderr}")


def main():
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        sample, tiles = scratch / "a \"made-up\" sample.h5", scratch / "tiles"
        run(TOOL, "sample", str(sample), "--neurons", "400", "--seed", "7")
        run(TOOL, "tile", str(sample), "-o", str(tiles))
        for question in MADE_UP:
            check(sample, tiles, question)
        check_alone(sample, tiles)
        check_refusals(tiles, scratch)
        # Micrometers of the file are nanometers here: the program then names rows, not positions.
        other_unit = scratch / "other_unit"
        run(TOOL, "tile", str(sample), "-o", str(other_unit), "--column", "unit=um")
        check(sample, other_unit, ("--only", PARTS, "--where", "layout_x_nm=..900000000"))
        if DATA and not SANITIZED:
            for case in REAL:
                file, tiles = pathlib.Path(DATA) / case.file, scratch / case.file
                run(TOOL, "tile", str(file), "-o", str(tiles), *case.tile_options)
                for question in case.questions:
                    check(file, tiles, question)
        elif not SANITIZED:
            print("real connectomes: skipped, CNX_TEST_DATA is not set")
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{compared} numbers compared, {len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
