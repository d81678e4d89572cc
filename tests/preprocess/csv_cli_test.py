#!/usr/bin/env python3
"""`connectoscope tile` on tables in CSV, from outside: its totals, refusals and re-runs.

csv_cli_test.py CONNECTOSCOPE
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import pandas

TOOL = os.path.abspath(sys.argv[1])
TABLES = pathlib.Path(__file__).resolve().parent.parent / "data" / "csv"


def run(*arguments):
    return subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=300)


class Csv(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="cnx_csv_cli_"))
        self.addCleanup(shutil.rmtree, self.scratch)
        self.out = self.scratch / "made" / "tiles"
        self.out.parent.mkdir()

    def tiled(self, *arguments):
        done = run("tile", *arguments, "-o", self.out, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        checked = run("verify", self.out)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        return json.loads(done.stdout)

    def refused(self, code, words, *arguments):
        """One sentence, and nothing is left."""
        result = run("tile", *arguments, "-o", self.out)
        self.assertEqual((result.returncode, result.stdout), (code, ""), result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertEqual(list(self.out.parent.iterdir()), [])

    def check_totals(self, report, edges, pre, post, count):
        pairs = pandas.read_csv(edges).groupby([pre, post])[count].sum()
        self.assertEqual(report["connections"], len(pairs))
        self.assertEqual(report["synapses"], int(pairs.sum()))
        self.assertEqual(report["autapses"], sum(a == b for a, b in pairs.index))
        self.assertEqual(report["edge_weight"], count)

    def test_flywire_codex_has_the_totals_that_pandas_finds(self):
        folder = TABLES / "flywire"
        report = self.tiled(folder / "neurons.csv", "--join", folder / "classification.csv", "--join",
                            folder / "coordinates.csv", "--connections", folder / "connections.csv")
        self.assertEqual(report["neurons"], len(pandas.read_csv(folder / "neurons.csv")))
        self.check_totals(report, folder / "connections.csv", "pre_root_id", "post_root_id", "syn_count")
        self.assertEqual(report["source_group"], "neurons.csv + classification.csv + coordinates.csv + connections.csv")
        manifest = json.loads((self.out / "manifest.json").read_text())
        self.assertEqual(manifest["layout"], "soma")

    def test_neuprint_has_the_totals_that_pandas_finds(self):
        folder = TABLES / "neuprint"
        for name in ["traced-total-connections.csv", "traced-roi-connections.csv"]:
            report = self.tiled(folder / "traced-neurons.csv", "--connections", folder / name)
            self.check_totals(report, folder / name, "bodyId_pre", "bodyId_post", "weight")
        alone = self.tiled(folder / "traced-total-connections.csv")
        self.check_totals(alone, folder / "traced-total-connections.csv", "bodyId_pre", "bodyId_post", "weight")
        self.assertEqual(json.loads((self.out / "manifest.json").read_text())["layout"], "group")

    def test_synapses_in_voxels_lie_where_they_should(self):
        folder = TABLES / "synapses"
        report = self.tiled(folder / "neurons.tsv", "--synapses", folder / "synapses.csv", "--voxel-nm", "4,4,40")
        self.assertEqual((report["neurons"], report["synapses"], report["connections"]), (3, 3, 2))
        self.assertIn("synapses", report["families"])

    def test_voxels_of_neurons_become_nanometers(self):
        table, edges = self.scratch / "n.csv", self.scratch / "e.csv"
        table.write_text("id,pt_x,pt_y,pt_z\n1,10,20,30\n2,100,200,300\n")
        edges.write_text("pre,post,count\n1,2,3\n")
        self.tiled(table, "--connections", edges, "--voxel-nm", "4,4,40")
        manifest = json.loads((self.out / "manifest.json").read_text())
        self.assertEqual((manifest["layout"], manifest["min_nm"], manifest["max_nm"]),
                         ("soma", [40, 80, 1200], [400, 800, 12000]))

    def test_a_change_of_any_table_makes_the_tiles_again(self):
        folder = self.scratch / "in"
        shutil.copytree(TABLES / "flywire", folder)
        arguments = [folder / "neurons.csv", "--join", folder / "classification.csv", "--connections",
                     folder / "connections.csv"]
        self.assertFalse(self.tiled(*arguments)["up_to_date"])
        self.assertTrue(self.tiled(*arguments)["up_to_date"])
        for name in ["connections.csv", "classification.csv"]:
            text = (folder / name).read_text().splitlines(keepends=True)
            (folder / name).write_text("".join(text[:-1]))
            self.assertFalse(self.tiled(*arguments)["up_to_date"], name)
        self.assertFalse(self.tiled(*arguments, "--drop-unknown")["up_to_date"])

    def test_bad_tables_are_refused_with_file_line_and_column(self):
        neurons, edges = self.scratch / "n.csv", self.scratch / "e.csv"
        neurons.write_text("id,x\n1,2\n2,3\n")
        edges.write_text("pre,post,count\n1,2,1\n1,7,1\n")
        self.refused(4, ["e.csv, line 3, column 2 (\"post\")", "--drop-unknown"], neurons, "--connections", edges)
        edges.write_text("pre,post,count\n1,2,1\n1,2\n")
        self.refused(4, ["e.csv, line 3, column 3: missing"], neurons, "--connections", edges)
        edges.write_bytes(b"\x1f\x8b\x08\x00")
        self.refused(3, ["e.csv", "gunzip"], neurons, "--connections", edges)
        self.refused(3, ["nowhere.csv"], neurons, "--connections", self.scratch / "nowhere.csv")
        self.refused(3, ["device"], neurons, "--synapses", "/dev/null")
        self.refused(4, ["--connections or --synapses"], neurons)
        self.refused(2, ["--group"], neurons, "--connections", edges, "--group", "full")
        self.refused(2, ["--drop-unknown"], self.scratch / "x.h5", "--drop-unknown")
        self.refused(4, ["--voxel-nm"], neurons, "--connections", neurons, "--column", "pre=id", "--column", "post=x",
                     "--voxel-nm", "4")

    def test_unknown_neurons_are_left_out_on_demand_and_counted(self):
        neurons, edges = self.scratch / "n.csv", self.scratch / "e.csv"
        neurons.write_text("id\n1\n2\n")
        edges.write_text("pre,post,count\n1,2,1\n1,7,1\n8,2,1\n")
        report = self.tiled(neurons, "--connections", edges, "--drop-unknown")
        self.assertEqual(report["synapses"], 1)
        self.assertTrue(any(note.startswith("2 of 3 rows of e.csv") for note in report["notes"]), report["notes"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
