// screens_test.mjs — sharp screens, phones, light and dark, windows that change their size.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
const kPhone = { width: 390, height: 844 };
let browser, site, server;

before(async () => {
  site = cnx.makeSite(kNeurons);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const sizes = (page) => page.evaluate(() => {
  const canvas = document.getElementById('canvas'), root = document.scrollingElement;
  return { css: [canvas.clientWidth, canvas.clientHeight], pixels: [canvas.width, canvas.height],
    scrolls: [...document.querySelectorAll('html, body, canvas')].some((element) =>
      element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1),
    scrolled: [root.scrollTop, root.scrollLeft] };
});

test('on a screen of two pixels per CSS pixel the canvas has four times the pixels, and a click hits', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address, { scale: 2 });
  const { css, pixels, scrolls } = await sizes(page);
  assert.deepEqual(css, [1280, 800]);
  assert.deepEqual(pixels, [2560, 1600]);
  assert.equal(scrolls, false);
  const png = await cnx.picture(page);
  assert.equal(png.width, 2560);
  assert.ok(cnx.coloredPixels(png, cnx.kSceneRectangle.map((edge) => edge * 2)).hues >= 4);
  const { state } = await cnx.clickNeuron(page);
  assert.ok(state.selected);
  const filtered = await cnx.click(page, [22, 288]);
  assert.ok(filtered.view.includes('f.cell_type='), 'panels are where they were');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('where the edge of the screen would cut the numbers of the depth ruler they stand on its other side', async () => {
  // So near that the ruler's line is just inside the left edge: a cut number leaves ink in the first column.
  const { page, context } = await cnx.openReadyPage(browser, server.address,
    { viewport: kPhone, touch: true, scale: 2, fragment: 'v=1&cam=799998,681543,852846,860000,0,12000' });
  const png = await cnx.picture(page);
  const pixel = (x, y) => [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 3)].join();
  for (let y = 200; y < 1400; y++) assert.equal(pixel(0, y), pixel(0, 200), `the left edge at row ${y}`);
  const line = Array.from({ length: 100 }, (_, x) => pixel(x, 700)).filter((color) => color !== pixel(0, 200));
  assert.ok(line.length > 0, 'the ruler is there');
  await context.close();
});

test('the numbers of the depth and the scale bar stay whole whatever else lies over the view', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address, { viewport: kPhone, touch: true, scale: 2 });
  const ink = async (rectangle) => cnx.countPixels(await cnx.picture(page), rectangle, (r, g, b) => Math.min(r, g, b) > 150);
  // Left of the ruler's line; lines and points of connections have a color.
  const numbers = [130, 200, 206, 1330], bar = [560, 1350, 780, 1445];
  const [before, length] = [await ink(numbers), await ink(bar)];
  assert.ok(before > 500, `${before} bright pixels of numbers`);
  assert.ok(length > 300, `${length} bright pixels of the scale bar`);
  await cnx.clickNeuron(page, [195, 420]);
  await page.mouse.move(200, 20);
  await cnx.idle(page);
  const close = (now, then, what) => assert.ok(Math.abs(now - then) <= 0.03 * then, `${what}: ${then} → ${now} bright pixels`);
  close(await ink(numbers), before, 'numbers with a neuron selected');
  close(await ink(bar), length, 'scale bar with a neuron selected');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('on a phone nothing scrolls, the neurons have the screen, and panels open by touch', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address,
    { viewport: kPhone, touch: true, scale: 2 });
  const { css, pixels, scrolls } = await sizes(page);
  assert.deepEqual(css, [kPhone.width, kPhone.height]);
  assert.deepEqual(pixels, [kPhone.width * 2, kPhone.height * 2]);
  assert.equal(scrolls, false);
  const closed = await cnx.picture(page);
  assert.ok(cnx.coloredPixels(closed, [160, 300, 620, 1400]).colored > 30000);
  assert.equal((await cnx.state(page)).neurons_shown, kNeurons);

  const tap = async (x, y) => {
    await page.touchscreen.tap(x, y);
    return cnx.idle(page);
  };
  assert.equal((await tap(70, 794)).view, 'v=1&panels=f');
  assert.ok(cnx.difference(closed, await cnx.picture(page)) > 0.2, 'the sheet is there');
  const filtered = await tap(100, 664);
  assert.ok(filtered.view.includes('f.cell_type='), 'a tap on a class hides it');
  assert.ok(filtered.neurons_shown < kNeurons);
  assert.match((await tap(320, 794)).view, /panels=s$/);
  const back = await tap(320, 794);
  assert.match(back.view, /panels=$/);
  assert.deepEqual((await sizes(page)).scrolled, [0, 0]);

  // A tap on a neuron, by the middle of the scene.
  let selected = null;
  for (let i = 0; i < 20 && !selected; i++) selected = (await tap(195, 380 + i * 7)).selected;
  assert.ok(selected);
  // The menu at the upper right holds what has no room in the bar.
  const bare = await cnx.picture(page);
  await tap(354, 20);
  assert.ok(cnx.difference(bare, await cnx.picture(page)) > 0.02, 'the menu is open');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a phone held sideways, a tiny and a huge window all show every neuron', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address);
  for (const size of [{ width: 844, height: 390 }, { width: 320, height: 480 }, { width: 1920, height: 1200 }, { width: 200, height: 150 }, cnx.kViewport]) {
    await page.setViewportSize(size);
    await page.waitForFunction(({ width, height }) => {
      const canvas = document.getElementById('canvas');
      return canvas.width === width && canvas.height === height;
    }, size, { polling: 50 });
    const state = await cnx.idle(page);
    assert.equal(state.neurons_shown, kNeurons);
    assert.equal(state.view, '', 'a window is no part of a view');
    const { css, scrolls } = await sizes(page);
    assert.deepEqual(css, [size.width, size.height]);
    assert.equal(scrolls, false);
  }
  assert.ok(cnx.coloredPixels(await cnx.picture(page), cnx.kSceneRectangle).colored > 8000);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('the page is dark or light as the system is, and as the button says', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address, { colorScheme: 'light' });
  const brightness = async () => {
    const png = await cnx.picture(page);
    const at = (60 * png.width + 320) * 4;  // background, beside the volume
    return (png.data[at] + png.data[at + 1] + png.data[at + 2]) / 3;
  };
  assert.ok(await brightness() > 200, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await cnx.idle(page);
  assert.ok(await brightness() < 60, 'dark, while the page is open');
  assert.equal((await cnx.state(page)).view, '');
  assert.equal((await cnx.click(page, cnx.places.theme)).view, 'v=1&theme=dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await cnx.idle(page);
  assert.ok(await brightness() < 60, 'dark was chosen');
  await cnx.open(page, 'v=1&theme=light');
  assert.ok(await brightness() > 200);
  assert.ok(cnx.coloredPixels(await cnx.picture(page), cnx.kSceneRectangle).hues >= 4);
  assert.deepEqual(trouble, []);
  await context.close();
});
