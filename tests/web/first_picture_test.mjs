// first_picture_test.mjs — what a visitor gets without touching anything.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 2000;
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(kNeurons);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openPage(browser, server.address);
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

test('every neuron of the manifest is on the screen when ready resolves', async () => {
  await page.evaluate(() => window.connectoscope.ready);
  const state = await cnx.state(page);
  assert.equal(cnx.manifestOf(site.data).neuron_count, kNeurons);
  assert.equal(state.neurons_total, kNeurons);
  assert.equal(state.neurons_shown, kNeurons);
  assert.ok(state.frames_drawn > 0, 'a frame was drawn');

  const { colored, hues } = cnx.coloredPixels(await cnx.picture(page), cnx.kSceneRectangle);
  assert.ok(colored > 8000, `${colored} colored pixels between the panels`);
  assert.ok(hues >= 4, `${hues} hues for eleven cell classes`);
});

test('an idle page has loaded all tiles that it wanted, and nothing went wrong', async () => {
  const state = await cnx.idle(page);
  const manifest = cnx.manifestOf(site.data);
  assert.deepEqual(state.errors, []);
  assert.deepEqual(state.notes, []);
  assert.equal(state.view, '');
  assert.equal(state.selected, null);
  assert.equal(state.partners, null);
  assert.match(state.backend, /^(webgl2|soft)$/);
  // Without a selection: every column and the output side of all connections.
  const wanted = manifest.families.filter(({ kind }) => kind === 'neurons' || kind === 'connections_out');
  const tiles = wanted.flatMap((family) => family.tiles);
  assert.equal(state.tiles_wanted, tiles.length);
  assert.equal(state.tiles_loaded, tiles.length);
  assert.equal(state.bytes_loaded, tiles.reduce((sum, [, bytes]) => sum + bytes, 0));
  assert.equal(state.statistics.partial.tiles_missing, 0);
});

test('the state has the fields that docs/javascript.md lists, no others, and is a fresh value each time', async () => {
  const document = readFileSync(new URL('../../docs/javascript.md', import.meta.url), 'utf8');
  const table = (heading) => document.split(heading)[1].match(/(^\|.*\n)+/m)[0];
  const fields = (heading) => table(heading).split('\n').slice(2, -1)
    .flatMap((line) => line.split('|')[1].match(/\w+(?=[`(])/g)).sort();
  assert.deepEqual(Object.keys(await cnx.state(page)).sort(), fields('## The state\n'));
  assert.deepEqual(await page.evaluate(() => Object.keys(window.connectoscope).sort()),
    fields('## What there is\n'));
  assert.ok(await page.evaluate(() => {
    const one = window.connectoscope.state();
    one.errors.push('mine');
    return window.connectoscope.state().errors.length === 0;
  }));
  assert.ok(await page.evaluate(() => Object.isFrozen(window.connectoscope)));
});

test('an idle page draws no frame in two seconds', async () => {
  await cnx.idle(page);
  // A window that has just got the focus draws once more when the pointer has rested.
  const frames = () => page.evaluate(() => window.connectoscope.state().frames_drawn);
  let before = await frames(), quiet = false;
  for (let attempt = 0; attempt < 20 && !quiet; attempt++) {
    await page.waitForTimeout(700);
    quiet = before === await frames();
    before = await frames();
  }
  assert.ok(quiet, 'the page comes to rest');
  await page.waitForTimeout(2000);
  assert.equal(await frames() - before, 0);
});

test('nothing on the page scrolls and the canvas fills the window', async () => {
  const sizes = await page.evaluate(() => {
    const root = document.scrollingElement, canvas = document.getElementById('canvas');
    return { scroll: [root.scrollWidth, root.scrollHeight], client: [root.clientWidth, root.clientHeight],
      canvas: [canvas.clientWidth, canvas.clientHeight], pixels: [canvas.width, canvas.height] };
  });
  const window = [cnx.kViewport.width, cnx.kViewport.height];
  assert.deepEqual(sizes, { scroll: window, client: window, canvas: window, pixels: window });
});

test('a synthetic sample is said to be one, in the picture and in the text', async () => {
  const text = await cnx.waitForMirror(page, /Synthetic sample: not real data\./);
  assert.match(text, /2,000 of 2,000 neurons shown/);
  // Black on amber (0xf0b429 and its like) in the top bar.
  const amber = cnx.countPixels(await cnx.picture(page), [100, 4, 500, 40],
    (r, g, b) => r > 200 && g > 140 && g < 210 && b < 90);
  assert.ok(amber > 2000, `${amber} amber pixels in the top bar`);
});

test('what screen readers read follows the data', async () => {
  const manifest = cnx.manifestOf(site.data);
  const text = await cnx.waitForMirror(page, /Connection probability/);
  const grouped = (n) => Number(n).toLocaleString('en-US');
  for (const sentence of [`${grouped(manifest.connection_count)} connections`,
    `${grouped(manifest.synapse_count)} synapses`, 'No neuron is selected.', 'Color by cell_type.']) {
    assert.ok(text.includes(sentence), `"${sentence}" in the mirror:\n${text}`);
  }
  assert.deepEqual(await page.$$eval('#mirror h2', (all) => all.map((heading) => heading.textContent)),
    ['Dataset', 'Status', 'Filters and colors', 'Selection and sets', 'Selected neuron', 'Statistics']);
});

test('the page asks its own server only, once for each file, and nothing was refused or logged', () => {
  assert.deepEqual(opened.trouble, []);
  const tiles = opened.requests.filter((url) => url.endsWith('.tile'));
  assert.equal(new Set(tiles).size, tiles.length, 'no tile is asked for twice');
  for (const once of ['manifest.json', 'viewer.wasm', 'viewer_rest.wasm', 'stats_worker.js']) {
    assert.equal(opened.requests.filter((url) => url.endsWith(once)).length, 1, once);
  }
});

test('the first picture has the line for itself: other tiles and the worker are asked for after its tiles', () => {
  const [coarse, fine] = ['coarse', 'fine'].map((part) => cnx.manifestOf(site.data).families
    .find((family) => family.position === part).tiles.map(([hash]) => `data/tiles/${hash}.tile`));
  const firsts = [...coarse, ...fine];
  const order = opened.requests.map((url) => url.slice(server.address.length));
  const tiles = order.filter((path) => path.endsWith('.tile'));
  assert.deepEqual(tiles.slice(0, firsts.length), firsts);
  assert.ok(order.indexOf('stats_worker.js') > order.indexOf(firsts.at(-1)));
});

test('the manifest and the first tiles are asked for before the viewer is there, and taken from there', async () => {
  const context = await browser.newContext();
  const early = await context.newPage();
  const asked = [];
  let sawTile;
  const tileAsked = new Promise((resolve) => { sawTile = resolve; });
  early.on('request', (request) => {
    asked.push(request.url());
    if (request.url().endsWith('.tile')) sawTile();
  });
  // The viewer waits for a tile that only the shell can have asked for.
  await early.route('**/viewer.wasm', async (route) => { await tileAsked; await route.continue(); });
  await early.goto(server.address);
  await early.evaluate(() => window.connectoscope.ready);
  assert.equal((await cnx.state(early)).neurons_shown, kNeurons);
  assert.equal(new Set(asked).size, asked.length, 'nothing is asked for twice');
  await context.close();
});

/** A page of its own; `before` runs ahead of the first request. It notes what was so when ready resolved. */
async function openWatched(before) {
  const context = await browser.newContext({ viewport: cnx.kViewport });
  context.setDefaultTimeout(cnx.kWaitMs);
  const watched = await context.newPage();
  await watched.addInitScript(() => {
    // How often the screen was painted since ready when the worker started, and when WebGL was asked for.
    window.paints = { since: null, worker: null, webgl: null };
    const Worker = window.Worker;
    window.Worker = function (...args) {
      window.paints.worker = window.paints.since ?? 0;
      return new Worker(...args);
    };
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      if (kind === 'webgl2') window.paints.webgl ??= window.paints.since ?? 0;
      return getContext.call(this, kind, ...rest);
    };
    document.addEventListener('DOMContentLoaded', () => window.connectoscope.ready.then(() => {
      window.atReady = { frames: window.connectoscope.state().frames_drawn, worker: window.paints.worker };
      window.paints.since = 0;
      const painted = () => { if (++window.paints.since < 100) requestAnimationFrame(painted); };
      requestAnimationFrame(painted);
    }));
  });
  await before(watched);
  await watched.goto(server.address);
  return { page: watched, context };
}

test('with tiles that came while the viewer did, the first frame has every neuron; all else comes when it was painted', async () => {
  // The page waits for them a tenth of a second, and then half of one until it is painted: a busy
  // machine may need more than one attempt.
  for (let attempt = 1, done = false; !done; attempt++) {
    const { page: watched, context } = await openWatched(async (page) => {
      const tiles = [];
      let sawTiles;
      const tilesHere = new Promise((resolve) => { sawTiles = resolve; });
      page.on('requestfinished', (request) => {
        if (request.url().endsWith('.tile') && tiles.push(request.url()) === 1) sawTiles();
      });
      await page.route('**/viewer.wasm', async (route) => { await tilesHere; await route.continue(); });
    });
    await watched.evaluate(() => window.connectoscope.ready);
    await cnx.idle(watched);
    const [{ frames, worker }, paints] = await watched.evaluate(() => [window.atReady, window.paints]);
    assert.equal(worker, null, 'no worker before every neuron is on the screen');
    done = frames === 1 && paints.worker >= 1 && paints.webgl >= 1;
    assert.ok(done || attempt < 5,
      `${frames} frames until ready; painted ${paints.worker} times until the worker, ${paints.webgl} until WebGL`);
    await context.close();
  }
});

test('while the tiles are late the page shows its panels without neurons, and then the neurons', async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const { page: watched, context } = await openWatched((page) =>
    page.route('**/*.tile', async (route) => { await held; await route.continue(); }));
  await cnx.waitForState(watched, (state) => state.frames_drawn > 0, 'a frame without neurons');
  assert.equal((await cnx.state(watched)).neurons_total, kNeurons);
  assert.equal((await cnx.state(watched)).neurons_shown, 0);
  assert.equal(await watched.evaluate(() => window.atReady), undefined);
  release();
  await watched.evaluate(() => window.connectoscope.ready);
  assert.equal((await cnx.idle(watched)).neurons_shown, kNeurons);
  await context.close();
});

// The program's second part (web/rest.txt) comes after the first picture, and is missed by nobody.

/** A page that collects what goes wrong, with a second part that waits for release(). */
async function openHeld(options = {}) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const context = await browser.newContext({ viewport: cnx.kViewport, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(cnx.kWaitMs);
  const late = await context.newPage();
  const warnings = [], requests = [];
  late.on('console', (message) => {
    if (/^(warning|error)$/.test(message.type()) && !/GPU stall/.test(message.text())) warnings.push(message.text());
  });
  late.on('pageerror', (error) => warnings.push(error.message));
  late.on('request', (request) => requests.push(request.url().slice(server.address.length)));
  await late.route('**/viewer_rest.wasm', async (route) => { await held; await route.continue(); });
  // Hands that do not wait until the page has come to rest, which it cannot.
  const frames = async (act) => {
    const { frames_drawn: drawn } = await cnx.state(late);
    await act();
    await cnx.waitForState(late, (state) => state.frames_drawn > drawn, 'a frame');
  };
  const click = async ([x, y]) => {
    await frames(() => late.mouse.move(x, y));
    await frames(() => late.mouse.click(x, y));
  };
  return { page: late, context, release, warnings, requests, frames, click };
}

test('until the second part of the program is there one can look around and filter; what else was asked for comes with it', async () => {
  const { page: late, context, release, warnings, requests, frames, click } = await openHeld();
  await late.goto(server.address);
  await late.evaluate(() => window.connectoscope.ready);
  const before = await cnx.state(late);
  assert.equal(before.neurons_shown, kNeurons);
  assert.equal(before.statistics, null);
  const around = await cnx.picture(late);

  const [x, y] = cnx.places.middle;
  await frames(() => late.mouse.move(x, y));
  await late.mouse.down();
  await frames(() => late.mouse.move(x + 150, y + 40, { steps: 6 }));
  await late.mouse.up();
  await cnx.waitForState(late, (state) => state.scenes_drawn > before.scenes_drawn, 'another scene');
  const turned = cnx.difference(around, await cnx.picture(late));
  assert.ok(turned > 0.02, `${turned} of the pixels changed`);
  await click([23, 289]);  // the first class
  const few = await cnx.waitForState(late, (state) => state.neurons_shown < kNeurons, 'fewer neurons');
  await click([x, y]);  // perhaps on a neuron
  await frames(() => late.keyboard.press('Control+a'));
  await click(cnx.places.theme);
  assert.equal((await cnx.state(late)).selection, 0);
  assert.equal(new URL(late.url()).hash, '');
  assert.deepEqual(warnings, []);
  assert.ok(!requests.includes('stats_worker.js'));

  release();
  const state = await cnx.idle(late);
  assert.equal(state.neurons_shown, few.neurons_shown);
  assert.match(state.view, /theme=/);
  assert.equal(state.selection, few.neurons_shown);
  assert.equal(new URL(late.url()).hash.slice(1), state.view);
  assert.ok(state.statistics !== null);
  assert.equal(requests.filter((path) => path === 'viewer_rest.wasm').length, 1);
  assert.ok(requests.indexOf('viewer_rest.wasm') > requests.findIndex((path) => path.endsWith('.tile')));
  assert.deepEqual(warnings, []);
  await context.close();
});

test('until then lists stay closed, sections and panels say that they load, and a menu opens with it', async () => {
  const kList = [180, 143], kSets = [100, 177], kConnections = [100, 225];
  const desk = await openHeld();
  await desk.page.goto(server.address);
  await desk.page.evaluate(() => window.connectoscope.ready);
  for (const place of [kList, kSets, kConnections]) await desk.click(place);
  desk.release();
  await cnx.idle(desk.page);
  assert.deepEqual(desk.warnings, []);
  const closed = await cnx.picture(desk.page);
  await cnx.click(desk.page, kList);
  assert.ok(cnx.difference(closed, await cnx.picture(desk.page)) > 0.01, 'now the list opens');
  await desk.context.close();

  const phone = await openHeld({ viewport: { width: 390, height: 844 } });
  const kTabs = [[70, 794], [195, 794], [320, 794]], kMenu = [354, 20];
  await phone.page.goto(server.address);
  await phone.page.evaluate(() => window.connectoscope.ready);
  for (const tab of kTabs) await phone.click(tab);
  await phone.click(kTabs[2]);  // closes the last one
  await phone.click(kMenu);
  assert.deepEqual(phone.warnings, []);
  phone.release();
  assert.equal((await cnx.idle(phone.page)).view, 'v=1&panels=');
  const open = await cnx.picture(phone.page);
  await cnx.press(phone.page, 'Escape');
  assert.ok(cnx.difference(open, await cnx.picture(phone.page)) > 0.1, 'the menu was open');
  assert.deepEqual(phone.warnings, []);
  await phone.context.close();
});

test('a link that opens on more than the first picture brings both parts of the program at once', async () => {
  const { page: late, context, release, warnings, requests } = await openHeld();
  await late.goto(server.address + '#v=1&panels=s');
  await late.waitForFunction(() => performance.getEntriesByName(new URL('viewer.wasm', location.href).href).length > 0);
  assert.ok(requests.includes('viewer_rest.wasm'));
  release();
  const state = await cnx.idle(late);
  assert.equal(state.view, 'v=1&panels=s');
  assert.equal(requests.filter((path) => path === 'viewer_rest.wasm').length, 1);
  assert.equal(await late.evaluate(() => document.fonts.size), 2, 'letters with accents are added once');
  assert.deepEqual(warnings, []);
  await context.close();
});

test('a second part that does not come is said, and asked for again until it does', async () => {
  const context = await browser.newContext({ viewport: cnx.kViewport });
  context.setDefaultTimeout(cnx.kWaitMs);
  const late = await context.newPage();
  let refusals = 2;
  await late.route('**/viewer_rest.wasm', (route) => refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue());
  await late.goto(server.address);
  await late.evaluate(() => window.connectoscope.ready);
  await late.waitForFunction(() => /The rest of the program has not come \(viewer_rest.wasm: the server answers 503\)/
    .test(document.getElementById('toast').textContent));
  const state = await cnx.idle(late);
  assert.equal(state.neurons_shown, kNeurons);
  assert.ok(state.statistics !== null);
  assert.deepEqual(state.errors, []);
  await context.close();
});
