// faults_test.mjs — servers that fail, lie, stall or vanish, and browsers that cannot draw.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
// On a screen of cnx.kViewport: the menu, what it saves of the neurons that are shown, and in the
// statistics, where they are partial, Retry and the CSV of the counts.
const kExport = [605, 20], kSaveNetwork = [665, 136];
const kRetryPartial = [955, 189], kCountsCsv = [952, 726];
let browser, site, server, manifest, outTiles, inTiles;

before(async () => {
  site = cnx.makeSite(kNeurons);
  manifest = cnx.manifestOf(site.data);
  outTiles = cnx.tilesOf(manifest, 'connections_out');
  inTiles = cnx.tilesOf(manifest, 'connections_in');
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

/** Opens a page whose requests for `pattern` are answered by `answer`; gives a way to end that. */
async function openFaulty(pattern, answer, options = {}) {
  const opened = await cnx.openPage(browser, server.address,
    { ...options, before: (page) => page.route(pattern, answer) });
  return { ...opened, mend: () => opened.page.unroute(pattern) };
}

/** Trouble that the fault itself does not explain. */
const unexplained = (trouble) => trouble.filter((text) => !/^console: Failed to load resource/.test(text));

test('without a manifest the page says what and what to do, and starts once it is served', async () => {
  const { page, context, trouble, mend } = await openFaulty('**/manifest.json', (route) => route.fulfill({ status: 404 }));
  const text = await cnx.waitForMessage(page, /The dataset cannot be loaded/);
  assert.match(text, /data\/manifest\.json: the server answered 404/);
  assert.match(text, /Check the address and the network; this page goes on trying\./);
  assert.equal(await page.$eval('#message h1', (heading) => heading.textContent), 'The dataset cannot be loaded');
  const state = await cnx.state(page);
  assert.equal(state.neurons_total, 0);
  assert.match(state.errors.join(), /cannot be loaded/);
  await page.evaluate(() => { window.samePage = true; });
  await mend();
  await page.evaluate(() => window.connectoscope.ready);
  const recovered = await cnx.idle(page);
  assert.equal(recovered.neurons_shown, kNeurons);
  assert.deepEqual(recovered.errors, []);
  assert.ok(await page.evaluate(() => window.samePage), 'without a reload');
  await cnx.waitForMessage(page, /^$/);
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

const badManifests = [
  ['of another version', (text) => text.replace(/"version": \d+/, '"version": 999'), /made by another version of Connectoscope/],
  ['that is a page of HTML', () => '<!doctype html><title>Hello</title>', /not a dataset of Connectoscope/],
  ['that is cut off', (text) => text.slice(0, text.length / 2), /not a dataset of Connectoscope/],
  ['that was changed by hand', (text) => text.replace(`"neuron_count": ${kNeurons}`, `"neuron_count": ${kNeurons - 1}`), /not a dataset of Connectoscope/],
  ['that is empty', () => '', /not a dataset of Connectoscope/],
];
test('a manifest that cannot be right is refused with its name and what to do', async () => {
  const good = JSON.stringify(manifest, null, 2);
  for (const [what, change, title] of badManifests) {
    // A page of its own for each: one that is reloaded while its program still arrives complains of that.
    const { page, context, trouble } = await openFaulty('**/manifest.json', (route) => route.fulfill({ body: change(good) }));
    const text = await cnx.waitForMessage(page, title);
    assert.match(text, /data\/manifest\.json/, what);
    assert.match(text, /Make the tiles again/, what);
    assert.deepEqual(unexplained(trouble), [], what);
    await context.close();
  }
});

test('a first tile that fails once is tried again, and ready waits for it', async () => {
  const first = cnx.tilesOf(manifest, 'neurons')[0];
  let answers = 0;
  const { page, context, trouble } = await openFaulty('**/' + first, (route) =>
    answers++ === 0 ? route.fulfill({ status: 503 }) : route.continue());
  await page.evaluate(() => window.connectoscope.ready);
  assert.equal(answers, 2);
  assert.equal((await cnx.idle(page)).neurons_shown, kNeurons);
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

test('a connection tile that fails twice loads in the end, and says why meanwhile', async () => {
  let answers = 0;
  const { page, context, trouble } = await openFaulty('**/' + outTiles[0], (route) =>
    answers++ < 2 ? route.fulfill({ status: 500 }) : route.continue());
  const waiting = await cnx.waitForState(page, state => state.errors.length > 0, 'the error');
  assert.match(waiting.errors[0], /^outputs of neurons 0 to .*the server answered 500; trying again (now|in [1-9]\d* s)$/);
  assert.ok(waiting.errors[0].includes(outTiles[0]), 'the tile is named');
  const state = await cnx.idle(page);
  assert.equal(answers, 3);
  assert.deepEqual(state.errors, []);
  cnx.assertSameNumbers(state.statistics, cnx.toolStatistics(site.data));
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

test('tiles with a flipped byte, cut off, or of HTML are never used: the rest is, and says that it is partial', async () => {
  assert.ok(outTiles.length >= 3);
  const broken = {
    [outTiles[0]]: (bytes) => { bytes[bytes.length >> 1] ^= 0x10; return bytes; },
    [outTiles[1]]: (bytes) => bytes.subarray(0, bytes.length - 7),
    [outTiles[2]]: () => Buffer.from('<!doctype html><title>Not found</title>'),
  };
  const reasons = [/wrong bytes, not the ones that the manifest promises/, /bytes instead of [\d,]+/, /39 bytes instead of/];
  const { page, context, trouble, mend } = await openFaulty('**/*.tile', async (route) => {
    const change = broken[outTiles.find((tile) => route.request().url().endsWith(tile))];
    if (!change) return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ status: 200, body: change(Buffer.from(await answer.body())) });
  });
  // Idle: every retry has been used up.
  const state = await cnx.idle(page);
  assert.equal(state.neurons_shown, kNeurons, 'the neurons are not the connections');
  assert.equal(state.errors.length, 3);
  state.errors.forEach((text, i) => {
    assert.match(text, reasons[i]);
    assert.ok(text.includes(outTiles[i]), text);
  });
  assert.equal(state.tiles_wanted - state.tiles_loaded, 3);
  const missing = state.statistics.partial;
  assert.deepEqual(missing, { tiles_missing: 3, tiles_total: outTiles.length });
  const text = await cnx.waitForMirror(page, /Could not load outputs of neurons/);
  assert.match(text, new RegExp(`Partial: ${outTiles.length - 3} of ${outTiles.length} tiles loaded\\.`));

  await mend();
  await cnx.click(page, [35, 786]);  // Retry, in the status line
  const mended = await cnx.idle(page);
  assert.deepEqual(mended.errors, []);
  cnx.assertSameNumbers(mended.statistics, cnx.toolStatistics(site.data));
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

/** What a click saves. */
async function saved(page, at) {
  const [file] = await Promise.all([page.waitForEvent('download'), cnx.click(page, at)]);
  return readFileSync(await file.path(), 'utf8');
}

test('a network with tiles that cannot be had is not saved, and the page comes to rest', async () => {
  const { page, context, trouble, mend } = await openFaulty('**/*.tile', (route) =>
    outTiles.slice(0, 2).some((tile) => route.request().url().endsWith(tile)) ? route.fulfill({ status: 500 }) : route.continue(),
    { fragment: 'v=1&panels=f' });
  await cnx.idle(page);
  let downloads = 0;
  page.on('download', () => downloads++);
  await cnx.click(page, kExport);
  const state = await cnx.click(page, kSaveNetwork);
  assert.equal(downloads, 0);
  assert.deepEqual(state.notes, [`The network was not saved: 2 of ${outTiles.length} tiles of its connections did not load. Save it again to retry.`]);
  await mend();
  await cnx.click(page, kExport);
  const xml = await saved(page, kSaveNetwork);
  assert.equal(xml.split('<edge ').length - 1, manifest.connection_count);
  assert.deepEqual((await cnx.state(page)).notes, []);
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

test('what is saved from part of the connections says so, and sections say why they do not count', async () => {
  const { page, context, trouble, mend } = await openFaulty('**/*.tile', (route) =>
    outTiles.slice(0, 2).some((tile) => route.request().url().endsWith(tile)) ? route.fulfill({ status: 500 }) : route.continue(),
    { fragment: 'v=1&panels=s&motifs=on' });
  await cnx.idle(page);
  const partial = `Partial: ${outTiles.length - 2} of ${outTiles.length} tiles loaded. These are numbers of part of the connections: counts are too low, ratios may be wrong.`;
  const why = `2 of ${outTiles.length} tiles did not load: the server answered 500.`;
  let text = await cnx.waitForMirror(page, /are not counted\./);
  assert.ok(text.includes(partial), text);
  assert.ok(text.includes('Motifs and the other sections are not counted. ' + why), text);
  assert.ok(text.includes('2 tiles missing: the server answered 500. Retry is at the bottom left.'), text);
  assert.ok((await saved(page, kCountsCsv)).includes('# ' + partial));
  await mend();
  await cnx.click(page, kRetryPartial);
  text = await cnx.waitForMirror(page, /Triads?[^]*300/);
  assert.ok(!text.includes('Partial'), text);
  assert.deepEqual((await cnx.state(page)).errors, []);
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

test('positions that cannot be had are said in the middle, with Retry, and no neuron is shown', async () => {
  for (const [viewport, retry] of [[cnx.kViewport, [517, 451]], [{ width: 390, height: 844 }, [72, 432]]]) {
    const first = cnx.tilesOf(manifest, 'neurons')[0];
    const { page, context, trouble, mend } = await openFaulty('**/' + first, async (route) => {
      const answer = await route.fetch();
      const bytes = Buffer.from(await answer.body());
      bytes[bytes.length >> 1] ^= 4;
      return route.fulfill({ status: 200, body: bytes });
    }, { viewport, fragment: 'v=1&panels=' });
    const text = await cnx.waitForMirror(page, /No neuron can be shown: their positions did not load\./);
    assert.match(text, /0 of 5,000 neurons shown\./);
    assert.match(text, /1 tile missing: wrong bytes, not the ones that the manifest promises\./);
    assert.doesNotMatch(text, /Loading 5,000 neurons/);
    assert.equal((await cnx.state(page)).neurons_shown, 0);
    await mend();
    await page.mouse.click(...retry);
    await page.evaluate(() => window.connectoscope.ready);
    const state = await cnx.idle(page);
    assert.equal(state.neurons_shown, kNeurons);
    assert.deepEqual(state.errors, []);
    assert.deepEqual(unexplained(trouble), []);
    await context.close();
  }
});

test('sizes that cannot be had are no numbers, with the reason, until they are had by hand', async () => {
  const sizes = cnx.tilesOf(manifest, 'synapses');
  assert.ok(sizes.length > 0);
  const ids = await cnx.oracle(site.input, 'ids');
  const { page, context, mend } = await openFaulty('**/*.tile', (route) =>
    sizes.some((tile) => route.request().url().endsWith(tile)) ? route.fulfill({ status: 500 }) : route.continue(),
    { fragment: 'v=1&panels=n&sel=' + ids[3] });
  await page.evaluate(() => window.connectoscope.ready);
  assert.ok((await cnx.idle(page)).errors.length > 0);  // every retry has been used up
  // The text follows the page after a moment: it may still be of before the connections came.
  await cnx.waitForMirror(page, /^(?![^]*…)[^]*Some could not be loaded: the server answered 500\./);
  await mend();
  await cnx.click(page, [42, 786]);  // Retry, at the bottom left
  const found = await cnx.waitForMirror(page, /synapses? are located|synapses? are here/);
  assert.doesNotMatch(found, /could not be loaded/);
  await context.close();
});

test('what failed is asked for again when the network is back', async () => {
  const { page, context } = await cnx.openReadyPage(browser, server.address, { fragment: 'v=1&panels=f' });
  await page.waitForLoadState('networkidle');  // the worker's program, which nobody has needed so far
  await context.setOffline(true);
  await page.evaluate(() => window.connectoscope.open('v=1&panels=s'));
  const given = await cnx.idle(page);  // every retry has been used up
  assert.ok(given.errors.length > 0);
  const text = await cnx.waitForMirror(page, /\d+ tiles missing: there is no network\. Retry/);
  assert.match(text, new RegExp(`^${given.errors.length} tiles missing`, 'm'));
  await context.setOffline(false);
  const back = await cnx.waitForState(page, (state) => state.errors.length === 0 && state.tiles_loaded === state.tiles_wanted, 'the retry');
  assert.ok(back.tiles_loaded > 0);
  cnx.assertSameNumbers((await cnx.idle(page)).statistics, cnx.toolStatistics(site.data));
  await context.close();
});

test('a neuron selected while the network is gone gets its partners when it is back', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address);
  await context.setOffline(true);
  const { selected } = await page.evaluate(() => {
    // Idle would wait for the network, so the state is enough here.
    return window.connectoscope.state();
  });
  assert.equal(selected, null);
  const ids = await cnx.oracle(site.input, 'ids');
  await page.evaluate((id) => window.connectoscope.open('v=1&panels=n&sel=' + id), ids[3]);
  await cnx.waitForState(page, state => state.selected !== null, 'the selection');
  const state = await cnx.waitForState(page, state => state.errors.length > 0 || state.partners?.inputs_complete, 'an answer');
  if (state.errors.length > 0) assert.match(state.errors[0], /there is no network|cannot be reached/);
  await context.setOffline(false);
  const back = await cnx.idle(page);
  const { inputs, input_synapses, outputs, output_synapses } = await cnx.oracle(site.input, 'neuron', ids[3]);
  assert.deepEqual(back.partners, { inputs, input_synapses, inputs_complete: true, outputs, output_synapses, outputs_complete: true });
  assert.deepEqual(back.errors, []);
  assert.deepEqual(unexplained(trouble), []);
  await context.close();
});

test('a program that does not arrive is a message, not an empty page', async () => {
  const { page, context } = await openFaulty('**/viewer.wasm', (route) => route.fulfill({ status: 404 }));
  const text = await cnx.waitForMessage(page, /Connectoscope could not start/);
  assert.match(text, /Reload the page/);
  assert.equal(await page.evaluate(() => window.connectoscope.ready.then(() => 'ready', (error) => error.message)),
    'Connectoscope could not start');
  assert.deepEqual(await cnx.state(page), { view: '', errors: ['Connectoscope could not start'] });
  await context.close();
});

test('a statistics worker that does not arrive for want of a network is there when that is back', async () => {
  let away = true;
  const { page, context } = await openFaulty('**/stats_worker.js', async (route) => {
    if (!away) return route.continue();
    await browser.contexts().at(-1).setOffline(true);
    await route.abort('internetdisconnected');
  }, { fragment: 'v=1&panels=s' });
  const text = await cnx.waitForMessage(page, /statistics worker did not load/);
  assert.match(text, /there is no network. It is asked for again when the network is back/);
  assert.doesNotMatch(text, /Reload/);
  away = false;
  await context.setOffline(false);
  await cnx.waitForMessage(page, /^$/);
  await page.evaluate(() => window.connectoscope.ready);
  const state = await cnx.idle(page);
  assert.deepEqual(state.errors, []);
  cnx.assertSameNumbers(state.statistics, cnx.toolStatistics(site.data));
  await context.close();
});

test('a statistics worker that does not arrive is said', async () => {
  const { page, context } = await openFaulty('**/stats_worker.js', (route) => route.fulfill({ status: 404 }));
  await page.evaluate(() => window.connectoscope.ready);
  await cnx.waitForMessage(page, /statistics worker stopped/);
  assert.equal((await cnx.state(page)).neurons_shown, kNeurons);
  await context.close();
});
