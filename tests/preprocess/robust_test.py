#!/usr/bin/env python3
"""What `connectoscope tile` leaves behind when everything goes wrong: kills, full disks, hostile files.

robust_test.py CONNECTOSCOPE [SANITIZED]. By hand, with more of the same:

  CNX_KILLS=200 CNX_MUTATIONS=2000 CNX_SEED=7 robust_test.py build/release/connectoscope

A sanitized build ends a crash of the HDF5 library in its own way, which is accepted where the crash
is in that library. Tests on real files need the folder that CNX_TEST_DATA names, and say so when it
is not there.
"""

import collections
import concurrent.futures
import ctypes
import json
import os
import pathlib
import re
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

TOOL = os.path.abspath(sys.argv[1])
SANITIZED = sys.argv[2:] == ["SANITIZED"]
DATA = pathlib.Path(os.environ["CNX_TEST_DATA"]) if os.environ.get("CNX_TEST_DATA") else None
HERE = pathlib.Path(__file__).resolve().parent
KILLS = int(os.environ.get("CNX_KILLS", 4 if SANITIZED else 10))
MUTATIONS = int(os.environ.get("CNX_MUTATIONS", 40 if SANITIZED else 200))
SEED = int(os.environ.get("CNX_SEED", 1))
ROOT = os.geteuid() == 0
NOBODY = 65534


def run(*arguments, **options):
    options.setdefault("timeout", 300)
    return subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, errors="replace", **options)


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def become_subreaper():
    """Orphaned grandchildren become ours, so that their end can be waited for."""
    PR_SET_CHILD_SUBREAPER = 36
    return ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def crashed_in_hdf5(text):
    """Whether a sanitizer's report blames the library that reads the file: the first frames that
    are not the sanitizer's own."""
    frames = [line for line in text.splitlines() if re.match(r"\s*#\d+ ", line)]
    frames = [line for line in frames if not re.search(r"__asan|__sanitizer|__interceptor|libasan", line)]
    return "AddressSanitizer" in text and any("libhdf5" in line for line in frames[:3])


class Robust(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="cnx_robust_"))
        cls.scratch.chmod(0o755)
        cls.samples, cls.fingerprints = [], []
        for seed in [7, 8]:
            sample = cls.scratch / f"sample{seed}.h5"
            made = run("sample", sample, "--neurons", 1500, "--seed", seed)
            assert made.returncode == 0, made.stderr
            began = time.monotonic()
            done = run("tile", sample, "-o", cls.scratch / "probe", "--json")
            cls.seconds = time.monotonic() - began
            assert done.returncode == 0, done.stderr
            cls.samples.append(sample)
            cls.fingerprints.append(json.loads(done.stdout)["fingerprint"])
            shutil.rmtree(cls.scratch / "probe")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        self.out = self.top / "tiles"

    def names(self):
        return sorted(p.name for p in self.top.iterdir())

    def refused(self, result, code, *words):
        """One sentence on stderr, after the steps that were done; nothing on stdout."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        sentences = [line for line in result.stderr.splitlines() if line.startswith("connectoscope: ")]
        self.assertEqual(len(sentences), 1, result.stderr)
        self.assertEqual(sentences[0], result.stderr.splitlines()[-1])
        for word in words:
            self.assertIn(word, sentences[0])

    def tile(self, which, *more, **options):
        return run("tile", self.samples[which], "-o", self.out, *more, **options)

    def fingerprint(self, path):
        checked = run("verify", path, "--json")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        return json.loads(checked.stdout)["fingerprint"]

    # --- killed ---

    def test_killed_at_any_moment_the_older_or_the_newer_set_is_there_whole(self):
        self.assertTrue(become_subreaper())
        chance = random.Random(SEED)
        pack = self.top / "tiles.cnxpack"
        self.assertEqual(self.tile(0, "--pack", pack).returncode, 0)
        now, seen = 0, collections.Counter()
        # A sanitized tool looks for leaks at its end, by a process of its own, and waits for ever
        # when that one is killed.
        environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
        for round_ in range(KILLS):
            newer = 1 - now
            whom = chance.choice(["parent", "child", "both"])
            wait = chance.uniform(0, 1.3 * self.seconds)
            tool = subprocess.Popen(
                [TOOL, "tile", str(self.samples[newer]), "-o", str(self.out), "--pack", str(pack)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                env=environment)
            time.sleep(wait)
            try:
                if whom == "both":
                    os.killpg(tool.pid, signal.SIGKILL)
                elif whom == "parent":
                    os.kill(tool.pid, signal.SIGKILL)
                else:
                    children = pathlib.Path(f"/proc/{tool.pid}/task/{tool.pid}/children").read_text().split()
                    for child in children:
                        os.kill(int(child), signal.SIGKILL)
            except (ProcessLookupError, FileNotFoundError):
                pass
            code = tool.wait(timeout=60)
            try:
                while True:  # a child whose parent was killed dies with it
                    os.waitpid(-tool.pid, 0)
            except ChildProcessError:
                pass
            with self.subTest(round=round_, seed=SEED, whom=whom, wait=wait, code=code):
                there = self.fingerprints.index(self.fingerprint(self.out))
                packed = self.fingerprints.index(self.fingerprint(pack))
                if code == 0:
                    self.assertEqual((there, packed), (newer, newer))
                else:
                    # First the folder, then the pack of it.
                    self.assertIn((there, packed), [(now, now), (newer, now), (newer, newer)])
                # A run whose parent lived has cleaned up; of others one leftover may stay, not more:
                # the run before has removed the one before.
                left = [n for n in self.names() if ".partial-" in n]
                if whom == "child":
                    self.assertEqual(left, [])
                self.assertLessEqual(len(left), 2)
            seen["new" if there == newer else "old"] += 1
            seen["left something"] += bool(left)
            if (there, packed) == (newer, now):  # so that the next round begins with a pair
                self.assertEqual(self.tile(newer, "--pack", pack).returncode, 0)
            now = there
        self.assertEqual(self.tile(1 - now, "--pack", pack).returncode, 0)
        self.assertEqual(self.names(), ["tiles", "tiles.cnxpack"])
        self.assertEqual(self.fingerprint(self.out), self.fingerprints[1 - now])
        print(f"{KILLS} kills, seed {SEED}: {dict(seen)}; never a mixture")

    def test_leftovers_of_dead_runs_go_and_those_of_living_ones_and_strangers_stay(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        self.assertEqual(self.tile(0).returncode, 0)
        shutil.copytree(self.out, self.top / f"tiles.partial-{gone.pid}")
        living = self.top / f"tiles.partial-{os.getpid()}"
        (living / "tiles").mkdir(parents=True)
        stranger = self.top / "tiles.partial-" / "x"
        stranger.mkdir(parents=True)
        full = self.top / f"tiles.partial-{gone.pid}0000000"
        full.mkdir()
        also = self.top / f"other.partial-{gone.pid}"
        also.mkdir()
        self.assertEqual(self.tile(0).returncode, 0)  # up to date, and cleans all the same
        self.assertEqual(self.names(), sorted(["tiles", living.name, "tiles.partial-", full.name, also.name]))
        # What a process between two renames left on a system that cannot exchange folders.
        shutil.rmtree(living)
        before = files_of(self.out)
        self.out.rename(self.top / f"tiles.partial-{gone.pid}.old")
        self.refused(run("tile", self.top / "nowhere.h5", "-o", self.out), 3, "nowhere.h5")
        self.assertEqual(files_of(self.out), before)

    def test_interrupted_it_cleans_up_and_keeps_the_older_set(self):
        self.assertEqual(self.tile(0).returncode, 0)
        before = files_of(self.out)
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
            tool = subprocess.Popen([TOOL, "tile", str(self.samples[1]), "-o", str(self.out)],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            # Until there is something to clean up, or it was quicker than we are.
            while tool.poll() is None and not any(".partial-" in n for n in self.names()):
                pass
            tool.send_signal(number)
            _, said = tool.communicate(timeout=60)
            self.assertEqual(self.names(), ["tiles"])
            self.assertIn(tool.returncode, [0, 130], said)
            if tool.returncode == 130:
                self.assertIn("interrupted", said)
            self.assertIn(self.fingerprint(self.out), self.fingerprints)
            if files_of(self.out) != before:
                self.assertEqual(self.tile(0).returncode, 0)

    # --- done already ---

    def test_the_same_again_is_up_to_date_and_anything_else_is_not(self):
        def again(which, *more):
            done = self.tile(which, "--json", *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            report = json.loads(done.stdout)
            self.assertEqual("already up to date" in done.stderr, report["up_to_date"])
            self.assertEqual(report["fingerprint"], self.fingerprint(self.out))
            return report["up_to_date"]

        self.assertFalse(again(0))
        before = files_of(self.out)
        self.assertEqual(sorted(n for n in before if not n.startswith("tiles/")), ["manifest.json", "source.json"])
        inode = self.out.stat().st_ino
        os.utime(self.samples[0])  # the time does not matter, the bytes do
        self.assertTrue(again(0))
        self.assertTrue(again(0, "--threads", 1))
        self.assertEqual((files_of(self.out), self.out.stat().st_ino), (before, inode))
        self.assertFalse(again(0, "--force"))
        self.assertEqual(files_of(self.out), before)
        self.assertFalse(again(0, "--name", "another"))
        self.assertFalse(again(1))
        self.assertFalse(again(0))

        changed = self.top / "changed.h5"
        shutil.copy(self.samples[0], changed)
        self.out = self.top / "other"
        self.samples = [changed, *self.samples]
        self.assertFalse(again(0))
        self.assertTrue(again(0))
        times = changed.stat()
        whole = bytearray(changed.read_bytes())
        # The last id of a neuron in the file: same size, same time, other bytes.
        at = len(whole) // 2
        whole[at] ^= 1
        changed.write_bytes(whole)
        os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
        done = self.tile(0)
        self.assertNotIn("up to date", done.stderr)

        # A tile that is not there any more, and a source.json that says something else.
        self.out = self.top / "tiles"
        self.samples = self.samples[1:]
        self.assertTrue(again(0))
        next((self.out / "tiles").iterdir()).unlink()
        self.assertFalse(again(0))
        (self.out / "source.json").write_text("[1, 2")
        self.assertFalse(again(0))
        self.assertTrue(again(0))

    def test_a_pack_holds_the_same_and_is_checked_to_the_last_byte(self):
        pack = self.top / "tiles.cnxpack"
        self.assertEqual(self.tile(0, "--pack", pack).returncode, 0)
        self.assertEqual(self.fingerprint(pack), self.fingerprints[0])
        whole = pack.read_bytes()
        manifest = (self.out / "manifest.json").read_bytes()
        self.assertEqual(whole[:4], b"CNXP")
        self.assertEqual(int.from_bytes(whole[6:10], "little"), len(manifest))
        self.assertEqual(whole[18:18 + len(manifest)], manifest)
        tiles = {p.name: p.read_bytes() for p in (self.out / "tiles").iterdir()}
        self.assertEqual(len(whole), 18 + len(manifest) + sum(map(len, tiles.values())))
        at = 18 + len(manifest)
        placed = set()
        for family in json.loads(manifest)["families"]:
            for hash_, size, *_ in family["tiles"]:
                if hash_ in placed:
                    continue
                placed.add(hash_)
                self.assertEqual(whole[at:at + size], tiles[hash_ + ".tile"])
                at += size

        # The folder is up to date and the pack is not there: only that is made, the same.
        pack.unlink()
        self.assertIn("up to date", self.tile(0, "--pack", pack).stderr)
        self.assertEqual(pack.read_bytes(), whole)
        self.assertIn("tiles.cnxpack is up to date", self.tile(0, "--pack", pack).stderr)

        chance = random.Random(SEED)
        for _ in range(30):
            at = chance.randrange(len(whole))
            pack.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1:])
            self.assertIn(run("verify", pack).returncode, [1, 3], at)
        for wrong in [b"", whole[:3], whole[:17], whole[:100], whole[:-1], whole + b"x"]:
            pack.write_bytes(wrong)
            self.assertIn(run("verify", pack).returncode, [1, 3], len(wrong))

        # What is there and is no pack is nobody's to replace; what is a broken one is made again.
        self.assertEqual(self.tile(0, "--pack", pack).returncode, 0)
        self.assertEqual(pack.read_bytes(), whole)
        letter = self.top / "letter.cnxpack"
        letter.write_text("dear")
        self.refused(self.tile(0, "--pack", letter), 5, "is not a pack")
        self.assertEqual(letter.read_text(), "dear")
        self.refused(self.tile(0, "--pack", self.top / "pack.bin"), 2, ".cnxpack")
        self.refused(self.tile(0, "--pack", self.top / "no" / "x.cnxpack"), 5, "cannot create the pack")
        self.assertEqual(self.names(), ["letter.cnxpack", "tiles", "tiles.cnxpack"])

    # --- places that cannot be written ---

    def test_a_limit_on_files_is_told_like_a_full_disk(self):
        limit = 20_000
        result = self.tile(0, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.refused(result, 5, "cannot write", "free some space")
        self.assertEqual(self.names(), [])

    def mounted(self, options):
        place = self.top / "disk"
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"skipped: a small disk cannot be mounted here ({done.stderr.strip()})")
        self.addCleanup(subprocess.run, ["umount", str(place)], check=True)
        return place

    @unittest.skipUnless(ROOT, "skipped: only root can mount a small disk")
    def test_a_full_disk_leaves_what_was_there(self):
        # Room for one set and part of another.
        self.assertEqual(self.tile(0).returncode, 0)
        one_kb = sum(-(-len(b) // 4096) * 4 for b in files_of(self.out).values())
        for room_kb, older in [(one_kb // 2, False), (one_kb * 3 // 2, True)]:
            place = self.mounted(f"size={room_kb}k,mode=755")
            self.out = place / "tiles"
            before = {}
            if older:
                self.assertEqual(self.tile(0).returncode, 0)
                before = files_of(self.out)
            self.refused(self.tile(1), 5, "No space left on device", "free some space")
            self.assertEqual(files_of(place), {f"tiles/{n}": b for n, b in before.items()})
            if older:
                self.refused(self.tile(0, "--pack", place / "x.cnxpack"), 5, "No space left")
                self.assertEqual([p.name for p in place.iterdir()], ["tiles"])
            self.doCleanups()
            place.rmdir()

    @unittest.skipUnless(ROOT, "skipped: only root can mount a disk")
    def test_a_disk_that_is_read_only_is_told(self):
        place = self.mounted("size=1m,ro")
        self.out = place / "tiles"
        self.refused(self.tile(0), 5, "Read-only file system")

    def test_places_and_inputs_without_permission_are_told(self):
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if ROOT else {}
        locked = self.top / "locked.h5"
        shutil.copy(self.samples[0], locked)
        locked.chmod(0o000)
        self.top.chmod(0o755)
        try:
            result = run("tile", locked, "-o", self.out, **who)
        except PermissionError:
            self.skipTest("skipped: nobody cannot run the tool from where it lies")
        self.addCleanup(locked.chmod, 0o644)
        self.refused(result, 3, "locked.h5", "Permission denied")
        self.top.chmod(0o555)
        self.addCleanup(self.top.chmod, 0o755)
        self.refused(self.tile(0, **who), 5, "Permission denied")
        self.assertEqual(self.names(), ["locked.h5"])

    def test_inputs_that_are_no_files_are_told(self):
        pack = self.top / "x.cnxpack"
        self.assertEqual(self.tile(0, "--pack", pack).returncode, 0)
        shutil.rmtree(self.out)
        for command in [["inspect", pack], ["tile", pack, "-o", self.out]]:
            self.refused(run(*command), 3, "x.cnxpack: a pack of tiles, not an HDF5 file", "export makes HDF5 of one")
        pack.unlink()
        pipe, table, empty = self.top / "pipe", self.top / "table.csv", self.top / "empty.h5"
        os.mkfifo(pipe)
        table.write_text("pre,post,count\n1,2,3\n")
        empty.write_bytes(b"")
        for path, words in [(self.top, "is a folder"), (self.top / "nowhere.h5", "nowhere.h5"), (pipe, "is a pipe"),
                            ("/dev/null", "is a pipe or a device"), (empty, "empty")]:
            self.refused(run("tile", path, "-o", self.out, timeout=5), 3, words)
            if path != self.top:  # of a folder it says what tiles are in it
                self.refused(run("inspect", path, timeout=5), 3, words)
        # Beside others, too: whoever opens a pipe waits for its other end.
        self.refused(run("tile", pipe, "--connections", table, "-o", self.out, timeout=5), 3, "is a pipe")
        self.refused(run("tile", table, "--synapses", pipe, "-o", self.out, timeout=5), 3, "is a pipe")
        for path in [pipe, table, empty]:
            path.unlink()
        whole = self.samples[0].read_bytes()
        cut = self.top / "cut.h5"
        for share in [0.01, 0.4, 0.999]:
            cut.write_bytes(whole[: int(len(whole) * share)])
            self.refused(run("tile", cut, "-o", self.out), 3, "cut.h5")
        self.assertEqual(self.names(), ["cut.h5"])

    # --- hostile files ---

    def test_names_in_a_strangers_file_do_not_reach_the_terminal_as_commands(self):
        import h5py
        import pandas
        path = self.top / "names\x1b[2J.h5"
        evil = "\x1b]0;owned\x07\n\u009b31m\u202egnp\x7f"
        count = 40
        ends = pandas.DataFrame({"row": range(count - 1), "col": range(1, count)})
        ends.to_hdf(path, key="a/b/edge_indices")
        pandas.DataFrame({"count": 1, "x" + evil: "text" + evil}, index=ends.index).to_hdf(path, key="a/b/edges")
        pandas.DataFrame({"cell_type": ["c" + evil] * count, "y" + evil: range(count),
                          "t" + evil: [f"{evil}{i}" for i in range(count)]}).to_hdf(
                              path, key="a/b/vertex_properties", format="table")
        with h5py.File(path, "r+") as file:
            file.create_group("c" + evil)
            file.copy("a/b", "c" + evil + "/d" + evil)
        obeyed = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
        group = ["--group", "c" + evil + "/d" + evil]
        for command, code in [(["tile", path, "-o", self.out], 0), (["inspect", path], 0), (["inspect", self.out], 0),
                              (["tile", path, "-o", self.out, *group], 0), (["inspect", path, *group], 0),
                              (["tile", path, "-o", self.out], 0), (["stats", self.out], 0), (["verify", self.out], 0),
                              (["tile", path, "-o", self.out, "--group", "nonesuch"], 4),
                              (["tile", path, "-o", self.out, "--edge-weight", "nonesuch"], 4),
                              (["tile", path, "-o", self.out, "--column", "class=nonesuch"], 4),
                              (["tile", path, "-o", self.out, "--column", "class=" + evil], 4),
                              (["stats", self.out, "--where", "class=nonesuch"], 2),
                              (["tile", str(path) + evil, "-o", self.out], 3)]:
            result = run(*command)
            with self.subTest(command):
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIsNone(obeyed.search(result.stdout + result.stderr), repr(result.stdout + result.stderr))
                # Nor does a newline in a name make a line of its own.
                self.assertFalse([line for line in (result.stdout + result.stderr).splitlines()
                                  if line.startswith(("31m", "\ufffd31m"))])

    def check_hostile(self, path, place):
        """tile and inspect of one file. Returns their exit codes, whether the library crashed and the
        longest time."""
        codes, longest = [], 0.0
        out = place / "tiles"
        for command in [["inspect", path], ["tile", path, "-o", out]]:
            began = time.monotonic()
            result = run(*command, timeout=120, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            longest = max(longest, time.monotonic() - began)
            if SANITIZED and crashed_in_hdf5(result.stderr):
                codes.append("crash")
            else:
                self.assertIn(result.returncode, [0, 3, 4], result.stderr)
                if result.returncode != 0:
                    if command[0] == "inspect":  # it shows what it could read, too
                        result.stdout = ""
                    self.refused(result, result.returncode)
                    codes.append("signal" if "ended with signal" in result.stderr else
                                 "time" if "took too long" in result.stderr else result.returncode)
                else:
                    codes.append(0)
                    self.assertNotIn("Sanitizer", result.stderr)
            if out.exists():
                self.assertEqual(result.returncode, 0)
                checked = run("verify", out)
                self.assertEqual(checked.returncode, 0, checked.stdout)
                shutil.rmtree(out)
            self.assertEqual([p for p in place.iterdir() if p != path], [])
        return codes, longest

    def test_groups_that_cannot_be_listed_are_named_and_what_to_do(self):
        import h5py
        many = self.top / "many.h5"
        with h5py.File(many, "w") as file:
            group = file.create_group("connectivity")
            for i in range(10001):
                group.create_group(str(i))
        plain = self.top / "plain.h5"
        with h5py.File(plain, "w") as file:
            file.create_group("connectivity/full").create_dataset("x", data=[1])
        cases = [(many, 4, "/connectivity", "it has more than 10,000 members; copy the network alone into a file (h5copy)")]
        # A group of this version of the format is a tree, nodes of symbols, and a heap of their names.
        sound = plain.read_bytes()
        for signature in (b"TREE", b"SNOD", b"HEAP"):
            places = [match.start() for match in re.finditer(signature, sound)]
            self.assertEqual(len(places), 3)
            for at, group in zip(places, ("/", "/connectivity", "/connectivity/full")):
                damaged = self.top / f"{signature.decode()}{at}.h5"
                damaged.write_bytes(sound[:at] + b"XXXX" + sound[at + 4:])
                cases.append((damaged, 3, group,
                              "its members cannot be listed; the file is damaged, copy or download it again"))
        for path, code, group, said in cases:
            for command in (["tile", path, "-o", self.out], ["inspect", path]):
                with self.subTest(path=path.name, command=command[0]):
                    done = run(*command)
                    self.assertEqual((done.returncode, done.stderr),
                                     (code, f"connectoscope: {path}: group {group}: {said}\n"))
        self.assertFalse(self.out.exists())

    def test_only_the_filters_that_are_needed_are_read(self):
        import h5py
        import numpy
        for name, options, read in [("deflate", {"compression": "gzip", "shuffle": True}, True),
                                    ("fletcher32", {"fletcher32": True}, False),
                                    ("lzf", {"compression": "lzf"}, False),
                                    ("scaleoffset", {"scaleoffset": 0}, False)]:
            path = self.top / f"{name}.h5"
            shutil.copy(self.samples[0], path)
            with h5py.File(path, "r+") as file:
                frame = file["connectivity/full/edge_indices"]
                block = next(n for n in frame if n.endswith("_values"))
                values, attributes = numpy.array(frame[block]), dict(frame[block].attrs)
                del frame[block]
                made = frame.create_dataset(block, data=values, chunks=(1024, values.shape[1]), **options)
                for key, value in attributes.items():
                    made.attrs[key] = value
            result = run("tile", path, "-o", self.out)
            if read:
                self.assertEqual(result.returncode, 0, result.stderr)
                shutil.rmtree(self.out)
            else:
                self.refused(result, 3, "only deflate and shuffle are read", "h5repack")

    def test_a_file_that_is_packed_as_one_chunk_is_unpacked_once(self):
        # Unpacked again for every piece of 8,192 rows, this is 245 times as much, and over every limit.
        import h5py
        import numpy
        import pandas
        rng = numpy.random.default_rng(1)
        rows, neurons = 2_000_000, 4_000
        whole = self.top / "whole.h5"
        pairs = numpy.sort(rng.choice(neurons**2, rows, replace=False))
        pandas.DataFrame({"pt_root_id": range(neurons)}).to_hdf(whole, key="a/b/vertex_properties", format="table")
        pandas.DataFrame({"row": pairs // neurons, "col": pairs % neurons}).to_hdf(whole, key="a/b/edge_indices")
        pandas.DataFrame({"count": rng.integers(1, 4, rows), "other": rng.integers(0, 9, rows)}).to_hdf(
            whole, key="a/b/edges")
        packed = self.top / "packed.h5"
        shutil.copy(whole, packed)
        with h5py.File(packed, "r+") as file:
            for name in ["edge_indices", "edges"]:
                frame = file[f"a/b/{name}"]
                values, attributes = frame["block0_values"][:], dict(frame["block0_values"].attrs)
                del frame["block0_values"]
                made = frame.create_dataset("block0_values", data=values, chunks=values.shape, compression="gzip",
                                            compression_opts=1, shuffle=True)
                made.attrs.update(attributes)
        tiles = []
        for path in [whole, packed]:
            done = run("tile", path, "-o", self.out, "--name", "x", "--json", "--force")
            self.assertEqual(done.returncode, 0, done.stderr)
            tiles.append(files_of(self.out / "tiles"))
        self.assertEqual(*tiles)
        looked = run("inspect", packed)
        self.assertEqual(looked.returncode, 0, looked.stderr)

    @unittest.skipUnless(DATA, "skipped: CNX_TEST_DATA is not set")
    def test_malformed_files_end_cleanly_in_tile_and_inspect(self):
        files = [p for p in sorted((DATA / "malformed_hdf5").rglob("*")) if p.is_file()]
        self.assertGreater(len(files), 100)
        seen, slowest = collections.Counter(), 0.0
        for path in files:
            with self.subTest(path.name):
                codes, longest = self.check_hostile(path, self.top)
                seen.update(codes)
                slowest = max(slowest, longest)
        print(f"{len(files)} malformed files: {dict(seen)}; the slowest took {slowest:.1f} s")

    def test_mutated_files_end_cleanly_in_tile_and_inspect(self):
        sources = [HERE.parent / "data" / "tiny.h5"]
        if DATA:
            sources += [DATA / n for n in ["example_small.h5", "example_variants.h5", "larva_winding2023.h5"]]
        else:
            print("mutations of real connectomes are skipped: CNX_TEST_DATA is not set")
        wholes = [p.read_bytes() for p in sources]
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(lambda i: self.one_mutation(i, wholes), range(MUTATIONS)))
        seen, slowest = collections.Counter(), 0.0
        for i, (codes, longest, problem) in enumerate(results):
            with self.subTest(mutation=i, seed=SEED):
                self.assertIsNone(problem)
            seen.update(codes)
            slowest = max(slowest, longest)
        print(f"{MUTATIONS} mutations, seed {SEED}: {dict(seen)}; the slowest took {slowest:.1f} s")

    def one_mutation(self, i, wholes):
        place = self.top / str(i)
        place.mkdir()
        path = place / "mutated.h5"
        path.write_bytes(mutated(random.Random(SEED * 1_000_003 + i), wholes))
        try:
            codes, longest = self.check_hostile(path, place)
        except (AssertionError, subprocess.TimeoutExpired) as problem:
            kept = pathlib.Path(tempfile.gettempdir()) / f"cnx_mutated_{SEED}_{i}.h5"
            shutil.copy(path, kept)
            return [], 0.0, f"{problem} (the file is kept as {kept})"
        shutil.rmtree(place)
        return codes, longest, None


def mutated(chance, wholes):
    """One of the files, damaged in one to four places. Structure is where HDF5's own signatures are,
    so half of the damage is near one of them; the rest is anywhere."""
    bytes_ = bytearray(chance.choice(wholes))
    marks = []
    for mark in [b"\x89HDF", b"TREE", b"SNOD", b"HEAP", b"OHDR", b"OCHK", b"FRHP", b"BTHD", b"GCOL", b"(lp"]:
        at = bytes_.find(mark)
        while at != -1 and len(marks) < 5000:
            marks.append(at)
            at = bytes_.find(mark, at + 1)
    for _ in range(chance.randint(1, 4)):
        near = marks and chance.random() < 0.5
        at = (chance.choice(marks) + chance.randrange(-16, 400)) if near else chance.randrange(len(bytes_))
        at = max(0, min(at, len(bytes_) - 1))
        kind = chance.randrange(6)
        if kind == 0:
            bytes_[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            for k in range(at, min(at + chance.choice([1, 2, 4, 8]), len(bytes_))):
                bytes_[k] = chance.choice([0, 0xFF, 0x7F, 0x80, chance.randrange(256)])
        elif kind == 2:  # a length or an address, as large or as odd as can be
            number = chance.choice([0, 1, 2**63, 2**64 - 1, 2**32 - 1, len(bytes_), len(bytes_) + 1, at, chance.getrandbits(64)])
            bytes_[at:at + 8] = number.to_bytes(8, "little")[: max(0, len(bytes_) - at)]
        elif kind == 3:
            size = chance.randrange(1, 200)
            bytes_[at:at + size] = bytes(min(size, len(bytes_) - at))
        elif kind == 4:  # a piece of it elsewhere
            size, from_ = chance.randrange(1, 600), chance.randrange(len(bytes_))
            piece = bytes_[from_:from_ + size]
            bytes_[at:at + len(piece)] = piece
        elif chance.random() < 0.3:
            del bytes_[max(at, 100):]
        else:
            del bytes_[at:at + chance.choice([1, 8, 512])]
    return bytes(bytes_)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
