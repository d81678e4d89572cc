// robustness_test.mjs — the section "Robustness": counted only when a link or a click opens it, with the
// numbers and the words of the tool.
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

const tool = (...args) => JSON.parse(execFileSync(cnx.tool,
  ['stats', site.data, '--json', ...args], { encoding: 'utf8' }));
const separated = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);
const titles = {
  connection_probability: 'Connection probability', mean_out_degree: 'Mean out-degree',
  reciprocity_over_chance: 'Reciprocity / chance', transitivity: 'Transitivity',
  closure_over_chance: 'Closure / chance',
};

/** The words of a sweep are on the page. */
function assertSweep(text, sweep) {
  for (const [key, { verdict, largest_change: change }] of Object.entries(sweep.statistics)) {
    const line = text.split('\n').find((one) => one.startsWith(`${titles[key]}: ${verdict}`));
    assert.ok(line, `the page does not say that ${titles[key]} is "${verdict}"`);
    if (change === null) continue;
    const told = Number(line.match(/largest change ([−+])([\d.]+) %/).slice(1).join('').replace('−', '-'));
    assert.ok(Math.abs(told - 100 * change) < 0.0501, `"${line}", the tool has ${change}`);
  }
}

test('nothing is counted before anybody asks', async () => {
  assert.doesNotMatch(await mirror(), /Robustness|least numbers of synapses/);
});

for (const [fragment, args, least] of [['', [], 1],
  ['&f.cell_type=23P,4P&minsyn=2', ['--where', 'class=23P,4P', '--min-synapses', '2'], 2]]) {
  test(`page and tool count the same thresholds of ${args.join(' ') || 'all neurons'}`, async () => {
    await cnx.open(page, `v=1${fragment}&robust=on`);
    const { thresholds } = tool('--only', 'thresholds', ...args);
    const [connections, neurons] = [thresholds.connections, thresholds.neurons]
      .map((list) => list[thresholds.in_use]);
    const text = await cnx.waitForMirror(page, new RegExp(
      `In use: ${least} synapses? or more, n = ${separated(connections)} connections of ${separated(neurons)}[^]*10 synapses or more`));
    assertSweep(text, thresholds);
    thresholds.connections.forEach((count, i) => {
      const words = `${separated(count)} connection${count === 1 ? '' : 's'} of ${separated(neurons)} neurons`;
      assert.ok(text.includes(words), `version ${i}: the page does not say "${words}"`);
    });
  });
}

test('more numbers of each version are those of the tool, where their boxes are ticked', async () => {
  await cnx.open(page, 'v=1&robust=on&degrees=1&shared=1&lengths=1');
  const { statistics } = tool('--only', 'thresholds', '--statistics', 'degrees,shared,lengths').thresholds;
  const text = await cnx.waitForMirror(page, /Mean distance of connected somata, µm: /);
  for (const [key, title] of [['out_degree_cv', 'Spread of out-degrees (sd / mean)'],
    ['density_of_richest_10', 'Probability among the 10 % of highest degree'],
    ['shared_targets_over_expected', 'Shared targets over expected, connected pairs'],
    ['mean_length_um', 'Mean distance of connected somata, µm']]) {
    const line = text.split('\n').find((one) => one.startsWith(`${title}: ${statistics[key].verdict}`));
    assert.ok(line, `the page does not say that "${title}" is "${statistics[key].verdict}"`);
  }
});

test('page and tool draw the same labels and cut the same rim', async () => {
  await cnx.open(page, 'v=1&robust=on&accuracy=90');
  const { labels } = tool('--only', 'labels', '--label-accuracy', '90');
  const { erosion } = tool('--only', 'erosion');
  // What is counted first is shown first; the last version tells that all are there.
  const last = erosion.um.filter((_, i) => erosion.pairs[i] > 0).at(-1);
  const text = await cnx.waitForMirror(page, new RegExp(
    `In ${labels.cells_wider} of ${labels.cells} cells the band[^]*keeps its class with 90[^]*${last} µm or more from the border: `));
  assert.ok(text.includes(`In ${labels.cells_outside} the value lies outside`));
  assertSweep(text.slice(text.indexOf('Without the rim of the volume')), erosion);
  erosion.partners.neurons.forEach((count, i) => {
    if (count === 0) return;
    const from = erosion.partners.from_um[i];
    const words = `${from} to ${from + erosion.step_um} µm: ${erosion.partners.mean_inputs[i].toFixed(1)} inputs`;
    assert.ok(text.includes(words), `the page does not say "${words}"`);
  });
});

test('labels that may have chosen the neurons are said to have too narrow a band, and one label has none', async () => {
  await cnx.open(page, 'v=1&robust=on&f.cell_type=23P,4P,BC');
  const { labels } = tool('--only', 'labels', '--where', 'class=23P,4P,BC');
  await cnx.waitForMirror(page, new RegExp(
    `In ${labels.cells_wider} of ${labels.cells} cells the band[^]*${labels.caveat.replace(/[.()]/g, '\\$&')}`));
  await cnx.open(page, 'v=1&robust=on&f.cell_type=23P');
  const { labels_why_not: reason } = tool('--only', 'labels', '--where', 'class=23P');
  const text = await cnx.waitForMirror(page, new RegExp(reason.slice(0, 40)));
  assert.ok(text.includes(reason) && !/cells the band/.test(text));
});

test('labels of another column have a band once somebody says how often they are right', async () => {
  await cnx.open(page, 'v=1&robust=on&groups=status_axon');
  await cnx.waitForMirror(page, /How often these labels are right is not known: the 77 %/);
  await cnx.open(page, 'v=1&robust=on&groups=status_axon&accuracy=77');
  const { labels } = tool('--only', 'labels', '--group-by', 'axon', '--label-accuracy', '77');
  await cnx.waitForMirror(page, new RegExp(
    `In ${labels.cells_wider} of ${labels.cells} cells the band[^]*keeps its group with 77`));
});

test('the open section is in the link, and goes away with it', async () => {
  await cnx.open(page, 'v=1&robust=on');
  assert.match((await cnx.state(page)).view, /robust=on/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(() => !/least numbers of synapses/.test(document.getElementById('mirror').innerText),
    null, { polling: 100 });
});

test('page and tool map the same edge, which a link opens and colors by', async () => {
  const color = encodeURIComponent('inputs in outer bins (share)');
  for (const [fragment, args] of [['', []], ['&f.cell_type=23P&minsyn=3', ['--where', 'class=23P', '--min-synapses', '3']]]) {
    const state = await cnx.open(page, `v=1${fragment}&robust=on&edgemap=on&color=${color}`);
    const { neurons, analyzable, limits_why_not: limits } = tool('--only', 'edge-map', ...args).edge_map;
    await cnx.waitForMirror(page, new RegExp(
      `Inputs away from the edge: [^,]*, ${separated(neurons.trusted)} of ${separated(neurons.with_inputs)} neurons with inputs` +
      `.*; of inputs from analyzable axons .*, n = ${separated(analyzable.neurons.with_inputs)} neurons`));
    await cnx.waitForMirror(page, new RegExp(`${separated(neurons.with_inputs)} neurons? with inputs, ` +
      `${separated(neurons.inputs)} synapses${limits ? '; limits on connections do not apply here' : ';'}`));
    assert.equal(limits !== null, fragment !== '');
    assert.deepEqual((await cnx.idle(page)) && (await cnx.state(page)).notes, []);
    assert.ok(state.view.includes('edgemap=on'));
  }
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
