// links_test.mjs — the whole view is in the address: written, copied, reopened, walked back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
let browser, site, server, opened, page;

/** Remembers every change of the address that the page makes. */
const watchHistory = (target) => target.addInitScript(() => {
  window.addressChanges = [];
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name].bind(history);
    history[name] = (data, unused, url) => {
      window.addressChanges.push({ name, url: String(url), at: performance.now() });
      original(data, unused, url);
    };
  }
});
const takeChanges = () => page.evaluate(() => window.addressChanges.splice(0));
const fragment = (target = page) => target.evaluate(() => location.hash.slice(1));

before(async () => {
  site = cnx.makeSite(kNeurons);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address, { before: watchHistory });
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

test('the default view has an empty fragment and loading writes no address', async () => {
  assert.deepEqual(await takeChanges(), []);
  assert.equal(await fragment(), '');
});

test('while the mouse drags, the address is written at most four times a second, without new entries', async () => {
  const entries = await page.evaluate(() => history.length);
  await page.mouse.move(...cnx.places.middle);
  await page.mouse.down();
  const end = Date.now() + 2500;
  for (let step = 0; Date.now() < end; step++) {
    await page.mouse.move(cnx.places.middle[0] + 30 + step % 200, cnx.places.middle[1] + step % 50);
  }
  await page.mouse.up();
  const state = await cnx.idle(page);
  const changes = await takeChanges();
  assert.ok(changes.length >= 1, 'the address follows');
  assert.deepEqual(changes.filter(({ name }) => name !== 'replaceState'), []);
  for (const { at } of changes) {
    const second = changes.filter((other) => other.at >= at && other.at < at + 990);
    assert.ok(second.length <= 4, `${second.length} in one second`);
  }
  assert.equal(await page.evaluate(() => history.length), entries);
  assert.equal(await fragment(), state.view);
  assert.notEqual(cnx.cameraOf(state.view), null);
});

test('Reset view and Home show the whole dataset again, and the fragment is empty', async () => {
  assert.equal((await cnx.click(page, cnx.places.resetView)).view, '');
  assert.equal(await fragment(), '');
  await cnx.drag(page, cnx.places.middle, [80, 20]);
  assert.notEqual(await fragment(), '');
  await cnx.press(page, 'Home');
  assert.equal(await fragment(), '');
});

test('a copied link, opened by someone else, restores view, counts and picture', async () => {
  // Everything by hand: neuron, filter, color, panel, camera.
  const { state: { selected } } = await cnx.clickNeuron(page);
  await cnx.click(page, [22, 312]);             // the second class
  await cnx.click(page, [142, 587]);            // region: color by this
  await cnx.click(page, cnx.places.neuron);
  await cnx.drag(page, cnx.places.middle, [70, -35]);
  await page.mouse.move(640, 780);
  await page.mouse.wheel(0, -200);              // over the status line: not the view's
  const mine = await cnx.idle(page);
  for (const key of ['cam=', 'f.cell_type=', 'color=tentative_region', 'sel=' + selected, 'panels=fs']) {
    assert.ok(mine.view.includes(key), `${key} in ${mine.view}`);
  }
  await cnx.click(page, cnx.places.copyLink);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, server.address + '#' + mine.view);
  await page.waitForSelector('#toast:not([hidden])');
  assert.equal(await page.textContent('#toast'), 'Copied to the clipboard');
  await page.waitForSelector('#toast[hidden]', { state: 'attached' });
  await page.mouse.move(640, 790);
  await cnx.idle(page);
  const myPicture = await cnx.picture(page);

  const theirs = await cnx.openPage(browser, link);
  await theirs.page.mouse.move(640, 790);
  const state = await cnx.idle(theirs.page);
  assert.equal(state.view, mine.view);
  assert.equal(state.selected, selected);
  assert.equal(state.neurons_shown, mine.neurons_shown);
  assert.deepEqual(state.partners, mine.partners);
  assert.deepEqual(state.statistics, mine.statistics);
  assert.deepEqual(state.notes, []);
  // Undo is lit in the page with a past only.
  const blank = (png) => {
    for (let y = 0; y < 44; y++) png.data.fill(0, (y * png.width + 640) * 4, (y * png.width + 760) * 4);
    return png;
  };
  const share = cnx.difference(blank(myPicture), blank(await cnx.picture(theirs.page)));
  assert.ok(share < 0.001, `${share * 100} % of the pixels differ`);
  assert.deepEqual(theirs.trouble, []);
  await theirs.context.close();
});

test('back and forward walk through choices, not through camera drags', async () => {
  await cnx.open(page, '');
  await takeChanges();
  const { state: { selected } } = await cnx.clickNeuron(page);
  const chosen = (await cnx.state(page)).view;
  await cnx.drag(page, cnx.places.middle, [60, 0]);
  const turned = (await cnx.state(page)).view;
  assert.notEqual(turned, chosen);
  await cnx.click(page, [22, 288]);
  const filtered = await cnx.state(page);
  assert.ok(filtered.view.includes('f.cell_type='));
  const names = (await takeChanges()).map(({ name }) => name);
  assert.match(names.join(' '), /^pushState( replaceState)+ pushState$/);

  await page.goBack();
  let now = await cnx.waitForState(page, state => !state.view.includes("f.cell_type"), 'going back');
  assert.equal(now.view, turned);
  assert.equal(now.selected, selected);
  now = await cnx.idle(page);
  assert.equal(now.neurons_shown, kNeurons);
  await page.goBack();
  now = await cnx.waitForState(page, state => state.view === "", 'going back twice');
  assert.equal(now.selected, null);
  await page.goForward();
  await page.goForward();
  now = await cnx.waitForState(page, state => state.view.includes("f.cell_type"), 'going forward twice');
  assert.equal(now.view, filtered.view);
  now = await cnx.idle(page);
  assert.equal(now.neurons_shown, filtered.neurons_shown);
  assert.deepEqual(now.statistics, filtered.statistics);
  assert.equal(await fragment(), filtered.view, 'walking writes nothing of its own');
});

test('open() takes a fragment with or without #, and can be taken back', async () => {
  await cnx.open(page, '');
  assert.equal((await cnx.open(page, '#v=1&theme=light')).view, 'v=1&theme=light');
  assert.equal((await cnx.open(page, 'v=1&panels=s')).view, 'v=1&panels=s');
  assert.equal((await cnx.press(page, 'Control+z')).view, 'v=1&theme=light');
  await page.goBack();
  await page.goBack();
  await cnx.idle(page);
  assert.equal((await cnx.open(page, '')).view, '');
});

test('a fragment typed into the address bar is followed', async () => {
  await page.evaluate(() => { location.hash = 'v=1&f.cell_type=23P'; });
  await cnx.waitForState(page, state => state.view === "v=1&f.cell_type=23P", 'the typed view');
  await cnx.open(page, '');
});

// docs/view-url.md, sections 7 and 8: what is noted and what is passed over in silence.
const nonsense = [
  ['unknown keys', 'v=1&layers=3&x=%3Cscript%3E&=&&&', '', /^$/],
  ['a camera with a number too few', 'v=1&cam=1,2,3,4,5', '', /camera/],
  ['a camera out of range', 'v=1&cam=1,2,3,0,99999999999,4', '', /camera/],
  ['a column that the dataset has not', 'v=1&f.nosuch=a,b', null, /nosuch/],
  ['categories that the dataset has not', 'v=1&f.cell_type=zebra', null, /zebra/],
  ['a column to color by that it has not', 'v=1&color=nosuch', null, /nosuch/],
  ['a neuron that it has not', 'v=1&sel=12', null, /12 is not in this dataset/],
  ['a selection that is no number', 'v=1&sel=12abc', '', /selected neuron/],
  ['bytes that are no text', 'v=1&f.cell_type=%00&f.%FF%FE=%00', null, /./],
  ['half a percent sign', 'v=1&f.cell_type=%2', '', /./],
  ['markup', 'v=1&f.cell_type=<script>alert(1)</script>&color=<img src=x onerror=alert(1)>', null, /script/],
  ['the range the wrong way round', 'v=1&r.indegree=9..1', '', /range/],
  ['another version', 'v=2', '', /another version/],
  ['twenty thousand bytes', 'v=1&f.cell_type=' + 'a,'.repeat(10000), '', /./],
  ['no grammar at all', '%%%///???', '', /^$/],
];
for (const [what, link, view, note] of nonsense) {
  test(`a link with ${what} shows every neuron and ${note.test('') && !note.test('x') ? 'says nothing' : 'a polite note'}`, async () => {
    const state = await cnx.open(page, link);
    assert.equal(state.neurons_total, kNeurons);
    assert.equal(state.neurons_shown, kNeurons);
    assert.equal(state.selected, null);
    assert.deepEqual(state.errors, []);
    if (view !== null) assert.equal(state.view, view);
    assert.match(state.notes.join(' '), note);
    assert.ok(state.notes.length <= 6);
    for (const text of state.notes) assert.ok(text.length < 400, 'a note is short: ' + text);
  });
}

test('a page that starts with a nonsense link comes up with every neuron and the note on the screen', async () => {
  const { page: other, trouble, context } = await cnx.openReadyPage(browser, server.address,
    { fragment: 'v=1&cam=nonsense&f.nosuch=a&%00=<script>' });
  const state = await cnx.state(other);
  assert.equal(state.neurons_shown, kNeurons);
  assert.equal(state.notes.length, 2);
  assert.equal(await other.inputValue('#query'), '', 'the line says what is in force');
  await cnx.waitForMirror(other, /camera in this link/);
  const noted = await cnx.picture(other);
  // "Dismiss" is the last thing of the strip, at its left.
  let now = state;
  for (let y = 100; y < 220 && now.notes.length > 0; y += 8) now = await cnx.click(other, [315, y]);
  assert.deepEqual(now.notes, []);
  assert.ok(cnx.difference(noted, await cnx.picture(other)) > 0.005);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
