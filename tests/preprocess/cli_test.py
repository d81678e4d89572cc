#!/usr/bin/env python3
"""The command line of `connectoscope`, from outside: what it writes, says and returns.

cli_test.py CONNECTOSCOPE [SANITIZED]. A sanitized build ends a crash in its own way, so what the tool
says of crashes is tested with the other one. Tests on real files need the folder that
CNX_TEST_DATA names, and say so when it is not there.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import pandas

TOOL = os.path.abspath(sys.argv[1])
SANITIZED = sys.argv[2:] == ["SANITIZED"]
DATA = pathlib.Path(os.environ["CNX_TEST_DATA"]) if os.environ.get("CNX_TEST_DATA") else None
COMMANDS = ["tile", "inspect", "verify", "export", "sample", "stats", "serve"]


def run(*arguments, **options):
    return subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def read_edges(path, group):
    """pre, post and the edge columns of a group, as pandas reads them."""
    ends = pandas.read_hdf(path, f"{group}/edge_indices")
    return ends.reset_index(drop=True), pandas.read_hdf(path, f"{group}/edges").reset_index(drop=True)


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="cnx_cli_"))
        cls.sample = cls.scratch / "sample.h5"
        made = run("sample", cls.sample, "--neurons", 1500, "--seed", 7)
        assert made.returncode == 0, made.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def setUp(self):
        self.out = pathlib.Path(tempfile.mkdtemp(dir=self.scratch)) / "tiles"

    def nothing_left(self):
        self.assertEqual(list(self.out.parent.iterdir()), [])

    def refused(self, result, code, *words):
        """One sentence on stderr, nothing on stdout."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("connectoscope: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    # --- what is typed ---

    def test_help_of_every_command_names_the_exit_codes(self):
        for command in [[], *([c] for c in COMMANDS)]:
            shown = run(*command, "--help")
            self.assertEqual(shown.returncode, 0, shown.stderr)
            for code in ["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "70 ", "130 "]:
                self.assertIn(f"\n  {code}", shown.stdout)
            self.assertIn(" ".join(["Usage: connectoscope", *command]), shown.stdout)
        self.assertRegex(run("--version").stdout, r"^connectoscope \d+\.\d+\.\d+\n$")

    def test_nothing_typed_shows_the_help_and_is_wrong(self):
        shown = run()
        self.assertEqual((shown.returncode, shown.stdout), (2, ""))
        self.assertIn("Usage: connectoscope", shown.stderr)

    def test_a_slip_gets_the_nearest_name(self):
        self.refused(run("tile", self.sample, "--ouput", self.out), 2, "--ouput", "did you mean --output?")
        self.refused(run("tile", self.sample, "-o", self.out, "--tread=3"), 2, "--tread", "did you mean --threads?")
        self.refused(run("vrify", "x"), 2, '"vrify"', "did you mean verify?")
        self.refused(run("--versoin"), 2, "did you mean --version?")
        self.nothing_left()

    def test_values_out_of_range_or_form_are_refused(self):
        self.refused(run("tile", self.sample), 2, "--output")
        self.refused(run("tile", self.sample, "-o", self.out, "--threads", "-1"), 2, "--threads")
        self.refused(run("tile", self.sample, "-o", self.out, "--threads", "many"), 2, "--threads")
        self.refused(run("tile", self.sample, "-o", self.out, "--column", "class"), 2, "ROLE=NAME")
        self.refused(run("sample", self.out, "--neurons", "0"), 2, "--neurons")
        self.refused(run("serve", self.scratch, "--port", "70000"), 2, "--port")
        self.nothing_left()

    def test_numbers_are_whole_and_not_negative_and_sizes_are_sizes(self):
        for memory in ["-5", "-1", "1e9", "99999999999999999999G", "17179869184G", "M", "256X"]:
            self.refused(run("tile", self.sample, "-o", self.out, "--memory", memory), 2, f'"{memory}" is not a size')
        self.refused(run("tile", self.sample, "-o", self.out, "--memory", "159M"), 2, "less than 160M")
        self.refused(run("sample", self.out, "--seed", "-1"), 2, "whole number from 0 to 18446744073709551615")
        self.refused(run("stats", self.out, "--seed", "4294967296"), 2, "whole number from 0 to 4294967295")
        for option in ["--min-mean-size", "--label-accuracy", "--near-um", "--min-synapses"]:
            self.refused(run("stats", self.out, option, "1.5"), 2, option, '"1.5" is not a whole number')
        for memory in ["160M", "200mb", "1G", "167772160"]:
            self.assertEqual(run("tile", self.sample, "-o", self.out, "--memory", memory).returncode, 0)

    def test_an_empty_name_is_refused_before_anything_is_done(self):
        for words in [["tile", ""], ["tile", self.sample, "-o", ""], ["export", self.sample, ""], ["stats", ""],
                      ["tile", self.sample, "-o", self.out, "--name", ""], ["serve", self.scratch, "--host", ""],
                      ["tile", self.sample, "-o", self.out, "--group", ""]]:
            self.refused(run(*words), 2, "empty")
        self.refused(run("tile", self.sample, "-o", self.out, "--column", "class=a", "--column", "class=b"), 2,
                     "twice", "class")
        self.nothing_left()

    def test_a_name_that_begins_with_a_dash_is_a_value(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out, "--name", "-x").returncode, 0)
        self.assertEqual(json.loads((self.out / "manifest.json").read_text())["dataset_name"], "-x")

    # --- tile and verify ---

    def test_the_sample_is_tiled_as_pandas_reads_it_and_says_it_is_synthetic(self):
        done = run("tile", self.sample, "-o", self.out, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        ends, _ = read_edges(self.sample, "connectivity/full")
        pairs, condensed = read_edges(self.sample, "connectivity/condensed")
        vertices = pandas.read_hdf(self.sample, "connectivity/full/vertex_properties")
        self.assertEqual(report["neurons"], len(vertices))
        self.assertEqual(report["synapses"], len(ends))
        self.assertEqual(report["connections"], len(pairs))
        self.assertEqual(report["autapses"], int((pairs["row"] == pairs["col"]).sum()))
        self.assertEqual(report["synapses"], int(condensed["count"].sum()))
        self.assertTrue(report["synthetic"])
        self.assertEqual(report["dataset_name"], "Synthetic sample (not real data)")
        self.assertGreater(report["peak_memory_bytes"], 0)
        self.assertEqual(list(report["seconds"]), ["read", "order", "survey", "sort", "neurons", "synapses", "connections",
                          "overview", "finish"])
        sizes = {p.name: p.stat().st_size for p in (self.out / "tiles").iterdir()}
        self.assertEqual(sum(f["bytes"] for f in report["families"].values()), sum(sizes.values()))

        manifest = json.loads((self.out / "manifest.json").read_text())
        roles = {c["role"]: c for c in manifest["columns"]}
        self.assertEqual(roles["cell_class"]["categories"][:2], ["23P", "4P"])
        for axis in "xyz":
            limits = [manifest["min_nm"]["xyz".index(axis)], manifest["max_nm"]["xyz".index(axis)]]
            column = vertices[roles[f"position_{axis}"]["name"]]
            self.assertEqual(limits, [column.min(), column.max()])

        checked = run("verify", self.out, "--json")
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertEqual(json.loads(checked.stdout)["findings"], [])
        self.assertEqual(json.loads(checked.stdout)["fingerprint"], report["fingerprint"])
        self.assertEqual([p.name for p in self.out.parent.iterdir()], ["tiles"])

    def test_the_same_input_gives_the_same_folder_with_any_number_of_threads(self):
        folders = []
        for threads in ["0", "1", "3"]:
            folder = self.out.with_name("tiles" + threads)
            self.assertEqual(run("tile", self.sample, "-o", folder, "--threads", threads).returncode, 0)
            folders.append(files_of(folder))
        self.assertEqual(folders[0], folders[1])
        self.assertEqual(folders[0], folders[2])

    def test_progress_is_a_plain_line_a_step_where_nobody_watches(self):
        done = run("tile", self.sample, "-o", self.out)
        self.assertEqual(done.stdout, "")
        self.assertNotIn("\r", done.stderr)
        self.assertNotIn("\033", done.stderr)
        steps = [line.split()[0] for line in done.stderr.splitlines() if not line.startswith("note:")]
        self.assertEqual(steps, ["read", "order", "survey", "sort", "neurons", "synapses", "connections",
                          "overview", "finish"])

    def test_verify_finds_changed_missing_and_stray_tiles(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        tile = max((self.out / "tiles").iterdir(), key=lambda p: p.stat().st_size)
        whole = tile.read_bytes()

        tile.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        found = run("verify", self.out)
        self.assertEqual((found.returncode, len(found.stdout.splitlines())), (1, 1))
        self.assertIn(tile.name, found.stdout)

        tile.unlink()
        found = run("verify", self.out, "--json")
        self.assertEqual(found.returncode, 1)
        self.assertFalse(json.loads(found.stdout)["sound"])

        tile.write_bytes(whole)
        (self.out / "tiles" / (tile.name + ".br")).write_bytes(b"a server's copy")
        self.assertEqual(run("verify", self.out).returncode, 0)
        (self.out / "tiles" / "0000000000000000.tile").write_bytes(whole)
        self.assertIn("does not name it", run("verify", self.out).stdout)

        (self.out / "manifest.json").write_text((self.out / "manifest.json").read_text().replace("1500", "1501"))
        self.assertEqual(run("verify", self.out).returncode, 1)
        self.refused(run("verify", self.scratch / "nowhere"), 3, "nowhere")

    # --- bad input and output ---

    def test_input_that_cannot_be_read_leaves_no_folder(self):
        text = self.scratch / "text.h5"
        text.write_text("this is no HDF5 file\n")
        self.refused(run("tile", self.scratch / "nowhere.h5", "-o", self.out), 3, "nowhere.h5")
        self.refused(run("tile", text, "-o", self.out), 3, "text.h5")
        self.refused(run("tile", self.scratch, "-o", self.out), 3)
        self.refused(run("tile", self.sample, "-o", self.out, "--group", "electrical"), 4, "electrical")
        self.nothing_left()

    def test_input_that_is_cut_off_leaves_no_folder(self):
        whole = self.sample.read_bytes()
        cut = self.scratch / "cut.h5"
        for share in [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]:
            cut.write_bytes(whole[: int(len(whole) * share)])
            self.refused(run("tile", cut, "-o", self.out), 3, "cut.h5")
        self.nothing_left()

    def test_a_folder_that_is_not_ours_is_left_alone(self):
        self.out.mkdir()
        (self.out / "letter.txt").write_text("dear")
        for more in [[], ["--force"]]:
            self.refused(run("tile", self.sample, "-o", self.out, *more), 5, "not empty")
        self.assertEqual(files_of(self.out), {"letter.txt": b"dear"})

    def test_other_files_beside_the_tiles_need_force(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        before = files_of(self.out)
        (self.out / "index.html").write_text("page")
        self.refused(run("tile", self.sample, "-o", self.out), 5, "index.html", "--force")
        self.assertEqual(run("tile", self.sample, "-o", self.out, "--force").returncode, 0)
        self.assertEqual(files_of(self.out), before)

    def test_nothing_is_written_among_the_tiles(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        before = files_of(self.out)
        tile = next((self.out / "tiles").iterdir())
        for place in [self.out / "manifest.json", tile, self.out / "x.h5", self.out / "tiles" / ".." / "y.h5"]:
            self.refused(run("export", self.out, place, "--force"), 5, "lies in")
        self.refused(run("tile", self.sample, "-o", self.out, "--name", "x", "--pack", self.out / "p.cnxpack"), 5,
                     "lies in")
        self.refused(run("tile", self.sample, "-o", f"{self.out}_new/", "--pack", f"{self.out}_new/p.cnxpack"), 5, "lies in")
        # Nor is a pack that has no place found out when the older tiles are gone.
        self.refused(run("tile", self.sample, "-o", self.out, "--name", "x", "--pack",
                         self.out.parent / "none" / "p.cnxpack"), 5, "p.cnxpack")
        self.assertEqual(files_of(self.out), before)

    def test_a_result_that_nobody_takes_is_told(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        for words in [["inspect", self.sample], ["inspect", self.out, "--json"], ["verify", self.out],
                      ["verify", self.out, "--json"], ["stats", self.out], ["--help"],
                      ["tile", self.sample, "-o", self.out, "--json"],
                      ["export", self.out, self.out.parent / "o.h5", "--json"]]:
            with open("/dev/full", "w", encoding="ascii") as full:
                done = subprocess.run([TOOL, *map(str, words)], stdout=full, stderr=subprocess.PIPE, text=True,
                                      timeout=300, check=False)
            self.assertEqual(done.returncode, 5, words)
            self.assertIn("could not write the result; is the disk full?", done.stderr)

    def test_stats_prints_the_parts_that_are_asked_for(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        self.assertIn("(row: pre, column: post)", run("stats", self.out).stdout)
        self.assertIn("(row: pre, column: post)", run("stats", self.out, "--only", "classes").stdout)
        self.assertNotIn("(row: pre, column: post)", run("stats", self.out, "--only", "counts").stdout)
        for option in ["--where", "--and-where-post", "--and-where-b"]:
            done = run("stats", self.out, option, "class=nope")
            self.assertEqual(done.returncode, 2)
            self.assertIn(f'{option} class=nope: column', done.stderr)

    def test_stats_says_what_is_wrong_before_it_reads_a_tile(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        for tile in self.out.rglob("*.tile"):
            tile.unlink()
        self.assertEqual(run("stats", self.out).returncode, 3)
        for said, *words in [
                ("--each-neuron", "--each-neuron"), ("--each-connection", "--each-connection", "--json"),
                ("--match", "--match", "indegree"), ("--match", "--null", "neurons", "--match", "class"),
                ("--group-by", "--group-by", "x_nm"), ("--post-group-by", "--post-group-by", "pt_root_id"),
                ("1,000 times at most", "--only", "labels", "--controls", "1001"),
                ("leave out the post sides", "--json", "--and-where-b", "class=BC", "--and-where-post", "class=BC"),
                ("add --and-where-b", "--and-where-b-post", "class=BC")]:
            done = run("stats", self.out, *words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn(said, done.stderr)

    def test_stats_groups_by_few_whole_numbers_and_refuses_many(self):
        table, edges = self.scratch / "neurons.csv", self.scratch / "edges.csv"
        table.write_text("id,few,many\n" + "".join(f"{i + 7000},{i % 128 - 5},{i % 129}\n" for i in range(130)))
        edges.write_text("pre,post\n" + "".join(f"{i + 7000},{(i + 1) % 130 + 7000}\n" for i in range(130)))
        self.assertEqual(run("tile", table, "--connections", edges, "-o", self.out).returncode, 0)
        groups = json.loads(run("stats", self.out, "--json", "--only", "classes", "--group-by", "few").stdout)
        self.assertEqual(groups["class_matrix"]["groups"], [str(i - 5) for i in range(128)])
        for option in ["--group-by", "--post-group-by"]:
            done = run("stats", self.out, option, "many")
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertRegex(done.stderr, f"^connectoscope stats: {option} many: .*at most 128 different ones\n$")

    def test_stats_says_which_options_it_does_not_use(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        for words, said in [
                (["--only", "counts", "--controls", "9", "--json"],
                 "--controls is for structure, nulls, compare and labels (--only)"),
                (["--seed", "3", "--near-um", "20"], "--seed is for structure, nulls, compare, labels and experiment; "
                                                     "--near-um is for synapses, nulls, compare, thresholds "
                                                     "and erosion (--only)"),
                (["--only", "nulls", "--controls", "2", "--bin-um", "50"],
                 "--bin-um is for distance, synapses, nulls, compare, thresholds and erosion"),
                (["--only", "nulls", "--controls", "2", "--bin-um", "50", "--statistics", "distance"], ""),
                (["--only", "labels", "--controls", "9", "--seed", "2", "--label-accuracy", "90"], ""),
                (["--null", "distance", "--controls", "2", "--bin-um", "50", "--statistics", "degrees"], ""),
                (["--only", "synapses", "--and-where-b", "class=BC", "--measure", "depth"], ""), (["--json"], "")]:
            done = run("stats", self.out, *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            if said:
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn(said, done.stderr)
            else:
                self.assertEqual(done.stderr, "")

    @unittest.skipIf(os.geteuid() == 0, "skipped: root may write everywhere")
    def test_a_place_that_cannot_be_written_is_told(self):
        self.out.parent.chmod(0o555)
        self.refused(run("tile", self.sample, "-o", self.out), 5)

    # --- ends that nobody planned ---

    def start_and_stop(self, when):
        """Starts tile and stops its child as soon as when() holds; the child's id. Tries until
        the child was there to stop: it may be quicker than we are."""
        for _ in range(50):
            tool = subprocess.Popen([TOOL, "tile", str(self.sample), "-o", str(self.out)],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            children = pathlib.Path(f"/proc/{tool.pid}/task/{tool.pid}/children")
            while tool.poll() is None:
                try:
                    child = children.read_text().split()
                    if not child or not when():
                        continue
                    os.kill(int(child[0]), signal.SIGSTOP)
                    state = pathlib.Path(f"/proc/{child[0]}/stat").read_text().rsplit(")", 1)[1].split()[0]
                except (FileNotFoundError, ProcessLookupError):
                    continue
                if state in "RSTD" and when():
                    return tool, int(child[0])
                os.kill(int(child[0]), signal.SIGCONT)
            tool.communicate()
            if self.out.exists():
                shutil.rmtree(self.out)
        self.fail("the child was never caught")

    def partial_is_there(self):
        return any(".partial-" in p.name for p in self.out.parent.iterdir())

    def tiles_are_there(self):
        """The first tile: the input has been read, which is a crash of its own kind."""
        return any(self.out.parent.glob("*.partial-*/tiles/*.tile"))

    def test_an_interrupted_sample_leaves_nothing(self):
        file = self.out.with_suffix(".h5")
        for number in [signal.SIGINT, signal.SIGTERM]:
            tool = subprocess.Popen([TOOL, "sample", str(file), "--neurons", "60000"], stderr=subprocess.PIPE, text=True)
            while tool.poll() is None and not self.partial_is_there():
                time.sleep(0.001)
            time.sleep(0.3)  # the handler is set when the file has been made
            tool.send_signal(number)
            _, said = tool.communicate(timeout=60)
            self.assertEqual(tool.returncode, 130, said)
            self.assertIn("interrupted; no unfinished output is left", said)
            self.nothing_left()

    def test_an_interrupted_run_leaves_nothing(self):
        for number in [signal.SIGINT, signal.SIGTERM]:
            tool, _ = self.start_and_stop(self.partial_is_there)
            tool.send_signal(number)
            _, said = tool.communicate(timeout=60)
            self.assertEqual(tool.returncode, 130, said)
            self.nothing_left()

    def test_an_interrupted_run_leaves_the_older_tiles(self):
        self.assertEqual(run("tile", self.sample, "-o", self.out).returncode, 0)
        before = files_of(self.out)
        tool = subprocess.Popen([TOOL, "tile", str(self.sample), "-o", str(self.out), "--name", "newer"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.01)
        tool.send_signal(signal.SIGINT)
        tool.communicate(timeout=60)
        after = files_of(self.out)
        if tool.returncode == 130 and after != before:
            # Interrupted after the exchange: then the newer tiles are there, whole.
            self.assertEqual(run("verify", self.out).returncode, 0)
        self.assertEqual([p.name for p in self.out.parent.iterdir()], ["tiles"])

    @unittest.skipIf(SANITIZED, "skipped: a sanitized build ends a crash in its own way")
    def test_a_crash_is_told_and_leaves_nothing(self):
        for number, code, words in [(signal.SIGSEGV, 70, "a bug"), (signal.SIGKILL, 3, "memory")]:
            tool, child = self.start_and_stop(self.tiles_are_there)
            os.kill(child, number)
            os.kill(child, signal.SIGCONT)
            _, said = tool.communicate(timeout=60)
            self.assertEqual(tool.returncode, code, said)
            self.assertIn(words, said)
            self.nothing_left()

    def test_an_input_that_changes_while_it_is_read_is_refused(self):
        tool, child = self.start_and_stop(self.partial_is_there)
        os.utime(self.sample)
        os.kill(child, signal.SIGCONT)
        _, said = tool.communicate(timeout=60)
        self.assertEqual(tool.returncode, 3, said)
        self.assertIn("changed while it was being read", said)
        self.nothing_left()

    # --- real data ---

    def tiled(self, name, *more):
        done = run("tile", DATA / name, "-o", self.out, "--json", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        checked = run("verify", self.out)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        shutil.rmtree(self.out)
        return json.loads(done.stdout)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_published_connectomes_have_the_totals_that_pandas_finds(self):
        small = self.tiled("example_small.h5")
        ends, _ = read_edges(DATA / "example_small.h5", "connectivity/full")
        self.assertEqual(small["synapses"], len(ends))
        self.assertEqual(small["connections"], len(ends.drop_duplicates()))

        bbp = self.tiled("bbp_r0c10.h5")
        ends, _ = read_edges(DATA / "bbp_r0c10.h5", "connectivity/condensed")
        self.assertEqual(bbp["connections"], len(ends))
        self.assertEqual(bbp["autapses"], int((ends["row"] == ends["col"]).sum()))

        larva = self.tiled("larva_winding2023.h5")
        full, columns = read_edges(DATA / "larva_winding2023.h5", "connectivity/full")
        self.assertEqual(larva["connections"], len(full.drop_duplicates()))
        self.assertEqual(larva["synapses"], int(columns["count"].sum()))

        worm = self.tiled("celegans_witvliet.h5", "--edge-weight", "8")
        _, columns = read_edges(DATA / "celegans_witvliet.h5", "chemical/full_matrix")
        self.assertEqual(worm["connections"], int((columns[8] > 0).sum()))
        self.assertEqual(worm["synapses"], int(columns[8].sum()))
        self.assertEqual((worm["connections"], worm["synapses"]), (2186, 7970))

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    @unittest.skipIf(SANITIZED, "skipped: a sanitized build ends a crash in its own way")
    def test_malformed_files_end_in_one_sentence(self):
        files = [p for p in sorted((DATA / "malformed_hdf5").rglob("*")) if p.is_file()]
        self.assertGreater(len(files), 100)
        for path in files:
            with self.subTest(path.name):
                result = run("tile", path, "-o", self.out)
                self.assertIn(result.returncode, [3, 4], result.stderr)
                self.refused(result, result.returncode)
                self.nothing_left()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
