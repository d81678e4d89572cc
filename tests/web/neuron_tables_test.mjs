// neuron_tables_test.mjs — synapses of a neuron, two neurons together, and files to take along.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
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

/** The page's shortest paths from one neuron to another are those of networkx. */
async function checkPaths(on, input, source, target, least) {
  const expected = await cnx.oracle(input, 'paths', source, target, String(least));
  const { paths } = await cnx.open(on, `v=1&sel=${source}&with=${target}&paths=${least}`);
  if (expected.length === null) {
    assert.match(paths.sentence, /^There is no path/);
    return 0;
  }
  const count = expected.count.toLocaleString('en-US');
  assert.ok(paths.sentence.startsWith(`${count} path${expected.count === 1 ? '' : 's'} of ${expected.length} connection`),
    `${paths.sentence} / ${JSON.stringify(expected)}`);
  assert.equal(paths.listed, Math.min(expected.count, 50));
  const mirror = await cnx.waitForMirror(on, new RegExp(`${count} paths? of ${expected.length} connection`));
  assert.ok(mirror.includes(`Path 1, weakest connection ${expected.strongest}:`), mirror);
  return expected.length;
}

test('two neurons have the shortest paths that networkx finds', async () => {
  const ids = await cnx.oracle(site.input, 'ids');
  for (const [target, least] of [[ids[17], 1], [ids[4021], 2], [ids[2500], 400]]) {
    await checkPaths(page, site.input, neuron, target, least);
  }
});

const larva = process.env.CNX_TEST_DATA && join(process.env.CNX_TEST_DATA, 'larva_winding2023.h5');
test('so have neurons of a whole brain', { skip: larva ? false : 'CNX_TEST_DATA is not set' }, async () => {
  const data = mkdtempSync(join(site.folder, 'larva-'));
  execFileSync(cnx.tool, ['tile', larva, '-o', join(data, 'data')], { stdio: 'pipe' });
  const brain = cnx.makeSite(0, { input: larva, data: join(data, 'data') });
  const brainServer = await cnx.serve(brain.site);
  const { page: on, trouble } = await cnx.openReadyPage(browser, brainServer.address);
  try {
    const ids = await cnx.oracle(larva, 'ids');
    let longest = 0;
    for (const [from, to, least] of [[3, 2000, 1], [1500, 40, 5], [2900, 700, 10], [120, 2500, 3]]) {
      longest = Math.max(longest, await checkPaths(on, larva, ids[from], ids[to], least));
    }
    assert.ok(longest > 2, 'some neurons are far apart');
    assert.deepEqual(trouble, []);
  } finally {
    await on.context().close();
    brainServer.stop();
    brain.remove();
  }
});

test('the network around a neuron is a file that networkx reads, the same as in the input', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  const { neighborhood, neighborhood_connections } = await cnx.oracle(site.input, 'neuron', neuron);
  await cnx.click(page, kExport);
  const path = await download([kExport[0] + 60, 236]);
  assert.match(path, /network_of_\d+_neurons\.graphml$/);
  const read = await cnx.oracle(site.input, 'network', path);
  assert.deepEqual(read, { nodes: neighborhood, edges: neighborhood_connections, directed: true,
    same_edges: true, same_classes: true });
});

test('the table of neurons has every column and a line each, and what was counted for each', async () => {
  await cnx.open(page, 'v=1&f.cell_type=4P&structure=on');
  await cnx.idle(page);
  await cnx.click(page, kExport);
  const file = await download([kExport[0] + 60, 110]);
  const lines = readFileSync(file, 'utf8').split('\r\n');
  const skip = Number(lines[0].match(/after these (\d+) lines/)[1]);
  const heads = lines[skip].split(',');
  const { columns } = cnx.manifestOf(site.data);
  for (const { name } of columns) assert.ok(heads.includes(name), `there is no column ${name}`);
  const rows = lines.slice(skip + 1, -1).map((line) => line.split(','));
  assert.equal(rows.length, cnx.toolStatistics(site.data, ['class=4P']).neurons);
  const type = heads.indexOf('cell_type'), core = heads.indexOf('core number');
  assert.ok(rows.every((row) => row.length === heads.length && row[type] === '4P'));
  assert.ok(rows.every((row) => /^[0-9]+$/.test(row[core])), 'each has a core number');
  // The tool counts the neurons of the file, by their ids.
  const told = (...chosen) => execFileSync(cnx.tool, ['stats', site.data, '--only', 'counts', ...chosen], { encoding: 'utf8' });
  const numbers = (text) => text.slice(text.indexOf('\n\n'));
  assert.equal(numbers(told('--where-ids', file)), numbers(told('--where', 'class=4P')));
});

test('ids go to the clipboard, every digit of them', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  await cnx.click(page, kExport);
  await cnx.click(page, [kExport[0] + 60, 90]);
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
  assert.deepEqual(copied.toSorted(), (await cnx.oracle(site.input, 'ids')).sort());
  const counts = execFileSync(cnx.tool, ['stats', site.data, '--only', 'counts', '--where-ids', '-'],
    { encoding: 'utf8', input: copied.join('\n') });
  assert.match(counts, /\n5,000 of 5,000 neurons: ids on stdin\n/);
});

test('synapses are a table with as many rows as there are, and sizes that sum up', async () => {
  await cnx.open(page, `v=1&sel=${neuron}`);
  await cnx.click(page, kExport);
  const text = readFileSync(await download([kExport[0] + 60, 276]), 'utf8');
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
