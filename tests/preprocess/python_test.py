#!/usr/bin/python3
"""python_test.py CONNECTOSCOPE [SANITIZED] -- the programs of `stats --python` get the numbers of `stats --json`
from the HDF5 file: integers equal, reals within 1e-12, fits within 1e-5. On a made-up connectome
always, and on real ones where the environment variable CNX_TEST_DATA names their folder."""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOOL = sys.argv[1]
SANITIZED = sys.argv[2:] == ["SANITIZED"]  # slow: one real connectome; the optimized tool gets all
DATA = os.environ.get("CNX_TEST_DATA")
failures = []
compared = 0

PARTS = "counts,degrees,classes"
MOTIFS = PARTS + ",triads,simplices,participation"
KEYS = {"counts": ["neurons", "connections", "reciprocal_pairs", "connection_probability", "density", "reciprocity"],
        "degrees": ["degrees", "strengths"], "classes": ["class_matrix"],
        "triads": ["triad_census", "motifs"], "simplices": ["directed_simplices"], "participation": ["edge_participation"],
        "distance": ["distance_profile"], "experiment": ["experiment"],
        "synapses": ["synapse_sites"], "structure": ["structure"],
        "thresholds": ["thresholds"]}

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
    ("--only", "distance", "--measure", "deeper"),
    ("--only", "distance", "--measure", "shallower", "--bin-um", "10"),
    ("--only", MOTIFS, "--where", "indegree=1000000.."),
    # The program has the random numbers of the tool: every experiment finds the same connections.
    ("--only", "experiment", "--spread-um", "50"),
    ("--only", "experiment", "--patched", "5", "--thickness-um", "60", "--seed", "3", "--repeats", "50",
     "--where", "class=23P,4P", "--min-synapses", "2"),
    ("--only", "experiment", "--thickness-um", "20", "--where", "class=5P_IT"),
    ("--only", "experiment", "--where", "indegree=1000000.."),
    ("--only", "synapses"),
    ("--only", "synapses,classes", "--near-um", "20", "--clump-um", "40", "--where", "axon=clean",
     "--and-where-post", "class=23P,BC", "--group-by", "region", "--post-group-by", "class"),
    ("--only", "synapses", "--where", "indegree=1000000.."),
    ("--only", "structure,thresholds"),
    ("--only", "thresholds", "--where", "class=23P", "--and-where-post", "region=visp"),
    ("--only", "thresholds", "--min-synapses", "12"),
    ("--only", "structure", "--where", "class=23P,BC", "--min-synapses", "2", "--group-by", "region"),
    ("--only", "structure,thresholds", "--where", "indegree=1000000.."),
]
REAL = [
    Case("example_small.h5", [], [
        ("--only", MOTIFS + ",distance,synapses"), ("--only", PARTS, "--where", "class=23P,4P")]),
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


def compare(program, tool, where, tolerance=1e-12):
    """What the program says is what the tool says; the tool may say more."""
    global compared
    if isinstance(program, dict):
        for key in program:
            if tool is None or key not in tool:
                failures.append(f"{where}.{key}: the tool has no such number")
                continue
            compare(program[key], tool[key], f"{where}.{key}", 1e-5 if key == "fit" else tolerance)
    elif isinstance(program, list):
        if len(program) != len(tool):
            failures.append(f"{where}: {len(program)} values, the tool has {len(tool)}")
            return
        for i, pair in enumerate(zip(program, tool)):
            compare(*pair, f"{where}[{i}]", tolerance)
    else:
        compared += 1
        alike = (abs(program - tool) <= tolerance * max(1, abs(tool))
                 if isinstance(program, float) and isinstance(tool, (int, float)) else program == tool)
        if not alike:
            failures.append(f"{where}: {program!r}, the tool has {tool!r}")


def both(file, tiles, question):
    """What the program prints when it runs beside the file, and what the tool prints."""
    program = run(TOOL, "stats", str(tiles), "--python", *question)
    printed = run("/usr/bin/python3", "-W", "ignore", "-c", program, cwd=file.parent)
    return json.loads(printed), json.loads(run(TOOL, "stats", str(tiles), "--json", *question))


def check(file, tiles, question):
    where = f"{file.name} {' '.join(question)}"
    program, tool = both(file, tiles, question)
    for part in question[1].split(","):
        for key in KEYS[part]:
            if key not in program:
                failures.append(f"{where}: the program has no {key}")
    compare(program, tool, where)


def check_nulls(file, tiles):
    for model in ("erdos-renyi", "configuration"):
        for where in ((), ("--where", "class=23P,4P")):
            question = ("--only", "nulls", "--null", model, "--controls", "60", *where)
            program, tool = both(file, tiles, question)
            theirs = next(s for s in tool["null"]["statistics"] if s["name"] == "reciprocal_pairs")
            ours = program["null"]
            said = f"{' '.join(question)}: {ours}, the tool has {theirs['mean']} ± {theirs['sd']}"
            if ours["observed"] != theirs["observed"]:
                failures.append("observed " + said)
            # Two samples of 60: their means differ by 5 standard errors once in a million.
            spread = (ours["sd"] ** 2 + theirs["sd"] ** 2) ** 0.5 / 60 ** 0.5
            if abs(ours["mean"] - theirs["mean"]) > 5 * spread + 1e-9:
                failures.append("mean " + said)


def check_refusals(tiles, scratch):
    """Where there is no program, the tool says why."""
    for question in (("--null", "rewired"), ("--null", "erdos-renyi", "--and-where-post", "class=BC")):
        done = subprocess.run([TOOL, "stats", str(tiles), "--python", *question], capture_output=True, text=True,
                              check=False)
        if done.returncode != 2 or "short enough" not in done.stderr or done.stdout:
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
        check_nulls(sample, tiles)
        check_refusals(tiles, scratch)
        # Micrometers of the file are nanometers here: the program then names rows, not positions.
        other_unit = scratch / "other_unit"
        run(TOOL, "tile", str(sample), "-o", str(other_unit), "--column", "unit=um")
        check(sample, other_unit, ("--only", PARTS, "--where", "layout_x_nm=..900000000"))
        if DATA:
            for case in REAL[:1] if SANITIZED else REAL:
                file, tiles = pathlib.Path(DATA) / case.file, scratch / case.file
                run(TOOL, "tile", str(file), "-o", str(tiles), *case.tile_options)
                for question in case.questions:
                    check(file, tiles, question)
        else:
            print("real connectomes: skipped, CNX_TEST_DATA is not set")
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{compared} numbers compared, {len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
