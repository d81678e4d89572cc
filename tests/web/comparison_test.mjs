// comparison_test.mjs — the section "A against B": the selection against all other neurons, with the
// numbers of the tool, and the two sets in the link.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(1500);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address);
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);
const separated = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

test('nothing is compared before anybody asks, and without a selection the page says what to do', async () => {
  assert.doesNotMatch(await mirror(), /A against B/);
  await cnx.open(page, 'v=1&compare=on');
  await cnx.waitForMirror(page, /Each set needs two neurons or more that are counted here and not in the other/);
});

test('the selection is compared with all other neurons as the tool compares them', async () => {
  const classes = cnx.manifestOf(site.data).columns.find((column) => column.role === 'cell_class').categories;
  const others = classes.filter((name) => name !== '4P');
  assert.ok(others.length > 1);
  const told = JSON.parse(execFileSync(cnx.tool, ['stats', site.data, '--json', '--only', 'compare',
    '--where', 'class=4P', '--and-where-b', `class=${others}`, '--controls', '999', '--statistics',
    'triads,simplices,structure,degrees,shared,lengths,distance'], { encoding: 'utf8' })).comparison;

  await cnx.open(page, 'v=1&f.cell_type=4P');
  await page.focus('canvas');
  await cnx.press(page, 'Control+a');
  await cnx.idle(page);
  const [rows] = (await cnx.state(page)).view.match(/rows=[0-9a-f]+&chosen=[\w-]+/);
  await cnx.open(page, `v=1&${rows}&compare=on&triads=1&simplices=1&cores=1&degrees=1&shared=1&lengths=1&distance=1`);
  const text = await cnx.waitForMirror(page, /against 999 random deals[^]*of the first 199 deals/);
  assert.ok(text.includes(`Neurons: A ${separated(told.a.neurons)}, B ${separated(told.b.neurons)}.`));
  assert.ok(text.includes(`Connections: A ${separated(told.a.connections)}, B ${separated(told.b.connections)}.`));
  // All of them on one axis, in standard deviations of the deals.
  const z = told.statistics.connection_probability.z.toFixed(1).replace('-', '−');
  assert.match(text, new RegExp(`How far A − B is from chance, in sd of the deals: Connection probability ${z.replace('.', '\\.')} \\(95 % of the deals −\\d`));
  for (const [key, name, unit] of [['connection_probability', 'Connection probability', 100],
    ['reciprocity', 'Reciprocity', 100], ['mean_degree', 'Mean degree', 1],
    ['synapses_per_connection', 'Synapses per connection', 1],
    ['transitivity', 'Transitivity', 100], ['simplices_2_per_neuron', 'Directed 2-simplices per neuron', 1],
    ['largest_core', 'Largest core number', 1], ['out_degree_cv', 'Spread of out-degrees (sd / mean)', 1],
    ['density_of_richest_10', 'Probability among the 10 % of highest degree', 100],
    ['shared_targets_over_expected', 'Shared targets over expected, connected pairs', 1],
    ['mean_length_um', 'Mean distance of connected somata, µm', 1],
    ['distance_fit_b_per_um', 'Fall with distance, b per µm', 1],
    ['first_bin_probability', 'Probability in the first bin of distance', 100]]) {
    const one = told.statistics[key];
    const [, difference, mean, p] = text.match(new RegExp(
      `${name.replace(/[()]/g, '\\$&')}: A − B = (\\S+).*; dealt out (\\S+) ± .*, p = (\\S+), q = \\S+\\.`));
    // As exact as the decimals that are shown.
    const near = (word, value) => assert.ok(
      Math.abs(Number(word.replace('−', '-')) - value) <= 0.51 * 10 ** -(word.split('.')[1] ?? '').length,
      `${name}: the page has ${word}, the tool ${value}`);
    near(difference, unit * one.difference);
    near(mean, unit * one.mean);
    near(p, one.p);
  }
});

test('sizes and places of synapses are those of the tool, and take the tiles of synapses that nobody needed before', async () => {
  const manifest = cnx.manifestOf(site.data);
  const tiles = cnx.tilesOf(manifest, 'synapses'), asked = new Set();
  page.on('request', (request) => tiles.filter((tile) => request.url().endsWith(tile)).forEach((tile) => asked.add(tile)));
  const classes = manifest.columns.find((column) => column.role === 'cell_class').categories;
  const told = JSON.parse(execFileSync(cnx.tool, ['stats', site.data, '--json', '--only', 'compare', '--where', 'class=4P',
    '--and-where-b', `class=${classes.filter((name) => name !== '4P')}`, '--controls', '999', '--statistics', 'sizes'],
    { encoding: 'utf8' })).comparison;
  const [, link] = (await cnx.state(page)).view.match(/(rows=[0-9a-f]+&chosen=[\w-]+)/);
  await cnx.open(page, `v=1&${link}&compare=on`);
  await cnx.waitForMirror(page, /against 999 random deals/);
  assert.equal(asked.size, 0, 'tiles of synapses were fetched for nothing');
  await cnx.open(page, `v=1&${link}&compare=on&sizes=1`);
  const text = await cnx.waitForMirror(page, /Clumped synapses: A − B/);
  assert.equal(asked.size, tiles.length);
  assert.match((await cnx.state(page)).view, /&sizes=1/);
  assert.ok(text.includes(`Synapses: A ${separated(told.a.synapses)}, B ${separated(told.b.synapses)}.`));
  const size = told.statistics.mean_synapse_size;
  const shown = (value) => separated(Math.round(value));  // of thousands no decimals
  const side = (set) => `${shown(size[set])} (n = ${separated(size[`${set}_n`])} synapses)`;
  assert.equal(size.a_n, told.a.synapses);
  assert.ok(text.includes(`Mean synapse size, voxels: A ${side('a')}, B ${side('b')}.`),
    `${shown(size.a)} and ${shown(size.b)} are not in ${text.match(/Mean synapse size.*/g)}`);
  const median = told.statistics.median_synapse_size, share = told.statistics.clumped_share;
  const of = (set) => `${shown(median[set])} (n = ${separated(median[`${set}_n`])} synapses)`;
  assert.ok(text.includes(`Median synapse size, voxels: A ${of('a')}, B ${of('b')}.`), text.match(/Median synapse size.*/g)?.join());
  assert.match(text, new RegExp(`Clumped synapses: A ${(100 * share.a).toPrecision(3)} %`));
  assert.match(text, /Near the soma: at most 50 µm from that of the post neuron\. Clumped: another synapse/);
});

test('named sets of a link are compared, and their names stay in it', async () => {
  const [, rows, neurons] = (await cnx.state(page)).view.match(/(rows=[0-9a-f]+)&chosen=([\w-]+)/);
  await cnx.open(page, `v=1&${rows}&s.deep=${neurons}&s.none=&compare=on&a=deep&b=none`);
  await cnx.waitForMirror(page, /A, set deep: [^]*B, set none: [^]*Each set needs two neurons/);
  assert.match((await cnx.state(page)).view, /compare=on&a=deep&b=none/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(() => !/A against B/.test(document.getElementById('mirror').innerText), null,
    { polling: 100 });
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
