// neuron_tables_test.mjs — synapses of a neuron, two neurons together, and files to take along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
const kExport = [605, 20];  // the button, in CSS pixels
let browser, site, server, opened, page, neuron;

before(async () => {
  site = cnx.makeSite(kNeurons);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address);
  page = opened.page;
  neuron = (await cnx.clickNeuron(page)).state.selected;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

/** Clicks, and resolves with the path and name of the file that is offered. */
async function download(at) {
  const [file] = await Promise.all([page.waitForEvent('download'), cnx.click(page, at)]);
  const path = join(site.folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

test('the synapses of a selected neuron are located, as many as the file has', async () => {
  const { inputs, outputs } = await cnx.oracle(site.input, 'synapses', neuron);
  const { synapses } = await cnx.state(page);
  assert.equal(synapses.inputs, inputs.count);
  assert.equal(synapses.inputs_located, inputs.count);
  assert.equal(synapses.outputs, outputs.count);
  assert.equal(synapses.outputs_located, outputs.count, 'all tiles of a small sample fit the budget');
  assert.equal(synapses.bytes_left, 0);
  assert.equal(synapses.drawn, inputs.count + outputs.count);
  await cnx.waitForMirror(page, new RegExp(`${inputs.count.toLocaleString('en-US')} of .* input synapses`));
});

test('synapses come from tiles of this server, and again from none', async () => {
  const before = (await cnx.state(page)).bytes_loaded;
  await cnx.open(page, 'v=1');
  const again = await cnx.open(page, `v=1&sel=${neuron}`);
  assert.equal(again.bytes_loaded, before);
  assert.ok(again.synapses.drawn > 0);
  const off = await cnx.open(page, `v=1&sel=${neuron}&synapses=off`);
  assert.equal(off.synapses.drawn, 0);
});

test('two neurons have the shortest paths that networkx finds', async () => {
  const ids = await cnx.oracle(site.input, 'ids');
  for (const [target, least] of [[ids[17], 1], [ids[4021], 2], [ids[2500], 400]]) {
    const expected = await cnx.oracle(site.input, 'paths', neuron, target, String(least));
    const { paths } = await cnx.open(page, `v=1&sel=${neuron}&with=${target}&paths=${least}`);
    if (expected.length === null) {
      assert.match(paths.sentence, /^There is no path/);
      continue;
    }
    const count = expected.count.toLocaleString('en-US');
    assert.ok(paths.sentence.startsWith(`${count} path${expected.count === 1 ? '' : 's'} of ${expected.length} connection`),
      `${paths.sentence} / ${JSON.stringify(expected)}`);
    assert.equal(paths.listed, Math.min(expected.count, 50));
    await cnx.waitForMirror(page, new RegExp(`${count} paths? of ${expected.length} connection`));
  }
});

test('the network around a neuron is a file that networkx reads, the same as in the input', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  const { neighborhood, neighborhood_connections } = await cnx.oracle(site.input, 'neuron', neuron);
  await cnx.click(page, kExport);
  const path = await download([kExport[0] + 60, 168]);
  assert.match(path, /network_of_\d+_neurons\.graphml$/);
  const read = await cnx.oracle(site.input, 'network', path);
  assert.deepEqual(read, { nodes: neighborhood, edges: neighborhood_connections, directed: true,
    same_edges: true, same_classes: true });
});

test('ids go to the clipboard, every digit of them', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  await cnx.click(page, kExport);
  await cnx.click(page, [kExport[0] + 60, 62]);
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
  assert.deepEqual(copied.sort(), (await cnx.oracle(site.input, 'ids')).sort());
});

test('synapses are a table with as many rows as there are, and sizes that sum up', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  await cnx.click(page, kExport);
  const text = readFileSync(await download([kExport[0] + 60, 208]), 'utf8');
  const lines = text.split('\r\n');
  const skip = Number(lines[0].match(/after these (\d+) lines/)[1]);
  assert.ok(lines.some((line) => line.includes(`View: ${server.address}#v=1&sel=${neuron}`)));
  assert.ok(lines.some((line) => line.startsWith('# Synthetic sample')));
  const heads = lines[skip].split(',');
  const rows = lines.slice(skip + 1, -1).map((line) => line.split(','));
  const { inputs, outputs } = await cnx.oracle(site.input, 'synapses', neuron);
  for (const [side, expected] of [['input', inputs], ['output', outputs]]) {
    const of = rows.filter((row) => row[0] === side);
    assert.equal(of.length, expected.count);
    const sum = of.reduce((total, row) => total + Number(row[heads.indexOf('size (voxels)')]), 0);
    assert.equal(sum, expected.size);
  }
});

test('nothing went wrong on the way, and nothing left for another server', () => {
  assert.deepEqual(opened.trouble, []);
});
