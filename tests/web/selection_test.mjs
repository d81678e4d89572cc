// selection_test.mjs — neurons selected together: Shift and click, lasso, box, sphere and column,
// the keys, undo; and a finger that rests.
import assert from 'node:assert/strict';
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

const selected = async () => (await cnx.state(page)).selection;

/** Drags along points. */
async function trace(points, modifiers = []) {
  for (const key of modifiers) await page.keyboard.down(key);
  await page.mouse.move(...points[0]);
  await cnx.idle(page);
  await page.mouse.down();
  for (const at of points.slice(1)) await page.mouse.move(...at, { steps: 5 });
  await page.mouse.up();
  for (const key of modifiers) await page.keyboard.up(key);
  return (await cnx.idle(page)).selection;
}

const [x0, y0, x1, y1] = cnx.kSceneRectangle;
const around = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]];

test('Shift and click selects neurons one by one and lets them go again, without a focus', async () => {
  const { at, state } = await cnx.clickNeuron(page);
  await cnx.press(page, 'Escape');
  await page.keyboard.down('Shift');
  await cnx.click(page, at);
  assert.equal(await selected(), 1);
  assert.equal((await cnx.state(page)).selected, null);
  await cnx.click(page, [310, 600]);  // a miss loses nothing
  assert.equal(await selected(), 1);
  await cnx.click(page, at);
  assert.equal(await selected(), 0);
  await page.keyboard.up('Shift');
  assert.ok(state.selected);
});

test('a lasso selects what is drawn inside it, Shift adds and Control takes away', async () => {
  const camera = (await cnx.state(page)).view;
  await cnx.press(page, 'l');
  const all = await trace(around);
  assert.ok(all > kNeurons / 4, `${all} neurons`);
  const faded = await cnx.picture(page);
  const some = await trace([[560, 300], [640, 300], [640, 420], [560, 420], [560, 300]]);
  assert.ok(some > 0 && some < all / 2, `${some} of ${all}`);
  assert.ok(cnx.difference(faded, await cnx.picture(page)) > 0.02, 'what is selected is seen');
  const more = await trace([[500, 300], [559, 300], [559, 420], [500, 420], [500, 300]], ['Shift']);
  assert.ok(more > some);
  const fewer = await trace(around, ['Control']);
  assert.equal(fewer, 0);
  assert.match((await cnx.state(page)).view, /^(?!.*cam=)/, 'the tool moved no camera, as in ' + camera);
});

test('each selection is one step of undo, and a link restores it', async () => {
  await cnx.press(page, 'Control+z');
  const before = await cnx.state(page);
  assert.ok(before.selection > 0);
  assert.match(before.view, /rows=[0-9a-f]{8}&chosen=/);
  await cnx.press(page, 'Control+z');
  assert.ok(await selected() < before.selection);
  await cnx.press(page, 'Control+y');
  assert.equal(await selected(), before.selection);
  await cnx.open(page, '');
  assert.equal(await selected(), 0);
  assert.equal((await cnx.open(page, before.view)).selection, before.selection);
  // Rows of another dataset mean nothing here.
  const other = await cnx.open(page, before.view.replace(/rows=[0-9a-f]{8}/, 'rows=00000000'));
  assert.equal(other.selection, 0);
  assert.match(other.notes[0], /made with another dataset/);
  await cnx.open(page, '');
});

test('box, sphere and column select, and a column holds its sphere', async () => {
  await cnx.press(page, 'b');
  const box = await trace([[x0, y0], [x1, y1]]);
  assert.ok(box > kNeurons / 4);
  await cnx.press(page, 'o');
  const sphere = await trace([[600, 400], [680, 400]]);
  await cnx.press(page, 'c');
  const column = await trace([[600, 400], [680, 400]]);
  assert.ok(sphere > 0 && sphere < box, `${sphere} in the sphere`);
  assert.ok(column > sphere, `${column} in the column, ${sphere} in the sphere`);
  await cnx.press(page, 'Escape');
  assert.equal(await selected(), column, 'the first Escape puts the tool away');
  const before = (await cnx.state(page)).view;
  await cnx.drag(page, cnx.places.middle, [60, 0]);
  assert.notEqual((await cnx.state(page)).view, before, 'a drag turns the camera again');
  await cnx.press(page, 'Escape');
  assert.equal(await selected(), 0);
});

test('only what is shown is selected; keys invert, keep and grow', async () => {
  await cnx.open(page, 'v=1&f.cell_type=23P');
  const shown = (await cnx.state(page)).neurons_shown;
  await cnx.press(page, 'Control+a');
  assert.equal(await selected(), shown);
  assert.equal(await page.evaluate(() => String(window.getSelection())), '', 'text of the page is marked');
  await cnx.press(page, 'k');
  assert.deepEqual((await cnx.state(page)).sets, [{ name: 'A', neurons: shown }]);
  await cnx.open(page, (await cnx.state(page)).view.replace('f.cell_type=23P&', ''));
  await cnx.press(page, 'i');
  assert.equal(await selected(), kNeurons - shown);
  const ids = await cnx.oracle(site.input, 'ids');
  const neuron = await cnx.oracle(site.input, 'neuron', ids[5]);
  await cnx.open(page, 'v=1&sel=' + ids[5]);
  await cnx.press(page, 'g');
  const grown = await cnx.waitForState(page, ({ selection }) => selection > 1, 'growing by partners');
  assert.ok(grown.selection > Math.max(neuron.inputs, neuron.outputs));
  assert.ok(grown.selection <= 1 + neuron.inputs + neuron.outputs);
  await cnx.open(page, '');
});

test('a finger that rests on a neuron shows what it is, and focuses nothing', async () => {
  const touched = await cnx.openReadyPage(browser, server.address, { touch: true });
  const { at } = await cnx.clickNeuron(touched.page);
  await cnx.press(touched.page, 'Escape');
  const before = await cnx.picture(touched.page);
  const client = await touched.context.newCDPSession(touched.page);
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: at[0], y: at[1] }] });
  let shown = 0;
  for (let i = 0; i < 100 && (shown < 0.002 || i < 25); i++) {  // longer than a tap, on a slow machine too
    await new Promise((resolve) => setTimeout(resolve, 100));
    shown = cnx.difference(before, await cnx.picture(touched.page));
  }
  assert.ok(shown >= 0.002, `a tooltip under the finger: ${shown}`);
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  assert.equal((await cnx.idle(touched.page)).selected, null);
  assert.deepEqual(touched.trouble, []);
  await touched.context.close();
});

test('letters with accents, which come with the second part of the program, are drawn', async () => {
  await cnx.open(page, 'v=1');
  await page.focus('canvas');
  await cnx.press(page, 'Control+a');
  const { view } = await cnx.press(page, 'k');
  const [kept] = view.match(/s\.\w+=[^&]+/);
  const neurons = kept.slice(kept.indexOf('='));
  const pictures = [];
  for (const name of ['e', '\u00e9', '\u00ea']) {
    await cnx.open(page, `v=1&color=sets&s.${encodeURIComponent(name)}${neurons}`);
    await cnx.idle(page);
    assert.deepEqual((await cnx.state(page)).sets.map((set) => set.name), [name]);
    pictures.push((await page.screenshot()).toString('base64'));
  }
  assert.notEqual(pictures[1], pictures[0]);
  assert.notEqual(pictures[1], pictures[2], 'not two boxes for two letters');
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
