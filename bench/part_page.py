"""part_page.py — the page with these tiles, in a headless browser without a graphics card."""
import os
import pathlib
import shutil
import subprocess

import measure

HERE = pathlib.Path(__file__).resolve().parent
PRESSED = (".html", ".js", ".css", ".wasm", ".json", ".svg")


def make_site(case):
    """The page and this case's tiles in one folder, with Brotli copies as ./run makes them."""
    site = case.scratch / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(case.site, site, ignore=lambda folder, names:
                    ["data"] if pathlib.Path(folder) == case.site else [])
    shutil.copytree(case.tiles, site / "data", copy_function=os.link)
    press(site)
    return site


def make_empty_site(case):
    """A page of Dear ImGui and nothing else, served in the same way."""
    site = case.scratch / "empty"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(HERE / "empty_page", site, ignore=shutil.ignore_patterns("*.cpp"))
    for suffix in (".js", ".wasm"):
        shutil.copy(case.modules / f"empty_page{suffix}", site)
    press(site)
    return site


def press(site):
    """Brotli copies of what compresses, where there are none."""
    for path in list(site.rglob("*")):
        pressed = path.with_name(path.name + ".br")
        if path.suffix in PRESSED and path.stat().st_size > 1024 and not pressed.exists():
            subprocess.run(["brotli", "-q", "11", "-n", "-o", pressed, path], check=True)
            pressed.chmod(0o644)


def smallest_form(path):
    """Bytes of a file as a server that knows Brotli sends it."""
    pressed = path.with_name(path.name + ".br")
    return (pressed if pressed.exists() else path).stat().st_size


def rows(case):
    site, empty = make_site(case), make_empty_site(case)
    measure.say(f"the page, {case.rounds} times in a new browser")
    said = measure.result(measure.run(["node", HERE / "page.mjs", site, empty, str(case.rounds)], env={
        "CNX_TOOL": str(case.tool), "CNX_SITE": str(site)}))
    for one in said["visits"] + said["slow"]:
        measure.agree(f"what the page shows of {case.name}", **{
            "the tool": [case.neurons, case.neurons, case.connections, case.synapses, []],
            "the page": [one["neurons_total"], one["neurons_shown"], int(one["connections"]),
                         int(one["synapses"]), one["errors"]]})

    def program(folder):
        return [path for path in folder.iterdir() if path.suffix in (".js", ".wasm")]

    def bytes_of(code):
        return measure.kilobytes(sum(smallest_form(path) for path in code))

    code = program(site)
    # What is asked for before the first picture is on the screen.
    early = [path for path in code if not path.name.startswith(("viewer_rest", "stats_worker"))]
    small, small_early, small_empty = map(bytes_of, (code, early, program(empty)))
    shutil.rmtree(site)
    shutil.rmtree(empty)

    def every(what, who, visits, field, text, beside=()):
        contenders = {who: visits} | ({"an empty page of Dear ImGui": beside} if beside else {})
        return measure.rows_of(f"page: {what}", {
            name: [one[field] for one in those] for name, those in contenders.items()}, text)

    def milliseconds(value):
        return measure.seconds(value / 1000)

    cold, slow = f"{said['browser']}, cold cache", "the same over 10 Mbit/s, 40 ms"
    ready, idle = "every soma on the screen", "idle: all that it wants loaded and counted"
    return [
        *every(ready, cold, said["visits"], "ready_ms", milliseconds, said["empty"]),
        *every(idle, cold, said["visits"], "idle_ms", milliseconds),
        *every(ready, slow, said["slow"], "ready_ms", milliseconds, said["empty_slow"]),
        *every(idle, slow, said["slow"], "idle_ms", milliseconds),
        *every("bytes on that line until every soma is on the screen", "headers and all",
               said["slow"], "ready_bytes", measure.kilobytes),
        *every("bytes on that line until idle", "headers and all", said["slow"], "idle_bytes",
               measure.kilobytes),
        measure.counted("page: program",
                        f"{len(code)} files of JavaScript and WebAssembly, Brotli -11",
                        small),
        measure.counted("", "those that come before the first picture", small_early),
        measure.counted("", "an empty page of Dear ImGui", small_empty),
        *every("click on a neuron until its synapses are drawn",
               f"{said['browser']}, its tiles here before",
               [one for one in said["visits"] if one["synapses_ms"] is not None], "synapses_ms",
               milliseconds),
        *(row for name in said["visits"][0]["filter_ms"]
          for row in every(f"filter by {name} until counts and picture are new",
                           f"{said['browser']}, its column here before",
                           [{"filter": one["filter_ms"][name]} for one in said["visits"]],
                           "filter", milliseconds)),
        *every("frames drawn in 2 s of rest", cold, said["visits"], "rest_frames",
               lambda frames: f"{frames:.0f}"),
        *every("processor in 5 s of rest", "all processes of the browser, share of one core",
               said["visits"], "rest_cpu", lambda share: f"{100 * share:.1f} %", said["empty"]),
    ]
