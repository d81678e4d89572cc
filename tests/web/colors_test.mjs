// colors_test.mjs — what neurons are colored by, what other eyes see, and pictures to keep.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import * as cnx from './support.mjs';

const kExport = [605, 20], kWhite2x = [823, 228], kNothing2x = [823, 256];
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(5000);
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

test('the simulator shows the whole page as other eyes see it, and goes again', async () => {
  const usual = await cnx.picture(page);
  for (const vision of ['protan', 'deutan', 'tritan']) {
    await cnx.open(page, `v=1&vision=${vision}`);
    const filter = await page.evaluate(() => getComputedStyle(document.querySelector('canvas')).filter);
    assert.match(filter, new RegExp(`#vision-${vision}`));
    const seen = await cnx.picture(page);
    assert.ok(cnx.difference(usual, seen, 12) > 0.01, `${vision}: the neurons have other colors`);
  }
  await cnx.open(page, '');
  assert.ok(cnx.difference(usual, await cnx.picture(page)) < 0.001);
});

test('a class stands out while the pointer rests on its row', async () => {
  await page.mouse.move(600, 760);
  await cnx.idle(page);
  const plain = await cnx.picture(page);
  await page.mouse.move(100, 285);  // the second class
  await cnx.idle(page);
  const pointed = await cnx.picture(page);
  const bright = (png) => cnx.countPixels(png, cnx.kSceneRectangle, (r, g, b) => Math.max(r, g, b) >= 120);
  const before = bright(plain), now = bright(pointed);
  assert.ok(now < before / 2, `others fade: ${now} of ${before}`);
  assert.ok(now > 100, `the class itself does not: ${now}`);
  await page.mouse.move(600, 760);
  await cnx.idle(page);
  assert.ok(cnx.difference(plain, await cnx.picture(page)) < 0.005);
});

test('neurons are colored by degree and by distance, which no file has', async () => {
  const byClass = await cnx.picture(page);
  await cnx.open(page, 'v=1&color=in-degree%20%28partners%29');
  const byDegree = await cnx.picture(page);
  assert.ok(cnx.difference(byClass, byDegree) > 0.02);
  assert.deepEqual((await cnx.state(page)).notes, []);
  const ids = await cnx.oracle(site.input, 'ids');
  await cnx.open(page, `v=1&color=distance%20to%20the%20selected%20neuron%20%28%C2%B5m%29&sel=${ids[100]}&side=aff`);
  assert.deepEqual((await cnx.state(page)).notes, []);
  await cnx.waitForMirror(page, /Color by distance to the selected neuron/);
  await cnx.open(page, '');
});

test('synapses of the selected neuron are points in the colors of their sides', async () => {
  const { state } = await cnx.clickNeuron(page);
  await page.mouse.move(600, 760);
  await cnx.open(page, `v=1&sel=${state.selected}&synapses=off`);
  const without = await cnx.picture(page);
  const shown = await cnx.open(page, `v=1&sel=${state.selected}`);
  const having = await cnx.picture(page);
  assert.ok(shown.synapses.drawn > 50);
  const orange = (r, g, b) => r > 170 && g > 80 && g < 170 && b < 90;
  const blue = (r, g, b) => b > 170 && g > 90 && r < 110;
  const count = (png) => cnx.countPixels(png, cnx.kSceneRectangle, (r, g, b) => orange(r, g, b) || blue(r, g, b));
  assert.ok(count(having) > count(without) + 200, `${count(having)} against ${count(without)}`);
  await cnx.open(page, '');
});

/** Saves the picture that a button of the menu makes. */
async function saved(button) {
  await cnx.click(page, kExport);
  const [file] = await Promise.all([page.waitForEvent('download'), cnx.click(page, button)]);
  assert.match(file.suggestedFilename(), /_view\.png$/);
  const path = join(site.folder, file.suggestedFilename());
  await file.saveAs(path);
  return PNG.sync.read(readFileSync(path));
}

test('a picture of the view is as large as was chosen, on white or on nothing', async () => {
  const { width, height } = { width: 640, height: 684 };  // what panels and query line leave
  const white = await saved(kWhite2x);
  assert.deepEqual([white.width, white.height], [2 * width, 2 * height]);
  const at = (png, x, y) => [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 4)];
  assert.deepEqual(at(white, 3, 3), [255, 255, 255, 255]);
  // Words stand on plates: white ones. Of the other themes' paper there is nothing.
  let paper = 0;
  for (let i = 0; i < white.data.length; i += 4) {
    const [r, g, b] = white.data.subarray(i, i + 3);
    paper += (r === 0xf6 && g === 0xf7 && b === 0xf9) || (r === 0xf8 && g === 0xf9 && b === 0xfa);
  }
  assert.ok(paper < 50, `${paper} pixels of gray paper`);
  const { colored, hues } = cnx.coloredPixels(white, [300, 200, 980, 1300]);
  assert.ok(colored > 20000 && hues >= 3, `${colored} pixels of ${hues} hues`);

  const clear = await saved(kNothing2x);
  assert.deepEqual(at(clear, 3, 3), [0, 0, 0, 0]);
  let opaque = 0;
  for (let i = 3; i < clear.data.length; i += 4) opaque += clear.data[i] > 120;
  assert.ok(opaque > 20000, `${opaque} pixels are there`);
  // The same view gives the same picture.
  assert.ok(Buffer.compare((await saved(kNothing2x)).data, clear.data) === 0, 'equal bytes');
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
