#!/usr/bin/python3
"""bench.py — one input after the other, one part after the other, one table. bench/run.sh, which
builds and finds what this needs, calls it."""
import argparse
import collections
import datetime
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

import measure
import part_convert
import part_decode
import part_inference
import part_memory
import part_page
import part_size
import part_stats

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ("what", "who", "median", "least", "n", "connectoscope ÷ this")
PARTS = {"convert": part_convert, "size": part_size, "stats": part_stats, "page": part_page,
         "decode": part_decode, "inference": part_inference, "memory": part_memory}
BEGIN, END = "<!-- last output: begin -->", "<!-- last output: end -->"

# One input: where it and its tiles are, what the tool says is in it, and how to measure.
Case = collections.namedtuple(
    "Case", "name input tiles scratch tool site h5_read_write modules decode_native stats_native rounds "
            "groups edge_weight neurons connections synapses tile_bytes")


def first_line(*command):
    """What a program says of itself, or that it is not there."""
    try:
        said = subprocess.run(command, capture_output=True, text=True).stdout.strip()
        return said.splitlines()[0] if said else ""
    except OSError:
        return "not there"


def machine(given):
    """What somebody who repeats this must know; no names. `given`: not what the commit makes."""
    model = re.search("^model name\\s*:\\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    total = re.search("^MemTotal:\\s*(\\d+)", pathlib.Path("/proc/meminfo").read_text(), re.M)
    system = re.search('^PRETTY_NAME="(.*)"$', pathlib.Path("/etc/os-release").read_text(), re.M)
    libraries = first_line("/usr/bin/python3", "-c", "import pandas, numpy, tables; print("
                           "f'pandas {pandas.__version__}, numpy {numpy.__version__}, "
                           "HDF5 {tables.hdf5_version}')")
    commit = first_line("git", "-C", str(HERE), "rev-parse", "--short=10", "HEAD")
    changed = first_line("git", "-C", str(HERE), "status", "--porcelain", "--untracked-files=no")
    processor = model[1] if model else platform.machine()
    state = (commit or "unknown") + (" with changes" if changed else "")
    return [
        f"{datetime.date.today()}, commit {state}" +
        ("; tool or page were given and may be older or newer" if given else ""),
        f"{os.cpu_count()} x {processor}, {int(total[1]) / 1048576:.0f} GiB memory, "
        f"{system[1] if system else 'unknown system'}, kernel {platform.release().split('-')[0]}",
        f"load average at the start {os.getloadavg()[0]:.1f}",
        f"{first_line('c++', '--version')}; Python {platform.python_version()}; {libraries}; "
        f"{' '.join(re.findall('v[0-9.]+', first_line('zstd', '--version'))[:1])} zstd; "
        f"{first_line('brotli', '--version')}; node {first_line('node', '--version')}",
    ]


def make_case(path, options):
    """Tiles of an input, untimed, and what the tool says of it."""
    scratch = options.scratch / path.stem
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    tiles = scratch / "tiles"
    measure.say(f"tiles of {path.name}")
    said = measure.result(measure.run([options.tool, "tile", path, "-o", tiles, "--json"]))
    size = sum(os.stat(entry).st_size for entry in (tiles / "tiles").iterdir())
    size += os.stat(tiles / "manifest.json").st_size
    groups = said["source_group"].split(" + ")
    return Case(path.name, path, tiles, scratch, options.tool, options.site, options.h5_read_write,
                options.modules, options.decode_native, options.stats_native, options.rounds, groups, said["edge_weight"], int(said["neurons"]),
                int(said["connections"]), int(said["synapses"]), size)


def text_of(facts, rows):
    return "\n".join(f"- {fact}" for fact in facts) + "\n\n" + measure.markdown(HEADER, rows) + "\n"


def write_readme(text):
    readme = HERE / "README.md"
    old = readme.read_text()
    before, _, rest = old.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise measure.Failed(f"{readme} has no place for the table, between {BEGIN} and {END}")
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="+", type=pathlib.Path)
    parser.add_argument("--tool", type=pathlib.Path, required=True)
    parser.add_argument("--site", type=pathlib.Path, required=True)
    parser.add_argument("--h5-read-write", type=pathlib.Path, required=True)
    parser.add_argument("--modules", type=pathlib.Path, help="folder of empty_page, decode_bench and stats_bench for the browser")
    parser.add_argument("--decode-native", type=pathlib.Path)
    parser.add_argument("--stats-native", type=pathlib.Path)
    parser.add_argument("--scratch", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--parts", required=True)
    parser.add_argument("--label", action="append", default=[])
    parser.add_argument("--given", action="store_true", help="tool or site come from elsewhere")
    parser.add_argument("--write-readme", action="store_true")
    options = parser.parse_args()

    facts = machine(options.given)
    rows = []
    try:
        for i, path in enumerate(options.inputs):
            name = options.label[i] if i < len(options.label) else path.name
            case = make_case(path, options)
            rows.append(measure.Row(
                f"**{name}**", f"{measure.kilobytes(os.stat(path).st_size)}; "
                f"{case.neurons:,} neurons, {case.connections:,} connections, "
                f"{case.synapses:,} synapses", "", "", "", ""))
            for part in options.parts.split(","):
                rows += PARTS[part].rows(case)
                (options.scratch / "table.md").write_text(text_of(facts, rows))
            shutil.rmtree(case.scratch)
    except measure.Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 1
    text = text_of(facts, rows)
    print(text)
    if options.write_readme:
        write_readme(text)
    return 0


sys.exit(main())
