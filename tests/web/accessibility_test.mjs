// accessibility_test.mjs — the page for people who do not see it, or use the keyboard alone: what
// axe-core finds, large text, the way out of the canvas.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(2000);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address);
  page = opened.page;
  await page.evaluate(axe);
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

/** Violations that axe-core calls serious or critical. */
async function violations() {
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' '));
}

test('axe-core finds nothing serious: at the start, with a neuron, in the dialogs, on a light page', async () => {
  assert.deepEqual(await violations(), []);
  const { state } = await cnx.clickNeuron(page);
  await cnx.waitForMirror(page, new RegExp(`Neuron ${state.selected}`));
  await cnx.waitForMirror(page, /The strongest \d+ of \d+ partners/);
  assert.deepEqual(await violations(), []);
  for (const dialog of ['ids-dialog', 'name-dialog']) {
    await page.evaluate((id) => document.getElementById(id).showModal(), dialog);
    assert.deepEqual(await violations(), [], dialog);
    await page.evaluate((id) => document.getElementById(id).close(), dialog);
  }
  await cnx.open(page, 'v=1&theme=light');
  await page.fill('#query', 'class = nothing');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#query-note:not([hidden])');
  assert.deepEqual(await violations(), []);
  await page.keyboard.press('Escape');
  await cnx.open(page, '');
});

test('the mirror has real tables with headings, and announces only what is short', async () => {
  await cnx.clickNeuron(page);
  await cnx.waitForMirror(page, /The strongest \d+ of \d+ partners/);
  const tables = await page.$$eval('#mirror table', (all) => all.map((table) => ({
    caption: table.caption.textContent, heads: table.querySelectorAll('th[scope=col]').length,
    rows: table.tBodies[0].rows.length, live: table.closest('[role=status]') !== null })));
  assert.ok(tables.length >= 1);
  for (const table of tables) {
    assert.ok(table.caption && table.heads > 2 && table.rows > 0, JSON.stringify(table));
    assert.equal(table.live, false);
  }
});

test('F6 leaves the canvas for the fields and comes back', async () => {
  await page.evaluate(() => document.getElementById('canvas').focus());
  await page.keyboard.press('F6');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'query');
  await page.keyboard.press('F6');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
});

test('the question mark shows the keys, and Escape closes them', async () => {
  const before = await cnx.picture(page);
  await page.keyboard.press('Shift+?');
  await cnx.idle(page);
  assert.ok(cnx.difference(before, await cnx.picture(page)) > 0.1);
  assert.equal(await page.isHidden('#query-line'), true, 'nothing lies over the list');
  await cnx.press(page, 'Escape');
  assert.ok((await cnx.state(page)).selected, 'Escape closed the list and nothing else');
  assert.equal(await page.isHidden('#query-line'), false);
});

test('what keys do, buttons of the page do too, and they are seen when they have the keyboard', async () => {
  const names = await page.$$eval('#actions button', (all) => all.map((one) => one.textContent));
  assert.ok(names.includes('Select every neuron that is shown (Ctrl + A)'), names.join('\n'));
  await page.focus('#actions button');
  assert.ok((await page.locator('#actions').boundingBox()).height > 40);
  assert.deepEqual(await violations(), []);
  await page.locator('#actions button', { hasText: 'Select every neuron' }).press('Enter');
  assert.equal((await cnx.idle(page)).selection, 2000);
  await page.evaluate(() => document.getElementById('canvas').focus());
  await cnx.press(page, 'Control+z');
  assert.equal((await cnx.state(page)).selection, 0);
});

test('at 200 % zoom the query line is as wide as the view, and nothing scrolls', async () => {
  const zoomed = await cnx.openReadyPage(browser, server.address,
    { viewport: { width: 640, height: 400 }, scale: 2 });
  const box = await zoomed.page.locator('#query').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 640 && box.width > 300, JSON.stringify(box));
  assert.deepEqual(await zoomed.page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.scrollHeight]), [640, 400]);
  assert.deepEqual(zoomed.trouble, []);
  await zoomed.context.close();
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
