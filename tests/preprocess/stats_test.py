#!/usr/bin/python3
"""stats_test.py CONNECTOSCOPE [SANITIZED] -- `tile` and `stats --json` agree with tests/reference/stats_oracle.py:
every integer equal, every real within 1e-12. On a made-up connectome always, and on real ones where
the environment variable CNX_TEST_DATA names their folder."""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import stats_oracle  # noqa: E402

TOOL = sys.argv[1]
SANITIZED = sys.argv[2:] == ["SANITIZED"]  # slow: one real connectome; the optimized tool gets all
DATA = os.environ.get("CNX_TEST_DATA")
CONDENSED, FULL = "/connectivity/condensed", "/connectivity/full"

# One file: how the tool is told to tile it, which network and weight the oracle reads, and the
# sub-networks to compare: clauses, and the column of the matrix (None: by class where there is one).
Case = collections.namedtuple("Case", "file tile_options group weight questions")
CASES = [
    Case("example_small.h5", [], CONDENSED, "count", [
        ([], None),
        (["class=23P,4P"], None),
        (["class=23P,4P", "region=visp"], "region"),
        (["indegree=10..15"], "axon"),
        (["axon=extended"], None),
        (["x_nm=..900000", "y_nm=400000.."], "dendrite"),
        (["indegree=100000.."], None)]),
    Case("example_small.h5", [], FULL, None, [([], None), (["region=visal,vislm"], "region")]),
    Case("larva_winding2023.h5", [], FULL, "count", [
        ([], None), (["cell_type=KCs"], "hemisphere"), (["hemisphere=L"], "cell_type")]),
    Case("bbp_r0c10.h5", [], CONDENSED, "count", [
        ([], None), (["layer=4..5"], "synapse_class"), (["depth=300.5..600.25"], "mtype")]),
    Case("celegans_witvliet.h5", ["--group", "chemical/full_matrix", "--edge-weight", "8"],
         "/chemical/full_matrix", "8",
         [([], "Soma Region"), (["Soma Region=H"], "Soma Region"), (["Soma Position=0.1..0.3"], None)]),
]

# Questions about the connections from one set of neurons to another: clauses of pre -> of post.
BLOCKS = {("class=23P,4P",): ["class=BC,MC,23P"], ("indegree=20..",): ["region=visp"],
          ("layer=4..5",): ["layer=5..6"], ("hemisphere=L",): ["hemisphere=R"]}

failures = []
compared = 0


def run(*arguments):
    result = subprocess.run([TOOL, *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def compare(expected, actual, where):
    """Both values are alike, all the way down."""
    global compared
    if isinstance(expected, dict):
        if sorted(expected) != sorted(actual):
            failures.append(f"{where}: keys {sorted(actual)}, expected {sorted(expected)}")
            return
        for key in expected:
            compare(expected[key], actual[key], f"{where}.{key}")
    elif isinstance(expected, list):
        if len(expected) != len(actual):
            failures.append(f"{where}: {len(actual)} values, expected {len(expected)}")
            return
        for i, pair in enumerate(zip(expected, actual)):
            compare(*pair, f"{where}[{i}]")
    else:
        compared += 1
        alike = (abs(expected - actual) <= 1e-12
                 if isinstance(expected, float) and isinstance(actual, (int, float))
                 else type(expected) is type(actual) and expected == actual)
        if not alike:
            failures.append(f"{where}: {actual!r}, expected {expected!r}")


def only_groups_with_neurons(matrix):
    """The tool lists every category, the oracle those that it met; in alphabetical order here."""
    keep = sorted((i for i, sizes in enumerate(zip(matrix["sizes"], matrix["post_sizes"])) if any(sizes)), key=lambda i: matrix["groups"][i])
    result = {}
    for key, value in matrix.items():
        if key in ("groups", "sizes", "post_groups", "post_sizes"):
            result[key] = [value[i] for i in keep]
        else:
            result[key] = [[value[i][j] for j in keep] for i in keep] if isinstance(value, list) else value
    return result


def check(path, folder, group, weight, questions):
    vertices, connections = stats_oracle.connectome(path, group, weight)
    analyzable = stats_oracle.analyzable_axons(vertices)
    for clauses, group_by in questions:
        arguments = ["stats", str(folder), "--json"]
        for clause in clauses:
            arguments += ["--where", clause]
        if group_by:
            arguments += ["--group-by", group_by]
        post_clauses = BLOCKS.get(tuple(clauses))
        for clause in post_clauses or ():
            arguments += ["--and-where-post", clause]
        min_synapses = 2 if len(clauses) == 1 else 1
        # The oracle tries every tuple: only where there are few.
        with_motifs = post_clauses is None and len(vertices) <= 1000
        parts = "counts,degrees,classes" + (",triads,simplices" if with_motifs else "")
        arguments += ["--min-synapses", str(min_synapses), "--only", parts]
        actual = json.loads(run(*arguments))
        partial = actual.pop("partial")
        if partial["tiles_missing"] != 0:
            failures.append(f"{path}: {partial}")
        actual["class_matrix"] = only_groups_with_neurons(actual["class_matrix"])

        by = group_by or ("class" if "cell_type" in vertices or "mtype" in vertices else None)
        column = stats_oracle.column_name(by, vertices) if by else None
        expected = stats_oracle.statistics(
            vertices, connections, stats_oracle.chosen_by(clauses, vertices), column, analyzable,
            None if post_clauses is None else stats_oracle.chosen_by(post_clauses, vertices),
            min_synapses, with_motifs, stats_oracle.with_status(vertices, "axon", ["extended"]),
            stats_oracle.with_status(vertices, "dendrite", ["clean", "extended"]))
        compare(expected, actual, f"{path.name} {group} {clauses} by {column}")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        sample = scratch / "sample.h5"
        run("sample", str(sample), "--neurons", "1000", "--seed", "7")
        run("tile", str(sample), "-o", str(scratch / "sample"))
        questions = [([], None), (["class=23P,4P", "region=visp"], "region"), (["indegree=20.."], "axon")]
        check(sample, scratch / "sample", CONDENSED, "count", questions)
        check(sample, scratch / "sample", FULL, None, questions)

        if DATA is None:
            print("CNX_TEST_DATA is not set: the real connectomes are skipped")
        else:
            for number, case in enumerate(CASES[:1] if SANITIZED else CASES):
                folder = scratch / str(number)
                run("tile", str(pathlib.Path(DATA) / case.file), "-o", str(folder), *case.tile_options)
                check(pathlib.Path(DATA) / case.file, folder, case.group, case.weight, case.questions)
            # Published (Witvliet et al. 2021, stage 8), over vertices with an edge: 219, 2186 edges,
            # 7970 synapses, 300 reciprocal pairs. The tool keeps all 324 vertices.
            if not SANITIZED:
                worm = json.loads(run("stats", str(scratch / str(len(CASES) - 1)), "--json"))
                published = {"neurons": 324, "connections": 2186, "synapses": 7970, "reciprocal_pairs": 300}
                compare(published, {key: worm[key] for key in published}, "published numbers")

    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{compared} values compared, {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
