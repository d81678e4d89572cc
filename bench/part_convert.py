"""part_convert.py — HDF5 to tiles: the tool, pandas, and the least that anyone could do."""
import pathlib
import shutil

import measure

HERE = pathlib.Path(__file__).resolve().parent
PANDAS = "pandas: read_hdf, groupby"
PLAIN = "H5Dread, write, fsync"


def rows(case):
    """`case` is bench.Case. Uses the folder of tiles that is there only for its size."""
    new_tiles, copy = case.scratch / "convert.tiles", case.scratch / "convert.copy"

    def clean():
        shutil.rmtree(new_tiles, ignore_errors=True)
        copy.unlink(missing_ok=True)

    weight = ["--weight", case.edge_weight] if case.edge_weight else []
    ours = "connectoscope tile"
    measure.warm(case.input)
    runs = measure.alternating({
        ours: [case.tool, "tile", case.input, "-o", new_tiles, "--json"],
        PANDAS: ["/usr/bin/python3", HERE / "pandas_condense.py", case.input, *case.groups,
                 *weight],
        PLAIN: [case.h5_read_write, case.input, copy, case.tile_bytes, *case.groups],
    }, case.rounds, clean)
    clean()

    for name in (ours, PANDAS):
        for one in runs[name]:
            said = measure.result(one)
            measure.agree(f"counts of {case.name}", **{
                "the first run": [case.neurons, case.connections, case.synapses],
                name: [int(said[key]) for key in ("neurons", "connections", "synapses")]})
    plain = measure.result(runs[PLAIN][0])
    measure.agree("bytes written", tiles=case.tile_bytes, copy=plain["bytes_written"])

    def values(field):
        return {name: [getattr(one, field) for one in all_runs] for name, all_runs in runs.items()}

    return [
        *measure.rows_of("convert: time", values("wall_s"), measure.seconds),
        *measure.rows_of("convert: processor time", values("cpu_s"), measure.seconds),
        *measure.rows_of("convert: peak memory", values("peak_bytes"), measure.mebibytes),
    ]
