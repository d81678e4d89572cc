#!/usr/bin/python3
"""oracle.py — what pandas finds in a connectome's HDF5 file, for the page tests to compare with.

  oracle.py FILE ids              every neuron's id, as text
  oracle.py FILE counts COLUMN    neurons of each category
  oracle.py FILE neuron ID        partners and synapses of one neuron, counted from the full list;
                                  and what there is among it and its partners
  oracle.py FILE synapses ID      its synapses: how many on each side, and the sum of their sizes
  oracle.py FILE paths FROM TO MIN
                                  shortest paths along connections of at least MIN synapses, by
                                  networkx: length, count, the strongest weakest connection
  oracle.py FILE network GRAPHML  what networkx reads from a GraphML file, and what the HDF5 file
                                  has for the same neurons
"""
import json
import sys

import h5py
import networkx
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


def ids_of(path):
    table = vertices(path)
    return table["pt_root_id" if "pt_root_id" in table else "skeleton_id"]


def edges_by_id(path):
    """Both ends of every edge by id; its size, and how many synapses it stands for."""
    ids = ids_of(path).to_numpy()
    edges = pandas.read_hdf(path, "connectivity/full/edge_indices")
    edges.columns = ["pre", "post"]
    columns = pandas.read_hdf(path, "connectivity/full/edges")
    return pandas.DataFrame({"pre": ids[edges["pre"]], "post": ids[edges["post"]],
                             "size": columns.get("size", 0), "count": columns.get("count", 1)})


def synapses(path, neuron_id):
    edges = edges_by_id(path)
    return {side: {"count": int((edges[end] == int(neuron_id)).sum()),
                   "size": int(edges["size"][edges[end] == int(neuron_id)].sum())}
            for side, end in (("inputs", "post"), ("outputs", "pre"))}


def paths(path, source, target, least):
    counts = edges_by_id(path).groupby(["pre", "post"])["count"].sum()
    graph = networkx.DiGraph()
    graph.add_nodes_from(ids_of(path))
    graph.add_weighted_edges_from((a, b, n) for (a, b), n in counts.items() if n >= int(least))
    try:
        found = list(networkx.all_shortest_paths(graph, int(source), int(target)))
    except networkx.NetworkXNoPath:
        return {"length": None, "count": 0}
    weakest = [min(graph[a][b]["weight"] for a, b in zip(p, p[1:])) for p in found]
    return {"length": len(found[0]) - 1, "count": len(found), "strongest": max(weakest)}


def network(path, graphml):
    graph = networkx.read_graphml(graphml)
    table = vertices(path).set_index("pt_root_id")
    members = {int(node) for node in graph}
    edges = edges_by_id(path)
    among = edges[edges["pre"].isin(members) & edges["post"].isin(members)]
    expected = among.groupby(["pre", "post"]).size()
    read = {(int(a), int(b)): data["synapses"] for a, b, data in graph.edges(data=True)}
    return {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(),
            "directed": graph.is_directed(), "same_edges": read == expected.to_dict(),
            "same_classes": all(data["cell_class"] == str(table["cell_type"].loc[int(node)])
                                for node, data in graph.nodes(data=True))}


path, what, *rest = sys.argv[1:]
if not h5py.is_hdf5(path):
    sys.exit(f"{path} is not HDF5")
if what == "ids":
    answer = [str(value) for value in ids_of(path)]
elif what == "counts":
    answer = {str(name): int(count) for name, count in vertices(path)[rest[0]].value_counts().items()}
elif what == "neuron":
    answer = partners(path, rest[0])
elif what == "synapses":
    answer = synapses(path, rest[0])
elif what == "paths":
    answer = paths(path, *rest)
elif what == "network":
    answer = network(path, rest[0])
else:
    sys.exit(f"unknown question {what}")
print(json.dumps(answer))
