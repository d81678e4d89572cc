#!/usr/bin/python3
"""What was tiled comes back: export_test.py TOOL, TOOL being the built connectoscope.

Tiles connectomes in HDF5 and CSV, exports the tiles, and compares every value and type of the export
with the input as pandas reads both; then tiles the export, which must give the same tiles. What does
not come back is listed below, by file. Needs Debian's python3-pandas, python3-tables and python3-h5py.
Tests on real files need the folder that CNX_TEST_DATA names, and say so when it is not there.
"""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

import h5py
import numpy as np
import pandas as pd

TOOL = os.path.abspath(sys.argv[1])
SANITIZED = sys.argv[2:] == ["SANITIZED"]  # takes as long for a quarter of the neurons
DATA = pathlib.Path(os.environ["CNX_TEST_DATA"]) if os.environ.get("CNX_TEST_DATA") else None
CSV = pathlib.Path(__file__).resolve().parent.parent / "data" / "csv"
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden" / "dataset"
LARGEST = 2**63 - 1

# Every column of a real file that does not come back, by file and group: of the edges, of the neurons.
# A note of the manifest names each.
NOT_CARRIED = {
    ("example_variants.h5", "connectivity/d_str_edge"): ({"type"}, set()),
}


def run(*arguments, **options):
    return subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)


def read_hdf(path, key):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # pandas and PyTables have nothing to say about it
        return pd.read_hdf(path, key)


def groups_of(path):
    """Paths of the networks in a file."""
    found = []
    with h5py.File(path, "r") as h5:
        h5.visititems(lambda name, item: found.append(name) if "NEUROTOP_CLASS" in item.attrs else None)
    return found


def has(path, key):
    with h5py.File(path, "r") as h5:
        return key in h5


def edges_of(path, group):
    """row, col and the columns of the edges, rows in one order for all files."""
    ends = read_hdf(path, f"{group}/edge_indices").reset_index(drop=True).astype("int64")
    edges = read_hdf(path, f"{group}/edges").reset_index(drop=True)
    return pd.concat([ends, edges], axis=1)


def in_one_order(frame, columns):
    return frame.sort_values(["row", "col", *columns], kind="stable").reset_index(drop=True)


def write_matrix(path, group, vertices, ends, edges):
    """As Connectome-utilities' ConnectivityMatrix.to_h5 does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that are no Python names
        vertices.to_hdf(path, f"{group}/vertex_properties", format="table")
        pd.DataFrame(ends, columns=["row", "col"]).astype("int64").to_hdf(path, f"{group}/edge_indices")
        edges.to_hdf(path, f"{group}/edges")
    with h5py.File(path, "a") as h5:
        h5[group].attrs["NEUROTOP_CLASS"] = "ConnectivityMatrix"
        h5[group].attrs["NEUROTOP_SHAPE"] = (len(vertices), len(vertices))
        h5[group].attrs["NEUROTOP_DEFAULT_EDGE"] = edges.columns[0]


class Export(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="cnx_export_"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        self.tiles, self.out = self.folder / "tiles", self.folder / "out.h5"

    def tile(self, source, *options, tiles=None):
        done = run("tile", source, "-o", tiles or self.tiles, "--json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def export(self, tiles=None, out=None):
        done = run("export", tiles or self.tiles, out or self.out, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def manifest(self, tiles=None):
        return json.loads(((tiles or self.tiles) / "manifest.json").read_text())

    # --- what is compared ---

    def same_vertices(self, source, group, not_carried=frozenset()):
        key = f"{group}/vertex_properties"
        self.assertEqual(has(self.out, key), has(source, key))
        if not has(source, key):
            return
        expected = read_hdf(source, key).drop(columns=list(not_carried))
        found = read_hdf(self.out, key)
        self.assertEqual(list(found.columns), list(expected.columns))
        for name in expected.columns:
            if isinstance(expected[name].dtype, pd.CategoricalDtype):
                self.assertIsInstance(found[name].dtype, pd.CategoricalDtype)
                used = expected[name].cat.remove_unused_categories()
                self.assertEqual(set(found[name].cat.categories), set(used.cat.categories))
                self.assertEqual(found[name].cat.categories.dtype, used.cat.categories.dtype)
                expected[name] = expected[name].astype(object)
                found[name] = found[name].astype(object)
            else:
                self.assertEqual(found[name].dtype, expected[name].dtype, name)
        pd.testing.assert_frame_equal(found, expected, check_exact=True, check_names=False)

    def same_edges(self, source, group, not_carried=frozenset(), added_up=False):
        expected = edges_of(source, group).drop(columns=list(not_carried))
        if added_up:  # counts of the same two neurons
            expected = expected.groupby(["row", "col"], as_index=False).sum()
        found = edges_of(self.out, group)
        self.assertEqual([str(name) for name in found.columns], [str(name) for name in expected.columns])
        names = list(expected.columns[2:])
        self.assertEqual(list(found.dtypes), list(expected.dtypes))
        # Rows come by pre, then post row.
        keys = list(zip(found["row"], found["col"]))
        self.assertEqual(keys, sorted(keys))
        pd.testing.assert_frame_equal(in_one_order(found, names), in_one_order(expected, names), check_exact=True)

    def same_tiles_again(self, report):
        again = self.tile(self.out, tiles=self.folder / "again")
        self.assertEqual(again["fingerprint"], report["fingerprint"])

    def round_trip(self, source, groups, *options, not_carried=None):
        report = self.tile(source, *options)
        exported = self.export()
        self.assertEqual(sorted(g["path"] for g in exported["groups"]), sorted(groups))
        self.assertEqual(sorted(groups_of(self.out)), sorted(groups))
        notes = " ".join(report["notes"])
        for group in groups:
            of_edges, of_neurons = (not_carried or {}).get(group, (set(), set()))
            for name in of_edges | of_neurons:
                self.assertIn(f'"{name}"', notes)
            with self.subTest(group=group):
                self.same_vertices(source, group, of_neurons)
                self.same_edges(source, group, of_edges, f"parallel edges of /{group} were added" in notes)
        left_out = "not carried along" in notes or "are skipped because" in notes
        self.assertEqual(left_out, any(of_edges for of_edges, _ in (not_carried or {}).values()))
        self.same_tiles_again(report)
        return exported

    # --- files of others ---

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_the_published_layout_comes_back_with_every_value(self):
        self.round_trip(DATA / "example_small.h5", ["connectivity/full", "connectivity/condensed"])

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_each_group_of_a_network_comes_back_alone(self):
        for group in ["connectivity/full", "connectivity/condensed"]:
            with self.subTest(group=group):
                self.setUp()
                self.round_trip(DATA / "example_small.h5", [group], "--group", group)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_every_variant_of_storage_comes_back(self):
        source = DATA / "example_variants.h5"
        for group in groups_of(source):
            with self.subTest(group=group):
                self.setUp()
                lost = NOT_CARRIED.get((source.name, group))
                self.round_trip(source, [group], "--group", group, not_carried={group: lost} if lost else None)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_a_model_of_a_cortical_column_comes_back(self):
        self.round_trip(DATA / "bbp_r0c10.h5", ["connectivity/condensed"])

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_both_networks_of_the_worm_come_back_with_numbers_for_names(self):
        for group in ["chemical/full_matrix", "electrical/full_matrix"]:
            with self.subTest(group=group):
                self.setUp()
                self.round_trip(DATA / "celegans_witvliet.h5", [group], "--group", group)
                edges = read_hdf(self.out, f"{group}/edges")
                self.assertEqual(list(edges.columns), [1, 2, 3, 4, 5, 6, 7, 8])
                with h5py.File(self.out) as h5:
                    self.assertEqual(h5[group].attrs["NEUROTOP_DEFAULT_EDGE"], 1)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_connections_of_several_kinds_come_back_added_up(self):
        """The larva's `full` has several rows for a pair of neurons, each with a count: tiles have the sum,
        which is what `condensed` has, and its columns."""
        source = DATA / "larva_winding2023.h5"
        report = self.tile(source)
        notes = " ".join(report["notes"])
        self.assertIn("is added up for each pair of neurons", notes)
        self.assertIn('edge columns of /connectivity/full that are not carried along, as edges were added up: '
                      '"type_code"', notes)
        exported = self.export()
        self.assertEqual([group["path"] for group in exported["groups"]], ["connectivity/condensed"])
        self.assertEqual(exported["groups"][0]["edges"], "connections")
        found = in_one_order(edges_of(self.out, "connectivity/condensed"), [])
        wanted = in_one_order(edges_of(source, "connectivity/condensed"), [])
        pd.testing.assert_frame_equal(found, wanted[found.columns], check_exact=True)
        self.assertEqual(sorted(found.columns), ["col", "count", "row", "total_count"])
        total = edges_of(source, "connectivity/full").groupby(["row", "col"], as_index=False)["count"].sum()
        np.testing.assert_array_equal(found["total_count"], total["count"])
        self.same_vertices(source, "connectivity/condensed")
        again = self.tile(self.out, tiles=self.folder / "again")
        self.assertEqual(again["fingerprint"], report["fingerprint"])

    def test_without_a_condensed_group_the_columns_that_are_lost_are_named(self):
        ends = [(0, 1), (0, 1), (1, 2), (2, 2)]
        edges = pd.DataFrame({"count": [1, 2, 3, 4], "kind": [7, 8, 9, 7], "strength": [0.5, 1.5, 2.5, 3.5]})
        source = self.folder / "kinds.h5"
        write_matrix(source, "a/full", pd.DataFrame({"pt_root_id": [5, 6, 7]}), ends, edges)
        report = self.tile(source)
        self.assertIn('edge columns of /a/full that are not carried along, as edges were added up: "kind", "strength"',
                      report["notes"])
        self.export()
        found = in_one_order(edges_of(self.out, "a/full"), [])
        self.assertEqual(found.to_dict("list"), {"row": [0, 1, 2], "col": [1, 2, 2], "count": [3, 3, 4]})

    # --- files made here ---

    def test_the_sample_comes_back_and_stays_marked_as_made_up(self):
        source = self.folder / "sample.h5"
        self.assertEqual(run("sample", source, "--neurons", 900, "--seed", 4).returncode, 0)
        exported = self.round_trip(source, ["connectivity/full", "connectivity/condensed"])
        self.assertTrue(exported["synthetic"])
        self.assertTrue(self.manifest(self.folder / "again")["synthetic"])
        with h5py.File(self.out) as h5:
            for group, default in [("full", "size"), ("condensed", "count")]:
                attributes = h5[f"connectivity/{group}"].attrs
                self.assertEqual(attributes["NEUROTOP_CLASS"], "ConnectivityMatrix")
                self.assertEqual(list(attributes["NEUROTOP_SHAPE"]), [900, 900])
                self.assertEqual(attributes["NEUROTOP_DEFAULT_EDGE"], default)

    def neurons(self, count, seed=1):
        random = np.random.default_rng(seed)
        choose = lambda *names: random.choice(np.array(names, dtype=object), count)
        times = random.integers(0, 2 * 10**18, count).astype("datetime64[ns]")
        return pd.DataFrame({
            "pt_root_id": LARGEST - random.permutation(count).astype("int64"),
            "x_um": random.uniform(-500, 500, count),  # no whole nanometers
            "y_um": random.uniform(0, 900, count),
            "z_um": random.uniform(0, 800, count),
            "cell_type": choose("23P", "4P", "BC", np.nan),
            "größe €": choose("klein", "groß", "", "x\\y"),
            "proofread": random.integers(0, 2, count).astype(bool),
            "kind": pd.Categorical(choose("b", "a", None), categories=["b", "unused", "a"]),
            "level": pd.Categorical(random.choice([1, 9, 10, 200], count)),
            "small": random.integers(-128, 128, count).astype("int8"),
            "medium": random.integers(0, 65536, count).astype("uint16"),
            "wide": random.integers(0, LARGEST, count).astype("uint64"),
            "short": np.where(random.random(count) < 0.2, np.nan, random.random(count)).astype("float32"),
            "long": np.where(random.random(count) < 0.2, np.nan, random.normal(size=count)),
            "whole": random.integers(-9, 9, count).astype("float64"),
            "zeros": np.where(random.random(count) < 0.5, -0.0, 0.0),
            "id_tag": random.integers(-LARGEST, LARGEST, count),
            "born": pd.to_datetime(np.where(random.random(count) < 0.2, np.datetime64("NaT"), times)),
            "took": pd.to_timedelta(random.integers(-10**15, 10**15, count)),
        })

    def test_columns_of_every_type_come_back(self):
        source = self.folder / "types.h5"
        neurons, random = self.neurons(60), np.random.default_rng(2)
        ends = random.integers(0, 60, (900, 2))
        ends[:30, 1] = ends[:30, 0]  # autapses
        ends[30:60] = ends[60:90]    # parallel synapses
        synapses = pd.DataFrame({
            "id": LARGEST - random.permutation(900).astype("int64"),
            "sure": random.integers(0, 2, 900).astype(bool),
            "size": random.integers(1, 2**31, 900).astype("int32"),
            "weight": np.where(random.random(900) < 0.1, np.nan, random.random(900)).astype("float32"),
            "score": random.normal(size=900),
            "tag": random.integers(0, 256, 900).astype("uint8"),
            "x_nm": random.integers(-10**6, 10**6, 900) * 4,
            "y_nm": random.integers(-10**6, 10**6, 900) * 4,
            "z_nm": random.integers(-10**5, 10**5, 900) * 40,
            "whole": random.integers(0, 99, 900).astype("float64"),
            "überall": np.full(900, -3, dtype="int16"),
            "edited": random.integers(0, 2 * 10**18, 900).astype("datetime64[ns]"),
            "age": pd.to_timedelta(np.where(random.random(900) < 0.1, np.timedelta64("NaT"),
                                            random.integers(-99, 99, 900).astype("timedelta64[ns]"))),
        })
        write_matrix(source, "connectivity/full", neurons, ends, synapses)
        self.round_trip(source, ["connectivity/full"])
        self.assertTrue(np.array_equal(np.signbit(read_hdf(self.out, "connectivity/full/vertex_properties")["zeros"]),
                                       np.signbit(neurons["zeros"])))

    def test_what_follows_from_synapses_comes_back_to_the_last_bit(self):
        source = self.folder / "derived.h5"
        random = np.random.default_rng(3)
        neurons = pd.DataFrame({f"{axis}_nm": random.integers(0, 10**6, 40) * step
                                for axis, step in [("x", 4), ("y", 4), ("z", 40)]})
        ends = random.integers(0, 40, (700, 2))
        synapses = pd.DataFrame({f"{axis}_nm": random.integers(0, 10**6, 700) * step
                                 for axis, step in [("x", 4), ("y", 4), ("z", 40)]})
        synapses.insert(0, "size", random.integers(1, 10**6, 700))
        offset = np.zeros(700)
        for axis in "xyz":
            delta = synapses[f"{axis}_nm"].to_numpy() - neurons[f"{axis}_nm"].to_numpy()[ends[:, 1]]
            synapses[f"delta_{axis}_nm"] = delta
            offset = offset + delta.astype("float64") * delta.astype("float64")
        synapses["soma_offset_um"] = np.sqrt(offset) / 1000
        by_pair = pd.DataFrame(ends, columns=["row", "col"]).assign(size=synapses["size"]).groupby(["row", "col"])["size"]
        condensed = pd.DataFrame({"count": by_pair.size(), "total_size": by_pair.sum(),
                                  "mean_size": by_pair.sum() / by_pair.size(), "largest": by_pair.max()}).reset_index()
        write_matrix(source, "connectivity/full", neurons, ends, synapses)
        write_matrix(source, "connectivity/condensed", neurons, condensed[["row", "col"]].to_numpy(),
                     condensed.drop(columns=["row", "col"]))
        self.round_trip(source, ["connectivity/full", "connectivity/condensed"])

    def test_labels_of_rows_come_back(self):
        for labels in [[f"n{i:03}" for i in range(30)], list(range(1000, 4000, 100))]:
            with self.subTest(labels=labels[:2]):
                self.setUp()
                source = self.folder / "labels.h5"
                neurons = self.neurons(30).set_index(pd.Index(labels))
                ends = pd.DataFrame(np.argwhere(np.eye(30, k=1) > 0), columns=["row", "col"])
                write_matrix(source, "connectivity/condensed", neurons, ends.to_numpy(),
                             pd.DataFrame({"count": np.arange(1, 30)}))
                self.round_trip(source, ["connectivity/condensed"])

    def test_one_neuron_and_no_connections_come_back(self):
        for count in [1, 5]:
            with self.subTest(neurons=count):
                self.setUp()
                source = self.folder / "few.h5"
                write_matrix(source, "connectivity/condensed", self.neurons(count), np.zeros((0, 2)),
                             pd.DataFrame({"count": np.zeros(0, dtype="int64")}))
                self.round_trip(source, ["connectivity/condensed"])

    def test_tables_in_csv_come_back_as_networks(self):
        for folder, groups in [("neuprint", ["connectivity/condensed"]),
                               ("synapses", ["connectivity/condensed", "connectivity/full"])]:
            with self.subTest(folder=folder):
                self.setUp()
                names = {"neuprint": ("traced-neurons.csv", "--connections", "traced-total-connections.csv"),
                         "synapses": ("neurons.tsv", "--synapses", "synapses.csv")}[folder]
                neurons, option, edges = names
                self.tile(CSV / folder / neurons, option, CSV / folder / edges)
                exported = self.export()
                self.assertEqual(sorted(groups_of(self.out)), groups)
                self.tile(self.out, tiles=self.folder / "again")
                families = lambda tiles: [f for f in self.manifest(tiles)["families"] if f["kind"] != "neurons"
                                          and not f["kind"].endswith("_columns")]
                self.assertEqual(families(self.folder / "again"), families(self.tiles))
                table = pd.read_csv(CSV / folder / neurons, sep="\t" if neurons.endswith("tsv") else ",")
                found = read_hdf(self.out, f"{groups[0]}/vertex_properties")
                self.assertEqual(len(found), exported["neurons"])
                for name in set(table.columns) & set(found.columns):
                    if table[name].dtype == np.int64:
                        self.assertEqual(list(found[name][:len(table)]), list(table[name]), name)

    def test_the_golden_tiles_are_exported_as_their_manifest_says(self):
        manifest = self.manifest(GOLDEN)
        exported = self.export(GOLDEN)
        self.assertEqual({g["path"] for g in exported["groups"]}, set(manifest["source_edges"]))
        by_kind = {g["edges"]: g for g in exported["groups"]}
        self.assertEqual(by_kind["synapses"]["columns"], [c["name"] for c in manifest["synapse_columns"]])
        self.assertEqual(by_kind["connections"]["columns"], [c["name"] for c in manifest["connection_columns"]])
        full = edges_of(self.out, by_kind["synapses"]["path"])
        condensed = edges_of(self.out, by_kind["connections"]["path"])
        neurons = read_hdf(self.out, f"{by_kind['synapses']['path']}/vertex_properties")
        carried = [c for c in manifest["columns"] if c["type"] != "generated"]
        self.assertEqual(list(neurons.columns), [c["name"] for c in carried])
        self.assertEqual((len(full), len(condensed), exported["neurons"]),
                         (int(manifest["synapse_count"]), manifest["connection_count"], manifest["neuron_count"]))
        # What is derived follows from what is not.
        sources = {c["source"]: c for c in manifest["synapse_columns"]}
        pairs = full.groupby(["row", "col"])
        for column in manifest["connection_columns"]:
            found = condensed.set_index(["row", "col"])[column["name"]]
            self.assertEqual(str(found.dtype), column["type"])
            if column["source"] == "count":
                expected = pairs.size()
            elif column["source"] in ("sum", "mean"):
                of = manifest["synapse_columns"][column["of"]]["name"]
                expected = pairs[of].sum() if column["source"] == "sum" else pairs[of].sum() / pairs.size()
            else:
                continue
            pd.testing.assert_series_equal(found, expected.astype(column["type"]), check_names=False, check_exact=True)
        for column in manifest["synapse_columns"]:
            self.assertEqual(str(full[column["name"]].dtype), column["type"])
        if "soma_distance" in sources and all(f"offset_{a}" in sources for a in "xyz"):
            x, y, z = (full[sources[f"offset_{a}"]["name"]].astype("float64") for a in "xyz")
            self.assertTrue((full[sources["soma_distance"]["name"]] == np.sqrt(x * x + y * y + z * z) / 1000).all())

    # --- the command ---

    def sample_tiles(self):
        source = self.folder / "sample.h5"
        self.assertEqual(run("sample", source, "--neurons", 600).returncode, 0)
        self.tile(source, "--pack", self.folder / "sample.cnxpack")
        source.unlink()

    def refused(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        last = result.stderr.strip().splitlines()[-1]
        self.assertTrue(last.startswith("connectoscope: "), result.stderr)
        for word in words:
            self.assertIn(word, last)

    def nothing_new(self):
        self.assertEqual({p.name for p in self.folder.iterdir()}, {"tiles", "sample.cnxpack"})

    def test_a_pack_and_a_folder_give_the_same_bytes_each_time(self):
        self.sample_tiles()
        self.export()
        self.export(self.folder / "sample.cnxpack", self.folder / "of_pack.h5")
        self.assertEqual(self.out.read_bytes(), (self.folder / "of_pack.h5").read_bytes())

    def test_compact_tiles_hold_the_same_connectome(self):
        self.sample_tiles()
        self.export()
        compact, again = self.folder / "compact", self.folder / "compact.h5"
        source = self.folder / "source.h5"
        self.assertEqual(run("export", self.tiles, source).returncode, 0)
        for tiles, options in ((compact, ["--compact"]), (self.folder / "whole", [])):
            said = run("tile", source, "-o", tiles, "--name", "x", *options)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertEqual(run("verify", tiles).returncode, 0)
        kinds = [f["kind"] for f in json.loads((compact / "manifest.json").read_text())["families"]]
        self.assertNotIn("connections_in", kinds)
        self.assertNotIn("synapse_overview", kinds)
        self.assertIn("synapses", kinds)
        of_whole = self.folder / "whole.h5"
        self.assertEqual(run("export", compact, again).returncode, 0)
        self.assertEqual(run("export", self.folder / "whole", of_whole).returncode, 0)
        self.assertEqual(again.read_bytes(), of_whole.read_bytes())
        of_compact, of_whole_folder = (json.loads(run("stats", tiles, "--json", "--only", "counts,degrees,classes").stdout)
                                       for tiles in (compact, self.folder / "whole"))
        # Other files: what was asked says so, all else is equal.
        self.assertNotEqual(of_compact["question"].pop("fingerprint"), of_whole_folder["question"].pop("fingerprint"))
        self.assertEqual(of_compact, of_whole_folder)
        # Another form of the same input is no "up to date".
        said = run("tile", source, "-o", compact, "--name", "x")
        self.assertNotIn("up to date", said.stderr)
        kinds = [f["kind"] for f in json.loads((compact / "manifest.json").read_text())["families"]]
        self.assertIn("connections_in", kinds)

    def test_damaged_compact_tiles_are_found(self):
        self.sample_tiles()
        source, compact = self.folder / "source.h5", self.folder / "compact"
        self.assertEqual(run("export", self.tiles, source).returncode, 0)
        self.assertEqual(run("tile", source, "-o", compact, "--compact").returncode, 0)
        for kind in ["connections_out", "synapses"]:
            manifest = json.loads((compact / "manifest.json").read_text())
            name = next(f for f in manifest["families"] if f["kind"] == kind)["tiles"][0][0]
            path = compact / "tiles" / f"{name}.tile"
            bytes = path.read_bytes()
            path.write_bytes(bytes[:-1] + (b"\x7f" if bytes[-1] != 0x7f else b"\x00"))
            said = run("verify", compact)
            self.assertEqual(said.returncode, 1)
            self.assertIn(path.name, said.stdout)
            path.write_bytes(bytes)

    def test_what_is_there_is_replaced_only_when_that_is_wanted(self):
        self.sample_tiles()
        self.out.write_text("precious")
        self.refused(run("export", self.tiles, self.out), 5, "already there", "--force")
        self.assertEqual(self.out.read_text(), "precious")
        self.assertEqual(run("export", self.tiles, self.out, "--force").returncode, 0)
        self.assertEqual(groups_of(self.out), ["connectivity/condensed", "connectivity/full"])
        self.refused(run("export", self.tiles, self.tiles, "--force"), 5)
        pack = self.folder / "sample.cnxpack"
        self.refused(run("export", pack, pack, "--force"), 5, "is what is to be exported")
        self.refused(run("export", self.tiles, self.folder / "no" / "out.h5"), 5, "cannot write")

    def test_what_is_no_tiles_is_refused(self):
        self.sample_tiles()
        self.refused(run("export", self.folder, self.out), 3, "manifest.json")
        self.refused(run("export", self.folder / "nowhere", self.out), 3)
        other = self.folder / "other"
        other.write_text("no pack")
        for command in (["verify", other], ["stats", other]):
            done = run(*command)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("neither a folder of tiles nor a pack", done.stderr)
        self.refused(run("export", other, self.out), 3, "neither a folder of tiles nor a pack")
        other.unlink()
        self.nothing_new()

    def test_damaged_tiles_are_refused_and_leave_nothing(self):
        self.sample_tiles()
        for kind in ["neurons", "connections_out", "connections_in", "synapses"]:
            family = next(f for f in self.manifest()["families"] if f["kind"] == kind)
            path = self.tiles / "tiles" / f"{family['tiles'][0][0]}.tile"
            bytes = path.read_bytes()
            path.write_bytes(bytes[:-1] + b"\x7f" if bytes[-1] != 0x7f else bytes[:-1] + b"\x00")
            self.refused(run("export", self.tiles, self.out), 4, path.name)
            path.unlink()
            self.refused(run("export", self.tiles, self.out), 3, path.name)
            path.write_bytes(bytes)
            self.nothing_new()

    def test_a_full_disk_leaves_nothing(self):
        self.sample_tiles()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        self.refused(run("export", self.tiles, self.out, preexec_fn=limit), 5, "File too large", "free some space there")
        self.nothing_new()

    def test_a_group_that_could_not_be_written_is_not_told_as_done(self):
        self.sample_tiles()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        done = run("export", self.tiles, self.out, preexec_fn=limit)
        self.assertNotIn("rows, ", done.stderr)
        done = run("sample", self.out, "--neurons", 900, preexec_fn=limit)
        self.assertEqual(done.returncode, 5)
        self.assertRegex(done.stderr.splitlines()[-1], "File too large.*free some space there")
        self.nothing_new()

    def test_an_interruption_leaves_nothing(self):
        source = self.folder / "sample.h5"
        self.assertEqual(run("sample", source, "--neurons", 3000 if SANITIZED else 12000).returncode, 0)
        self.tile(source)
        source.unlink()
        child = subprocess.Popen([TOOL, "export", self.tiles, self.out], stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not list(self.folder.glob("out.h5.partial-*")) and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(0.02)
        child.send_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130, errors)
        self.assertIn("interrupted", errors)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["tiles"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
