// decode.mjs TILES MODULE ROUNDS [node] — from the bytes of the connection tiles in TILES to a graph
// that can be walked both ways, in WebAssembly: in a headless Chromium, or in this node. MODULE is
// the folder with decode_bench.js and .wasm. Prints what each run took as JSON.
//
// Everything is in the module's memory before a clock starts; runs follow one another in one page,
// so that the first one has what a page has just after it was opened: code that is not optimized.
import { argv, stdout } from 'node:process';

import { runModule } from './module.mjs';

const [tiles, folder] = [argv[2], argv[3]], rounds = Number(argv[4]);
const kValues = ['hash', 'decode_out', 'csr', 'transpose', 'reciprocity', 'decode_in', 'engine',
  'edges', 'synapses', 'reciprocal_pairs'];  // as `enum Value` in decode_bench.cpp

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

const place = { tiles, folder, script: 'decode_bench', create: 'createDecodeBench' };
stdout.write(JSON.stringify(await runModule(place, argv[5], measure, rounds, kValues)) + '\n');
