"""part_decode.py — from the bytes of the connection tiles to a graph that can be walked both ways, in
WebAssembly; and what encoding and decoding cost natively."""
import pathlib

import measure

HERE = pathlib.Path(__file__).resolve().parent

# What others took for 5.4 million connections, measured once elsewhere: a rough program that stores
# varints without any entropy coder, in Chromium 156; Zuckerli's decoder at its best, natively.
VARINT_NS, ZUCKERLI_NS = 21e6 / 5_415_483, 1000 / 38
PHASES = ("hash", "decode_out", "csr")


def milliseconds(value):
    return f"{value:.1f} ms"


def nanoseconds(value):
    return f"{value:.1f} ns"


def rows(case):
    measure.say("decoding in a browser")
    said = measure.result(measure.run(
        ["node", HERE / "decode.mjs", case.tiles, case.modules, str(case.rounds + 1)],
        env={"CNX_TOOL": str(case.tool), "CNX_SITE": str(case.site)}))
    measure.say("decoding and encoding natively")
    native = measure.result(measure.run([case.decode_native, case.tiles, str(case.rounds)]))
    for run in said["runs"]:
        measure.agree(f"connections of {case.name}", **{
            "the tool": [case.connections, case.synapses],
            "what was decoded": [int(run["edges"]), int(run["synapses"])]})

    # The first run has what a page has just after it was opened: code that is not optimized yet.
    first, later = said["runs"][0], said["runs"][1:]
    who = f"{said['where']}, hash included"
    per_edge = 1e6 / max(case.connections, 1)

    def sum_of(run, phases):
        return sum(run[phase] for phase in phases)

    to_csr = [sum_of(run, PHASES) for run in later]
    table = measure.rows_of("decode: tiles to one half of the graph", {who: to_csr}, milliseconds)
    table.append(measure.Row("", "the same, first run in a new page",
                             milliseconds(sum_of(first, PHASES)), "", "1", ""))
    for phase, text in (("hash", "of this: hash"), ("decode_out", "of this: decode"),
                        ("csr", "of this: join the tiles")):
        table += [row._replace(what="", ratio="") for row in measure.rows_of(
            "", {text: [run[phase] for run in later]}, milliseconds)]
    table += measure.rows_of("decode: other half, and reciprocal pairs", {
        who: [sum_of(run, ("transpose", "reciprocity")) for run in later]}, milliseconds)
    for phase, text in (("transpose", "of this: other half"),
                        ("reciprocity", "of this: reciprocal pairs, degrees and sums")):
        table += [row._replace(what="", ratio="") for row in measure.rows_of(
            "", {text: [run[phase] for run in later]}, milliseconds)]
    table += measure.rows_of("decode: as the worker does it, tile by tile, both halves",
                             {who: [run["engine"] for run in later]}, milliseconds)
    table += measure.rows_of("decode: a connection, hash and joining included", {
        who: [value * per_edge for value in to_csr],
        "for comparison: varints without entropy coding, Chromium, measured once elsewhere": [VARINT_NS],
        "for comparison: Zuckerli, native, measured once elsewhere": [ZUCKERLI_NS]}, nanoseconds)
    for family, cost in native["costs"].items():
        what = f"native, one thread: {family.replace('_', ' ')}"
        for doing, cost_ns in (("encode, each", cost["encode_ns"]),
                               ("decode, each", cost["decode_ns"])):
            table.append(measure.Row(what, doing, "", nanoseconds(cost_ns), str(case.rounds), ""))
            what = ""
    return table
