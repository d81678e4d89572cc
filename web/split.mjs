// split.mjs — parts the page's program: what the first picture needs, and the rest.
//
//   node split.mjs BINARYEN REST.txt WHOLE.wasm FIRST.wasm OUTPUT.wasm OUTPUT_REST.wasm REST.o...
//
// BINARYEN is the folder of its programs. WHOLE is the program with the names of its functions, FIRST the same linked without the files that
// REST.txt names. The first part is what can be called in FIRST, and what that calls under another
// name in WHOLE, where equal functions were made one. All else is the rest: to its functions lead
// placeholders, until shell.js has added it. It brings its own constants: what lies between the two
// marks of rest_mark.cpp, which are linked around those files.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [binaryen, restFile, whole, first, output, outputRest, ...restObjects] = process.argv.slice(2);
const kFeatures = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types',
  'sign-ext', 'simd'].map((feature) => '--enable-' + feature);
// No large function is moved into its only caller, where it compresses worse.
const kSmall = ['--one-caller-inline-max-function-size=40', '-Oz', '--low-memory-unused', '-Oz', '--strip-debug',
  '--strip-producers'];

function run(program, ...options) {
  return execFileSync(join(binaryen, program), [...kFeatures, ...options], { encoding: 'utf8', maxBuffer: 2 ** 29 });
}

/** The functions of a module by name: those that it has, those that can be called from outside or
 * through the table, those that it lacks, and for each the ones that it calls. */
function functionsOf(file) {
  const graph = run('wasm-opt', file, '--print-call-graph', '-o', '/dev/null');
  const here = new Set(), roots = new Set(), calls = new Map();
  for (const [, name, style] of graph.matchAll(/^  "([^"\n]*)" \[style="filled(.*)\];$/gm)) {
    if (!style.includes('turquoise')) here.add(name);
    if (style.includes('gray') || style.includes('rounded')) roots.add(name);
  }
  for (const [, from, to] of graph.matchAll(/^  "([^"\n]*)" -> "([^"\n]*)"; \/\/ call$/gm)) {
    if (calls.has(from)) calls.get(from).push(to);
    else calls.set(from, [to]);
  }
  const lacks = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file))).map(({ name }) => name);
  return { here, roots, calls, lacks };
}

/** What of `functions` is called, directly or not, where `starts` are, but for what `leaves` says. */
function reached({ here, calls }, starts, leaves) {
  const found = new Set(), waiting = [...starts];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (found.has(name) || !here.has(name) || leaves(name)) continue;
    found.add(name);
    waiting.push(...calls.get(name) ?? []);
  }
  return found;
}

/** "ImGui::Begin" of "_ZN5ImGui5BeginEPKcPbi": the names in a name, without its arguments. */
function readable(name) {
  const parts = [];
  let left = /^_Z[NKL]*\d/.test(name) ? name.replace(/^_Z[NKL]*/, '') : '';
  for (let length; (length = parseInt(left, 10)) > 0;) {
    const begin = String(length).length;
    parts.push(left.slice(begin, begin + length));
    left = left.slice(begin + length);
  }
  return parts.length > 0 ? parts.join('::') : name;
}

/** A module as [id, body] of each section; and back. */
function sectionsOf(file) {
  const bytes = readFileSync(file), sections = [];
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const id = bytes[reader.at++];
    sections.push([id, reader.take(reader.number())]);
  }
  return sections;
}
function writeSections(file, sections) {
  writeFileSync(file, Buffer.concat([Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]),
    ...sections.flatMap(([id, body]) => [Buffer.from([id]), numberBytes(body.length), body])]));
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  take(count) {
    return this.bytes.subarray(this.at, this.at += count);
  }
}

/** `most` is what the last byte may hold: a bit less where the number is signed, as addresses are. */
function numberBytes(value, most = 127) {
  const bytes = [];
  for (; value > most; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
  return Buffer.from([...bytes, value]);
}

const kI32Const = 0x41, kEnd = 0x0b, kDataId = 11, kDataCountId = 12, kCodeId = 10;

/** The contents of memory that a module brings: [address, bytes]. */
function dataOf(body) {
  const reader = new Reader(body), pieces = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    if (reader.number() !== 0 || body[reader.at++] !== kI32Const) throw new Error('split: data of an unknown kind');
    const address = reader.number();  // not negative, so that its sign is no matter
    reader.at += 1;
    pieces.push([address, reader.take(reader.number())]);
  }
  return pieces;
}
function dataBody(pieces) {
  return Buffer.concat([numberBytes(pieces.length), ...pieces.flatMap(([address, bytes]) =>
    [Buffer.from([0, kI32Const]), numberBytes(address, 63), Buffer.from([kEnd]), numberBytes(bytes.length), bytes])]);
}

/** Moves what lies between the marks from the first part's data to the rest, which has none. */
function moveData(firstPart, restPart) {
  const sections = sectionsOf(firstPart);
  const data = sections.find(([id]) => id === kDataId);
  const pieces = dataOf(data[1]);
  const markAt = (end, kind) => {
    const words = `The rest of the program ${end}: ${kind}.`;
    for (const [address, bytes] of pieces) {
      const at = bytes.indexOf(words);
      if (at >= 0) return address + at;
    }
    throw new Error(`split: "${words}" is not in the data`);
  };
  const ranges = ['constants', 'data'].map((kind) => [markAt('begins', kind), markAt('ends', kind)]);
  const cuts = ranges.flat();
  const stays = [], goes = [];
  for (const [address, bytes] of pieces) {
    let from = address;
    for (const to of [...cuts.filter((cut) => cut > address && cut < address + bytes.length), address + bytes.length]) {
      const piece = [from, bytes.subarray(from - address, to - address)];
      (ranges.some(([begin, end]) => from >= begin && from < end) ? goes : stays).push(piece);
      from = to;
    }
  }
  data[1] = dataBody(stays);
  writeSections(firstPart, sections.filter(([id]) => id !== kDataCountId));
  const rest = sectionsOf(restPart);
  rest.splice(rest.findIndex(([id]) => id === kCodeId) + 1, 0, [kDataId, dataBody(goes)]);
  writeSections(restPart, rest);
}

// Constructors of globals run at the start, when the rest's constants are not there yet.
const constructing = restObjects.filter((file) => readFileSync(file).includes('_GLOBAL__sub_I_'));
if (constructing.length > 0) {
  throw new Error('split: files of the rest have globals with constructors: ' + constructing.join(', '));
}

const patterns = readFileSync(restFile, 'utf8').split('\n').filter((line) => line.startsWith('function '));
const named = new RegExp('^(' + patterns.map((line) => line.slice('function '.length)).join('|') + ')$');
const inWhole = functionsOf(whole), inFirst = functionsOf(first);
const left = new Set(inFirst.lacks);
const isRest = (name) => left.has(name) || named.test(readable(name));

const needed = reached(inFirst, inFirst.roots, isRest);
const kept = reached(inWhole, needed, isRest);

const folder = mkdtempSync(join(tmpdir(), 'split'));
try {
  const list = join(folder, 'kept.txt'), parts = [join(folder, 'first.wasm'), join(folder, 'rest.wasm')];
  writeFileSync(list, [...kept].join('\n'));
  run('wasm-split', whole, `--keep-funcs=@${list}`, '-o1', parts[0], '-o2', parts[1],
    '--import-namespace=primary', '--placeholder-namespace=placeholder');
  moveData(...parts);
  [output, outputRest].forEach((file, part) => run('wasm-opt', parts[part], ...kSmall, '-o', file));
} finally {
  rmSync(folder, { recursive: true });
}
