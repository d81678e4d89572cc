#!/usr/bin/python3
"""`connectoscope sample` as others see it: sample_test.py TOOL, TOOL being the built connectoscope.

Reads the file with pandas and h5py the way Connectome-utilities' ConnectivityMatrix.from_h5 does
and checks columns, types, counts and the published distance law. Needs Debian's python3-pandas,
python3-tables, python3-h5py and python3-scipy.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import numpy as np
import pandas as pd
import tables
from scipy.optimize import curve_fit

NEURONS, SEED = 3000, 5
LAW_AT_ZERO, LAW_PER_NM = 0.1429, 1.339e-5
CLASSES = {"23P", "4P", "5P_IT", "5P_NP", "5P_PT", "6CT", "6IT", "BC", "BPC", "MC", "NGC"}
SYNAPSE_COLUMNS = ["id", "size", "x_nm", "y_nm", "z_nm", "delta_x_nm", "delta_y_nm", "delta_z_nm",
                   "soma_offset_um"]
POSITION = ["x_nm", "y_nm", "z_nm"]


def from_h5(path, group, prefix="connectivity"):
    """What ConnectivityMatrix.from_h5 reads: frames by key, the rest from the group's attributes."""
    key = f"{prefix}/{group}"
    vertices = pd.read_hdf(path, f"{key}/vertex_properties")
    edges = pd.read_hdf(path, f"{key}/edges")
    indices = pd.read_hdf(path, f"{key}/edge_indices")
    with h5py.File(path, "r") as h5:
        attributes = dict(h5[key].attrs)
    assert attributes["NEUROTOP_CLASS"] == "ConnectivityMatrix"
    return vertices, edges, indices, tuple(attributes["NEUROTOP_SHAPE"]), attributes["NEUROTOP_DEFAULT_EDGE"]


class SampleFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="cnx_sample_")
        cls.path = str(pathlib.Path(cls.folder.name) / "sample.h5")
        subprocess.run([TOOL, "sample", cls.path, "--neurons", str(NEURONS), "--seed", str(SEED)],
                       check=True, stderr=subprocess.DEVNULL)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pandas and PyTables have nothing to say about it
            cls.vertices, cls.edges, cls.ends, cls.shape, cls.default = from_h5(cls.path, "full")
            cls.condensed = from_h5(cls.path, "condensed")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_attributes_are_those_of_a_connectivity_matrix(self):
        self.assertEqual(self.shape, (NEURONS, NEURONS))
        self.assertEqual(self.default, "size")
        self.assertEqual(self.condensed[3:], ((NEURONS, NEURONS), "count"))

    def test_the_file_says_that_it_is_made_up(self):
        with h5py.File(self.path, "r") as h5:
            mark = h5["connectivity"].attrs["CONNECTOSCOPE_SYNTHETIC"]
        text = mark.decode() if isinstance(mark, bytes) else str(mark)
        self.assertEqual(text, f"seed {SEED}, {NEURONS} neurons, generator version 1")

    def test_low_level_layout_is_what_hdf5_1_10_writes(self):
        with open(self.path, "rb") as file:
            start = file.read(9)
        self.assertEqual(start, b"\x89HDF\r\n\x1a\n\x00")  # superblock version 0
        with h5py.File(self.path, "r") as h5:
            values = h5["connectivity/full/edges/block0_values"]
            self.assertIsNone(values.chunks)
            self.assertIsNone(values.compression)
            table = h5["connectivity/full/vertex_properties/table"]
            self.assertEqual(table.maxshape, (None,))
            self.assertAlmostEqual(table.chunks[0] * table.dtype.itemsize / 65536, 1.0, places=1)

    def test_pytables_opens_every_node(self):
        with tables.open_file(self.path) as file:
            kinds = [node._v_attrs.CLASS for node in file.walk_nodes("/")]
        self.assertEqual(kinds.count("TABLE"), 2)
        self.assertEqual(set(kinds), {"GROUP", "ARRAY", "TABLE"})

    def test_vertex_columns_and_types(self):
        v = self.vertices
        self.assertEqual(list(v.columns), ["pt_root_id", *POSITION, "cell_type", "status_axon", "status_dendrite",
                                           "tentative_region", "indegree", "outdegree"])
        for column in ["pt_root_id", *POSITION, "indegree", "outdegree"]:
            self.assertEqual(v[column].dtype, np.int64, column)
        self.assertEqual(list(v.index), list(range(NEURONS)))
        self.assertTrue(v.pt_root_id.is_unique)
        self.assertTrue(v.pt_root_id.between(864691134800000000, 864691137000000000).all())
        self.assertEqual(set(v.cell_type), CLASSES)
        self.assertTrue(set(v.tentative_region) <= {"visp", "visrl", "visal", "vislm"})
        for column in ["status_axon", "status_dendrite"]:
            self.assertTrue(set(v[column]) <= {"non", "clean", "extended"})
        self.assertTrue((v[POSITION] % [4, 4, 40] == 0).all(axis=None))

    def test_both_groups_have_the_same_vertices(self):
        pd.testing.assert_frame_equal(self.vertices, self.condensed[0])

    def test_synapse_columns_and_types(self):
        e = self.edges
        self.assertEqual(list(e.columns), SYNAPSE_COLUMNS)
        for column in SYNAPSE_COLUMNS[:-1]:
            self.assertEqual(e[column].dtype, np.int64, column)
        self.assertEqual(e.soma_offset_um.dtype, np.float64)
        self.assertEqual(list(self.ends.columns), ["row", "col"])
        self.assertEqual(len(e), len(self.ends))
        self.assertTrue(e["id"].is_unique)
        self.assertTrue((e[POSITION] % [4, 4, 40] == 0).all(axis=None))
        post = self.vertices[POSITION].to_numpy()[self.ends.col]
        delta = e[["delta_x_nm", "delta_y_nm", "delta_z_nm"]].to_numpy()
        np.testing.assert_array_equal(e[POSITION].to_numpy() - post, delta)
        np.testing.assert_allclose(e.soma_offset_um, np.sqrt((delta.astype(float)**2).sum(1)) / 1000, rtol=1e-12)

    def test_degrees_count_synapses(self):
        for end, column in (("col", "indegree"), ("row", "outdegree")):
            np.testing.assert_array_equal(np.bincount(self.ends[end], minlength=NEURONS), self.vertices[column])

    def test_condensed_is_full_grouped_by_pair(self):
        _, edges, ends, _, _ = self.condensed
        self.assertEqual(list(edges.columns), ["count", "total_size", "mean_size"])
        self.assertEqual([str(t) for t in edges.dtypes], ["int64", "int64", "float64"])
        grouped = self.edges["size"].groupby([self.ends["row"], self.ends["col"]]).agg(["count", "sum", "mean"])
        np.testing.assert_array_equal(grouped.index.to_frame().to_numpy(), ends.to_numpy())  # sorted, too
        np.testing.assert_array_equal(grouped["count"], edges["count"])
        np.testing.assert_array_equal(grouped["sum"], edges["total_size"])
        np.testing.assert_allclose(grouped["mean"], edges["mean_size"], rtol=1e-12)

    def test_full_edges_are_in_no_order(self):
        # Connectome-utilities promises none, so that nobody may rely on one.
        self.assertFalse(self.ends["row"].is_monotonic_increasing)
        self.assertFalse(self.ends["col"].is_monotonic_increasing)

    def test_distance_law_is_the_published_one(self):
        """Least squares on bins of 25 um that hold 1,000 pairs or more; 12 % and 10 %: the fit is
        unweighted, as the published one is, so that the few pairs below 25 um weigh as much as any."""
        xyz = self.vertices[POSITION].to_numpy().astype(float)
        square = (xyz**2).sum(1)
        d = np.sqrt(np.maximum(0, square[:, None] + square[None] - 2 * xyz @ xyz.T))
        row, col = self.condensed[2]["row"].to_numpy(), self.condensed[2]["col"].to_numpy()
        loops = row == col
        bins = np.arange(0, 600001, 25000)
        everyone = np.histogram(d[~np.eye(NEURONS, dtype=bool)], bins)[0]
        connected = np.histogram(d[row[~loops], col[~loops]], bins)[0]
        enough = everyone >= 1000
        middle = (bins[1:] + bins[:-1])[enough] / 2
        (at_zero, per_nm), _ = curve_fit(lambda x, a, b: a * np.exp(-b * x), middle,
                                         connected[enough] / everyone[enough], p0=(0.1, 1e-5))
        self.assertLess(abs(at_zero / LAW_AT_ZERO - 1), 0.12, at_zero)
        self.assertLess(abs(per_nm / LAW_PER_NM - 1), 0.10, per_nm)

    def test_another_seed_is_another_connectome(self):
        other = str(pathlib.Path(self.folder.name) / "other.h5")
        subprocess.run([TOOL, "sample", other, "--neurons", "60", "--seed", "2"], check=True, stderr=subprocess.DEVNULL)
        self.assertEqual(len(from_h5(other, "full")[0]), 60)
        self.assertFalse(set(from_h5(other, "full")[0].pt_root_id) & set(self.vertices.pt_root_id))


class SampleRefusals(unittest.TestCase):
    def run_tool(self, *arguments):
        return subprocess.run([TOOL, "sample", *arguments], capture_output=True, text=True)

    def test_a_folder_that_is_not_there(self):
        result = self.run_tool("/no/such/folder/out.h5", "--neurons", "60")
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertIn("/no/such/folder/out.h5", result.stderr)

    def test_a_disk_that_is_full(self):
        with tempfile.TemporaryDirectory(prefix="cnx_sample_") as folder:
            # A limit of 64 blocks on the size of files looks like a full disk to the writer.
            result = subprocess.run(["bash", "-c", f'ulimit -f 64; exec "$0" sample {folder}/out.h5 --neurons 500', TOOL],
                                    capture_output=True, text=True)
            self.assertEqual(result.returncode, 5, result.stderr)
            self.assertIn("could not write all of", result.stderr)
            self.assertEqual(list(pathlib.Path(folder).iterdir()), [])


if __name__ == "__main__":
    TOOL = sys.argv.pop(1)
    unittest.main()
