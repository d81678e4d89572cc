// selection_and_filter_test.mjs — a mouse selects neurons and filters classes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(kNeurons);
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

// Classes in the order of the list, which is the order of the manifest.
const classes = () => cnx.manifestOf(site.data).columns.find(({ role }) => role === 'cell_class').categories;

/** Clicks down the left edge of the filters until the view changes. */
async function clickFirstCheckBox() {
  const before = (await cnx.state(page)).view;
  for (let y = 225; y < 400; y += 12) {
    const now = await cnx.click(page, [22, y]);
    if (now.view !== before) return { now, y };
  }
  throw new Error('no click down the left panel changed the view');
}

test('a click on a soma selects exactly that neuron, with the partners that the file has', async () => {
  const { at, state } = await cnx.clickNeuron(page);
  assert.equal(typeof state.selected, 'string');
  assert.match(state.selected, /^8646911[0-9]{11}$/);
  const ids = await cnx.oracle(site.input, 'ids');
  assert.ok(ids.includes(state.selected), 'the id is one of the file, digit by digit');
  assert.equal(state.view, 'v=1&sel=' + state.selected);

  const { inputs, input_synapses, outputs, output_synapses, cell_type } =
    await cnx.oracle(site.input, 'neuron', state.selected);
  assert.deepEqual(state.partners, { inputs, input_synapses, inputs_complete: true,
    outputs, output_synapses, outputs_complete: true });

  const grouped = (n) => n.toLocaleString('en-US');
  const text = await cnx.waitForMirror(page, new RegExp(`Neuron ${state.selected}`));
  const sentences = [`Inputs: ${grouped(inputs)} partner`, `, ${grouped(input_synapses)} synapse`,
    `Outputs: ${grouped(outputs)} partner`, `, ${grouped(output_synapses)} synapse`, `: ${cell_type}.`];
  await cnx.waitForMirror(page, /Inputs: \d/);
  const full = await page.evaluate(() => document.getElementById('mirror').innerText);
  for (const sentence of sentences) assert.ok(full.includes(sentence), `"${sentence}" in:\n${full}\n${text}`);

  // Again at the same place: the neuron stays selected.
  assert.equal((await cnx.click(page, at)).selected, state.selected);
});

test('the connections of the selected neuron are drawn as lines', async () => {
  const chosen = await cnx.picture(page);
  await cnx.press(page, 'Escape');
  const none = await cnx.picture(page);
  assert.ok(cnx.difference(chosen, none) > 0.02, 'lines, a ring and faded neurons change the picture');
  await page.keyboard.press('Control+z');
  assert.ok((await cnx.idle(page)).selected);
});

test('a click on nothing deselects, and so does Escape', async () => {
  const empty = [310, 600];  // left of the volume
  assert.ok((await cnx.state(page)).selected);
  assert.equal((await cnx.click(page, empty)).selected, null);
  assert.equal((await cnx.state(page)).view, '');
  await cnx.clickNeuron(page);
  const state = await cnx.press(page, 'Escape');
  assert.equal(state.selected, null);
  assert.equal(state.partners, null);
  await cnx.waitForMirror(page, /No neuron is selected\./);
});

test('the pointer over a neuron shows its class and id, and moving away takes them back', async () => {
  const { at, state } = await cnx.clickNeuron(page);
  await cnx.press(page, 'Escape');
  await page.mouse.move(310, 600);
  await cnx.idle(page);
  const away = await cnx.picture(page);
  await page.mouse.move(at[0], at[1]);
  await cnx.idle(page);
  const over = await cnx.picture(page);
  assert.ok(cnx.difference(away, over) > 0.002, `a tooltip for ${state.selected}`);
  assert.equal(await page.evaluate(() => document.getElementById('canvas').style.cursor), 'pointer');
  assert.equal((await cnx.state(page)).selected, null);
});

test('a click on a class hides it: view, counts, statistics and picture follow', async () => {
  const before = await cnx.picture(page);
  const { now } = await clickFirstCheckBox();
  const counts = await cnx.oracle(site.input, 'counts', 'cell_type');
  const [hidden, ...shown] = classes();
  assert.equal(now.view, 'v=1&f.cell_type=' + [...shown].sort().join(','));
  assert.equal(now.neurons_shown, kNeurons - counts[hidden]);
  cnx.assertSameNumbers(now.statistics, cnx.toolStatistics(site.data, ['class=' + shown.join(',')]));
  assert.ok(cnx.difference(before, await cnx.picture(page)) > 0.02);
  await cnx.waitForMirror(page, new RegExp(`${now.neurons_shown.toLocaleString('en-US')} of 5,000 neurons shown`));
});

test('undo, redo and Clear filters walk through the same views', async () => {
  const filtered = await cnx.state(page);
  assert.notEqual(filtered.view, '');
  const undone = await cnx.press(page, 'Control+z');
  assert.equal(undone.view, '');
  assert.equal(undone.neurons_shown, kNeurons);
  const redone = await cnx.press(page, 'Control+Shift+Z');
  assert.equal(redone.view, filtered.view);
  assert.equal(redone.neurons_shown, filtered.neurons_shown);
  assert.deepEqual(redone.statistics, filtered.statistics);
  const cleared = await cnx.click(page, cnx.places.clearFilters);
  assert.equal(cleared.view, '');
  assert.equal(cleared.neurons_shown, kNeurons);
  assert.equal((await cnx.click(page, cnx.places.undo)).view, filtered.view);
  assert.equal((await cnx.click(page, cnx.places.redo)).view, '');
});

test('a double click on a class shows it alone', async () => {
  const { y } = await clickFirstCheckBox();
  await cnx.press(page, 'Control+z');
  await page.mouse.dblclick(100, y);
  const state = await cnx.idle(page);
  const counts = await cnx.oracle(site.input, 'counts', 'cell_type');
  assert.equal(state.view, 'v=1&f.cell_type=' + classes()[0]);
  assert.equal(state.neurons_shown, counts[classes()[0]]);
  await cnx.click(page, cnx.places.clearFilters);
});

test('a hidden neuron cannot be clicked', async () => {
  await cnx.open(page, '');
  const { at, state } = await cnx.clickNeuron(page);
  const { cell_type } = await cnx.oracle(site.input, 'neuron', state.selected);
  await cnx.open(page, 'v=1&f.cell_type=' + classes().filter((name) => name !== cell_type).sort().join(','));
  const now = await cnx.click(page, at);
  assert.notEqual(now.selected, state.selected);
  await cnx.open(page, '');
});

test('the buttons of the bar open and close the panels, and what is closed leaves room', async () => {
  assert.equal((await cnx.click(page, cnx.places.filters)).view, 'v=1&panels=ns');
  assert.equal((await cnx.click(page, cnx.places.neuron)).view, 'v=1&panels=s');
  assert.equal((await cnx.click(page, cnx.places.statistics)).view, 'v=1&panels=');
  const bare = await cnx.picture(page);
  assert.ok(cnx.coloredPixels(bare, [200, 100, 1000, 700]).colored > 8000);
  // Below is the key of the colors, which the closed panel had before.
  assert.equal(cnx.coloredPixels(bare, [0, 120, 200, 420]).colored, 0, 'no panel on the left');
  assert.equal((await cnx.click(page, cnx.places.about)).view, 'v=1&panels=a');
  assert.ok(cnx.difference(bare, await cnx.picture(page)) > 0.1, 'the about window');
  await cnx.click(page, cnx.places.about);
  for (const panel of ['filters', 'neuron', 'statistics']) await cnx.click(page, cnx.places[panel]);
  assert.equal((await cnx.state(page)).view, '');
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
