#!/usr/bin/python3
"""The reader against pandas: every vertex column and every edge of every network.

usage: connectome_hdf5_test.py DUMP_CONNECTOME

What is expected is worked out here from pandas' own reading of the file, independently of the
C++ code. tests/data/tiny.h5 is always read; the real files only where CNX_TEST_DATA names their
folder. Each file is read again after h5repack has packed it.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
DUMP = sys.argv[1]
TINY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "tiny.h5")
DATA = os.environ.get("CNX_TEST_DATA", "")
TYPES = {"category": np.uint16, "integer": np.int64, "real": np.float64}
SYNAPSE_COLUMNS = ("x_nm", "y_nm", "z_nm")


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


def read_frame(path, group, frame):
    with h5py.File(path) as h5:
        if f"{group}/{frame}" not in h5:
            return None
    return pd.read_hdf(path, f"{group}/{frame}")


def expected_column(series):
    """(kind, values) as the reader should have them, or None when it should leave the column out."""
    if series.dtype == bool:
        return "category", series.map(str).to_numpy(object)
    if isinstance(series.dtype, pd.CategoricalDtype) or series.dtype == object:
        text = np.array(["nan" if pd.isna(v) else str(v) for v in series], object)
        return None if len(set(text)) > 4096 else ("category", text)
    if np.issubdtype(series.dtype, np.integer):
        return None if len(series) and int(series.max()) > 2**63 - 1 else ("integer", series.to_numpy(np.int64))
    values = series.to_numpy(np.float64)
    whole = np.isfinite(values) & (np.abs(values) <= 2.0**53) & (values == np.trunc(values)) & \
        ~((values == 0) & np.signbit(values))
    return ("integer", values.astype(np.int64)) if whole.all() else ("real", values)


def expected_type(series):
    """How pandas stores the column, in the manifest's words."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return "category"
    return "text" if series.dtype == object else series.dtype.name


class ReadLikePandas(unittest.TestCase):
    def check_vertices(self, dump, path, group):
        frame = read_frame(path, group, "vertex_properties")
        if frame is None:
            self.assertEqual(dump.columns, [])
            return
        self.assertEqual(dump.neurons, len(frame))
        frame.columns = [str(name) for name in frame.columns]
        wanted = {name: expected_column(frame[name]) for name in frame.columns}
        if list(frame.index) != list(range(len(frame))):
            wanted["index"] = expected_column(frame.index.to_series())
        series = {**{name: frame[name] for name in frame.columns}, "index": frame.index.to_series()}
        wanted = {name: column for name, column in wanted.items() if column}
        self.assertEqual([c["name"] for c in dump.columns], list(wanted))
        for column in dump.columns:
            kind, values = wanted[column["name"]]
            if column["role"] in ("cell_class", "region") and kind == "integer":
                kind, values = "category", np.array([str(v) for v in values], object)
            self.assertEqual(column["kind"], kind, column["name"])
            self.assertEqual(column["type"], expected_type(series[column["name"]]), column["name"])
            np.testing.assert_array_equal(dump.values[column["name"]], values, err_msg=column["name"])
            if kind == "category":
                self.assertEqual(sorted(column["categories"]), sorted(set(values)), column["name"])

    def check_synapses(self, dump, path, group):
        ends, edges = read_frame(path, group, "edge_indices"), read_frame(path, group, "edges")
        np.testing.assert_array_equal(dump.pre, ends["row"])
        np.testing.assert_array_equal(dump.post, ends["col"])
        self.assertEqual(dump.position is not None, all(c in edges for c in SYNAPSE_COLUMNS))
        for axis, name in enumerate(SYNAPSE_COLUMNS if dump.position else ()):
            np.testing.assert_array_equal(dump.position[axis], edges[name])
        self.assertEqual(dump.size is not None, "size" in edges)
        if dump.size is not None:
            np.testing.assert_array_equal(dump.size, edges["size"])

    def check_connections(self, dump, path, group, weight):
        ends, edges = read_frame(path, group, "edge_indices"), read_frame(path, group, "edges")
        counts = {"row": ends["row"].to_numpy(), "col": ends["col"].to_numpy(),
                  "count": np.ones(len(ends)) if weight is None else edges[weight].to_numpy()}
        frame = pd.DataFrame(counts)
        frame = frame[frame["count"] != 0].groupby(["row", "col"], as_index=False)["count"].sum()
        for got, name in zip(dump.pairs, ("row", "col", "count")):
            np.testing.assert_array_equal(got, frame[name])

    def check_group(self, path, group, synapses=False, weight=None, options=()):
        with self.subTest(file=os.path.basename(path), group=group):
            dump = Dump(path, "--group", group, *options)
            self.check_vertices(dump, path, group)
            self.assertEqual(hasattr(dump, "synapses"), synapses)
            self.assertEqual(hasattr(dump, "connections"), not synapses)
            if synapses:
                self.check_synapses(dump, path, group)
            else:
                self.check_connections(dump, path, group, weight)
            return dump

    def check_pair(self, path, prefix, count="count"):
        with self.subTest(file=os.path.basename(path), group=prefix):
            dump = Dump(path, "--group", prefix)
            self.check_vertices(dump, path, f"{prefix}/full")
            self.check_synapses(dump, path, f"{prefix}/full")
            self.check_connections(dump, path, f"{prefix}/condensed", count)
            self.assertEqual(dump.source_group, f"/{prefix}/full + /{prefix}/condensed")
            return dump

    def packed(self, path, *filters):
        """A copy with every dataset packed (and in chunks of h5repack's or our choice)."""
        if not shutil.which("h5repack"):
            print("skipped: h5repack is not installed")
            return None
        copy = os.path.join(self.folder.name, f"{len(os.listdir(self.folder.name))}_{os.path.basename(path)}")
        subprocess.run(["h5repack", *filters, path, copy], check=True, stdout=subprocess.DEVNULL)
        return copy

    def each_way(self, path, *chunks):
        yield path
        for more in ((), chunks) if chunks else ((),):
            copy = self.packed(path, "-f", "GZIP=1", *more)
            if copy:
                yield copy

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def real(self, name):
        if not DATA:
            print(f"skipped: CNX_TEST_DATA is not set, {name} is not read")
            self.skipTest("CNX_TEST_DATA is not set")
        return os.path.join(DATA, name)

    # ---- the tiny file, always there

    def test_tiny(self):
        for path in self.each_way(TINY, "-l", "mm3/full/edges/block0_values:CHUNK=2x3"):
            dump = self.check_pair(path, "mm3")
            self.assertEqual(dump.role, {
                "neuron_id": "pt_root_id", "position_x": "x_nm", "position_y": "y_nm", "position_z": "z_nm",
                "cell_class": "cell_type", "region": "tentative_region", "axon_status": "status_axon",
                "dendrite_status": "status_dendrite"})
            self.check_group(path, "mm3/full", synapses=True)
            self.check_group(path, "mm3/condensed", weight="count")
            self.check_group(path, "chemical/stages")
            self.check_group(path, "chemical/stages", weight=8, options=("--edge-weight", "8"))
            self.check_group(path, "traps/kinds", weight="whole", options=("--edge-weight", "whole"))
            self.check_group(path, "traps/kinds", weight="flag", options=("--edge-weight", "flag"))
            self.check_group(path, "traps/kinds")
            self.check_group(path, "traps/categories", weight="n_syn")
            self.check_group(path, "traps/labels", synapses=True)
            self.check_group(path, "traps/empty", weight="count")
            self.assertEqual(self.check_group(path, "traps/no_vertices").neurons, 5)
            self.check_group(path, "traps/micrometers", weight="count")
            self.check_group(path, "traps/voxels", weight="count")
            self.check_group(path, "traps/numbered", weight="count")
            dump = Dump(path, "--group", "fly")
            self.check_connections(dump, path, "fly/full", "count")
            self.assertFalse(hasattr(dump, "synapses"))

    def test_columns_of_every_stored_type(self):
        path = os.path.join(self.folder.name, "types.h5")
        whole, most = np.array([2.0**53, -3.0, 0.0]), [1.0, 2.0, np.nan]
        vertices = pd.DataFrame({
            **{name: np.array([0, 1, 100], name) for name in
               ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")},
            "float32": np.array([1.5, -2, 0], np.float32), "whole float32": np.array([4, 5, 6], np.float32),
            "float64": [0.1, 2, 3], "whole": whole, "a missing": most, "below zero": [1.0, -0.0, 2.0],
            "too large": [2.0**53 + 2, 1, 2], "infinite": [np.inf, 1, 2],
            "flag": [True, False, True], "text": ["a", "b", "a"],
            "choice": pd.Categorical(["x", "y", "x"]), "index": [5, 5, 5]}, index=[7, 17, 27])
        vertices.to_hdf(path, key="a/b/vertex_properties", format="table")
        pd.DataFrame([[0, 1]], columns=["row", "col"]).to_hdf(path, key="a/b/edge_indices")
        pd.DataFrame({"count": [1]}).to_hdf(path, key="a/b/edges")
        dump = Dump(path)
        types = {c["name"]: (c["kind"], c["type"]) for c in dump.columns}
        for name in vertices.columns[:8]:
            self.assertEqual(types[name], ("integer", name))
        self.assertEqual(types["whole"], ("integer", "float64"))
        self.assertEqual(types["whole float32"], ("integer", "float32"))
        self.assertEqual(types["float32"], ("real", "float32"))
        for name in ("float64", "a missing", "below zero", "too large", "infinite"):
            self.assertEqual(types[name], ("real", "float64"), name)
        self.assertEqual([types[name] for name in ("flag", "text", "choice")],
                         [("category", "bool"), ("category", "text"), ("category", "category")])
        self.assertEqual((types["index"], types["index_2"]), (("integer", "int64"),) * 2)
        np.testing.assert_array_equal(dump.values["index_2"], [7, 17, 27])
        np.testing.assert_array_equal(dump.values["whole"], whole)

    def test_frames_larger_than_one_piece(self):
        # The reader takes 16 MiB of vertices at a time, and 8,192 edges: 20 MB of vertices, 18 MB of edges.
        rng = np.random.default_rng(1)
        n, m = 100_000, 450_000
        path = os.path.join(self.folder.name, "large.h5")
        edges = pd.DataFrame({name: rng.integers(0, 300, m) for name in ("id", "size", *SYNAPSE_COLUMNS)})
        vertices = pd.DataFrame({"pt_root_id": rng.permutation(n), "cell_type": rng.choice(["23P", "x" * 176], n),
                                 "volume": rng.random(n)})
        vertices.to_hdf(path, key="a/b/vertex_properties", format="table", index=False)
        edges.to_hdf(path, key="a/b/edges")
        pd.DataFrame(rng.integers(0, n, (m, 2)), columns=["row", "col"]).to_hdf(path, key="a/b/edge_indices")
        self.check_group(path, "a/b", synapses=True)
        # Chunks that do not divide a piece, and one chunk larger than it.
        for rows in (99_991, m):
            copy = self.packed(path, "-l", f"a/b/edges/block0_values:CHUNK={rows}x5", "-f",
                               "a/b/edges/block0_values:GZIP=1")
            if copy:
                self.check_group(copy, "a/b", synapses=True)

    def test_integers_above_63_bits_are_left_out_and_the_rest_is_read(self):
        path = os.path.join(self.folder.name, "large.h5")
        large = np.array([1, 2**63, 3], "uint64")
        pd.DataFrame({"pt_root_id": [5, 6, 7], "supervoxel": large, "fine": large % 7}).to_hdf(
            path, key="a/b/vertex_properties", format="table")
        pd.DataFrame({"row": [0, 1, 2], "col": [1, 2, 0]}).to_hdf(path, key="a/b/edge_indices")
        pd.DataFrame({"count": np.array([1, 2, 2**63 - 1], "uint64") % 9, "id": large, "other": large % 5}).to_hdf(
            path, key="a/b/edges")
        dump = self.check_group(path, "a/b", weight="count")
        self.assertIn("edge columns of /a/b that are skipped because they hold integers above 2^63 - 1: \"id\"; "
                      "to keep them, write them as int64 (less 2^63)", dump.notes)
        self.assertIn('vertex column "supervoxel" is left out: it holds integers above 2^63 - 1; to keep it, write '
                      'it as text, or as int64 (less 2^63)', dump.notes)
        with self.assertRaisesRegex(AssertionError, "--edge-weight id: this edge column of group /a/b holds integers "
                                                    "above"):
            Dump(path, "--edge-weight", "id")
        with self.assertRaisesRegex(AssertionError, "--edge-weight nonesuch: group /a/b has no such edge column"):
            Dump(path, "--edge-weight", "nonesuch")
        with self.assertRaisesRegex(AssertionError, "--edge-weight trap: this edge column of group /a/b holds text"):
            pd.DataFrame({"count": [1, 2, 3], "trap": ["a", "b", "c"]}).to_hdf(path, key="a/b/edges")
            Dump(path, "--edge-weight", "trap")

    def test_positions_of_synapses_can_be_left_out_where_one_has_none(self):
        path = os.path.join(self.folder.name, "nowhere.h5")
        pd.DataFrame({"pt_root_id": [5, 6, 7]}).to_hdf(path, key="a/b/vertex_properties", format="table")
        pd.DataFrame({"row": [0, 1], "col": [1, 2]}).to_hdf(path, key="a/b/edge_indices")
        pd.DataFrame({"id": [1, 2], "x_nm": [1, np.nan], "y_nm": [1, 2], "z_nm": [1, 2]}).to_hdf(path, key="a/b/edges")
        self.assertIsNone(Dump(path, "--column", "synapse_x=none").position)

    def test_times_are_told_to_be_shown_as_numbers(self):
        path = os.path.join(self.folder.name, "times.h5")
        times, spans = pd.to_datetime(["2024-01-01", "2024-01-02", None]), pd.to_timedelta([1, 2, 3], unit="h")
        pd.DataFrame({"pt_root_id": [5, 6, 7], "made": times, "took": spans}).to_hdf(
            path, key="a/b/vertex_properties", format="table")
        pd.DataFrame({"row": [0, 1], "col": [1, 2]}).to_hdf(path, key="a/b/edge_indices")
        pd.DataFrame({"count": [1, 2], "edited": times[:2]}).to_hdf(path, key="a/b/edges")
        dump = Dump(path)
        self.assertIn('vertex columns of times are shown as whole numbers, -2^63 where there is none: '
                      '"made" (ns since 1970), "took" (ns)', dump.notes)
        self.assertIn('edge columns of /a/b of times are shown as whole numbers, -2^63 where there is none: '
                      '"edited" (ns since 1970)', dump.notes)
        np.testing.assert_array_equal(dump.values["made"], [times[0].value, times[1].value, -2**63])
        np.testing.assert_array_equal(dump.values["took"], [span.value for span in spans])

    def test_zones_of_times_are_told_to_be_left_out(self):
        path = os.path.join(self.folder.name, "zones.h5")
        times = pd.to_datetime(["2024-07-01", "2024-07-02", None]).tz_localize("Europe/Zurich")
        pd.DataFrame({"pt_root_id": [5, 6, 7], "made": times}).to_hdf(path, key="a/b/vertex_properties", format="table")
        pd.DataFrame({"row": [0, 1], "col": [1, 2]}).to_hdf(path, key="a/b/edge_indices")
        pd.DataFrame({"count": [1, 2], "edited": times[:2]}).to_hdf(path, key="a/b/edges")
        dump = Dump(path)
        for what, name in (("vertex columns", "made"), ("edge columns of /a/b", "edited")):
            self.assertIn(f'{what} of times are shown as whole numbers, -2^63 where there is none: "{name}" '
                          f'(ns since 1970); time zones are left out, these are in UTC: "{name}"', dump.notes)
        np.testing.assert_array_equal(dump.values["made"], [times[0].value, times[1].value, -2**63])

    def test_vertex_tables_that_differ_are_refused_or_told(self):
        n = 50
        rng = np.random.default_rng(1)
        ends = pd.DataFrame({"row": [0, 0, 1], "col": [1, 1, 2]})
        table = pd.DataFrame({"pt_root_id": rng.permutation(n), "volume": [np.nan, *rng.random(n - 1)],
                              "cell_type": rng.choice(["23P", "4P"], n),
                              "layer": pd.Categorical(rng.choice(["a", "b"], n))})

        def read(of_condensed, of_full=table):
            path = os.path.join(self.folder.name, "pair.h5")
            for name, pairs, edges, vertices in (
                    ("full", ends, {"size": [5, 6, 7]}, of_full),
                    ("condensed", ends.drop_duplicates(ignore_index=True), {"count": [2, 1]}, of_condensed)):
                mode = "w" if name == "full" else "a"
                pairs.to_hdf(path, key=f"a/{name}/edge_indices", mode=mode)
                pd.DataFrame(edges).to_hdf(path, key=f"a/{name}/edges")
                vertices.to_hdf(path, key=f"a/{name}/vertex_properties", format="table")
            return Dump(path, "--group", "a")

        def changed(column, row, value):
            other = table.copy()
            other.loc[row, column] = value
            return other

        plain = read(table)
        self.assertEqual(len(plain.columns), 4)
        self.assertNotIn("vertex", " ".join(plain.notes))
        # The same values, stored otherwise.
        self.assertNotIn("vertex", " ".join(read(table[table.columns[::-1]].astype({"pt_root_id": "int32"})).notes))
        more = read(table.assign(depth=1.5, mark="x"))
        self.assertEqual(len(more.columns), 4)
        self.assertIn('vertex columns that only /a/condensed has are left out: "depth", "mark"; '
                      '--group a/condensed reads them', more.notes)
        self.assertEqual(len(read(table, table.assign(depth=1.5)).columns), 5)
        renamed = table.copy()
        renamed["layer"] = table["layer"].cat.rename_categories({"a": "c"})
        for other, how in ((changed("volume", 7, 0.5), 'column "volume" differs in row 7'),
                           (changed("volume", 0, 0.5), 'column "volume" differs in row 0'),
                           (changed("pt_root_id", 9, 999), 'column "pt_root_id" differs in row 9'),
                           (changed("cell_type", 3, "5P-NP"), 'column "cell_type" differs in row 3'),
                           (renamed, 'column "layer" differs in row'),
                           (table.astype({"pt_root_id": str}), 'column "pt_root_id" is of another type'),
                           (table.set_index(table.index + 1), "the index differs in row 0"),
                           (table.iloc[:40], "50 and 40 rows")):
            with self.subTest(how), self.assertRaises(AssertionError) as refused:
                read(other)
            self.assertIn("groups /a/full and /a/condensed have different vertex tables (" + how,
                          str(refused.exception))
            self.assertIn("--group", str(refused.exception))

    # ---- real files

    def test_example_small(self):
        for path in self.each_way(self.real("example_small.h5")):
            dump = self.check_pair(path, "connectivity")
            self.assertEqual(dump.role["axon_status"], "axon_status")
            self.check_group(path, "connectivity/full", synapses=True)
            self.check_group(path, "connectivity/condensed", weight="count")
            self.assertEqual(Dump(path, "--group", "full").source_group, "/connectivity/full")

    def test_example_variants(self):
        for path in self.each_way(self.real("example_variants.h5")):
            self.check_group(path, "connectivity/a_unconsolidated", synapses=True)
            self.check_group(path, "connectivity/b_dtypes", synapses=True)
            for name in ("c_categorical", "d_str_edge", "e_named_index_nan_str", "f_str_index", "g_subpopulation",
                         "h_empty"):
                self.check_group(path, f"connectivity/{name}", weight="count")
            self.assertEqual(self.check_group(path, "connectivity/i_novp").neurons, 5)

    def test_celegans(self):
        for path in self.each_way(self.real("celegans_witvliet.h5")):
            for prefix in ("chemical", "electrical"):
                self.check_group(path, f"{prefix}/full_matrix")
                for stage in range(1, 9):
                    dump = self.check_group(path, f"{prefix}/full_matrix", weight=stage,
                                            options=("--edge-weight", str(stage)))
            dump = Dump(path, "--edge-weight", "8")
            self.assertEqual((dump.neurons, len(dump.pairs[0]), dump.pairs[2].sum()), (324, 2186, 7970))
            self.assertEqual(dump.line, "Soma Position")
            self.assertEqual(dump.role, {"region": "Soma Region"})
            self.assertTrue(any("electrical/full_matrix" in note for note in dump.notes), dump.notes)
            self.assertTrue(any("1490 edges" in note for note in dump.notes), dump.notes)

    def test_bbp(self):
        for path in self.each_way(self.real("bbp_r0c10.h5")):
            dump = self.check_group(path, "connectivity/condensed", weight="count")
            self.assertEqual(dump.role, {"neuron_id": "gid", "cell_class": "mtype", "position_x": "x_nm",
                                         "position_y": "y_nm", "position_z": "z_nm"})

    def test_larva(self):
        for path in self.each_way(self.real("larva_winding2023.h5")):
            dump = Dump(path)
            self.check_vertices(dump, path, "connectivity/full")
            self.check_connections(dump, path, "connectivity/condensed", "total_count")
            self.assertEqual((len(dump.pairs[0]), dump.pairs[2].sum()), (110677, 352611))
            self.check_group(path, "connectivity/condensed", weight="total_count")
            self.check_group(path, "connectivity/full", weight="count")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
