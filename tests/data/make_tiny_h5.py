#!/usr/bin/python3
"""Makes the tiny HDF5 inputs of the reader's tests, beside itself; they are checked in.

tiny.h5         networks as Connectome-utilities writes them, one for each thing to get right
tiny_*.h5       each broken in one way, named after it

Needs Debian's python3-numpy, python3-pandas, python3-tables, python3-h5py and hdf5-tools. The numbers are
written out in tests/preprocess/connectome_hdf5_test.cpp too: change both together.
"""
import os
import shutil
import subprocess
import warnings

import h5py
import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.simplefilter("ignore")  # names that are no identifiers, objects that are pickled: on purpose


def write_network(path, group, vertices, row, col, edges, default="count", shape=None, ends=np.int64):
    if vertices is not None:
        # index=False: without PyTables' own index, which is never read and is large.
        vertices.to_hdf(path, key=f"{group}/vertex_properties", format="table", index=False)
    edges.to_hdf(path, key=f"{group}/edges")
    pd.DataFrame({"row": np.array(row, ends), "col": np.array(col, ends)}).to_hdf(path, key=f"{group}/edge_indices")
    n = len(vertices) if vertices is not None else shape
    with h5py.File(path, "a") as h5:
        h5[group].attrs.update({"NEUROTOP_SHAPE": (shape or n, shape or n), "NEUROTOP_DEFAULT_EDGE": default,
                                "NEUROTOP_CLASS": "ConnectivityMatrix"})


def shrink(path):
    """Small chunks instead of PyTables' 64 KiB each, and none of its own indexes; nothing else changes."""
    tables, indexes = [], []
    with h5py.File(path, "a") as h5:
        h5.visit(lambda name: indexes.append(name) if name.endswith("/_i_table") else None)
        for name in indexes:
            del h5[name]
        h5.visititems(lambda name, item: tables.append(name) if getattr(item, "chunks", None) else None)
    if tables:
        subprocess.run(["h5repack", "-l", ",".join(tables) + ":CHUNK=4", path, path + ".small"], check=True)
        os.replace(path + ".small", path)


def mouse():
    """Four neurons with everything the viewer can use."""
    return pd.DataFrame({
        "cell_type": ["23P", "BC", "23P", "Zoë\\x"], "pt_root_id": np.array([864691135000000001 + i for i in (3, 1, 2, 0)]),
        "x_nm": [400, 800, -1200, 4], "y_nm": [0, 4, 8, 12], "z_nm": [40, 80, 120, 0],
        "volume": [1.5, np.nan, -2.25, 0.0], "status_axon": ["non", "clean", "extended", "non"],
        "status_dendrite": ["extended"] * 4, "tentative_region": ["visp", "visp", np.nan, "visal"],
        "flag": [True, False, True, True], "big": np.array([0, 1, 2, 2**64 - 1], np.uint64)})


def main():
    tiny = os.path.join(HERE, "tiny.h5")
    for name in os.listdir(HERE):
        if name.startswith("tiny") and name.endswith(".h5"):
            os.remove(os.path.join(HERE, name))

    # Both groups; parallel edges (0 -> 1 twice) and an autapse (3 -> 3); not in order.
    full = pd.DataFrame({"id": [11, 12, 13, 14, 15], "size": [100, 90, 80, 70, 60], "soma_offset_um": [.5] * 5,
                         "x_nm": [1, 2, 3, 4, 5], "y_nm": [-1, -2, -3, -4, -5], "z_nm": [10, 20, 30, 40, 50]})
    write_network(tiny, "mm3/full", mouse(), [2, 0, 0, 3, 1], [0, 1, 1, 3, 2], full, "size")
    condensed = pd.DataFrame({"count": [2, 1, 1, 1], "total_size": [170, 60, 100, 70], "mean_size": [85., 60., 100., 70.]})
    write_network(tiny, "mm3/condensed", mouse(), [0, 1, 2, 3], [1, 2, 0, 3], condensed)

    # Integer edge columns, of which one has zeros; float ones; one of text; int32 edge ends.
    worm = pd.DataFrame({"Neuron": ["A", "B", "C"], "Soma Position": [.1, .9, .5], "Soma Region": ["H", "T", "H"]})
    stages = pd.DataFrame({1: [0, 1, 0], 8: [2, 0, 5]})
    write_network(tiny, "chemical/stages", worm, [2, 0, 1], [1, 1, 0], stages, 1, ends=np.int32)
    kinds = pd.DataFrame({"weight": [.5, 1., 2.], "whole": [1., 0., 3.], "minus": [-1, 1, 1],
                          "flag": [True, False, True], "kind": ["a", "b", "a"]})
    write_network(tiny, "traps/kinds", worm, [0, 0, 2], [1, 1, 2], kinds, "weight")

    # pandas categoricals: with a missing value, and of integers; an index of text.
    category = pd.DataFrame({"cell_type": pd.Categorical(["b", None, "a"], categories=["unused", "b", "a"]),
                             "layer": pd.Categorical([23, 4, 23])}, index=["n2", "n0", "n1"])
    write_network(tiny, "traps/categories", category, [0], [1], pd.DataFrame({"n_syn": [7]}), "n_syn")
    # An index that is the neuron's label; an id that repeats; only two coordinates.
    labels = pd.DataFrame({"gid": [5, 5, 6], "x_um": [1., 2., 3.], "y_um": [0., 0., 0.]}, index=[7, 17, 27])
    write_network(tiny, "traps/labels", labels, [0, 0], [1, 1], pd.DataFrame({"a": [1, 1]}), "a")
    # No edges; and neither edges' nor vertices' columns but a shape.
    write_network(tiny, "traps/empty", worm, [], [], pd.DataFrame({"count": np.array([], np.int64)}))
    write_network(tiny, "traps/no_vertices", None, [0, 4], [4, 0], pd.DataFrame({"data": [1., 1.]}), "data", shape=5)
    # Units and voxels; integer names of vertex columns; a class of integers.
    space = pd.DataFrame({1: [1, 2], "type": [10, 9], "x": [1., 2.], "y": [3., 4.], "z": [5., 6.]})
    space.columns = [str(c) for c in space.columns]
    write_network(tiny, "traps/micrometers", space, [0], [1], pd.DataFrame({"count": [1]}))
    voxels = pd.DataFrame({"pt_x": [1, 2], "pt_y": [3, 4], "pt_z": [5, 6]})
    write_network(tiny, "traps/voxels", voxels, [0], [1], pd.DataFrame({"count": [1]}))
    numbered = pd.DataFrame({1: [1, 2], 2: [.5, .25]})
    write_network(tiny, "traps/numbered", numbered, [0], [1], pd.DataFrame({"count": [1]}))
    # Two groups that count: the one adds up to the other, as in the larva's connectome.
    fly = pd.DataFrame({"skeleton_id": [29, 31], "cell_type": ["KC", "PN"]})
    write_network(tiny, "fly/full", fly, [0, 0, 1], [1, 1, 0], pd.DataFrame({"count": [2, 3, 4], "type_code": [0, 1, 0]}))
    write_network(tiny, "fly/condensed", fly, [0, 1], [1, 0], pd.DataFrame({"count": [2, 1], "total_count": [5, 4]}))

    shrink(tiny)

    # Broken in one way each.
    def broken(name, change):
        path = os.path.join(HERE, f"tiny_{name}.h5")
        one = pd.DataFrame({"cell_type": ["a", "b", "a"]})
        write_network(path, "net/broken", one, [0, 1], [1, 2], pd.DataFrame({"count": [1, 2]}))
        with h5py.File(path, "a") as h5:
            change(h5["net/broken"])
        shrink(path)

    def replace(group, name, value):
        attributes = dict(group[name].attrs)
        del group[name]
        group[name] = value
        group[name].attrs.update(attributes)

    def edge_out_of_range(group):
        group["edge_indices/block0_values"][1, 1] = 3

    def shape(group):
        group.attrs["NEUROTOP_SHAPE"] = (4, 4)

    def lengths(group):
        replace(group, "edges/block0_values", np.array([[1], [2], [3]]))

    def no_edge_indices(group):
        del group["edge_indices"]

    def names(group):
        group["vertex_properties/table"].attrs["values_block_0_kind"] = np.bytes_(b"cos\nsystem\n(Vid\ntR.")

    def other_file(group):
        del group["edges"]
        group["edges"] = h5py.ExternalLink("tiny.h5", "/mm3/full/edges")

    for change in (edge_out_of_range, shape, lengths, no_edge_indices, names, other_file):
        broken(change.__name__, change)
    with h5py.File(os.path.join(HERE, "tiny_no_network.h5"), "w") as h5:
        h5["pictures/one"] = np.arange(3)
    with open(os.path.join(HERE, "tiny_not_hdf5.h5"), "w") as text:
        text.write("cell_type,x_nm\n23P,4\n")
    shutil.copy(os.path.join(HERE, "tiny_shape.h5"), os.path.join(HERE, "tiny_truncated.h5"))
    with open(os.path.join(HERE, "tiny_truncated.h5"), "r+b") as cut:
        cut.truncate(os.path.getsize(cut.name) // 2)


main()
