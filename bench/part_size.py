"""part_size.py — bytes of the tiles by family, and of the same numbers under other compressors."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

import measure

HERE = pathlib.Path(__file__).resolve().parent
COMPRESSORS = {
    "zstd -19": ["zstd", "-19", "--single-thread", "--quiet", "--stdout"],
    "Brotli -11": ["brotli", "-q", "11", "--lgwin=24", "--stdout"],
}


def families(tiles):
    """[(kind, names of its columns, number of tiles, bytes)] of a folder, from its manifest; sizes
    are those of the files."""
    manifest = json.loads((tiles / "manifest.json").read_text())
    found = []
    for family in manifest["families"]:
        names = {entry for tile in family["tiles"] for entry in tile
                 if isinstance(entry, str) and re.fullmatch("[0-9a-f]{16}", entry)}
        if not names:
            raise measure.Failed(f"{tiles}/manifest.json names no tiles for {family['kind']} in a "
                                 "way that bench/part_size.py knows")
        size = sum(os.stat(tiles / "tiles" / f"{name}.tile").st_size for name in names)
        # Of edges the family's kind names the list that its columns are in.
        names_of = manifest[family["kind"] if family["kind"].endswith("_columns") else "columns"]
        columns = [names_of[i]["name"] for i in family.get("columns", [])]
        if family.get("position", "none") != "none":
            columns.insert(0, f"soma positions, {family['position']} part")
        found.append((family["kind"], columns, len(names), size))
    return found


def compressed(path, name, cache):
    """Bytes of a file under a compressor. What is known of the same bytes is not made again."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    command = COMPRESSORS[name]
    program = shutil.which(command[0])
    if program is None:
        raise measure.Failed(f"{command[0]} is not here; install it: apt-get install {command[0]}")
    version = measure.run([program, "--version"]).output.strip()
    key = hashlib.sha256(f"{digest} {command} {version}".encode()).hexdigest()
    known = cache / f"{key}.size"
    if not known.exists():
        measure.say(f"{name} of {path.name} ({measure.kilobytes(path.stat().st_size)})")
        packed = cache / f"{key}.packed"
        with open(packed, "wb") as out:
            if subprocess.run([program, *command[1:], str(path)], stdout=out).returncode != 0:
                raise measure.Failed(f"{name} of {path} failed")
        known.write_text(str(packed.stat().st_size))
        packed.unlink()
    return int(known.read_text())


def rows(case):
    weight = ["--weight", case.edge_weight] if case.edge_weight else []
    folder = case.scratch / "plain"
    shutil.rmtree(folder, ignore_errors=True)
    measure.say("plain arrays of the same numbers")
    said = measure.result(measure.run(["/usr/bin/python3", HERE / "plain_arrays.py", case.input,
                                       folder, case.tiles, *case.groups, *weight]))
    measure.agree(f"counts of {case.name}", tiles=[case.neurons, case.connections, case.synapses],
                  plain=[said[key] for key in ("neurons", "connections", "synapses")])
    cache = case.scratch.parent / "compressed"
    cache.mkdir(exist_ok=True)
    jobs = [(file, name) for file in said["files"] for name in COMPRESSORS]
    jobs.sort(key=lambda job: -said["files"][job[0]] * (job[1] == "Brotli -11"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda job: compressed(folder / job[0], job[1], cache), jobs)
        sizes = dict(zip(jobs, made))
    shutil.rmtree(folder)

    of = {"neurons": (case.neurons, "B", 1, "neuron"),
          "connections": (case.connections, "bits", 8, "connection"),
          "synapses": (case.synapses, "B", 1, "synapse")}

    def text(size, thing):
        count, unit, factor, word = of[thing]
        each = size * factor / count if count else 0
        return f"{measure.kilobytes(size)} = {each:.2f} {unit}/{word}"

    def against(what, thing, ours, files):
        """Ours, and each compressor over each of the plain forms."""
        table = []
        for label, file in files:
            if file not in said["files"]:
                continue
            table.append(measure.counted("", f"{label}, plain", text(said["files"][file], thing),
                                         measure.ratio(ours, said["files"][file]) if ours else ""))
            for name in COMPRESSORS:
                size = sizes[file, name]
                table.append(measure.counted("", f"{label}, {name}", text(size, thing),
                                             measure.ratio(ours, size) if ours else ""))
        return table

    def entropies(kind, thing, ours):
        """What the numbers of a family take at least, by how often each occurs."""
        parts = said["entropy"].get(kind, {})
        given = [name for name in parts if ", given " in name]
        counted = {name: bits for name, bits in parts.items()
                   if not any(other.startswith(name + ", given ") for other in given)}
        if not counted:
            return []
        total = sum(counted.values()) / 8
        table = [measure.counted("", "entropy measured", text(total, thing),
                                 measure.ratio(ours, total))]
        if len(parts) > 1 or given:
            table += [measure.counted("", f"entropy of {name}", text(bits / 8, thing))
                      for name, bits in parts.items()]
        return table

    found = families(case.tiles)
    table = [measure.counted("size: all tiles", "connectoscope",
                             measure.kilobytes(case.tile_bytes)),
             measure.counted("", "the HDF5 file", measure.kilobytes(os.stat(case.input).st_size),
                             measure.ratio(case.tile_bytes, os.stat(case.input).st_size))]
    for kind in dict.fromkeys(kind for kind, *_ in found):
        thing = {"neurons": "neurons", "connection": "connections",
                 "connections": "connections"}.get(kind.split("_")[0], "synapses")
        of_kind = [entry for entry in found if entry[0] == kind]
        total = sum(size for *_, size in of_kind)
        many = sum(count for _, _, count, _ in of_kind)
        table.append(measure.counted(f"size: {kind}", f"connectoscope, {many} tiles",
                                     text(total, thing)))
        if kind == "neurons" and len(of_kind) > 1:
            for _, columns, _, size in of_kind:
                table.append(measure.counted("", "of these: " + ", ".join(columns),
                                             text(size, thing)))
        if kind == "neurons":
            table += against(kind, thing, total, [("columns", "neurons.columns")])
        elif kind == "connections_out":
            table += against(kind, thing, total, [("lists as varints", "connection_lists.varint")])
            table += entropies(kind, thing, total)
            table += against(kind, thing, 0, [("of these: gaps", "connection_gaps.varint"),
                                              ("of these: counts", "connection_counts.varint")])
        elif kind == "synapses":
            table += against(kind, thing, total, [("residuals as varints", "synapses.varint"),
                                                  ("columns", "synapses.columns")])
        if kind != "connections_out":
            table += entropies(kind, thing, total)
    return table
