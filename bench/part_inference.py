"""part_inference.py — what the page's worker counts beyond degrees: motifs, distances, random
controls. In WebAssembly in a browser, natively, and with numpy and igraph; with flagser and Connectome-utilities
where CNX_FLAGSER and CNX_CONNTILITY say where they are."""
import json
import math
import os
import pathlib
import re
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent

# igraph's triad census takes a time that grows with the 1.8th power of the connections: minutes at
# this number, more than 25 minutes at five million.
MOST_FOR_IGRAPH = 1_500_000
# (step, what, who else, measured once elsewhere: connections and seconds)
STEPS = (
    ("triads", "triad census, triangles, clustering", "igraph: triad_census", None),
    ("simplices", "directed simplices, all dimensions, and who takes part", None,
     ("flagser-count", 5_415_483, 28.5)),
    ("participation", "the largest simplex around each connection", None, None),
    ("classes", "counts and class matrix after a filter that leaves every second class",
     "numpy: bincount (the matrix only)", None),
    ("all_classes", "the same after the filter is taken off", "numpy: bincount (the matrix only)", None),
    ("distance", "connection probability by distance, all pairs", None,
     ("numpy by blocks", 5_415_483, 258.0)),
    ("distance_of_few", "the same among 10,000 neurons", "numpy by blocks", None),
    ("nulls", "100 random controls (targets shuffled), class matrix and reciprocity of each", "numpy, from 3 controls", None),
)

# What needs every tile of synapses, which the worker keeps as they came.
SYNAPSE_STEPS = (
    ("synapses", "sizes and places of all synapses, by block"),
    ("edge_map", "inputs from the outer bins of the volume"),
)


FLAGSER, CONNTILITY = "flagser-count, its text read", "Connectome-utilities: filter, condense"


def flagser(case, flag):
    """The seconds of flagser-count and the directed simplices by dimension that it prints."""
    with tempfile.NamedTemporaryFile(suffix=".out") as out:
        os.unlink(out.name)  # it does not write over anything
        one = measure.run([os.environ["CNX_FLAGSER"], "--out", out.name, flag])
        pathlib.Path(out.name).touch()
    # "# [euler_characteristic cell_count_0 cell_count_1 ...]", then the numbers
    counts = re.findall(r"^-?[0-9]+(?: [0-9]+)+$", one.output, re.MULTILINE)[-1].split()[1:]
    return {"s": one.wall_s, "counts": [int(count) for count in counts]}


def conntility(case, columns):
    column = next(column for column in columns if column["role"] == "cell_class")
    return measure.result(measure.run(["/usr/bin/python3", HERE / "conntility_matrix.py", os.environ["CNX_CONNTILITY"], case.input,
                                       case.groups[-1], "--class", column["name"], "--classes",
                                       json.dumps(column["categories"])]))


def python_command(case, columns, flag):
    by_role = {column["role"]: column for column in columns}
    command = ["/usr/bin/python3", HERE / "python_statistics.py", case.input, *case.groups]
    if case.edge_weight:
        command += ["--weight", case.edge_weight]
    if "cell_class" in by_role:
        command += ["--class", by_role["cell_class"]["name"],
                    "--classes", json.dumps(by_role["cell_class"]["categories"])]
    names = [column["name"] for column in columns if column["role"].startswith("position_")]
    if len(names) == 3 and all(name.endswith("_nm") for name in names):
        command += ["--position", ",".join(names)]
    if case.connections <= MOST_FOR_IGRAPH:
        command += ["--triads"]
    return command + (["--flag", flag] if flag else [])


def difference(a, b, where=""):
    """The first place where what two runs said differs by more than the rounding of two compilers,
    times aside; nothing where they are equal."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        pairs = ((f"{where}.{key}", a[key], b[key]) for key in a if key not in ("ms", "first_ms"))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = ((f"{where}[{i}]", x, y) for i, (x, y) in enumerate(zip(a, b)))
    elif isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-12):
        return None
    else:
        return None if a == b else f"{where}: {str(a)[:100]} and {str(b)[:100]}"
    return next((found for place, x, y in pairs if (found := difference(x, y, place))), None)


def check_each_other(case, browser, native):
    """Every round of every step came to the same, in the browser and natively, or no figures."""
    for runs in ("runs", "synapse_runs"):
        for run in (*browser[runs], *native[runs]):
            found = difference(native[runs][0], run)
            measure.agree(f"rounds of {case.name}", differ=found, nowhere=None)


def check(case, ours, theirs):
    """Equal results, or no figures."""
    everything = ours["all_classes"]["said"]["class_matrix"]["connections"]
    measure.agree(f"class matrix of {case.name}", ours=[[int(n) for n in row] for row in everything],
                  numpy=theirs["all_classes"]["matrix"])
    matrix = ours["classes"]["said"]["class_matrix"]
    even = range(0, len(matrix["groups"]), 2)
    measure.agree(f"class matrix of {case.name} after a filter",
                  ours=[[int(matrix["connections"][i][j]) for j in even] for i in even],
                  **{name: [[theirs[name]["matrix"][i][j] for j in even] for i in even]
                     for name in ("classes", CONNTILITY) if name in theirs})
    if FLAGSER in theirs:
        measure.agree(f"directed simplices of {case.name}", ours=ours["simplices"]["said"]["directed_simplices"],
                      flagser=theirs[FLAGSER]["counts"])
    if "distance_of_few" in theirs and ours["distance_of_few"]:
        profile = ours["distance_of_few"]["said"]["distance_profile"]
        bins = len(profile["pairs"])
        measure.agree(f"pairs by distance of {case.name}", ours=[profile["pairs"], profile["connected"]],
                      numpy=[theirs["distance_of_few"][key][:bins] for key in ("pairs", "connected")])
    if "triads" in theirs:
        census = ours["triads"]["said"]["triad_census"]
        measure.agree(f"triads of {case.name}",
                      ours={name: census[name] for name in theirs["triads"]["census"]},
                      igraph=theirs["triads"]["census"])


def rows(case):
    columns = json.loads((case.tiles / "manifest.json").read_text())["columns"]
    measure.say("statistics in a browser")
    browser = measure.result(measure.run(
        ["node", HERE / "stats.mjs", case.tiles, case.modules, str(case.rounds)],
        env={"CNX_TOOL": str(case.tool), "CNX_SITE": str(case.site)}))
    measure.say("statistics natively")
    told = measure.result(measure.run([case.stats_native, case.tiles, str(case.rounds)]))
    native = told["runs"]
    measure.say("statistics with numpy and igraph")
    with tempfile.TemporaryDirectory() as folder:
        flag = f"{folder}/connections.flag" if os.environ.get("CNX_FLAGSER") else ""
        theirs = measure.result(measure.run(python_command(case, columns, flag)))
        if flag:
            measure.say(FLAGSER)
            theirs[FLAGSER] = flagser(case, flag)
    if os.environ.get("CNX_CONNTILITY") and case.groups[-1].endswith("/condensed"):
        measure.say(CONNTILITY)
        theirs[CONNTILITY] = conntility(case, columns)
    check_each_other(case, browser, told)
    for run in (*browser["runs"], *native):
        check(case, run, theirs)

    who = f"{browser['where']}, one worker"
    table = []
    for step, what, rival, elsewhere in STEPS:
        if not browser["runs"][0][step]:
            continue
        times = {who: [run[step]["ms"] / 1000 for run in browser["runs"]],
                 "native, one thread": [run[step]["ms"] / 1000 for run in native]}
        if rival and step in theirs:
            times[rival] = [theirs[step]["s"]]
        for name, of in ((FLAGSER, "simplices"), (CONNTILITY, "classes")):
            if of == step and name in theirs:
                times[name] = [theirs[name]["s"]]
        if elsewhere and elsewhere[1] == case.connections and FLAGSER not in times:
            times[f"{elsewhere[0]}, measured once elsewhere"] = [elsewhere[2]]
        table += measure.rows_of(f"statistics: {what}", times, measure.seconds)
        if step == "nulls":
            first = [run[step]["said"]["first_ms"] / 1000 for run in browser["runs"]]
            table += [row._replace(what="", ratio="") for row in measure.rows_of(
                "", {"until the first figures, browser": first}, measure.seconds)]

    for name, what in (("neighborhoods", "simplices among one neuron and its partners"),
                       ("neighborhood_edges", "the largest simplex around each connection among them")):
        def each(run):
            return run[name]["ms"] / 1000 / run[name]["said"]["neighborhoods"]

        table += measure.rows_of(f"statistics: {what}", {
            who: [each(run) for run in browser["runs"]],
            "native, one thread": [each(run) for run in native]}, lambda value: f"{value * 1000:.2f} ms")

    def a_second(tried, seconds):
        return tried / seconds / 1e6

    speeds = {who: [a_second(run["swaps"]["said"]["tried"], run["swaps"]["ms"] / 1000)
                    for run in browser["runs"]],
              "native, one thread": [a_second(run["swaps"]["said"]["tried"], run["swaps"]["ms"] / 1000)
                                     for run in native],
              "igraph: rewire": [a_second(theirs["swaps"]["tried"], theirs["swaps"]["s"])]}
    table += measure.rows_of("statistics: swaps that keep degrees, millions a second (more is better)", speeds,
                             lambda value: f"{value:.2f}")
    table.append(measure.counted("statistics: memory of all of this", who,
                                 measure.mebibytes(browser["memory_bytes"])))
    table.append(measure.counted("", "native", measure.mebibytes(told["memory_bytes"])))
    for step, what in SYNAPSE_STEPS:
        if step in browser["synapse_runs"][0]:
            table += measure.rows_of(f"statistics: {what}", {
                who: [run[step]["ms"] / 1000 for run in browser["synapse_runs"]],
                "native, one thread": [run[step]["ms"] / 1000 for run in told["synapse_runs"]]}, measure.seconds)
    table.append(measure.counted("statistics: memory with every synapse and these", who,
                                 measure.mebibytes(browser["memory_with_synapses_bytes"])))
    table.append(measure.counted("", "native", measure.mebibytes(told["memory_with_synapses_bytes"])))
    return table
