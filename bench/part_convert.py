"""part_convert.py — HDF5 to tiles: the tool, pandas, and the least that anyone could do."""
import itertools
import pathlib
import shutil

import measure

HERE = pathlib.Path(__file__).resolve().parent
PANDAS = "pandas: read_hdf, groupby"
PLAIN = "H5Dread, write, fsync"
LEAST = "the same, every value forgotten at once"


def rows(case):
    """`case` is bench.Case. Uses the folder of tiles that is there only for its size."""
    written = case.scratch / "convert"
    new_tiles, copy = written / "tiles", written / "copy"
    numbers = itertools.count()
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir()

    def set_aside():
        """Nothing is deleted before the last run: whoever makes files on ext4 pays for each inode that was
        deleted a moment ago, and nobody deletes a thousand tiles before they make some."""
        for path in (new_tiles, copy):
            if path.exists():
                path.rename(written / str(next(numbers)))

    weight = ["--weight", case.edge_weight] if case.edge_weight else []
    ours = "connectoscope tile"
    measure.warm(case.input)
    runs = measure.alternating({
        ours: [case.tool, "tile", case.input, "-o", new_tiles, "--json"],
        PANDAS: ["/usr/bin/python3", HERE / "pandas_condense.py", case.input, *case.groups,
                 *weight],
        PLAIN: [case.h5_read_write, "keep", case.input, copy, case.tile_bytes, *case.groups],
        LEAST: [case.h5_read_write, "forget", case.input, copy, case.tile_bytes, *case.groups],
    }, case.rounds, set_aside)
    shutil.rmtree(written)

    for name in (ours, PANDAS):
        for one in runs[name]:
            said = measure.result(one)
            measure.agree(f"counts of {case.name}", **{
                "the first run": [case.neurons, case.connections, case.synapses],
                name: [int(said[key]) for key in ("neurons", "connections", "synapses")]})
    for name in (PLAIN, LEAST):
        measure.agree("bytes written", tiles=case.tile_bytes,
                      copy=measure.result(runs[name][0])["bytes_written"])

    def values(field):
        return {name: [getattr(one, field) for one in all_runs] for name, all_runs in runs.items()}

    return [
        *measure.rows_of("convert: time", values("wall_s"), measure.seconds),
        *measure.rows_of("convert: processor time", values("cpu_s"), measure.seconds),
        *measure.rows_of("convert: peak memory", values("peak_bytes"), measure.mebibytes),
    ]
