// statistics_test.mjs — the page and the tool count the same (cnx.assertSameNumbers).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(5000);  // several tiles of connections, several regions
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

const names = (column) => cnx.manifestOf(site.data).columns.find(({ name }) => name === column).categories;

async function compare(fragment, where) {
  const state = await cnx.open(page, fragment);
  const expected = cnx.toolStatistics(site.data, where);
  cnx.assertSameNumbers(state.statistics, expected);
  assert.equal(state.statistics.partial.tiles_missing, 0, 'nothing is missing');
  assert.equal(state.neurons_shown, expected.neurons);
  assert.deepEqual(state.notes, []);
  return expected;
}

test('the sample has more than one tile of connections', () => {
  assert.ok(cnx.tilesOf(cnx.manifestOf(site.data), 'connections_out').length > 1);
});

test('page and tool agree on the whole dataset', async () => {
  const statistics = await compare('', []);
  const manifest = cnx.manifestOf(site.data);
  assert.equal(statistics.neurons, manifest.neuron_count);
  assert.equal(statistics.connections, manifest.connection_count);
  assert.equal(statistics.synapses, Number(manifest.synapse_count));
  assert.equal(statistics.autapses, manifest.autapse_count);
});

test('page and tool agree on two cell classes', async () => {
  const statistics = await compare('v=1&f.cell_type=23P,4P', ['class=23P,4P']);
  const counts = await cnx.oracle(site.input, 'counts', 'cell_type');
  assert.equal(statistics.neurons, counts['23P'] + counts['4P']);
});

test('page and tool agree on a class in a region', async () => {
  const region = names('tentative_region').at(-1);
  const statistics = await compare(`v=1&f.cell_type=23P&f.tentative_region=${region}`,
    ['class=23P', `region=${region}`]);
  assert.ok(statistics.neurons > 0 && statistics.neurons < 5000);
});

test('page and tool agree on a range of a numeric column, both ends included', async () => {
  const statistics = await compare('v=1&r.indegree=40..60', ['indegree=40..60']);
  assert.ok(statistics.neurons > 0 && statistics.neurons < 5000);
});

test('page and tool agree on the neurons away from the border, by slider and by query', async () => {
  const where = ['distance to the border (µm)=40..'];
  const slid = await compare(`v=1&r.${encodeURIComponent('distance to the border (µm)')}=40..1e9`, where);
  const asked = await compare(`v=1&q=${encodeURIComponent('not "distance to the border (µm)" < 40')}`, where);
  assert.equal(slid.neurons, asked.neurons);
  assert.ok(slid.neurons > 0 && slid.neurons < 5000);
});

test('page and tool agree on classes, proofreading and a range together', async () => {
  await compare('v=1&f.cell_type=23P,4P,5P_IT&f.status_axon=clean,extended&r.outdegree=1..100000',
    ['class=23P,4P,5P_IT', 'status_axon=clean,extended', 'outdegree=1..100000']);
});

test('page and tool agree on the connections that are large enough', async () => {
  const state = await cnx.open(page, 'v=1&meansize=900&sumsize=1500');
  const expected = cnx.toolNumbers(site.data, 'counts,degrees,classes', '--min-mean-size', '900', '--min-size-sum', '1500');
  assert.ok(expected.connections > 0 && expected.connections < cnx.manifestOf(site.data).connection_count);
  cnx.assertSameNumbers(state.statistics, expected);
  await cnx.waitForMirror(page, /connections of a mean size of at least 900 voxels, of sizes that sum/);
});

test('page and tool agree on the connections from some neurons onto others', async () => {
  const block = (...parts) => cnx.toolNumbers(site.data, ...parts);
  // From the shown neurons of a class onto all, and the whole dataset onto them.
  const from = await cnx.open(page, 'v=1&f.cell_type=23P&onto=all');
  cnx.assertSameNumbers(from.statistics, block('counts,degrees,classes', '--where', 'class=23P', '--and-where-post', 'indegree=0..'));
  await cnx.waitForMirror(page, /from 1?,?\d+ of 5,000 neurons, filtered by cell_type 23P, onto all neurons \(5,000 neurons\)/);
  const onto = await cnx.open(page, 'v=1&f.cell_type=23P&from=all&onto=scope&motifs=on&structure=on');
  cnx.assertSameNumbers(onto.statistics, block('counts,degrees,classes', '--where', 'indegree=0..', '--and-where-post', 'class=23P'));
  const { triad_census: triads } = block('triads', '--where', 'indegree=0..', '--and-where-post', 'class=23P');
  await cnx.waitForMirror(page, new RegExp(`Triad 300 [^:]*: ${triads['300'].toLocaleString('en-US')}[.;]`));
  const { structure } = block('structure', '--where', 'indegree=0..', '--and-where-post', 'class=23P');
  const text = await cnx.waitForMirror(page, /most dense of 20 rewired networks/);
  assert.ok(text.includes(`Innermost core: k = ${structure.core.largest}, `), 'the page has another core');
  assert.ok(text.includes(`Modularity of classes: –, ${structure.modularity_why_not.replace(/\.$/, '')}`), 'the page has a modularity');
  const { mean } = structure.shared_neighbors.targets.connected;
  assert.match(text, new RegExp(`Shared partners, outputs, connected: mean ${mean.toFixed(2).replace('.', '\\.')}`));
});

test('page and tool agree on a matrix of regions by classes, and by other columns', async () => {
  const matrix = (...parts) => cnx.toolNumbers(site.data, 'counts,degrees,classes', ...parts);
  const wide = await cnx.open(page, 'v=1&groupby=tentative_region&postgroupby=cell_type');
  const expected = matrix('--group-by', 'region', '--post-group-by', 'class');
  cnx.assertSameNumbers(wide.statistics, expected);
  const { groups, post_groups: posts, probability } = wide.statistics.class_matrix;
  assert.deepEqual([groups, posts], [names('tentative_region'), names('cell_type')]);
  assert.equal(probability.length, groups.length);
  assert.equal(probability[0].length, posts.length);
  assert.deepEqual(wide.notes, []);
  await cnx.waitForMirror(page, new RegExp(`Connection probability by tentative_region and class, from ${groups[0]}: to ${posts[0]} `));
  await cnx.waitForMirror(page, /Reciprocity over chance by tentative_region and class, from /);
  // Of some neurons, by one other column, and back.
  const square = await cnx.open(page, 'v=1&f.cell_type=23P,4P&groupby=status_axon');
  cnx.assertSameNumbers(square.statistics, matrix('--where', 'class=23P,4P', '--group-by', 'status_axon'));
  await cnx.waitForMirror(page, /Reciprocity over chance by status_axon, from /);
  await compare('', []);
  const missing = await cnx.open(page, 'v=1&groupby=no%20such');
  assert.deepEqual(missing.notes, ['This dataset has no column "no such": the rows of the matrix are by the default.']);
});

test('page and tool agree on no neuron at all', async () => {
  const statistics = await compare('v=1&f.cell_type=NGC&r.indegree=999999..1000000',
    ['class=NGC', 'indegree=999999..1000000']);
  assert.equal(statistics.neurons, 0);
  assert.equal(statistics.connection_probability.value, null);
});

test('a filter that hides everything says so and offers to clear the filters', async () => {
  const state = await cnx.open(page, 'v=1&f.cell_type=');
  assert.equal(state.neurons_shown, 0);
  assert.equal(state.statistics.neurons, 0);
  await cnx.waitForMirror(page, /0 of 5,000 neurons shown/);
  // Its button stands in the middle of the view.
  let after = state;
  for (let y = 400; y <= 450 && after.view !== ''; y += 6) after = await cnx.click(page, [555, y]);
  assert.equal(after.view, '');
  assert.equal(after.neurons_shown, 5000);
});

test('statistics of a neighborhood are those of the neuron and its partners', async () => {
  const ids = await cnx.oracle(site.input, 'ids');
  const state = await cnx.open(page, `v=1&sel=${ids[17]}&scope=near`);
  const all = await cnx.oracle(site.input, 'neuron', ids[17]);
  assert.equal(state.statistics.neurons, all.neighborhood);
  assert.equal(state.statistics.connections, all.neighborhood_connections);
  assert.equal(state.statistics.synapses, all.neighborhood_synapses);
  assert.equal(state.neurons_shown, 5000);
});

test('statistics that nobody looks at are not counted and their tiles not fetched', async () => {
  const { page: quiet, context, trouble } = await cnx.openReadyPage(browser, server.address, { fragment: 'v=1&panels=f' });
  const state = await cnx.state(quiet);
  assert.equal(state.statistics, null);
  const manifest = cnx.manifestOf(site.data);
  assert.equal(state.tiles_wanted, cnx.tilesOf(manifest, 'neurons').length);
  const opened = await cnx.click(quiet, cnx.places.statistics);
  cnx.assertSameNumbers(opened.statistics, cnx.toolStatistics(site.data));
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the text has every cell of the probabilities as a row: n, interval, q, and on analyzable axons', async () => {
  await cnx.open(page, 'v=1');
  const all = cnx.toolStatistics(site.data), matrix = all.class_matrix;
  await cnx.waitForMirror(page, /\n5,000 of 5,000 neurons, no filter\.[^]*Connection probability by class, from /);
  // What is on analyzable axons is counted after the rest, and the text may be of before.
  await page.waitForFunction(() => [...document.querySelectorAll('#mirror table')].some(({ caption, tBodies }) =>
    caption.textContent.startsWith('Connection probability by class.') && tBodies[0].rows[0].cells[7].textContent !== ''));
  const { heads, rows } = await page.evaluate(() => {
    const table = [...document.querySelectorAll('#mirror table')]
      .find(({ caption }) => caption.textContent.startsWith('Connection probability by class.'));
    const cells = (row) => [...row.cells].map((cell) => cell.textContent);
    return { heads: cells(table.tHead.rows[0]), rows: [...table.tBodies[0].rows].map(cells) };
  });
  assert.deepEqual(heads, ['pre', 'post', 'value', 'n: ordered pairs', 'interval from', 'interval to', 'q',
    'value on analyzable axons', 'n on analyzable axons', 'fewer than 100 pairs']);
  const present = matrix.groups.map((_, i) => i).filter((i) => matrix.sizes[i] > 0 || matrix.post_sizes[i] > 0);
  assert.equal(rows.length, present.length ** 2);
  // Three significant digits are shown.
  const near = (text, value, unit) => assert.ok(Math.abs(parseFloat(text) * unit - value) <= 0.0051 * value, `${text}, not ${value}`);
  let tested = 0, analyzable = 0;
  for (const [at, row] of rows.entries()) {
    const i = present[Math.floor(at / present.length)], j = present[at % present.length];
    assert.deepEqual(row.slice(0, 2), [matrix.groups[i], matrix.groups[j]]);
    const [value, n, low, high, q, there, thereN] = row.slice(2), pairs = matrix.analyzable_pairs[i][j];
    assert.equal(Number(n.replaceAll(',', '')), matrix.pairs[i][j]);
    near(value, matrix.probability[i][j], 0.01);
    near(low, matrix.wilson_low[i][j], 0.01);
    near(high, matrix.wilson_high[i][j], 0.01);
    if (matrix.q_value[i][j] === 0) assert.equal(q, '< 1e-300');  // smaller than a number can be
    else if (matrix.q_value[i][j] !== null) { near(q, matrix.q_value[i][j], 1); ++tested; } else assert.equal(q, '–');
    assert.equal(Number(thereN.replaceAll(',', '')), pairs);
    if (pairs > 0) { near(there, matrix.analyzable_connections[i][j] / pairs, 0.01); ++analyzable; } else assert.equal(there, '–');
  }
  assert.ok(tested > 20 && analyzable > 20, `${tested} tests, ${analyzable} cells with analyzable pairs`);
});

test('a file of the numbers at the top has them in full', async () => {
  const tall = await cnx.openReadyPage(browser, server.address,
    { viewport: { width: 1280, height: 1500 }, fragment: 'v=1&panels=s' });
  const all = cnx.toolStatistics(site.data);
  await cnx.waitForMirror(tall.page, /Numbers on analyzable axons are of the network/);
  // Its button is the first one below the lines.
  const saved = tall.page.waitForEvent('download');
  let file = null;
  saved.then((one) => { file = one; });
  for (let y = 480; y <= 760 && file === null; y += 8) {
    await cnx.click(tall.page, [952, y]);
  }
  const rows = readFileSync(await (await saved).path(), 'utf8').split('\r\n');
  const skip = Number(rows[0].match(/^# The table begins after these (\d+) lines\.$/)[1]);
  assert.equal(rows[skip], 'number,value,interval from,interval to,n,value on analyzable axons,n on analyzable axons,as shown,in words');
  const numbers = new Map(rows.slice(skip + 1, -1).map((row) => row.split(',')).map(([name, ...cells]) =>
    [name, cells.slice(0, 6).map((cell) => (cell === '' ? null : Number(cell)))]));
  const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${a}, not ${b}`);
  const probability = all.connection_probability, reciprocity = all.reciprocity;
  const row = numbers.get('Connection probability');
  [probability.value, probability.wilson_low, probability.wilson_high, probability.pairs].forEach((value, i) => near(row[i], value));
  assert.ok(row[4] > 0 && row[5] > 0, 'and what analyzable axons have');
  [reciprocity.value, reciprocity.wilson_low, reciprocity.wilson_high, reciprocity.connections]
    .forEach((value, i) => near(numbers.get('Reciprocity')[i], value));
  near(numbers.get('Reciprocity over chance')[0], reciprocity.over_expected);
  assert.equal(numbers.get('Synapses')[0], all.synapses);
  assert.equal(numbers.get('Neurons')[1], null);
  assert.deepEqual(tall.trouble, []);
  await tall.context.close();
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
