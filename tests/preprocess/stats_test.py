#!/usr/bin/python3
"""stats_test.py CONNECTOSCOPE [SANITIZED] -- `tile` and `stats --json` agree with tests/reference/stats_oracle.py:
every integer equal, every real within 1e-12. On a made-up connectome always, and on real ones where
the environment variable CNX_TEST_DATA names their folder."""

import collections
import csv
import json
import os
import pathlib
import re
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

ABOUT = ("neurons", "pre_neurons", "post_neurons")
COUNTS = (*ABOUT, "connections", "synapses", "autapses", "reciprocal_pairs", "connection_probability",
          "density", "reciprocity", "degrees", "strengths")
MOTIFS = ("triad_census", "motifs", "directed_simplices", "simplices")

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
        partial, question = actual.pop("partial"), actual.pop("question")
        compare([clauses, min_synapses, parts.split(",")],
                [question["where"], question["min_synapses"], question["parts"]], f"{path.name} {clauses}: what was asked")
        if partial["tiles_missing"] != 0:
            failures.append(f"{path}: {partial}")
        actual["class_matrix"] = only_groups_with_neurons(actual["class_matrix"])
        beside, why_not = actual.pop("analyzable", None), actual.pop("analyzable_why_not", None)

        by = group_by or ("class" if "cell_type" in vertices or "mtype" in vertices else None)
        column = stats_oracle.column_name(by, vertices) if by else None
        chosen = stats_oracle.chosen_by(clauses, vertices)
        post_chosen = None if post_clauses is None else stats_oracle.chosen_by(post_clauses, vertices)
        expected = stats_oracle.statistics(
            vertices, connections, chosen, column, analyzable, post_chosen, min_synapses, with_motifs, stats_oracle.with_status(vertices, "axon", ["extended"]),
            stats_oracle.with_status(vertices, "dendrite", ["clean", "extended"]))
        compare(expected, actual, f"{path.name} {group} {clauses} by {column}")
        check_beside(vertices, connections, chosen, analyzable, min_synapses, beside, why_not,
                     f"{path.name} {group} {clauses}, analyzable axons",
                     COUNTS + (MOTIFS if with_motifs else ()), post_chosen)


def check_beside(vertices, connections, chosen, analyzable, min_synapses, beside, why_not, where, keys,
                 post_chosen=None):
    """Numbers on analyzable axons: the oracle counts the network among those neurons, or from them
    onto others."""
    good = chosen & (False if analyzable is None else analyzable)
    if good.sum() < (2 if post_chosen is None else 1) or good.sum() == chosen.sum():
        compare([None, True], [beside, isinstance(why_not, str)], where)
        return
    expected = stats_oracle.statistics(vertices, connections, good, None, None, post_chosen, min_synapses,
                                       "motifs" in keys)
    about = beside.pop("about")
    compare([expected[key] for key in ABOUT], [about[key] for key in ABOUT], where + " about")
    compare({key: expected[key] for key in keys}, beside, where)
    compare(None, why_not, where)


# The nervous system of C. elegans at eight stages from birth to adult, published by Witvliet et al.,
# "Connectomes across development reveal principles of brain maturation", Nature 596:257-261 (2021),
# as a file among the examples of Connectome-utilities. Its numbers, found without this tool and its
# oracle: of chemical synapses, stage 8, and neurons with a connection unless said otherwise. Lists
# are by dimension from 0.
WORM = {
    "neurons": 219, "connections": 2186, "synapses": 7970, "autapses": 0, "reciprocal_pairs": 300,
    "directed_simplices": [219, 2186, 5165, 5068, 2632, 846, 148],
    "simplices": {"cliques": [219, 1886, 3175, 1959, 540, 64, 4], "reciprocal": [219, 300, 83, 10],
                  "neurons_in": [219, 219, 217, 194, 135, 51, 11], "truncated": False}}
# Connections in a directed simplex of dimension 1, 2 ..., and those of them that are answered by
# another of them.
WORM_CONNECTIONS_IN = [2186, 2102, 1719, 1049, 277, 58]
WORM_ANSWERED_IN = [600, 596, 528, 356, 118, 28]
# A neuron, by its number among those with a connection, with its partners on either side: how many
# they are, synapses among them, directed simplices of dimension 1 to 3.
WORM_NEIGHBORHOODS = {
    0: (28, 428, [117, 193, 125]), 1: (22, 280, [75, 86, 38]), 2: (30, 295, [116, 150, 80]),
    3: (32, 407, [126, 192, 126]), 4: (19, 458, [98, 232, 266]), 214: (9, 32, [15, 8, 1]),
    218: (2, 2, [1])}
WORM_SYNAPSES_BY_STAGE = [1296, 1895, 2128, 2777, 4116, 4456, 7467, 7970]
# Within a region of the soma (head, middle, tail), chemical and electrical synapses together,
# those of a neuron with itself included.
WORM_SYNAPSES_IN = {"H": 6482, "M": 43, "T": 33}


def check_published_worm(path, scratch):
    """The tool says what is known of a published connectome; here the numbers are literals."""
    def tiled(network, stage):
        folder = scratch / f"{network}_{stage}"
        run("tile", str(path), "-o", str(folder), "--group", network + "/full_matrix",
            "--edge-weight", str(stage))
        return str(folder)

    for i, synapses in enumerate(WORM_SYNAPSES_BY_STAGE):
        counts = json.loads(run("stats", tiled("chemical", i + 1), "--json", "--only", "counts"))
        compare(synapses, counts["synapses"], f"the worm's synapses of stage {i + 1}")
    worm = str(scratch / "chemical_8")

    # The file has 324 neurons, and the tool keeps those without a connection.
    everyone = json.loads(run("stats", worm, "--json", "--only", "counts,simplices"))
    compare(324, everyone["neurons"], "neurons of the worm's file")
    compare({**WORM["simplices"], **{key: [324, *WORM["simplices"][key][1:]]
                                     for key in ("cliques", "reciprocal", "neurons_in")}},
            everyone["simplices"], "the worm's simplices, of all neurons")

    vertices, connections = stats_oracle.connectome(path, "/chemical/full_matrix", "8")

    def among(rows, parts):
        names = ",".join(vertices["Neuron"][row] for row in sorted(rows))
        return json.loads(run("stats", worm, "--json", "--where", "Neuron=" + names, "--only", parts))
    connected = sorted({*connections["pre"], *connections["post"]})
    said = among(connected, "counts,simplices,participation")
    compare(WORM, {key: said[key] for key in WORM}, "numbers of the worm")
    # A connection of a simplex is also one of a smaller simplex.
    largest = {entry["dimension"]: entry["connections"] for entry in said["edge_participation"]["largest"]}
    compare(WORM_CONNECTIONS_IN,
            [sum(count for d, count in largest.items() if d >= dimension) for dimension in range(1, len(largest) + 1)],
            "the worm's connections in simplices")

    table = list(csv.DictReader(run("stats", worm, "--only", "participation", "--each-connection").splitlines()))
    inside, answered = [], []
    for dimension in range(1, len(WORM_ANSWERED_IN) + 1):
        those = {(row["pre_row"], row["post_row"]) for row in table
                 if dimension == 1 or int(row[f"simplices_{dimension}"]) > 0}
        inside.append(len(those))
        answered.append(sum((post, pre) in those for pre, post in those))
    compare(WORM_CONNECTIONS_IN, inside, "the worm's connections in simplices, each")
    compare(WORM_ANSWERED_IN, answered, "the worm's answered connections in simplices")

    for number, (neurons, synapses, simplices) in WORM_NEIGHBORHOODS.items():
        center = connected[number]
        partners = {*connections["post"][connections["pre"] == center],
                    *connections["pre"][connections["post"] == center]}
        said = among({center, *partners}, "counts,simplices")
        compare([neurons, synapses, [neurons, *simplices]],
                [said["neurons"], said["synapses"], said["directed_simplices"][:4]],
                f"the worm's neighborhood of neuron {number}")

    electrical = tiled("electrical", 8)
    for region, synapses in WORM_SYNAPSES_IN.items():
        inside = [json.loads(run("stats", folder, "--json", "--where", f"Soma Region={region}", "--only", "counts"))
                  for folder in (worm, electrical)]
        compare(synapses, sum(counts["synapses"] for counts in inside), f"the worm's synapses in region {region}")


def check_text(folder):
    """The pages of text say the numbers of the JSON, each with what it is of."""
    said = json.loads(run("stats", folder, "--json", "--only", "triads,simplices,distance,synapses", "--measure", "depth"))
    lines = run("stats", folder, "--only", "triads,simplices,distance,synapses", "--measure", "depth").splitlines()
    rows = [re.split(r"  +", line.strip()) for line in lines]
    for name, count in said["triad_census"].items():
        compare([f"{count:,}"], [row[-1] for row in rows if row[0] == name and len(row) == 3][:1], f"triad {name} in text")
    for dimension, count in enumerate(said["directed_simplices"]):
        compare([f"{count:,}"], [row[1] for row in rows if row[0] == str(dimension) and len(row) == 4][:1],
                f"simplices of dimension {dimension} in text")
    profile = said["distance_profile"]
    for k, pairs in enumerate(profile["pairs"]):
        start = round((profile["first_bin"] + k) * profile["bin_um"])
        label = f"{start} to {start + round(profile['bin_um'])} µm".replace("-", "−")
        compare([[f"{pairs:,}", f"{profile['connected'][k]:,}"]], [row[1:3] for row in rows if row[0] == label][:1],
                f"pairs at {label} in text")
    sites = said["synapse_sites"]
    for title, key in (("Synapses, which medians", "synapses"), ("Of connections with 2 synapses", "multiple")):
        at = next(i for i, line in enumerate(lines) if line.startswith(title))
        compare([[f"{count:,}" for count in row] for row in sites["blocks"][key]],
                [line.split()[1:] for line in lines[at + 2:at + 2 + len(sites["groups"])]], f"{title} in text")


def check_ids(folder, file):
    """A list of ids, as text, as a table and on stdin, counts what the clause of the same neurons does; ids are beyond 2^53."""
    vertices = stats_oracle.connectome(file, CONDENSED, "count")[0]
    ids = vertices["pt_root_id"]
    some = vertices["cell_type"].isin(["23P", "4P"])
    if ids.min() < 2**53:
        failures.append("the ids of the sample could be doubles")
    ids[some].to_csv(file.parent / "ids.txt", index=False, header=False)
    vertices.loc[some, ["cell_type", "pt_root_id"]].to_csv(file.parent / "ids.csv", index=False)
    parts = ["--json", "--only", "counts,degrees,classes,triads,distance"]
    expected = json.loads(run("stats", folder, "--where", "class=23P,4P", *parts))
    for source in ("ids.txt", "ids.csv"):
        listed = json.loads(run("stats", folder, "--where-ids", str(file.parent / source), *parts))
        listed["question"].update({key: expected["question"][key] for key in ("where", "where_ids")})
        compare(expected, listed, source)
    # One id more or less is another neuron; those that are not there are told.
    near = "\n".join(str(id + 1) for id in ids[some] if id + 1 not in set(ids))
    said = subprocess.run([TOOL, "stats", folder, "--where-ids", "-", *parts], capture_output=True, text=True,
                          input=near + f"\n{ids[some].iloc[0]}")
    missing = near.count("\n") + 1
    compare([0, 1], [said.returncode, json.loads(said.stdout)["neurons"]], "ids on stdin")
    told = f"{missing:,} of the {missing + 1:,} ids on stdin are not in this dataset: {near.splitlines()[0]}, "
    compare(True, told in said.stderr, f"{said.stderr}, expected {told}")
    # Both hold, and the copied program chooses the same rows.
    both = ["--where-ids", str(file.parent / "ids.txt"), "--where", "class=4P,BC", "--only", "counts"]
    compare(json.loads(run("stats", folder, "--where", "class=4P", "--json", "--only", "counts"))["connections"],
            json.loads(run("stats", folder, "--json", *both))["connections"], "ids and a clause")
    program = file.parent / "program.py"
    program.write_text(run("stats", folder, "--python", *both))
    printed = subprocess.run([sys.executable, program.name], cwd=file.parent, capture_output=True, text=True)
    compare(json.loads(run("stats", folder, "--json", *both))["connections"],
            json.loads(printed.stdout)["connections"], "the program of ids")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        sample = scratch / "sample.h5"
        run("sample", str(sample), "--neurons", "1000", "--seed", "7")
        run("tile", str(sample), "-o", str(scratch / "sample"))
        questions = [([], None), (["class=23P,4P", "region=visp"], "region"), (["indegree=20.."], "axon")]
        check(sample, scratch / "sample", CONDENSED, "count", questions)
        check(sample, scratch / "sample", FULL, None, questions)
        check_text(str(scratch / "sample"))
        if not SANITIZED:
            check_ids(str(scratch / "sample"), sample)

        if DATA is None:
            print("CNX_TEST_DATA is not set: the real connectomes are skipped")
        else:
            for number, case in enumerate(CASES[:1] if SANITIZED else CASES):
                folder = scratch / str(number)
                run("tile", str(pathlib.Path(DATA) / case.file), "-o", str(folder), *case.tile_options)
                check(pathlib.Path(DATA) / case.file, folder, case.group, case.weight, case.questions)
            if not SANITIZED:
                check_published_worm(pathlib.Path(DATA) / "celegans_witvliet.h5", scratch)

    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{compared} values compared, {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
