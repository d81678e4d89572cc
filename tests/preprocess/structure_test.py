#!/usr/bin/python3
"""structure_test.py CONNECTOSCOPE -- `stats --only structure` agrees with scipy (components, shared
neighbors), networkx (cores), igraph and networkx (modularity) and numpy (rich club), and `--only
participation --each-connection` with scipy: integers equal, reals within 1e-12. On a made-up connectome
always, and on real ones where the environment variable
CNX_TEST_DATA names their folder."""

import collections
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import igraph
import networkx
import numpy
import pandas
import scipy.sparse
from scipy.sparse.csgraph import connected_components

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import stats_oracle  # noqa: E402

TOOL = sys.argv[1]
DATA = os.environ.get("CNX_TEST_DATA")
CONDENSED, FULL = "/connectivity/condensed", "/connectivity/full"

# File, how it is tiled, the network and weight that the oracle reads, and questions: clauses, the
# column of the groups, the least number of synapses; clauses of the post side of a block.
Case = collections.namedtuple("Case", "file tile_options group weight questions")
CASES = [
    Case("example_small.h5", [], CONDENSED, "count", [([], "cell_type", 1), (["region=visp"], "cell_type", 2),
                                                     (["class=23P,4P"], "cell_type", 1, ["class=4P,BC"])]),
    Case("larva_winding2023.h5", [], FULL, "count", [([], "cell_type", 1), (["hemisphere=L"], "cell_type", 3),
                                                       (["hemisphere=L"], "cell_type", 2, ["hemisphere=R"])]),
    Case("bbp_r0c10.h5", [], CONDENSED, "count", [(["layer=4"], "mtype", 1), (["layer=2..3"], "synapse_class", 1)]),
    Case("celegans_witvliet.h5", ["--group", "chemical/full_matrix", "--edge-weight", "8"],
         "/chemical/full_matrix", "8", [([], "Soma Region", 1), ([], "Soma Region", 4)]),
]

failures = []
compared = 0


def run(*arguments):
    result = subprocess.run([TOOL, *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def compare(expected, actual, where):
    """Both values are alike; of dictionaries, the keys that are expected."""
    global compared
    if isinstance(expected, dict):
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
        alike = (abs(expected - actual) <= 1e-12 * max(1, abs(expected))
                 if isinstance(expected, float) and isinstance(actual, (int, float))
                 else type(expected) is type(actual) and expected == actual)
        if not alike:
            failures.append(f"{where}: {actual!r}, expected {expected!r}")


def components(matrix, kind):
    _, labels = connected_components(matrix, directed=True, connection=kind)
    sizes = numpy.bincount(labels)
    values, counts = numpy.unique(sizes, return_counts=True)
    return {"count": len(sizes), "largest": int(sizes.max()),
            "sizes": values[::-1].tolist(), "components": counts[::-1].tolist()}


def modularity(n, pre, post, weights, codes):
    """By igraph, which has to agree with networkx."""
    graph = igraph.Graph(n=n, edges=list(zip(pre.tolist(), post.tolist())), directed=True)
    value = graph.modularity(codes.tolist(), weights=weights.tolist(), directed=True)
    directed = networkx.DiGraph()
    directed.add_nodes_from(range(n))
    directed.add_weighted_edges_from(zip(pre.tolist(), post.tolist(), weights.tolist()))
    groups = [set(numpy.flatnonzero(codes == code).tolist()) for code in numpy.unique(codes)]
    second = networkx.algorithms.community.modularity(directed, groups)
    assert abs(value - second) < 1e-9, "igraph and networkx disagree"
    return {"value": float(value), "total": int(weights.sum()),
            "within": int(weights[codes[pre] == codes[post]].sum())}


def shared(partners, connected, has, can):
    """`partners` and `connected` are matrices of 0 and 1; pairs are those above the diagonal of neurons that
    can have such partners (`has`), which are among those that `can` be one."""
    n = partners.shape[0]
    dense = partners.toarray().astype(float)  # whole numbers all the same, and quick
    both = dense @ dense.T
    degrees = dense.sum(1)
    # The partners of i other than j.
    others = degrees[:, None] - dense
    left = can.sum() - can[:, None].astype(int) - can[None, :]
    expected = others * others.T / numpy.maximum(left, 1)
    result = {}
    upper = numpy.triu(has[:, None] & has[None, :], 1)
    for name, pairs in (("connected", upper & connected), ("unconnected", upper & ~connected)):
        count = int(pairs.sum())
        found, chance = int(both[pairs].sum()), float(expected[pairs].sum())
        result[name] = {"pairs": count, "mean": found / count if count else None,
                        "expected": chance / count if count else None,
                        "ratio": found / chance if chance else None}
    return result


def club_pairs(degrees, k, sends, receives):
    club = degrees >= k
    return int((club & sends).sum()) * int((club & receives).sum()) - int((club & sends & receives).sum())


def rich_club(degrees, pre, post, thresholds, sends, receives):
    rows = {"neurons": [], "connections": [], "density": []}
    for k in thresholds:
        members = int((degrees >= k).sum())
        within = int(((degrees[pre] >= k) & (degrees[post] >= k)).sum())
        rows["neurons"].append(members)
        rows["connections"].append(within)
        rows["density"].append(within / club_pairs(degrees, k, sends, receives))
    return rows


def sparse_enough(matrix):
    """Trying every next neuron ends within seconds."""
    return 0 < matrix.nnz < 10000


def check_each_connection(printed, members, matrix, synapses, where):
    """The CSV of connections: triangles by scipy, and in every dimension k as many places for a
    connection, k (k + 1) / 2 in each simplex, as trying every next neuron finds simplices."""
    table = pandas.read_csv(io.StringIO(printed))
    table = table.sort_values(["pre_row", "post_row"])
    pre, post = (numpy.searchsorted(members, table[end]) for end in ("pre_row", "post_row"))
    expected = scipy.sparse.csr_matrix((synapses, matrix.nonzero()), matrix.shape)
    compare(numpy.asarray(expected[pre, post]).ravel().tolist(), table["synapses"].tolist(), where + " synapses")
    # Of the three connections of a -> b -> c, a -> c, one can be the last, the first or the longest.
    triangles = (matrix @ matrix.T + matrix.T @ matrix + matrix @ matrix).multiply(matrix).tocsr()
    compare(numpy.asarray(triangles[pre, post]).ravel().tolist(),
            (table["simplices_2"] if "simplices_2" in table else 0 * table["synapses"]).tolist(),
            where + " triangles")
    directed = stats_oracle.simplices(len(members), matrix)["directed_simplices"]
    places = [count * k * (k + 1) // 2 for k, count in enumerate(directed)]
    sums = [int(table[name].sum()) for name in table.columns[3:]]
    compare([0, matrix.nnz] + places[2:], [0, len(table)] + sums, where + " sums")


def check(path, folder, group, weight, questions):
    vertices, connections = stats_oracle.connectome(path, group, weight)
    analyzable = stats_oracle.analyzable_axons(vertices)
    for clauses, column, min_synapses, *block in questions:
        choice = ["--min-synapses", str(min_synapses)]
        for clause in clauses:
            choice += ["--where", clause]
        for clause in sum(block, []):
            choice += ["--and-where-post", clause]
        result = json.loads(run("stats", str(folder), "--json", "--only", "structure", "--controls", "3",
                                "--group-by", column, *choice))
        where = f"{path.name} {clauses} {block} by {column}"
        inside = connections[(connections["synapses"] >= min_synapses) & (connections["pre"] != connections["post"])]
        mask = stats_oracle.chosen_by(clauses, vertices)
        post = stats_oracle.chosen_by(block[0], vertices) if block else None
        check_network(vertices, inside, mask, post, column, result["structure"], where, folder, choice)

        # Beside it, the network of the neurons with an analyzable axon, of a block that of those that send.
        good = mask & (False if analyzable is None else analyzable)
        if good.sum() < (1 if block else 2) or good.sum() == mask.sum():
            compare([None, str], [result["analyzable"], type(result["analyzable_why_not"])], where)
        else:
            check_network(vertices, inside, good, post, column, result["analyzable"]["structure"],
                          where + ", analyzable")


def check_network(vertices, connections, mask, post_mask, column, actual, where, folder=None, choice=()):
    """The structure of the network among the neurons of a mask, or that a block forms (post_mask); with a folder
    also each connection."""
    block = post_mask is not None
    post_mask = post_mask if block else mask
    members = numpy.flatnonzero(mask | post_mask)
    sends, receives = mask[members], post_mask[members]
    n = len(members)
    number = numpy.full(len(vertices), -1)
    number[members] = numpy.arange(n)
    inside = connections[mask[connections["pre"]] & post_mask[connections["post"]]]
    pre, post = number[inside["pre"]], number[inside["post"]]
    synapses = inside["synapses"].to_numpy()
    matrix = scipy.sparse.csr_matrix((numpy.ones(len(pre), dtype=numpy.int64), (pre, post)), (n, n))
    if folder is not None and sparse_enough(matrix):
        printed = run("stats", str(folder), "--only", "participation", "--each-connection", *choice)
        order = numpy.lexsort((post, pre))  # as the matrix has them
        check_each_connection(printed, members, matrix, synapses[order], where)
    either = ((matrix + matrix.T) > 0).astype(numpy.int64).tocsr()
    compare({"weak": components(matrix, "weak"), "strong": components(matrix, "strong")},
            actual["components"], where)
    cores = numpy.array(list(networkx.core_number(networkx.from_scipy_sparse_array(either)).values()))
    compare({"largest": int(cores.max()), "neurons": numpy.bincount(cores).tolist()}, actual["core"], where)
    if folder is not None and sparse_enough(matrix):
        printed = run("stats", str(folder), "--only", "structure,simplices,triads", "--each-neuron", *choice)
        table = pandas.read_csv(io.StringIO(printed)).sort_values("row")
        compare(members.tolist(), table["row"].tolist(), where + " rows")
        for end, name in ((pre, "out_degree"), (post, "in_degree")):
            compare(numpy.bincount(end, minlength=n).tolist(), table[name].tolist(), where + " " + name)
        compare(cores.tolist(), table["core_number"].tolist(), where + " core numbers")
        directed = stats_oracle.simplices(n, matrix)["directed_simplices"]
        compare([count * (k + 1) for k, count in enumerate(directed)][2:],
                [int(table[name].sum()) for name in table.columns[6:]], where + " simplices of neurons")
        check_clustering(table, matrix, either, where)
    if len(pre) == 0:
        compare([None, []], [actual["modularity"]["connections"]["value"], actual["rich_club"]["degree"]], where)
        return
    codes = numpy.unique(vertices[column].astype(str).to_numpy()[members], return_inverse=True)[1]
    expected = {"connections": modularity(n, pre, post, numpy.ones(len(pre), dtype=int), codes),
                "synapses": modularity(n, pre, post, synapses, codes)}
    if block and actual["modularity"] is None:  # where it is 0 whatever the wiring
        classes = [set(codes[side]) for side in (sends, receives)]
        if (min(map(len, classes)) > 1 and classes[0] & classes[1]) or "modularity_why_not" not in actual:
            failures.append(f"{where}: there is no modularity")
        compare([0.0, 0.0], [one["value"] for one in expected.values()], where + " modularity")
    else:
        compare(expected, actual["modularity"], where)
    connected = either.toarray() > 0
    compare({"targets": shared(matrix, connected, sends, receives),
             "sources": shared(matrix.T.tocsr(), connected, receives, sends)}, actual["shared_neighbors"], where)
    if not block:
        compare({"either": shared(either, connected, sends, receives)}, actual["shared_neighbors"], where)
    elif actual["shared_neighbors"]["either"] is not None:
        failures.append(f"{where}: partners of any direction in a block")

    club = actual["rich_club"]
    degrees = (numpy.bincount(pre, minlength=n) + numpy.bincount(post, minlength=n))
    thresholds = club["degree"]
    last = max(int(k) for k in numpy.unique(degrees) if club_pairs(degrees, k, sends, receives) > 0)
    compare(list(range(1, last + 1, -(-last // 100))), thresholds, where + " k")
    compare(rich_club(degrees, pre, post, thresholds, sends, receives), club, where + " rich club")
    if block:
        compare([club_pairs(degrees, k, sends, receives) for k in thresholds], club["pairs"], where + " pairs")
    for k in range(len(thresholds)):
        low, mean, high = (club["control_" + name][k] for name in ("low", "mean", "high"))
        if not low - 1e-12 <= mean <= high + 1e-12:
            failures.append(f"{where}: controls {low}, {mean}, {high} at {thresholds[k]}")
        # Three controls: each as dense or not.
        if club["p_high"][k] not in (0.25, 0.5, 0.75, 1):
            failures.append(f"{where}: p {club['p_high'][k]} at {thresholds[k]}")


def check_clustering(table, matrix, either, where):
    """networkx's coefficients of neurons with two neighbors or more; Connectome-utilities' of transitive triples."""
    of_neuron = networkx.clustering(networkx.from_scipy_sparse_array(either))
    neighbors = numpy.asarray(either.sum(1)).ravel()
    local = [float(of_neuron[v]) if neighbors[v] > 1 else None for v in range(len(neighbors))]
    compare(local, [None if numpy.isnan(value) else value for value in table["clustering"].astype(float)],
            where + " clustering")
    out, into, both = (numpy.asarray(sums).ravel() for sums in (
        matrix.sum(1), matrix.sum(0), matrix.multiply(matrix.T).sum(1)))
    closed = (matrix @ matrix).multiply(matrix)  # from the first to the last
    held = sum(numpy.asarray(sums).ravel() for sums in (
        closed.sum(1), closed.sum(0), (matrix.T @ matrix).multiply(matrix).sum(1)))
    total = out + into
    possible = total * (total - 1) - (out * into + both)
    compare([float(h / p) if p > 0 else None for h, p in zip(held, possible)],
            [None if numpy.isnan(value) else value for value in table["transitive_clustering"].astype(float)],
            where + " transitive clustering")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        sample = scratch / "sample.h5"
        run("sample", str(sample), "--neurons", "1000", "--seed", "7")
        run("tile", str(sample), "-o", str(scratch / "sample"))
        questions = [([], "cell_type", 1), (["class=23P,4P"], "cell_type", 1), ([], "cell_type", 2),
                     (["class=23P,4P"], "cell_type", 1, ["class=4P,BC,5P_IT"]),
                     (["region=visp"], "cell_type", 2, ["axon=clean"]), (["class=23P"], "cell_type", 1, ["class=BC"])]
        check(sample, scratch / "sample", CONDENSED, "count", questions)
        words = run("stats", str(scratch / "sample"), "--only", "structure", "--controls", "3")
        for expected in ("Strong components", "Innermost core", "Modularity", "Rich club", "3 rewired networks",
                         "On analyzable axons alone (6 neurons):"):
            if expected not in words:
                failures.append(f"the text does not say {expected}")
        block = run("stats", str(scratch / "sample"), "--only", "structure", "--and-where-post", "class=23P")
        if "both send to it" not in block or "look at targets and sources" not in block or "Modularity needs two" not in block:
            failures.append("the text does not say what a block has, and what not")
        words = run("stats", str(scratch / "sample"), "--only", "participation")
        if "largest directed simplex" not in words:
            failures.append("the text of participation has no title")
        for wrong in (["--only", "structure", "--json"], ["--only", "classes"], []):
            refused = subprocess.run([TOOL, "stats", str(scratch / "sample"), "--each-neuron", *wrong],
                                     capture_output=True, text=True)
            if refused.returncode != 2 or "--only simplices, --only triads or several" not in refused.stderr:
                failures.append(f"--each-neuron {wrong} is not refused: {refused.stderr}")
        for wrong in (["--only", "structure"], ["--only", "participation", "--json"], []):
            refused = subprocess.run([TOOL, "stats", str(scratch / "sample"), "--each-connection", *wrong],
                                     capture_output=True, text=True)
            if refused.returncode != 2 or "--only participation and without --json" not in refused.stderr:
                failures.append(f"--each-connection {wrong} is not refused: {refused.stderr}")

        with open("/dev/full", "w", encoding="utf-8") as full:
            lost = subprocess.run([TOOL, "stats", str(scratch / "sample"), "--only", "participation",
                                   "--each-connection"], stdout=full, stderr=subprocess.PIPE, text=True)
        if lost.returncode == 0 or "could not write the result" not in lost.stderr:
            failures.append(f"a full disk is not told: {lost.returncode} {lost.stderr}")

        if DATA is None:
            print("CNX_TEST_DATA is not set: the real connectomes are skipped")
        else:
            for number, case in enumerate(CASES):
                folder = scratch / str(number)
                run("tile", str(pathlib.Path(DATA) / case.file), "-o", str(folder), *case.tile_options)
                check(pathlib.Path(DATA) / case.file, folder, case.group, case.weight, case.questions)

    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{compared} values compared, {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
