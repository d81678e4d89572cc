// inference_test.mjs — "By distance" and "Against chance": counted only when a link or a click opens
// them, and with the numbers of the tool.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

let browser, site, server, page;

before(async () => {
  site = cnx.makeSite(1500);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  page = (await cnx.openReadyPage(browser, server.address)).page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const tool = (...args) => JSON.parse(execFileSync(cnx.tool, ['stats', site.data, '--json', ...args],
  { encoding: 'utf8', maxBuffer: 1 << 28 }));
const separated = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
/** The mirrored text is written after the picture: wait until it says so. */
const escaped = (words) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const says = (words) => cnx.waitForMirror(page, escaped(words));
const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);

test('nothing is counted by distance before anybody asks', async () => {
  assert.doesNotMatch(await mirror(), /by distance|random controls/);
});

test('page and tool count the same pairs and connections in every bin', async () => {
  for (const [measure, bin] of [['soma', 50], ['lateral', 20], ['depth', 100], ['deeper', 50]]) {
    await cnx.open(page, `v=1&stat=d&bin=${bin}&measure=${measure}`);
    const profile = tool('--only', 'distance', '--measure', measure, '--bin-um', String(bin)).distance_profile;
    let bins = 0;
    // The longest line of this profile and no other, then all lines are there.
    const most = profile.pairs.indexOf(Math.max(...profile.pairs));
    const text = await says(`${separated(profile.connected[most])} of ${separated(profile.pairs[most])} ordered pair`);
    profile.pairs.forEach((pairs, k) => {
      if (pairs === 0) return;
      ++bins;
      const words = `${separated(profile.connected[k])} of ${separated(pairs)} ordered pair`;
      assert.ok(text.includes(words), `${measure}: the page does not say "${words}"`);
    });
    assert.ok(bins > 3, `${measure} has ${bins} bins`);
  }
});

test('page and tool draw the same controls from the same seed', async () => {
  for (const model of ['rewired', 'distance']) {
    await cnx.open(page, `v=1&stat=c&null=${model}&controls=19&seed=7&triads=1&simplices=1&cores=1`);
    const { null: told, analyzable } = tool('--only', 'nulls', '--null', model, '--controls', '19', '--seed', '7',
      '--statistics', 'triads,simplices,structure');
    const pairs = told.statistics.find((one) => one.name === 'reciprocal_pairs');
    // All of them: the mean of fewer may round to the same.
    const text = await cnx.waitForMirror(page, new RegExp('Observed against 19 random controls[^]*' +
      `Reciprocal pairs: ${separated(pairs.observed)}; controls ${separated(Math.round(pairs.mean))} `));
    for (const [name, title] of [['reciprocal_pairs', 'Reciprocal pairs'], ['triad_030T', 'Triad 030T'],
      ['triad_030C', 'Triad 030C'], ['simplices_2', 'Directed simplices of dimension 2'],
      ['largest_core', 'Largest core number'],
      ['largest_strong_component', 'Neurons of the largest strong component']]) {
      const s = told.statistics.find((one) => one.name === name);
      const line = text.split('\n').find((one) => one.startsWith(title + ':'));
      assert.ok(line, `the page says nothing of ${title}`);
      assert.ok(s.mean < 100 || line.includes(`${title}: ${separated(s.observed)}; controls ${separated(Math.round(s.mean))}`),
        `${model}: "${line}", the tool has ${s.observed} and ${s.mean}`);
    }
    const good = analyzable.null.statistics.find((one) => one.name === 'connections').observed;
    await cnx.waitForMirror(page, new RegExp(`network of n = ${analyzable.about.neurons} neurons with an analyzable axon[^]*` +
      `Observed against 19 random controls, analyzable axons alone\\.\\s+Connections: ${separated(good)}; `));
  }
});

test('degrees, shared partners, lengths and the fall with distance of controls are those of the tool, where their boxes are ticked', async () => {
  await cnx.open(page, 'v=1&f.cell_type=23P,4P&stat=c&null=distance&controls=19&seed=7');
  assert.doesNotMatch(await says('Observed against 19 random controls'), /Spread of|Shared|Mean distance of/);
  const { view } = await cnx.open(page,
    'v=1&f.cell_type=23P,4P&stat=c&null=distance&controls=19&seed=7&bin=40&degrees=1&shared=1&lengths=1&distance=1');
  assert.match(view, /degrees=1&shared=1&lengths=1&distance=1/);
  const told = tool('--only', 'nulls', '--null', 'distance', '--controls', '19', '--seed', '7', '--where', 'class=23P,4P',
    '--bin-um', '40', '--statistics', 'degrees,shared,lengths,distance').null;
  const text = await cnx.waitForMirror(page, /Observed against 19 random controls[^]*Probability in the first bin/);
  for (const [name, title, unit] of [['out_degree_sd', 'Spread of out-degrees (sd)', 1],
    ['density_of_richest_10', 'Probability among the 10 % of highest degree', 100],
    ['shared_targets', 'Shared targets of a connected pair', 1],
    ['shared_sources_of_unconnected', 'Shared sources of an unconnected pair', 1],
    ['mean_length_um', 'Mean distance of connected somata, µm', 1],
    ['distance_fit_b_per_um', 'Fall with distance, b per µm', 1],
    ['first_bin_probability', 'Probability in the first bin of distance', 100]]) {
    const line = text.split('\n').find((one) => one.startsWith(`${title}: `));
    assert.ok(line, `the page says nothing of "${title}"`);
    const { observed, mean } = told.statistics.find((one) => one.name === name);
    const words = line.slice(title.length).match(/^: ([\d.,]+)(?: %)?; controls ([\d.,]+)/).slice(1);
    [observed, mean].forEach((value, i) => {
      const word = words[i].replaceAll(',', '');
      assert.ok(Math.abs(Number(word) - unit * value) <= 0.51 * 10 ** -(word.split('.')[1] ?? '').length,
        `"${line}", the tool has ${value}`);
    });
  }
});

test('each bin of distance and the answers of each cell stand against the controls of the tool', async () => {
  await cnx.open(page, 'v=1&f.cell_type=23P,4P&stat=c&controls=19&seed=7&bin=40&distance=1');
  const { distance_profile: profile, class_matrix: matrix } = tool('--only', 'nulls', '--controls', '19', '--seed', '7',
    '--where', 'class=23P,4P', '--bin-um', '40', '--statistics', 'distance').null;
  const text = await cnx.waitForMirror(page,
    /Every neuron keeps its numbers[^]*against controls: [^]*of 19 controls[^]*Reciprocity over chance, by class/);
  const lines = text.slice(text.indexOf('against controls: ')).split('\n');
  profile.pairs.forEach((pairs, k) => {
    if (pairs === 0) return;
    const line = lines.find((one) => one.startsWith(`${40 * k} to ${40 * k + 40} µm: `));
    assert.ok(line?.includes(` of ${separated(pairs)} ordered pair`), `"${line}", the tool has ${pairs} pairs`);
    const [mean] = line.match(/controls ([\d.]+) %/).slice(1).map(Number);
    assert.ok(Math.abs(mean - 100 * profile.mean[k]) <= 0.006 * mean + 1e-9, `"${line}", the tool has ${profile.mean[k]}`);
  });
  matrix.groups.forEach((name, a) => {
    const line = lines.find((one) => one.startsWith(`Reciprocity over chance, by class, from ${name}: to `));
    matrix.groups.forEach((other, b) => {
      const words = line.match(new RegExp(`[:,] (?:to )?${other} ([\\d.]*\\d|–)`))[1];
      const ratio = matrix.reciprocity.observed[a][b] / matrix.reciprocity.mean[a][b];
      assert.ok(words === '–' ? !(ratio >= 0) : Math.abs(Number(words) - ratio) <= 0.001 * ratio + 1e-3,
        `"${line}", the tool has ${ratio}`);
    });
  });
});

test('from some neurons onto others page and tool draw the same controls', async () => {
  for (const model of ['blocks', 'rewired', 'distance', 'neurons']) {
    await cnx.open(page, `v=1&f.cell_type=23P,4P&onto=all&stat=c&null=${model}&controls=9&seed=7`);
    const told = tool('--only', 'nulls', '--null', model, '--controls', '9', '--seed', '7', '--where', 'class=23P,4P',
      '--and-where-post', 'indegree=0..').null;
    const pairs = told.statistics.find((one) => one.name === 'reciprocal_pairs');
    const text = await cnx.waitForMirror(page, new RegExp('Observed against 9 random controls[^]*' +
      `Reciprocal pairs: ${separated(pairs.observed)}; controls ${separated(Math.round(pairs.mean))}[ ,]`));
    assert.ok(text.includes(`among the ${separated(told.pairs)} ordered pairs of the block alone; reciprocity is of the ` +
      `${separated(told.answerable_connections)} connections`), `${model}: the page does not say what the numbers rest on`);
  }
});

test('controls are drawn within the groups of the link, and these have the modularity', async () => {
  const { view, notes } = await cnx.open(page, 'v=1&groups=status_axon&stat=c&null=blocks&controls=19');
  assert.match(view, /groups=status_axon/);
  assert.deepEqual(notes, []);
  const { null: told } = tool('--only', 'nulls', '--null', 'blocks', '--controls', '19', '--group-by', 'axon');
  const text = await says('Connections over chance, by status_axon');
  for (const [name, title] of [['modularity', 'Modularity of the groups'], ['reciprocal_pairs', 'Reciprocal pairs']]) {
    const { observed } = told.statistics.find((one) => one.name === name);
    const line = (await cnx.waitForMirror(page, new RegExp(`Observed against 19 random controls[^]*${title}: `)))
      .split('\n').find((one) => one.startsWith(`${title}: `));
    assert.ok(Math.abs(Number(line.slice(title.length + 2).split(';')[0].replaceAll(',', '').replace('−', '-')) - observed)
      <= 0.005 * Math.abs(observed) + 5e-4, `"${line}", the tool has ${observed}`);
  }
  assert.match(text, /As many connections from each group to each other as observed/);
  const names = told.class_matrix.groups;
  assert.ok(names.length > 1 && text.includes(`from ${names[0]}: to ${names[0]} `), 'the page has other groups');
});

test('other neurons are matched by the column of the link, as by the tool', async () => {
  for (const [fragment, args] of [['f.cell_type=23P', ['--where', 'class=23P']],
    ['f.cell_type=23P&onto=all', ['--where', 'class=23P', '--and-where-post', 'indegree=0..']]]) {
    await cnx.open(page, `v=1&${fragment}&stat=c&null=neurons&match=indegree&controls=19&seed=3`);
    const told = tool('--only', 'nulls', '--null', 'neurons', '--match', 'indegree', '--controls', '19', '--seed', '3', ...args).null;
    const pairs = told.statistics.find((one) => one.name === 'reciprocal_pairs');
    await cnx.waitForMirror(page, new RegExp('Observed against 19 random controls[^]*' +
      `Reciprocal pairs: ${separated(pairs.observed)}; controls ${separated(Math.round(pairs.mean))}[ ,][^]*`));
    await says('as many in each of 50 equal bins of indegree');
  }
  const { view, notes } = await cnx.open(page, 'v=1&stat=c&null=neurons&match=no%20such&controls=19');
  assert.match(view, /match=no%20such/);
  assert.deepEqual(notes, ['This dataset has no column "no such": other neurons are matched by their groups.']);
});

test('a section is stopped when its link goes away', async () => {
  await page.evaluate(() => window.connectoscope.open('v=1&stat=c&controls=9999'));  // not waited for
  const state = await cnx.open(page, 'v=1');
  await page.waitForFunction(() => !/random controls/.test(document.getElementById('mirror').innerText), null,
    { polling: 100 });
  assert.deepEqual(state.notes, []);
});
