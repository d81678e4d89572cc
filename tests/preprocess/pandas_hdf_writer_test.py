#!/usr/bin/python3
"""What PandasHdfWriter writes is what pandas reads: pandas_hdf_writer_test.py WRITE_FRAMES, the program
made from write_frames.cpp. Needs Debian's python3-pandas and python3-tables."""
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings

import numpy as np
import pandas as pd
import tables

LARGEST = 2**63 - 1


def counting(rows, start, columns, below, column=0):
    """Column `column` of a block that counts row by row, as in write_frames.cpp."""
    return [start + (row * columns + column) % below for row in range(rows)]


def fixed_frame(rows):
    halves = np.arange(2 * rows) / 2
    columns = {
        "g64": halves[1::2],
        "b": np.array(counting(rows, 0, 1, 2), dtype=bool),
        "i8": np.array(counting(rows, -128, 1, 256), dtype="int8"),
        "i16": np.array(counting(rows, -32768, 1, 65536), dtype="int16"),
        "größe µ\\n": np.array(counting(rows, LARGEST - 1000000, 2, 1000000, 1), dtype="int64"),
        "i32": np.array(counting(rows, -2**31, 1, 1000), dtype="int32"),
        "i64": np.array(counting(rows, LARGEST - 1000000, 2, 1000000), dtype="int64"),
        "u8": np.array(counting(rows, 0, 1, 256), dtype="uint8"),
        "u16": np.array(counting(rows, 0, 1, 65536), dtype="uint16"),
        "u32": np.array(counting(rows, 2**32 - 1000, 1, 1000), dtype="uint32"),
        "u64": np.array(counting(rows, LARGEST - 100, 1, 100), dtype="uint64"),
        "f32": (np.arange(rows) / 2).astype("float32"),
        "f64": halves[0::2],
    }
    return pd.DataFrame(columns)


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="cnx_frames_")
        cls.path = str(pathlib.Path(cls.folder.name) / "frames.h5")
        subprocess.run([WRITE_FRAMES, cls.path], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def read(self, key):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pandas and PyTables have nothing to say about it
            return pd.read_hdf(self.path, key)

    def same(self, key, expected):
        pd.testing.assert_frame_equal(self.read(key), expected, check_exact=True)

    def test_fixed_frames_have_every_type_of_number_in_the_frames_order(self):
        for key, rows in [("usual", 1000), ("long", 200000), ("one", 1)]:
            self.same(f"fixed/{key}", fixed_frame(rows))

    def test_empty_frames_keep_their_columns_and_types(self):
        read = self.read("fixed/empty")
        pd.testing.assert_frame_equal(read, fixed_frame(0), check_index_type=False)
        self.assertEqual(read.index.dtype, np.int64)

    def test_frames_without_columns_keep_their_rows(self):
        self.assertEqual(self.read("fixed/bare").shape, (3, 0))
        self.assertEqual(self.read("fixed/nothing").shape, (0, 0))

    def test_names_that_are_numbers_are_numbers(self):
        self.same("fixed/numbers", pd.DataFrame({20: [6, 8], 1: [5, 7]}))

    def test_tables_have_every_type(self):
        text = pd.CategoricalDtype
        self.same("table/usual", pd.DataFrame({
            "id": np.array([LARGEST, -LARGEST - 1, 864691135]),
            "kind": ["23P", np.nan, ""],
            "flag": [True, False, True],
            "class": pd.Categorical(["größer €", None, "b"], dtype=text(["b", "a", "größer €"])),
            "i8": np.array([-128, 0, 127], dtype="int8"),
            "i16": np.array([-32768, 0, 32767], dtype="int16"),
            "i32": np.array([-2**31, 0, 2**31 - 1], dtype="int32"),
            "u8": np.array([0, 1, 255], dtype="uint8"),
            "u16": np.array([0, 1, 65535], dtype="uint16"),
            "u32": np.array([0, 1, 2**32 - 1], dtype="uint32"),
            "u64": np.array([0, 1, LARGEST], dtype="uint64"),
            "f32": np.array([0.5, np.nan, -1], dtype="float32"),
            "f64": [0.1, np.nan, -0.0],
            "whole": [1.0, -2.0, 2.0**53],
            "tab\there \\ and\nthere €𝄞": ["ä", "a longer text", "€"],
            "none": pd.Categorical([None, None, None], dtype=text(np.array([], dtype=object))),
            "number": pd.Categorical([10, 9, None], dtype=text([9, 10])),
            "real": pd.Categorical([0.5, 0.5, 10.0], dtype=text([0.5, 10.0])),
        }))
        self.assertTrue(np.signbit(self.read("table/usual")["f64"].iloc[2]))

    def test_more_names_than_8_bits_tell_apart(self):
        names = [f"name {i}" for i in range(1000, 1300)]
        codes = np.arange(30000) % 301 - 1
        self.same("table/many", pd.DataFrame({
            "names": pd.Categorical.from_codes(codes, categories=names),
            "row": np.arange(30000, dtype="int32")}))

    def test_tables_have_an_index_of_numbers_or_texts(self):
        self.same("table/labels", pd.DataFrame({"x": [7, 8, 9]}, index=[30, 10, LARGEST]))
        self.same("table/texts", pd.DataFrame({"x": [7, 8, 9]}, index=["n1", "größte", "n3"]))

    def test_pytables_opens_every_node(self):
        with tables.open_file(self.path) as file:
            for node in file.walk_nodes("/"):
                if isinstance(node, tables.Leaf):
                    node.read()


if __name__ == "__main__":
    WRITE_FRAMES = sys.argv.pop(1)
    unittest.main()
