#!/usr/bin/env python3
"""split_test.py EMXX NODE BINARYEN — web/split.mjs parts a program of two files, and refuses one that it cannot part.

EMXX and NODE are programs, BINARYEN is the folder of its own.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

WEB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "web")
EMXX, NODE, BINARYEN = sys.argv[1:4]

# Numbers and words of each part, so that there are constants of both kinds.
FIRST = """
#include <emscripten/emscripten.h>
int of_rest(int which);
int numbers_of_first[] = {11, 22, 33};
const char* volatile words = "words of the first part";
extern "C" EMSCRIPTEN_KEEPALIVE int first(int which) { return numbers_of_first[which] + words[which]; }
int (*volatile by_pointer)(int) = first;  // the program has a table
extern "C" EMSCRIPTEN_KEEPALIVE int both(int which) { return by_pointer(which) + of_rest(which); }
"""
REST = """
int numbers_of_rest[] = {44, 55, 66};
const char* volatile words_of_rest = "words of the rest";
int of_rest(int which) { return numbers_of_rest[which] + words_of_rest[which]; }
"""
WITH_CONSTRUCTOR = REST + """
struct Global { Global() { numbers_of_rest[0] = words_of_rest[0]; } } global;
"""

# Adds the rest as web/shell.js does: of each part's answers, before and after.
USE = """
const { readFileSync } = require('fs');
const load = (file) => new WebAssembly.Module(readFileSync(file));
const [first, rest] = process.argv.slice(2);
let called = 0;
const imports = { placeholder: new Proxy({}, { get: () => () => { called += 1; return 0; } }) };
for (const { module, name, kind } of WebAssembly.Module.imports(load(first))) {
  if (module !== 'placeholder') (imports[module] ??= {})[name] = kind === 'function' ? () => 0 : undefined;
}
const program = new WebAssembly.Instance(load(first), imports).exports;
const alone = [program.first(1), called];
program.both(1);
const early = called;
new WebAssembly.Instance(load(rest), { primary: program });
console.log(JSON.stringify([...alone, early, program.both(1), called]));
"""


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=600, **options)


class Split(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = cls.scratch.name
        cls.write("rest.txt", "app: rest\n")
        for name, source in [("first", FIRST), ("rest", REST), ("constructor", WITH_CONSTRUCTOR)]:
            cls.compiled(name, cls.write(name + ".cpp", source))
        for mark in ("begins", "ends"):
            cls.compiled(mark, os.path.join(WEB, "rest_mark.cpp"), f'-DCNX_MARK="{mark}"',
                         f"-DCNX_MARK_FUNCTION=cnx_rest_{mark}")
        cls.linked("first_alone", "first", options=["-sERROR_ON_UNDEFINED_SYMBOLS=0", "-sWARN_ON_UNDEFINED_SYMBOLS=0"])
        cls.linked("whole", "first", "begins", "rest", "ends")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def write(cls, name, text):
        with open(cls.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return cls.path(name)

    @classmethod
    def checked(cls, *command):
        done = run(*command, cwd=cls.folder)
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    @classmethod
    def compiled(cls, name, *source):
        cls.checked(EMXX, "-O1", "-c", "-o", name + ".o", *source)

    @classmethod
    def linked(cls, name, *objects, options=()):
        cls.checked(EMXX, "-O1", "-Wl,-O0", "--profiling-funcs", "-Wl,--no-demangle", "--no-entry",
                    "-sALLOW_TABLE_GROWTH=1", "-o", name + ".js", *options, *[one + ".o" for one in objects])

    def split(self, whole, *rest):
        pathlib.Path(self.path("part.wasm")).unlink(missing_ok=True)
        return run(NODE, os.path.join(WEB, "split.mjs"), BINARYEN, "rest.txt", whole + ".wasm", "first_alone.wasm",
                   "part.wasm", "part_rest.wasm", *[one + ".o" for one in rest], cwd=self.folder)

    def refused(self, done, sentence):
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(sentence, done.stderr)
        self.assertFalse(os.path.exists(self.path("part.wasm")))

    def test_the_first_part_works_alone_and_the_rest_brings_its_functions_and_constants(self):
        done = self.split("whole", "rest")
        self.assertEqual(done.returncode, 0, done.stderr)
        parts = [pathlib.Path(self.path(name)).read_bytes() for name in ("part.wasm", "part_rest.wasm")]
        for words, where in [(b"words of the first part", 0), (b"words of the rest", 1)]:
            self.assertEqual([words in part for part in parts], [where == 0, where == 1], words)
        used = run(NODE, self.write("use.cjs", USE), self.path("part.wasm"), self.path("part_rest.wasm"))
        self.assertEqual(used.returncode, 0, used.stderr)
        first, rest = 22 + ord("o"), 55 + ord("o")
        self.assertEqual(used.stdout.strip(), f"[{first},0,1,{first + rest},1]")

    def test_a_file_of_the_rest_with_a_global_that_has_a_constructor_is_refused_by_name(self):
        self.refused(self.split("whole", "rest", "constructor"),
                     "split: files of the rest have globals with constructors: constructor.o")

    def test_a_program_that_lacks_a_mark_is_refused_by_the_words_of_the_mark(self):
        for missing in ("begins", "ends"):
            with self.subTest(missing=missing):
                there = [name for name in ("begins", "rest", "ends") if name != missing]
                self.linked("without_" + missing, "first", *there)
                self.refused(self.split("without_" + missing, "rest"),
                             f'split: "The rest of the program {missing}: constants." is not in the data')


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "--verbose"])
