// pack_test.mjs — a packed file gives the page what its folder gives, from servers that send parts
// of files and from those that do not, and what is wrong with one is said.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 2000;
const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.json': 'application/json' };
let browser, site, server, fromFolder;

before(async () => {
  site = cnx.makeSite(kNeurons);
  execFileSync(cnx.tool, ['tile', site.input, '-o', join(site.folder, 'tiles'), '--pack',
    join(site.site, 'whole.cnxpack')], { stdio: 'pipe' });
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  const opened = await cnx.openReadyPage(browser, server.address);
  fromFolder = await cnx.state(opened.page);
  await opened.context.close();
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const comparable = ({ frames_drawn: _, scenes_drawn: ___, notes: __, ...rest }) => rest;

/** A server of the site that answers requests for the pack with `answer(request, response, path)`. */
async function serveWith(answer) {
  const packRequests = [];
  const web = createServer((request, response) => {
    const path = join(site.site, decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/\/$/, '/index.html'));
    if (path.endsWith('.cnxpack')) {
      packRequests.push(request.headers.range ?? 'whole');
      return answer(request, response, path);
    }
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': kTypes[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${web.address().port}/`, packRequests,
    stop: () => { web.closeAllConnections(); web.close(); } };
}

/** What the page says of a pack that `answer` sends: its message line, or its failed tiles. */
async function complaintAbout(answer) {
  const odd = await serveWith(answer);
  const { page, context } = await cnx.openPage(browser, odd.address, { query: '?data=whole.cnxpack' });
  const said = await (await page.waitForFunction(() => {
    const message = document.querySelector('#message');
    if (message && !message.hidden && /cnxpack/.test(message.textContent)) return message.textContent;
    const errors = window.connectoscope?.state?.()?.errors ?? [];
    return errors.length > 0 && errors.join('\n');
  })).jsonValue();
  await context.close();
  odd.stop();
  return said;
}

const rangeOf = (request) => /^bytes=(\d+)-(\d+)$/.exec(request.headers.range).slice(1).map(Number);

test('a pack shows what its folder shows, and only parts of it are asked for', async () => {
  const { page, context, trouble, requests } =
    await cnx.openReadyPage(browser, server.address, { query: '?data=whole.cnxpack' });
  const state = await cnx.state(page);
  assert.deepEqual(comparable(state), comparable(fromFolder));
  assert.deepEqual(state.notes, []);
  assert.deepEqual(trouble, []);
  assert.ok(requests.filter((url) => url.endsWith('/whole.cnxpack')).length > 1);
  assert.ok(!requests.some((url) => url.includes('/data/')), 'nothing of the folder is fetched');
  await context.close();
});

test('from a server without ranges the whole file is fetched once, and the page says so', async () => {
  const plain = await serveWith((_, response, path) => {
    response.writeHead(200, { 'Content-Length': statSync(path).size });
    createReadStream(path).pipe(response);
  });
  const { page, context, trouble } =
    await cnx.openReadyPage(browser, plain.address, { query: '?data=whole.cnxpack' });
  const state = await cnx.state(page);
  assert.deepEqual(comparable(state), comparable(fromFolder));
  assert.equal(state.notes.length, 1);
  assert.match(state.notes[0], /does not send parts of files.*whole\.cnxpack/);
  assert.deepEqual(trouble, []);
  assert.equal(plain.packRequests.length, 1);
  await context.close();
  plain.stop();
});

test('a whole file that is too large to be taken is refused before it is', async () => {
  const said = await complaintAbout((_, response) => {
    response.writeHead(200, { 'Content-Length': 1024 ** 4 });
    response.write('CNXP');
  });
  assert.match(said, /does not send parts of files, and the whole is larger than 256 MiB/);
});

test('compact tiles show the same partners and synapses, once all outputs are there', async () => {
  execFileSync(cnx.tool, ['tile', site.input, '-o', join(site.site, 'compact'), '--compact'], { stdio: 'pipe' });
  const { families } = JSON.parse(readFileSync(join(site.site, 'compact', 'manifest.json'), 'utf8'));
  const kinds = families.map(({ kind }) => kind);
  assert.ok(!kinds.includes('connections_in') && !kinds.includes('synapse_overview'));
  const whole = await cnx.openReadyPage(browser, server.address);
  const neuron = (await cnx.clickNeuron(whole.page)).state.selected;
  const expected = await cnx.open(whole.page, `v=1&sel=${neuron}`);
  const compact = await cnx.openReadyPage(browser, server.address, { query: '?data=compact' });
  const found = await cnx.open(compact.page, `v=1&sel=${neuron}`);
  assert.ok(expected.partners.inputs > 0);
  assert.deepEqual(found.partners, expected.partners);
  const counts = ({ bytes_left: _, ...rest }) => rest;
  assert.deepEqual(counts(found.synapses), counts(expected.synapses));
  assert.deepEqual(compact.trouble, []);
  await whole.context.close();
  await compact.context.close();
});

test('parts that are compressed, or other parts than were asked for, are refused with a reason', async () => {
  assert.match(await complaintAbout((request, response, path) => {
    const [first, last] = rangeOf(request), bytes = readFileSync(path);
    const end = Math.min(last, bytes.length - 1);
    response.writeHead(206, { 'Content-Range': `bytes ${first + 1}-${end}/${bytes.length}` });
    response.end(bytes.subarray(first + 1, end + 1));
  }), /another part of the file than was asked for/);
  assert.match(await complaintAbout((request, response, path) => {
    const bytes = readFileSync(path), last = Math.min(rangeOf(request)[1], bytes.length - 1);
    response.writeHead(206, { 'Content-Encoding': 'gzip', 'Content-Range': `bytes 0-${last}/${bytes.length}` });
    response.end(bytes.subarray(0, last + 1));
  }), /compresses parts of files|cannot be reached/);
});

test('a pack that was cut off or changed is told tile by tile', async () => {
  const pack = readFileSync(join(site.site, 'whole.cnxpack'));
  const sendFrom = (bytes) => (request, response) => {
    const [first, last] = rangeOf(request), end = Math.min(last, bytes.length - 1);
    if (first >= bytes.length) {
      return response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    }
    response.writeHead(206, { 'Content-Range': `bytes ${first}-${end}/${bytes.length}` });
    response.end(bytes.subarray(first, end + 1));
  };
  const head = 18 + pack.readUInt32LE(6);
  assert.match(await complaintAbout(sendFrom(pack.subarray(0, head))), /ends before the part that was asked for/);
  assert.match(await complaintAbout(sendFrom(pack.subarray(0, head - 5))), /ends inside its manifest/);
  const changed = Buffer.from(pack);
  changed.fill(0x55, head);
  assert.match(await complaintAbout(sendFrom(changed)), /not the ones that the manifest promises/);
  changed[head - 20] ^= 1;
  assert.match(await complaintAbout(sendFrom(changed)), /not the one that its header promises/);
  writeFileSync(join(site.site, 'no.cnxpack'), 'no pack at all');
  const opened = await cnx.openPage(browser, server.address, { query: '?data=no.cnxpack' });
  await opened.page.waitForFunction(() => /not a dataset of Connectoscope/.test(document.querySelector('#message').textContent));
  await opened.context.close();
});
