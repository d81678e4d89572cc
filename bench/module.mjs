// module.mjs — runs a WebAssembly module of bench/ in a headless Chromium, or in this node, with a
// folder of tiles within its reach.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import process from 'node:process';

/**
 * measure(createModule, fetchBytes, ...values): what to do there; it runs in the browser too and
 * must not refer to anything outside. fetchBytes(path) gives bytes of a file in `tiles`.
 * Returns what `measure` returns, with `where`: the browser's or node's name and version.
 *   { tiles, folder, script, create }: the folder with the tiles, that with the module, the
 *   module's script without .js, and the function that it exports
 */
export async function runModule(place, where, measure, ...values) {
  return where === 'node' ? inNode(place, measure, values) : inChromium(place, measure, values);
}

async function inNode({ tiles, folder, script }, measure, values) {
  const create = createRequire(import.meta.url)(join(folder, `${script}.js`));
  // Emscripten before 3.1.13 takes a node that has fetch for a browser.
  const wasmBinary = readFileSync(join(folder, `${script}.wasm`));
  const said = await measure(() => create({ wasmBinary }),
    async (path) => readFileSync(join(tiles, path)), ...values);
  return { where: `node ${process.version}`, ...said };
}

async function inChromium({ tiles, folder, script, create }, measure, values) {
  const { launch } = await import('../tests/web/support.mjs');
  const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = path.startsWith('/data/') ? join(tiles, path.slice(6)) : join(folder, path);
    if (path === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>bench</title>');
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
    await page.addScriptTag({ url: `${address}${script}.js` });
    const said = await page.evaluate(`(async () => {
      const fetchBytes = async (path) => {
        const response = await fetch('/data/' + path);
        if (!response.ok) throw new Error(path + ': ' + response.status);
        return new Uint8Array(await response.arrayBuffer());
      };
      return (${measure.toString()})(${create}, fetchBytes, ...${JSON.stringify(values)});
    })()`);
    return { where: `Chromium ${browser.version()}`, ...said };
  } finally {
    await browser.close();
    server.close();
  }
}
