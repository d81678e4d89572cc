"""part_memory.py — how time and memory of the tool grow with the number of synapses."""
import pathlib
import shutil

import measure

HERE = pathlib.Path(__file__).resolve().parent
TIMES = (1, 3, 10)
BOUND = "256M"  # tried when the tool can be given a bound


def rows(case):
    if "/connectivity/full" not in case.groups:
        raise measure.Failed(f"{case.name} has no group /connectivity/full to make a larger one of")
    bounded = "--memory" in measure.run([case.tool, "tile", "--help"]).output
    tiles = case.scratch / "scaled.tiles"
    table, one_time = [], {}
    for times in TIMES:
        scaled = case.scratch / f"scaled-{times}.h5"
        measure.say(f"an input with {times} x the synapses")
        measure.run(["/usr/bin/python3", HERE / "make_scaled_h5.py", case.input, scaled,
                     "--times", times])
        measure.warm(scaled)
        ways = {"connectoscope tile": []}
        if bounded:
            ways[f"connectoscope tile --memory {BOUND}"] = ["--memory", BOUND]

        runs = measure.alternating(
            {name: [case.tool, "tile", scaled, "-o", tiles, "--json", *more]
             for name, more in ways.items()},
            min(case.rounds, 3), lambda: shutil.rmtree(tiles, ignore_errors=True))
        for name, all_runs in runs.items():
            said = measure.result(all_runs[0])
            measure.agree(f"synapses of {scaled.name}", wanted=times * case.synapses,
                          **{name: int(said["synapses"])})
            wall = min(one.wall_s for one in all_runs)
            peak = max(one.peak_bytes for one in all_runs)
            one_time.setdefault(name, (wall, peak))
            wall_1, peak_1 = one_time[name]
            table.append(measure.Row(
                f"memory curve: {times} x synapses" if name in list(ways)[:1] else "",
                f"{name}, {int(said['synapses']):,} synapses, "
                f"{int(said['connections']):,} connections",
                f"{measure.mebibytes(peak)} peak", measure.seconds(wall), str(len(all_runs)),
                f"{peak / peak_1:.2f}x memory, {wall / wall_1:.2f}x time of 1 x"))
        if bounded:
            fingerprints = {name: measure.result(all_runs[0])["fingerprint"]
                            for name, all_runs in runs.items()}
            measure.agree(f"tiles of {scaled.name}", **fingerprints)
        shutil.rmtree(tiles, ignore_errors=True)
        scaled.unlink()
    return table
