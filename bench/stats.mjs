// stats.mjs TILES MODULE ROUNDS [browser|node [STEP]] — what the worker's statistics of the connectome in TILES
// take, in WebAssembly on one thread: in a headless Chromium, or in this node; all steps or one. MODULE is the folder
// with stats_bench.js and .wasm. Prints what each round took, and what came out, as JSON.
import { argv, stdout } from 'node:process';

import { runModule } from './module.mjs';

async function measure(createStatsBench, fetchBytes, rounds, step) {
  const bench = await createStatsBench();
  const withBytes = (bytes, use) => {
    const at = bench._malloc(bytes.length);
    bench.HEAPU8.set(bytes, at);
    use(at);
    bench._free(at);
  };
  const text = await fetchBytes('manifest.json');
  withBytes(text, (at) => bench._bench_open(at, text.length));
  const { families } = JSON.parse(new TextDecoder().decode(text));
  const addTiles = async (...kinds) => {
    for (const [f, family] of families.entries()) {
      if (!kinds.includes(family.kind)) continue;
      for (const [t, [hash]] of family.tiles.entries()) {
        const tile = await fetchBytes(`tiles/${hash}.tile`);
        withBytes(tile, (at) => bench._bench_tile(f, t, at, tile.length));
      }
    }
  };
  const runRounds = async () => {
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      let at;
      const name = new TextEncoder().encode(step);
      withBytes(name, (name_at) => { at = bench._bench_run(name_at, name.length); });
      const end = bench.HEAPU8.indexOf(0, at);
      runs.push(JSON.parse(new TextDecoder().decode(bench.HEAPU8.slice(at, end))));
      await new Promise((resolve) => setTimeout(resolve, 20));  // as between two messages
    }
    return runs;
  };
  await addTiles('neurons', 'connections_out');
  const runs = await runRounds();
  const memory_bytes = bench.HEAPU8.length;
  await addTiles('synapses');
  const synapse_runs = await runRounds();
  return { runs, memory_bytes, synapse_runs, memory_with_synapses_bytes: bench.HEAPU8.length };
}

const place = { tiles: argv[2], folder: argv[3], script: 'stats_bench', create: 'createStatsBench' };
stdout.write(JSON.stringify(await runModule(place, argv[5], measure, Number(argv[4]), argv[6] ?? '')) + '\n');
