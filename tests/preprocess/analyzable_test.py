#!/usr/bin/python3
"""analyzable_test.py CONNECTOSCOPE -- what `stats` has beside the numbers of a whole network, those of
the network on analyzable axons, is what networkx, igraph and scipy find in that network alone, and what the
tool finds when those neurons alone are asked for. On a made-up connectome of which many axons are proofread
(in real ones few are), written as tables."""

import json
import pathlib
import sys
import tempfile

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import inference_test  # noqa: E402
import stats_oracle  # noqa: E402
import stats_test  # noqa: E402
import structure_test  # noqa: E402

MODELS = ("erdos-renyi", "blocks", "rewired", "configuration", "distance", "neurons")
QUESTIONS = [[], ["--where", "cell_type=23P,4P"], ["--min-synapses", "2"]]


def stats(folder, *arguments):
    return json.loads(structure_test.run("stats", str(folder), "--json", *arguments))


def write_tables(sample, folder):
    """The connectome with other axons: of five, one extended, two clean, two that nobody has looked at."""
    vertices, connections = stats_oracle.connectome(sample, structure_test.CONDENSED, "count")
    vertices = vertices.reset_index(drop=True)
    random = numpy.random.default_rng(6)
    vertices["status_axon"] = random.choice(["extended", "clean", "clean", "non", "non"], len(vertices))
    columns = ["x_nm", "y_nm", "z_nm", "cell_type", "status_axon"]
    vertices[columns].rename_axis("neuron_id").to_csv(folder / "neurons.csv")
    connections.rename(columns={"pre": "pre_id", "post": "post_id", "synapses": "count"})[
        ["pre_id", "post_id", "count"]].to_csv(folder / "connections.csv", index=False)
    return vertices, connections


def check_controls(folder, vertices, inside, good, question, where):
    """Observed numbers by networkx; controls as when the neurons are asked for alone."""
    adjacency = numpy.zeros((len(vertices), len(vertices)), dtype=bool)
    adjacency[inside["pre"], inside["post"]] = True
    groups = numpy.unique(vertices["cell_type"].astype(str), return_inverse=True)[1]
    expected = inference_test.measures(adjacency[numpy.ix_(good, good)], groups[good])
    for model in MODELS:
        asked = ("--only", "nulls", "--null", model, "--controls", "12", "--seed", "4", "--statistics",
                 "triads,simplices,structure", "--group-by", "cell_type", *question)
        beside = stats(folder, *asked)["analyzable"]["null"]
        alone = stats(folder, *asked, "--where", "axon=clean,extended")
        assert alone["analyzable"] is None and "the same" in alone["analyzable_why_not"]
        observed = {s["name"]: s["observed"] for s in beside["statistics"] if s["name"] in expected}
        structure_test.compare({name: float(value) for name, value in expected.items()}, observed, where + model)
        if model != "neurons":  # who else is drawn alone may have any axon
            structure_test.compare(alone["null"], beside, where + model)
    # As many of each class as there are among all analyzable neurons: those themselves.
    if not question:
        for s in beside["statistics"]:
            structure_test.compare([s["observed"]] * 12, s["values"], where + "the neurons themselves")


def check_others(folder):
    """Sweeps, draws, experiments and two sets: as when the neurons are asked for alone."""
    good = ["--where", "axon=clean,extended"]
    asked = ("--only", "thresholds,labels,erosion,experiment", "--controls", "20", "--patched", "3", "--spread-um",
             "200", "--repeats", "30")
    beside, alone = stats(folder, *asked)["analyzable"], stats(folder, *asked, *good)
    for part in ("thresholds", "labels", "erosion", "experiment"):
        structure_test.compare(alone[part], beside[part], part)
    structure_test.compare(True, beside["experiment"]["made"] > 5, "experiments that were made")
    pair = ("--only", "compare", "--controls", "50", "--statistics", "triads,structure", "--where", "cell_type=23P",
            "--and-where-b", "cell_type=4P")
    beside = stats(folder, *pair)["analyzable"]["comparison"]
    structure_test.compare(stats(folder, *pair, *good, "--and-where-b", "axon=clean,extended")["comparison"], beside,
                           "A against B")
    # One of the two parts has nothing beside it: no axon of B is analyzable.
    told = stats(folder, "--only", "triads,compare", "--controls", "9", "--where", "cell_type=23P", "--and-where-b",
                 "axon=non")
    structure_test.compare(["A set has fewer than two neurons with an analyzable axon.", False, True],
                           [told["analyzable"]["why_not"], "comparison" in told["analyzable"],
                            "triad_census" in told["analyzable"]], "one of two parts")


def check_block(folder, vertices, connections, analyzable):
    pre_side = stats_oracle.chosen_by(["cell_type=23P,4P"], vertices)
    post_side = stats_oracle.chosen_by(["cell_type=4P,5P_IT,BC"], vertices)
    told = stats(folder, "--only", "triads,simplices", "--where", "cell_type=23P,4P", "--and-where-post",
                 "cell_type=4P,5P_IT,BC")
    members = numpy.flatnonzero((pre_side & analyzable) | post_side)
    number = numpy.full(len(vertices), -1)
    number[members] = numpy.arange(len(members))
    inside = connections[(pre_side & analyzable)[connections["pre"]] & post_side[connections["post"]]
                         & (connections["pre"] != connections["post"])]
    expected = stats_oracle.motifs(len(members), number[inside["pre"]], number[inside["post"]])
    structure_test.compare(expected, told["analyzable"], "a block")
    structure_test.compare({"neurons": len(members), "pre_neurons": int((pre_side & analyzable).sum()),
                            "post_neurons": int(post_side.sum())}, told["analyzable"]["about"], "a block")
    block = ("--only", "counts,degrees", "--where", "cell_type=23P,4P", "--and-where-post", "cell_type=4P,5P_IT,BC",
             "--min-synapses", "2")
    told = stats(folder, *block)
    stats_test.check_beside(vertices, connections, pre_side, analyzable, 2, told["analyzable"], None, "a block",
                            stats_test.COUNTS, post_side)


def check_distances(folder, vertices, connections, analyzable):
    """Fits, and where the profiles are farthest apart, by scipy and numpy."""
    positions = numpy.stack([vertices[f"{axis}_nm"].to_numpy() for axis in "xyz"], axis=1).astype(numpy.int64)
    synapses = numpy.zeros((len(vertices), len(vertices)), dtype=numpy.int64)
    synapses[connections["pre"], connections["post"]] = connections["synapses"]
    numpy.fill_diagonal(synapses, 0)
    inference_test.check_distances(folder, positions, synapses > 0, synapses, analyzable)


def check_synapses(folder):
    """Of synapses, those of analyzable axons onto anybody are what the tool finds when these are the ones that send;
    python_test.py has numpy count such questions."""
    for measure in ("soma", "depth"):
        asked = ("--only", "synapses", "--measure", measure, "--bin-um", "100", "--min-synapses", "2")
        told = stats(folder, *asked)["synapse_sites"]
        alone = stats(folder, *asked, "--where", "axon=clean,extended", "--and-where-post", "indegree=0..")["synapse_sites"]
        assert alone["all"]["synapses"] > 10 and alone["all"]["synapses"] < told["all"]["synapses"]
        words = structure_test.run("stats", str(folder), *asked)
        if f"On analyzable axons alone: {alone['all']['synapses']:,} synapses" not in words:
            structure_test.failures.append(f"the text does not say what it has beside: {words}")
        for key, value in told["analyzable"].items():
            structure_test.compare(alone["all"][key], value, "synapses " + key)
        for key, rows in told["analyzable_blocks"].items():
            structure_test.compare(alone["blocks"][key], rows, "blocks of synapses " + key)
        profile, expected = told["size_by_distance"], alone["size_by_distance"]
        for key in ("synapses", "size_mean", "size_sd"):
            values = dict(enumerate(expected[key], expected["first_bin"]))
            for k, value in enumerate(profile["analyzable_" + key], profile["first_bin"]):
                structure_test.compare(values.get(k, 0 if key == "synapses" else None), value, f"{measure} {key} {k}")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        sample, folder = scratch / "sample.h5", scratch / "tiles"
        structure_test.run("sample", str(sample), "--neurons", "300", "--seed", "7")
        vertices, connections = write_tables(sample, scratch)
        structure_test.run("tile", str(scratch / "neurons.csv"), "--connections", str(scratch / "connections.csv"),
                           "-o", str(folder))
        analyzable = stats_oracle.analyzable_axons(vertices)
        for question in QUESTIONS:
            least = 2 if "--min-synapses" in question else 1
            mask = stats_oracle.chosen_by(question[1:] if "--where" in question else [], vertices)
            good = mask & analyzable
            inside = connections[(connections["synapses"] >= least) & (connections["pre"] != connections["post"])]
            where = f"analyzable axons {question} "
            assert 20 < good.sum() < mask.sum() and inside["pre"].isin(numpy.flatnonzero(good)).sum() > 200

            told = stats(folder, "--only", "counts,degrees,classes,triads,simplices", *question)
            stats_test.check_beside(vertices, connections, mask, analyzable, least, told["analyzable"], None, where,
                                    stats_test.COUNTS + stats_test.MOTIFS)
            alone = stats(folder, "--only", "counts,degrees", *question, "--where", "axon=clean,extended")
            structure_test.compare([None, True], [alone["analyzable"], "the same" in alone["analyzable_why_not"]], where)
            beside = stats(folder, "--only", "counts,degrees", *question)["analyzable"]
            structure_test.compare({key: alone[key] for key in stats_test.COUNTS},
                                   {key: beside[key] for key in stats_test.COUNTS}, where + "counts")
            told = stats(folder, "--only", "structure,participation", "--controls", "3", "--group-by", "cell_type",
                         *question)
            structure_test.check_network(vertices, inside, good, None, "cell_type", told["analyzable"]["structure"], where)
            alone = stats(folder, "--only", "structure,participation", "--controls", "3", "--group-by", "cell_type",
                          *question, "--where", "axon=clean,extended")
            for part in ("structure", "edge_participation"):
                structure_test.compare(alone[part], told["analyzable"][part], where + part)
            check_controls(folder, vertices, inside, good, question, where)
        check_block(folder, vertices, connections, analyzable)
        check_others(folder)
        check_distances(folder, vertices, connections, analyzable)
        structure_test.run("sample", str(sample), "--force", "--neurons", "1500", "--seed", "3")
        structure_test.run("tile", str(sample), "-o", str(scratch / "sample"))
        check_synapses(scratch / "sample")
        words = structure_test.run("stats", str(folder), "--only", "triads,structure", "--controls", "3")
        good = f"On analyzable axons alone ({analyzable.sum()} neurons):"
        if words.count(good) != 3:  # counts and degrees come with every text
            structure_test.failures.append(f"the text does not say what it has beside: {words}")
        # What it says there is what it says of those neurons alone.
        alone = structure_test.run("stats", str(folder), "--where", "axon=clean,extended")
        numbers = alone[alone.index("\nNeurons "):alone.index("\nValidity")]
        if good + numbers not in words or "On analyzable axons alone: Every axon" not in alone:
            structure_test.failures.append(f"other numbers in the text: {alone} {words}")
        told = stats(folder, "--only", "classes")
        structure_test.compare(False, "analyzable" in told, "the matrix says it in its cells")
        structure_test.compare(["about", "degrees", "strengths"], list(stats(folder, "--only", "degrees")["analyzable"]),
                               "degrees alone")

    failures = structure_test.failures + stats_test.failures + inference_test.failures
    for failure in failures[:40]:
        print("FAILED", failure)
    print(f"{structure_test.compared + stats_test.compared} values compared, {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
