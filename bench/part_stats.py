"""part_stats.py — the class matrix of the whole connectome: the tool from its tiles, pandas and
numpy from the HDF5 file."""
import json
import pathlib

import measure

HERE = pathlib.Path(__file__).resolve().parent
OURS = "connectoscope stats"
PANDAS = "pandas: read_hdf, groupby"
NUMPY = "pandas: read_hdf, numpy: bincount"


def matrix_of_tool(said):
    """{(pre, post): [connections, synapses]} where there are neurons, with names for keys."""
    matrix = said["class_matrix"]
    kept = [i for i, size in enumerate(matrix["sizes"]) if size]
    names = matrix["groups"] if len(kept) > 1 else ["all"] * len(matrix["groups"])
    return {f"{names[i]} -> {names[j]}": [int(matrix["connections"][i][j]),
                                          int(matrix["synapses"][i][j])]
            for i in kept for j in kept}


def matrix_of_pandas(said):
    names = said["groups"] if len(said["groups"]) > 1 else ["all"]
    return {f"{a} -> {b}": [said["matrix"][i][j], said["synapse_matrix"][i][j]]
            for i, a in enumerate(names) for j, b in enumerate(names)}


def rows(case):
    columns = json.loads((case.tiles / "manifest.json").read_text())["columns"]
    classes = [column["name"] for column in columns if column["role"] == "cell_class"]
    script = ["/usr/bin/python3", HERE / "pandas_class_matrix.py", case.input, *case.groups]
    if case.edge_weight:
        script += ["--weight", case.edge_weight]
    if classes:
        script += ["--class", classes[0]]
    runs = measure.alternating({
        OURS: [case.tool, "stats", case.tiles, "--json", "--only", "counts,degrees,classes"],
        PANDAS: [*script, "--with", "pandas"],
        NUMPY: [*script, "--with", "numpy"],
    }, case.rounds)

    tool = measure.result(runs[OURS][0])
    counts = ("neurons", "connections", "synapses", "autapses")
    for name in (PANDAS, NUMPY):
        said = measure.result(runs[name][0])
        measure.agree(f"counts of {case.name}", **{
            OURS: [int(tool[key]) for key in counts], name: [said[key] for key in counts]})
        measure.agree(f"class matrix of {case.name}", **{
            OURS: matrix_of_tool(tool), name: matrix_of_pandas(said)})

    counting = {f"of this, counting: {name}": [measure.result(one)["seconds"]["count"]
                                              for one in runs[name]] for name in (PANDAS, NUMPY)}
    table = measure.rows_of("class matrix: time", {
        name: [one.wall_s for one in all_runs] for name, all_runs in runs.items()}, measure.seconds)
    table += [row._replace(what="", ratio="") for row in
              measure.rows_of("", counting, measure.seconds)]
    return table + measure.rows_of("class matrix: peak memory", {
        name: [one.peak_bytes for one in all_runs] for name, all_runs in runs.items()},
        measure.mebibytes)
