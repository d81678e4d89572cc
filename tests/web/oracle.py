#!/usr/bin/python3
"""oracle.py — what pandas finds in a connectome's HDF5 file, for the page tests to compare with.

  oracle.py FILE ids              every neuron's id, as text
  oracle.py FILE counts COLUMN    neurons of each category
  oracle.py FILE neuron ID        partners and synapses of one neuron, counted from the full list;
                                  and what there is among it and its partners
"""
import json
import sys

import h5py
import pandas


def vertices(path):
    return pandas.read_hdf(path, "connectivity/full/vertex_properties")


def partners(path, neuron_id):
    table = vertices(path)
    row = list(table["pt_root_id"]).index(int(neuron_id))
    edges = pandas.read_hdf(path, "connectivity/full/edge_indices")
    edges.columns = ["pre", "post"]
    others = edges[edges["pre"] != edges["post"]]  # contacts with itself are no partner
    inputs, outputs = others[others["post"] == row], others[others["pre"] == row]
    near = {row} | set(inputs["pre"]) | set(outputs["post"])
    among = edges[edges["pre"].isin(near) & edges["post"].isin(near)]
    return {"inputs": int(inputs["pre"].nunique()), "input_synapses": len(inputs),
            "outputs": int(outputs["post"].nunique()), "output_synapses": len(outputs),
            "neighborhood": len(near), "neighborhood_synapses": len(among),
            "neighborhood_connections": len(among.drop_duplicates()),
            "cell_type": str(table["cell_type"].iloc[row]),
            "position_nm": [int(table[axis].iloc[row]) for axis in ("x_nm", "y_nm", "z_nm")]}


path, what, *rest = sys.argv[1:]
if not h5py.is_hdf5(path):
    sys.exit(f"{path} is not HDF5")
if what == "ids":
    answer = [str(value) for value in vertices(path)["pt_root_id"]]
elif what == "counts":
    answer = {str(name): int(count) for name, count in vertices(path)[rest[0]].value_counts().items()}
elif what == "neuron":
    answer = partners(path, rest[0])
else:
    sys.exit(f"unknown question {what}")
print(json.dumps(answer))
