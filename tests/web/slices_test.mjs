// slices_test.mjs — depth ranges and slices hide what lies outside, and everything says so.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import * as cnx from './support.mjs';

let site, server, browser, page, context, trouble;

before(async () => {
  site = cnx.makeSite(3000);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  ({ page, context, trouble } = await cnx.openReadyPage(browser, server.address));
});
after(async () => {
  await context?.close();
  await browser?.close();
  server?.stop();
  site?.remove();
});

test('two ranges that meet show all neurons between them, and a slice none that it does not hold', async () => {
  const deepest = 10000;  // µm, below everything
  const count = async (view) => (await cnx.open(page, view)).neurons_shown;
  const all = await count('');
  const upper = await count('v=1&depth=0..300'), lower = await count(`v=1&depth=301..${deepest}`);
  assert.ok(upper > 0 && lower > 0 && upper < all, `${upper} and ${lower} of ${all}`);
  assert.ok(upper + lower <= all && upper + lower >= 0.98 * all, 'between 300 and 301 lie few');
  const slice = await count('v=1&slice=90000,0,60'), thicker = await count('v=1&slice=90000,0,120');
  assert.ok(slice > 0 && slice < thicker && thicker < all);
  const both = await count('v=1&depth=0..300&slice=90000,0,60');
  assert.ok(both > 0 && both < slice && both < upper);
  assert.equal(await count('v=1&depth=0..300&f.cell_type='), 0);
});

test('statistics are of what lies inside, and the status line says that something is cut away', async () => {
  await cnx.open(page, 'v=1&depth=0..300');
  const { neurons_shown, statistics } = await cnx.state(page);
  assert.equal(statistics.neurons, neurons_shown);
  await cnx.waitForMirror(page, /lie in depth 0 to 300 µm/);
});

test('nothing went wrong on the way', () => assert.deepEqual(trouble, []));
