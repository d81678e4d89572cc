#!/usr/bin/python3
"""decode_tile_test.py — the second decoder reads the golden files as the C++ does.

Expected totals are worked out by hand from the four neurons of docs/format.md §5.4.
"""
import json
import pathlib
import random
import shutil
import struct
import tempfile
import unittest

import decode_tile
from decode_tile import Folder, Payload, Refused, decode_manifest
from entropy_coder import morton_cell, varint

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
REJECTED_FAMILY = {1: 0, 2: 4, 3: 5, 4: 6, 5: 7, 6: 8, 7: 9}  # a rejected tile's kind -> family of golden/dataset


def plain(case, contents):
    """Decoded contents in the form of the .json beside the tile."""
    if case["kind"] == "neurons":
        position, decoded = contents
        columns = []
        for spec, values in zip(case["columns"], decoded):
            if spec["kind"] == "category":
                columns.append(dict(spec, codes=values))
            elif spec["kind"] == "integer":
                columns.append(dict(spec, values=[str(v) for v in values]))
            else:
                columns.append(dict(spec, bits=[struct.pack(">d", v).hex() for v in values]))
        result = dict(case, columns=columns)
        if position is not None:
            result["position"] = dict(case["position"], numbers=position)
        return result
    if case["kind"] in ("connection_columns", "synapse_columns"):
        column = case["column"]
        if column["kind"] == "integer":
            return dict(case, column=dict(column, values=[str(v) for v in contents]))
        return dict(case, column=dict(column,
                                      bits=[struct.pack(">d", v).hex() for v in contents]))
    if case["kind"] == "synapse_overview":
        return dict(case, cells_of_entries=[morton_cell(place, 21) for place in contents])
    return dict(case, rows=[[list(entry) for entry in row] for row in contents])


class GoldenDataset(unittest.TestCase):
    def test_totals_are_those_worked_out_by_hand(self):
        summary = Folder(GOLDEN / "dataset").summary()
        self.assertEqual([summary[k] for k in ("neurons", "connections", "autapses", "synapses")],
                         [4, 5, 1, 8])
        self.assertEqual(summary["tiles"], 17)
        # pre rows 2, 2, 0, 3, 1 and post rows 0, 1, 0, 2, 2 of the source
        self.assertEqual(summary["sum_of_pre"], 8)
        self.assertEqual(summary["sum_of_post"], 5)
        self.assertEqual(summary["sum_of_pre_times_post_times_count"], 2 * 1 + 3 * 2 * 3 + 1 * 2)
        self.assertEqual(summary["sum_of_sizes"], 70 + 130 + 64 + 9 + 5 + 300 + 12 + 1)
        # seven synapses from soma voxels (0 0 0) and (2 0 1), one from (0 0 1)
        self.assertEqual(summary["position_sums_nm"],
                         [8 * 1000 + 4 * (102 + 6 - 1 + 63), 8 * -500 + 4 * (-65 + 6 + 64),
                          40 * (-64 + 3 + 0 + 1 - 63)])
        columns = summary["columns"]
        self.assertEqual(columns["cell_type"]["counts"], {"23P": 2, "4P": 1, "BC": 1})
        self.assertEqual(columns["id"]["sum"], str(4 * 864691135000000000 + 26))
        self.assertEqual(columns["volume_um3"]["missing"], 1)
        self.assertEqual(columns["volume_um3"]["sum"], 1.4)
        self.assertEqual(summary["connection_columns"], {"strength": 3.75})
        self.assertEqual(summary["synapse_columns"],
                         {"id": sum(range(101, 116, 2)), "score": 4.0})

    def test_source_order_leads_back_to_the_source(self):
        folder = Folder(GOLDEN / "dataset")
        self.assertEqual(folder.in_source_order(folder.columns["row"]), [0, 1, 2, 3])
        self.assertEqual(folder.in_source_order(folder.columns["x_nm"]), [1008, 1000, 1000, 1320])
        self.assertEqual(folder.each_connection(),
                         [(0, 0, 1), (1, 2, 1), (2, 0, 2), (2, 1, 1), (3, 2, 3)])

    def test_a_damaged_folder_is_refused(self):
        for damage in ("flip", "cut", "remove", "swap"):
            with self.subTest(damage), tempfile.TemporaryDirectory() as there:
                folder = pathlib.Path(there) / "dataset"
                shutil.copytree(GOLDEN / "dataset", folder)
                first, second = sorted((folder / "tiles").iterdir())[:2]
                data = bytearray(first.read_bytes())
                if damage == "flip":
                    data[25] ^= 1
                if damage == "cut":
                    data.pop()
                first.write_bytes(second.read_bytes() if damage == "swap" else data)
                if damage == "remove":
                    first.unlink()
                with self.assertRaises(Refused) as refused:
                    Folder(folder)
                self.assertEqual(refused.exception.args[0],
                                 "Missing" if damage == "remove" else "HashMismatch")


class GoldenTiles(unittest.TestCase):
    def test_every_golden_tile_holds_what_is_written_beside_it(self):
        files = sorted(GOLDEN.glob("*code/*.tile"))
        self.assertGreater(len(files), 10)
        for path in files:
            with self.subTest(path.name):
                case = json.loads(path.with_suffix(".json").read_text())
                data = path.read_bytes()
                header = decode_tile.decode_header(data)
                self.assertEqual(header[:3], (decode_tile.KINDS[case["kind"]],
                                              case["first_neuron"], case["neuron_count"]))
                if case["kind"] == "neurons":
                    shapes = [(c["kind"], c.get("category_count", 0), c.get("coding", "plain"))
                              for c in case["columns"]]
                    position = case.get("position")
                    grid = position and decode_tile.Grid(*(
                        [int(v) for v in position[name]]
                        for name in ("min_nm", "max_nm", "step_nm", "cell_voxels")))
                    contents = decode_tile.decode_columns(
                        data[20:], header.neuron_count, position["part"] if position else "none",
                        grid, shapes)
                elif case["kind"] == "synapses":
                    contents = decode_tile.decode_synapses(data[20:], header.neuron_count,
                                                           case["position"], case["size"])
                    case["rows"] = [[[int(v) for v in entry] for entry in row]
                                    for row in case["rows"]]
                elif case["kind"] == "synapse_overview":
                    contents = decode_tile.decode_overview(data[20:], header.neuron_count,
                                                           case["cells"])
                elif case["kind"] in ("connection_columns", "synapse_columns"):
                    contents = decode_tile.decode_edge_column(
                        data[20:], decode_tile.MAX_ENTRIES[header.kind], case["column"]["kind"],
                        case["column"].get("coding", "plain"))
                else:
                    contents = decode_tile.decode_connections(
                        data[20:], header.neuron_count, case["dataset_neurons"],
                        decode_tile.edge_model(case, case["dataset_neurons"]))
                self.assertEqual(plain(case, contents), case)

    def test_every_rejected_tile_is_refused_for_its_reason(self):
        manifest = decode_manifest((GOLDEN / "dataset/manifest.json").read_bytes())
        files = sorted((GOLDEN / "reject").glob("*.tile"))
        self.assertGreater(len(files), 30)
        for path in files:
            with self.subTest(path.name):
                data = path.read_bytes()
                with self.assertRaises(Refused) as refused:
                    header = decode_tile.decode_header(data)
                    number = 3 if "--others-" in path.name else REJECTED_FAMILY[header.kind]
                    decode_tile.decode_as(data, manifest, manifest["families"][number])
                self.assertEqual(refused.exception.args[0], path.name.split("--")[0])

    def test_every_rejected_manifest_is_refused_for_its_reason(self):
        files = sorted((GOLDEN / "reject").glob("*.json"))
        self.assertGreater(len(files), 30)
        for path in files:
            with self.subTest(path.name):
                with self.assertRaises(Refused) as refused:
                    decode_manifest(path.read_bytes())
                self.assertEqual(refused.exception.args[0], path.name.split("--")[0])


class Varints(unittest.TestCase):
    def test_numbers_of_every_length_are_read(self):
        for seed in range(50):
            generator = random.Random(seed)
            values = [generator.getrandbits(generator.randint(1, 64)) for _ in range(200)]
            with self.subTest(seed=seed):
                payload = Payload(b"".join(map(varint, values)))
                self.assertEqual([payload.varint(64) for _ in range(200)], values)


if __name__ == "__main__":
    unittest.main()
