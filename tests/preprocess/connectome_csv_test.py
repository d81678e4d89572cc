#!/usr/bin/python3
"""The CSV reader against pandas and Python's csv module.

usage: connectome_csv_test.py DUMP_CONNECTOME

Random tables that Python's csv module has written are read back equal; the tables of
tests/data/csv, which have the layouts of FlyWire's and neuPrint's downloads, give what pandas
makes of them.
"""
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import pandas as pd

DUMP = sys.argv[1]
TABLES = pathlib.Path(__file__).resolve().parent.parent / "data" / "csv"
TYPES = {"category": np.uint16, "integer": np.int64, "real": np.float64}


class Dump:
    """What dump_connectome wrote."""

    def __init__(self, path, *options):
        with tempfile.NamedTemporaryFile() as out:
            done = subprocess.run([DUMP, path, out.name, *options], stderr=subprocess.PIPE, text=True)
            if done.returncode != 0:
                raise AssertionError(f"{path} {options}: {done.stderr}")
            self.__dict__.update(json.loads(out.readline()))
            rest = out.read()
        at = 0

        def take(dtype, count):
            nonlocal at
            at += np.dtype(dtype).itemsize * count
            return np.frombuffer(rest, dtype, count, at - np.dtype(dtype).itemsize * count)

        self.values = {}
        for column in self.columns:
            values = take(TYPES[column["kind"]], self.neurons)
            if column["kind"] == "category":
                values = np.array(column["categories"], object)[values]
            self.values[column["name"]] = values
        self.role = {c["role"]: c["name"] for c in self.columns if c["role"] != "none"}
        if hasattr(self, "synapses"):
            n = self.synapses["count"]
            self.pre, self.post = take(np.uint32, n), take(np.uint32, n)
            self.position = [take(np.int64, n) for _ in range(3)] if self.synapses["position"] else None
            self.size = take(np.int64, n) if self.synapses["size"] else None
        if hasattr(self, "connections"):
            n = self.connections["count"]
            self.pairs = [take(np.uint32, n) for _ in range(3)]
        assert at == len(rest), "the dump is longer or shorter than announced"


class ReadLikePandas(unittest.TestCase):
    def check_connections(self, dump, ids, path, pre, post, count):
        """Sums of pandas, with neurons by their row."""
        frame = pd.read_csv(path)
        row = {neuron: i for i, neuron in enumerate(ids)}
        sums = frame.groupby([frame[pre].map(row), frame[post].map(row)])[count].sum().sort_index()
        np.testing.assert_array_equal(dump.pairs[0], [a for a, _ in sums.index])
        np.testing.assert_array_equal(dump.pairs[1], [b for _, b in sums.index])
        np.testing.assert_array_equal(dump.pairs[2], sums)
        self.assertEqual(dump.edge_weight, count)

    def test_flywire_codex(self):
        folder = TABLES / "flywire"
        dump = Dump(folder / "neurons.csv", "--connections", folder / "connections.csv",
                    "--join", folder / "classification.csv", "--join", folder / "coordinates.csv")
        frame = pd.read_csv(folder / "neurons.csv")
        self.assertEqual(dump.neurons, len(frame))
        np.testing.assert_array_equal(dump.values["root_id"], frame["root_id"])
        self.assertEqual(dump.role["neuron_id"], "root_id")
        np.testing.assert_array_equal(dump.values["gaba_avg"], frame["gaba_avg"])
        np.testing.assert_array_equal(dump.values["nt_type"], frame["nt_type"].fillna("nan"))
        joined = frame[["root_id"]].merge(pd.read_csv(folder / "classification.csv"), how="left")
        for name in ["flow", "super_class", "class", "side", "nerve"]:
            np.testing.assert_array_equal(dump.values[name], joined[name].fillna("nan").astype(str), name)
        self.assertEqual(dump.role["cell_class"], "class")
        places = pd.read_csv(folder / "coordinates.csv").drop_duplicates("root_id")
        places = frame[["root_id"]].merge(places, how="left")["position"]
        for i, axis in enumerate("xyz"):
            wanted = [float(p.strip("[]").split()[i]) if isinstance(p, str) else np.nan for p in places]
            np.testing.assert_array_equal(dump.values[f"position_{axis}_nm"], wanted)
            self.assertEqual(dump.role[f"position_{axis}"], f"position_{axis}_nm")
        self.assertEqual(dump.unit_nm, 1)
        self.check_connections(dump, frame["root_id"], folder / "connections.csv",
                               "pre_root_id", "post_root_id", "syn_count")
        self.assertTrue(any("as FlyWire Codex gives them" in note for note in dump.notes), dump.notes)

    def test_flywire_codex_synapses_leave_out_the_ids_of_the_row_above(self):
        folder = TABLES / "flywire"
        dump = Dump(folder / "neurons.csv", "--synapses", folder / "synapse_coordinates.csv")
        frame = pd.read_csv(folder / "synapse_coordinates.csv", dtype=str).ffill().applymap(int)
        row = {neuron: i for i, neuron in enumerate(pd.read_csv(folder / "neurons.csv")["root_id"])}
        np.testing.assert_array_equal(dump.pre, [row[int(neuron)] for neuron in frame["pre_root_id"]])
        np.testing.assert_array_equal(dump.post, [row[int(neuron)] for neuron in frame["post_root_id"]])
        for got, axis in zip(dump.position, "xyz"):
            np.testing.assert_array_equal(got, frame[axis])

    def test_neuprint(self):
        folder = TABLES / "neuprint"
        frame = pd.read_csv(folder / "traced-neurons.csv")
        for name in ["traced-total-connections.csv", "traced-roi-connections.csv"]:
            dump = Dump(folder / "traced-neurons.csv", "--connections", folder / name)
            np.testing.assert_array_equal(dump.values["bodyId"], frame["bodyId"])
            np.testing.assert_array_equal(dump.values["type"], frame["type"].fillna("nan"))
            self.assertEqual(dump.role, {"neuron_id": "bodyId", "cell_class": "type"})
            self.check_connections(dump, frame["bodyId"], folder / name, "bodyId_pre", "bodyId_post", "weight")

    def test_edges_alone(self):
        path = TABLES / "neuprint" / "traced-total-connections.csv"
        frame = pd.read_csv(path)
        ids = sorted(set(frame["bodyId_pre"]) | set(frame["bodyId_post"]))
        dump = Dump(path)
        np.testing.assert_array_equal(dump.values["bodyId"], ids)
        self.check_connections(dump, ids, path, "bodyId_pre", "bodyId_post", "weight")

    def test_names_tabs_and_voxels(self):
        folder = TABLES / "synapses"
        dump = Dump(folder / "neurons.tsv", "--synapses", folder / "synapses.csv", "--column", "voxel_nm=4,4,40")
        frame = pd.read_csv(folder / "synapses.csv", encoding="utf-8-sig")
        names = list(pd.read_csv(folder / "neurons.tsv", sep="\t")["name"])
        np.testing.assert_array_equal(dump.pre, frame["pre"].map(names.index))
        np.testing.assert_array_equal(dump.post, frame["post"].map(names.index))
        for got, axis, voxel in zip(dump.position, "xyz", [4, 4, 40]):
            np.testing.assert_array_equal(got, frame[f"synapse_{axis}"] * voxel)
        np.testing.assert_array_equal(dump.size, frame["size"])
        self.assertEqual(dump.unit_nm, 1000)  # the neurons' own names say um

    def test_random_connections_are_summed_as_pandas_does(self):
        for seed in range(10):
            rng = np.random.default_rng(seed)
            n, rows = int(rng.integers(1, 40)), int(rng.integers(1, 2000))
            ids = rng.choice(2**62, n, replace=False)
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                pd.DataFrame({"root_id": ids}).to_csv(folder / "n.csv")
                frame = pd.DataFrame({"pre_root_id": rng.choice(ids, rows), "post_root_id": rng.choice(ids, rows),
                                      "syn_count": rng.integers(1, 50, rows)})
                frame.to_csv(folder / "e.csv", index=False)
                dump = Dump(folder / "n.csv", "--connections", folder / "e.csv")
                self.check_connections(dump, ids, folder / "e.csv", "pre_root_id", "post_root_id", "syn_count")


class ReadLikeCsv(unittest.TestCase):
    def test_random_tables_that_python_wrote_are_read_back_equal(self):
        alphabet = ["a", "B", "é", "\u4e2d", "\U0001f9e0", '"', ",", ";", "\t", "\n", "\r\n", "\r", " ", "'", "0"]
        for seed in range(40):
            rng = random.Random(seed)
            height, width = rng.randint(1, 30), rng.randint(1, 6)
            # Without quotes everywhere Python 3.11 writes a newline of another kind bare.
            minimal = rng.random() < 0.3
            letters = [a for a in alphabet if not minimal or not set("\r\n") & set(a)]
            # A letter at both ends keeps a text from being a number and from being trimmed.
            cells = [["x" + "".join(rng.choices(letters, k=rng.randint(0, 8))) + "x" if rng.random() < 0.9 else ""
                      for _ in range(width)] for _ in range(height)]
            dialect = {"delimiter": rng.choice(",;\t"), "lineterminator": rng.choice(["\n", "\r\n", "\r"]),
                       "quoting": csv.QUOTE_MINIMAL if minimal else rng.choice([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])}
            names = [f"c{i}" for i in range(width)]
            with tempfile.TemporaryDirectory() as folder, self.subTest(seed=seed, dialect=dialect):
                folder = pathlib.Path(folder)
                encoding = rng.choice(["utf-8", "utf-8-sig"])
                with open(folder / "n.csv", "w", newline="", encoding=encoding) as file:
                    writer = csv.writer(file, **dialect)
                    writer.writerow(["id", *names])
                    writer.writerows([i, *row] for i, row in enumerate(cells))
                (folder / "e.csv").write_text("pre,post\n0,0\n")
                dump = Dump(folder / "n.csv", "--connections", folder / "e.csv")
                self.assertEqual(dump.neurons, height)
                with open(folder / "n.csv", newline="", encoding="utf-8-sig") as file:
                    again = list(csv.reader(file, delimiter=dialect["delimiter"]))[1:]
                for i, name in enumerate(names):
                    wanted = [row[i + 1] or "nan" for row in again]
                    self.assertEqual(wanted, [row[i] or "nan" for row in cells])
                    if set(wanted) == {"nan"}:
                        self.assertNotIn(name, dump.values)
                    else:
                        self.assertEqual(list(dump.values[name]), wanted)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
