// query_test.mjs — the query line: typing, completion, mistakes, facets that follow, operators on
// connections; and pasted ids, names of sets, views that are too long for a link.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 2000;
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

/** Types a query and presses Enter. */
async function ask(text) {
  await page.fill('#query', text);
  await page.keyboard.press('Enter');
  return cnx.idle(page);
}

test('the empty line shows a query that this dataset answers, in the letters of the canvas', async () => {
  execFileSync(cnx.tool, ['tile', site.input, '-o', join(site.site, 'regions'), '--column', 'class=tentative_region'],
    { stdio: 'ignore' });
  const other = await cnx.openReadyPage(browser, server.address, { query: '?data=regions' });
  const [, name] = (await other.page.getAttribute('#query', 'placeholder')).match(/class = (\S+) and upstream of selected$/);
  const regions = cnx.manifestOf(join(site.site, 'regions')).columns.find((column) => column.role === 'cell_class').categories;
  assert.equal(name, regions[0]);
  assert.notEqual(name, cnx.manifestOf(site.data).columns.find((column) => column.role === 'cell_class').categories[0]);
  assert.ok(await other.page.evaluate(() => document.fonts.ready.then(() =>
    [...document.fonts].some((font) => font.family === 'Inter' && font.status === 'loaded') &&
      getComputedStyle(document.getElementById('query')).fontFamily.startsWith('Inter'))));
  assert.deepEqual(other.trouble, []);
  await other.context.close();
});

test('the slash puts the cursor into the query line, and what is typed there moves no camera', async () => {
  await cnx.press(page, '/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'query');
  const before = await cnx.state(page);
  await page.keyboard.type('lbo -=');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  assert.equal(await page.inputValue('#query'), 'lbo -=');
  assert.equal((await cnx.idle(page)).view, before.view);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('#query'), '');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
});

test('completion offers columns, operators and names, and Tab takes what is offered', async () => {
  await cnx.press(page, '/');
  await page.keyboard.type('cell_t');
  const options = () => page.$$eval('#query-list li', (all) => all.map((one) => one.firstChild.textContent));
  assert.deepEqual(await options(), ['cell_type']);
  await page.keyboard.press('Tab');
  assert.equal(await page.inputValue('#query'), 'cell_type ');
  assert.deepEqual((await options()).slice(0, 3), ['=', '!=', 'in {']);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getAttribute('#query', 'aria-activedescendant'), 'query-option-0');
  await page.keyboard.press('Enter');
  await page.keyboard.type('23');
  await page.keyboard.press('Tab');
  assert.equal(await page.inputValue('#query'), 'cell_type = 23P ');
  await page.keyboard.press('Enter');
  const state = await cnx.idle(page);
  const counts = await cnx.oracle(site.input, 'counts', 'cell_type');
  assert.equal(state.view, 'v=1&f.cell_type=23P');
  assert.equal(state.neurons_shown, counts['23P']);
  assert.equal(state.query, 'cell_type = 23P');
});

test('the line says what links, facets, undo and the button do, and they what it says', async () => {
  await cnx.open(page, 'v=1&f.cell_type=23P,4P&f.tentative_region=visp');
  assert.equal(await page.inputValue('#query'), 'cell_type in {23P, 4P} and tentative_region = visp');
  const mixed = await ask('class != BC and not (region = visp and class = 23P)');
  assert.equal(mixed.query, 'cell_type != BC and not (tentative_region = visp and cell_type = 23P)');
  assert.match(mixed.view, /^v=1&f\.cell_type=[^&]*&q=not%20/);
  await page.click('#query-clear');
  assert.equal((await cnx.idle(page)).view, '');
  assert.equal(await page.inputValue('#query'), '');
  assert.equal((await cnx.press(page, 'Control+z')).query, mixed.query);
  assert.equal(await page.inputValue('#query'), mixed.query);
  await cnx.click(page, cnx.places.clearFilters);
  assert.equal(await page.inputValue('#query'), '');
});

test('a mistake is named where it is, changes nothing, and its suggestion mends it', async () => {
  const before = await cnx.state(page);
  await page.focus('#query');
  const state = await ask('clas = 23P');
  assert.equal(state.view, before.view);
  assert.match(await page.innerText('#query-note'), /There is no column "clas"; did you mean "class"/);
  assert.equal(await page.getAttribute('#query', 'aria-invalid'), 'true');
  assert.equal(await page.evaluate(() => {
    const field = document.getElementById('query');
    return field.value.slice(field.selectionStart, field.selectionEnd);
  }), 'clas');
  await page.click('#query-note button');
  assert.equal((await cnx.idle(page)).query, 'cell_type = 23P');
  assert.equal(await page.isHidden('#query-note'), true);
  await ask('');
});

test('operators on connections find the partners that the file has', async () => {
  const [id] = await cnx.oracle(site.input, 'ids');
  const neuron = await cnx.oracle(site.input, 'neuron', id);
  await page.focus('#query');
  assert.equal((await ask(`upstream of ${id}`)).neurons_shown, neuron.inputs);
  assert.equal((await ask(`downstream of ${id}`)).neurons_shown, neuron.outputs);
  const both = (await ask(`upstream of ${id} and downstream of ${id}`)).neurons_shown;
  assert.equal((await ask(`reciprocal with ${id}`)).neurons_shown, both);
  const near = await ask(`within 1 hop of ${id}`);
  assert.equal(near.neurons_shown, 1 + neuron.inputs + neuron.outputs - both);
  assert.equal(near.query_waits, false);
  await ask('');
});

test('pasted ids become a set; those that are not there are named and can be copied', async () => {
  const ids = (await cnx.oracle(site.input, 'ids')).slice(0, 1500);
  await page.evaluate(() => document.getElementById('canvas').focus());
  await cnx.press(page, 'p');
  await page.waitForSelector('#ids-dialog[open]');
  await page.fill('#ids', ids.join(',\n') + ' 17 nonsense');
  await page.click('#ids-form button[type=submit]');
  assert.match(await page.innerText('#ids-result'), /^1,500 neurons found, kept as set A and selected\. 2 not in this dataset:/);
  assert.equal(await page.inputValue('#ids-unmatched'), '17\nnonsense');
  await page.click('#ids-copy');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '17\nnonsense');
  await page.click('#ids-close');
  const state = await cnx.idle(page);
  assert.equal(state.selection, 1500);
  assert.deepEqual(state.sets, [{ name: 'A', neurons: 1500 }]);
  await page.focus('#query');
  assert.equal((await ask('in set A')).neurons_shown, 1500);
  await cnx.waitForMirror(page, /1,500 neurons selected, 1,500 of them shown/);
  assert.deepEqual(await page.$$eval('#mirror table', (all) => all[0].innerText.split(/\s+/).slice(0, 5)),
    ['Sets', 'set', 'neurons', 'A', '1,500']);
});

test('a reload restores the view, sets and all, and nothing is left in the browser', async () => {
  const before = await cnx.state(page);
  await page.reload();
  await page.evaluate(() => window.connectoscope.ready);
  const again = await cnx.idle(page);
  assert.equal(again.view, before.view);
  assert.equal(again.neurons_shown, 1500);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
