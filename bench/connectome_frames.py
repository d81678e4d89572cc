"""connectome_frames.py — a connectome's frames as pandas reads them."""
import h5py
import pandas


def has_edge_column(path, group, name):
    with h5py.File(path, "r") as file:
        names = file[group + "/edges/axis0"][:]
    return name in [n.decode() if isinstance(n, bytes) else str(n) for n in names.tolist()]


def edge_frames(path, group, weight):
    """(pairs, counts) of a network: the frame row, col; and its weight column, or None."""
    pairs = pandas.read_hdf(path, group + "/edge_indices")
    edges = pandas.read_hdf(path, group + "/edges")
    by_name = {str(name): name for name in edges.columns}
    counts = edges[by_name[weight]].to_numpy() if weight in by_name else None
    return pairs, counts


def vertices(path, group):
    return pandas.read_hdf(path, group + "/vertex_properties").reset_index(drop=True)


def condense(pairs, counts):
    """One row for each ordered pair, sorted: row, col, synapses."""
    if counts is None:
        return pairs.groupby(["row", "col"]).size().reset_index(name="synapses")
    kept = pairs.assign(synapses=counts)
    return kept[kept["synapses"] > 0].groupby(["row", "col"], as_index=False)["synapses"].sum()
