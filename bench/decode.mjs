// decode.mjs TILES MODULE ROUNDS [node] — from the bytes of the connection tiles in TILES to a graph
// that can be walked both ways, in WebAssembly: in a headless Chromium, or in this node. MODULE is
// the folder with decode_bench.js and .wasm. Prints what each run took as JSON.
//
// Everything is in the module's memory before a clock starts; runs follow one another in one page,
// so that the first one has what a page has just after it was opened: code that is not optimized.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { argv, stdout } from 'node:process';

const [tiles, module] = [argv[2], argv[3]], rounds = Number(argv[4]);
const kValues = ['hash', 'decode_out', 'csr', 'transpose', 'reciprocity', 'decode_in', 'engine',
  'edges', 'synapses', 'reciprocal_pairs'];  // as `enum Value` in decode_bench.cpp

/** Runs in the browser too: it must not refer to anything outside. */
async function measure(createDecodeBench, fetchBytes, rounds, names) {
  const bench = await createDecodeBench();
  const inMemory = (bytes) => {
    const at = bench._malloc(bytes.length);
    bench.HEAPU8.set(bytes, at);
    return at;
  };
  const manifest = JSON.parse(new TextDecoder().decode(await fetchBytes('manifest.json')));
  bench._bench_open(manifest.neuron_count);
  for (const family of manifest.families) {
    const outgoing = family.kind === 'connections_out' ? 1 : 0;
    if (!outgoing && family.kind !== 'connections_in') continue;
    const model = Uint8Array.from(family.model.match(/../g), (hex) => parseInt(hex, 16));
    const model_at = inMemory(model);
    bench._bench_family(outgoing, family.block_neurons, model_at, model.length);
    bench._free(model_at);
    for (const [hash] of family.tiles) {
      const tile = await fetchBytes(`tiles/${hash}.tile`);
      const at = inMemory(tile);
      bench._bench_tile(outgoing, at, tile.length, parseInt(hash.slice(0, 8), 16),
        parseInt(hash.slice(8), 16));
      bench._free(at);
    }
  }
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const at = bench._bench_run();
    const values = new Float64Array(bench.HEAPU8.buffer, at, names.length);
    runs.push(Object.fromEntries(names.map((name, i) => [name, values[i]])));
    await new Promise((resolve) => setTimeout(resolve, 20));  // as between two messages
  }
  return { runs, memory_bytes: bench.HEAPU8.length };
}

async function inNode() {
  const createDecodeBench = createRequire(import.meta.url)(join(module, 'decode_bench.js'));
  // Emscripten before 3.1.13 takes a node that has fetch for a browser.
  const wasmBinary = readFileSync(join(module, 'decode_bench.wasm'));
  const said = await measure(() => createDecodeBench({ wasmBinary }),
    async (path) => readFileSync(join(tiles, path)), rounds, kValues);
  return { where: `node ${process.version}`, ...said };
}

async function inChromium() {
  const { launch } = await import('../tests/web/support.mjs');
  const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = path.startsWith('/data/') ? join(tiles, path.slice(6)) : join(module, path);
    if (path === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>decode</title>');
    } else if (existsSync(file)) {
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
        .end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(address);
    await page.addScriptTag({ url: `${address}decode_bench.js` });
    const said = await page.evaluate(`(async () => {
      const fetchBytes = async (path) => {
        const response = await fetch('/data/' + path);
        if (!response.ok) throw new Error(path + ': ' + response.status);
        return new Uint8Array(await response.arrayBuffer());
      };
      return (${measure.toString()})(createDecodeBench, fetchBytes, ${rounds}, ${JSON.stringify(kValues)});
    })()`);
    return { where: `Chromium ${browser.version()}`, ...said };
  } finally {
    await browser.close();
    server.close();
  }
}

stdout.write(JSON.stringify(await (argv[5] === 'node' ? inNode() : inChromium())) + '\n');
