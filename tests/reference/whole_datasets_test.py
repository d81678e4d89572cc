#!/usr/bin/python3
"""whole_datasets_test.py CONNECTOSCOPE — every tile of whole datasets, read by the second decoder.

The tool tiles a made-up connectome and, where CNX_TEST_DATA names their folder, every network of every
HDF5 file there. decode_tile.py, which shares no code with the tool, reads the tiles; what it finds is
held against the HDF5 as pandas reads it: each column of the neurons, each connection with its count,
each synapse with position and size, and each column that is carried along.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy as np
import pandas as pd

import decode_tile

TOOL = os.path.abspath(sys.argv[1])
DATA = pathlib.Path(os.environ["CNX_TEST_DATA"]) if os.environ.get("CNX_TEST_DATA") else None


def run(*arguments):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.stderr}")
    return done.stdout


def read_hdf(path, key):
    frame = pd.read_hdf(path, key)
    frame.columns = frame.columns.astype(str)
    return frame


def sorted_rows(columns):
    """Rows of several columns of numbers, in one order; a missing number is the largest."""
    table = np.array([np.asarray(column, dtype=object) for column in columns.values()], dtype=object).T
    return sorted(map(tuple, table), key=lambda row: tuple((v != v, 0 if v != v else v) for v in row))


class WholeDatasets(unittest.TestCase):
    def same_numbers(self, found, expected, what):
        np.testing.assert_array_equal(np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64), what)
        whole = [v for v in expected if v == v and abs(v) != float("inf")]
        if all(isinstance(v, (int, np.integer)) for v in whole):  # 64 bits are more than a double has
            self.assertEqual([int(v) for v in found if v == v and abs(v) != float("inf")], [int(v) for v in whole], what)

    def check_neurons(self, folder, path, group):
        try:
            frame = read_hdf(path, f"{group}/vertex_properties")
        except KeyError:
            return 0
        checked = 0
        for column in folder.manifest["columns"]:
            name = column["name"]
            if column["type"] == "generated":
                continue
            expected = frame[name] if name in frame else frame.index.to_series()
            found = folder.in_source_order(folder.columns[name])
            if column["kind"] == "category":
                names = ["nan" if pd.isna(v) else str(v) for v in expected]
                self.assertEqual([column["categories"][code] for code in found], names, name)
            else:
                self.same_numbers(found, list(expected), name)
            checked += 1
        return checked

    def check_connections(self, folder, path):
        m = folder.manifest
        group = m["source_edges"][0]
        pairs = read_hdf(path, f"{group}/edge_indices")[["row", "col"]].reset_index(drop=True).astype("int64")
        if m["edge_weight"] and not m["synapse_columns"]:
            pairs["count"] = read_hdf(path, f"{group}/edges")[m["edge_weight"]].to_numpy().astype("int64")
        else:
            pairs["count"] = 1
        sums = pairs[pairs["count"] > 0].groupby(["row", "col"], as_index=False)["count"].sum()
        np.testing.assert_array_equal(np.array(folder.each_connection(), dtype=np.int64).reshape(-1, 3), sums.to_numpy())

    def check_connection_columns(self, folder, path):
        m, carried = folder.manifest, folder.edge_columns["connection_columns"]
        if not carried:
            return
        names = {column["name"] for column in m["connection_columns"]}
        group = next(g for g in reversed(m["source_edges"]) if names <= set(read_hdf(path, f"{g}/edges").columns))
        ends, edges = read_hdf(path, f"{group}/edge_indices"), read_hdf(path, f"{group}/edges")
        ends_found = np.array([(folder.source_row[pre], folder.source_row[post])
                               for pre, row in enumerate(folder.out) for post, _ in row])
        rows = ends.reset_index(drop=True).assign(at=np.arange(len(ends))).set_index(["row", "col"])["at"]
        at = rows.loc[list(map(tuple, ends_found))].to_numpy()
        self.assertEqual(len(at), len(ends_found))
        for name, values in carried.items():
            self.same_numbers(values, list(edges[name].iloc[at].astype(object)), name)

    def check_synapses(self, folder, path):
        m = folder.manifest
        if not m["synapse_position"] and not m["synapse_size"]:
            return 0
        sources = {column["source"]: column["name"] for column in m["synapse_columns"]}
        places = [sources[f"position_{axis}"] for axis in "xyz"] if m["synapse_position"] else []
        sizes = [sources["size"]] if m["synapse_size"] else []
        rows = list(folder.each_synapse())
        found = {"pre": [row[0] for row in rows], "post": [row[1] for row in rows]}
        found.update({name: [row[2][axis] for row in rows] for axis, name in enumerate(places)})
        found.update({name: [row[3][0] for row in rows] for name in sizes})
        found.update(folder.edge_columns["synapse_columns"])
        group = m["source_edges"][0]
        ends, edges = read_hdf(path, f"{group}/edge_indices"), read_hdf(path, f"{group}/edges")
        expected = {"pre": ends["row"].to_list(), "post": ends["col"].to_list()}
        expected.update({name: [v.item() if hasattr(v, "item") else v for v in edges[name]]
                         for name in found if name not in ("pre", "post")})
        self.assertEqual(list(found), list(expected))
        for one, other in zip(sorted_rows(found), sorted_rows(expected)):
            self.assertTrue(all(a == b or (a != a and b != b) for a, b in zip(one, other)), (one, other))
        self.assertEqual(len(found["pre"]), len(expected["pre"]))
        return len(rows)

    def check_network(self, path, *options):
        with tempfile.TemporaryDirectory() as scratch:
            tiles = pathlib.Path(scratch) / "tiles"
            run("tile", path, "-o", tiles, *options)
            folder = decode_tile.Folder(tiles)  # reads every tile, checks hashes and what must agree
            columns = self.check_neurons(folder, path, folder.manifest["source_edges"][0])
            self.check_connections(folder, path)
            self.check_connection_columns(folder, path)
            synapses = self.check_synapses(folder, path)
            print(f"{path.name} {' '.join(options)}: {folder.tile_count} tiles, {columns} columns of "
                  f"{folder.manifest['neuron_count']} neurons, {folder.manifest['connection_count']} connections, "
                  f"{synapses} synapses", flush=True)
            return folder

    def test_a_made_up_connectome(self):
        with tempfile.TemporaryDirectory() as scratch:
            path = pathlib.Path(scratch) / "sample.h5"
            run("sample", path, "--neurons", 2000, "--seed", 5)
            folder = self.check_network(path)
            self.assertTrue(folder.synapses and folder.overview)
            self.assertGreater(len(folder.columns), 8)
            compact = self.check_network(path, "--compact")
            self.assertFalse(compact.overview)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set, real connectomes are not read")
    def test_every_network_of_every_file(self):
        files = sorted(DATA.glob("*.h5"))
        self.assertTrue(files)
        for path in files:
            for network in json.loads(run("inspect", path, "--json"))["networks"]:
                with self.subTest(path.name, network=network["name"]):
                    group = network["groups"][0]
                    if group.get("problem") or group["edges"] == 0:
                        print(f"{path.name}: {network['name']} has nothing to compare")
                        continue
                    self.check_network(path, "--group", network["name"].strip("/"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
