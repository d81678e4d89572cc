// brushing_test.mjs — what is selected in a table's row, a histogram's bars or a matrix's cell.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kNeurons = 5000;
const kViewport = { width: 1280, height: 720 };
// On that screen, in CSS pixels: the first rows of the partner table, and the sides of the plots in
// the statistics.
const kRows = [[960, 400], [960, 418]];
const kBars = { left: 964, right: 1250 };
const kColumnY = 412;  // in the histogram of y_nm, with the filters scrolled to their end
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(kNeurons);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address, { viewport: kViewport });
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const selected = async () => (await cnx.state(page)).selection;
const isSelectedShade = (r, g, b) => r > 220 && g > 150 && g < 210 && b < 110;
const isBar = (r, g, b) => isSelectedShade(r, g, b) || (r < 130 && g > 130 && g < 190 && b > 190);

test('Shift and a click on a row takes its neuron into the selection, however soon Shift is let go', async () => {
  const neuron = (await cnx.clickNeuron(page)).state.selected;
  for (const [i, [x, y]] of kRows.entries()) {
    await page.mouse.move(x, y);
    await cnx.idle(page);
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const now = await cnx.idle(page);
    assert.equal(now.selection, i + 1);
    assert.equal(now.selected, neuron);
    assert.doesNotMatch(now.view, /with=/, 'it is no second neuron to look at');
  }
  await cnx.waitForMirror(page, /2 neurons selected, 2 of them shown/);
  await cnx.press(page, 'Control+z');
  assert.equal(await selected(), 1);
  await page.keyboard.down('Shift');
  await cnx.click(page, kRows[0]);
  await page.keyboard.up('Shift');
  assert.equal(await selected(), 0, 'again: out of it');
});

/** The rows of pixels from the top of the highest bar to the axis, of the first plot on the screen. */
function firstPlot(png) {
  let top = 90;
  for (let y = top; y < png.height; y++) {
    if (cnx.countPixels(png, [kBars.left, y, kBars.right, y + 1], isBar) > 0) continue;
    if (y - top > 50) return { top, axis: y };
    top = y + 1;
  }
  throw new Error('no plot is on the screen');
}

test('bars of the degrees select the neurons that the tool counts in them', async () => {
  await cnx.open(page, 'v=1&panels=s');
  await page.mouse.move(1090, 500);
  for (let i = 0; i < 3; i++) {
    await page.mouse.wheel(0, 3000);
    await cnx.idle(page);
  }
  await page.mouse.wheel(0, -60);  // back to all of the first histogram
  await cnx.idle(page);
  const counts = cnx.toolStatistics(site.data).degrees.in;
  const width = [1, 2, 5, 10, 20, 50].find((step) => Math.ceil(counts.length / step) <= 40);
  const bars = Math.ceil(counts.length / width);
  const plot = firstPlot(await cnx.picture(page));
  const middleOf = (bar) => [kBars.left + (kBars.right - kBars.left) * (bar + 0.5) / bars, plot.axis - 25];
  const counted = (first, last) => counts.slice(first * width, (last + 1) * width).reduce((sum, n) => sum + n, 0);

  await cnx.click(page, middleOf(5));
  assert.equal(await selected(), counted(5, 5));
  const from = middleOf(8), to = middleOf(12);
  await cnx.drag(page, from, [to[0] - from[0], 10]);
  assert.equal(await selected(), counted(8, 12));
  await page.mouse.move(...cnx.places.middle);
  await cnx.idle(page);
  const picture = await cnx.picture(page);
  assert.deepEqual(firstPlot(picture), plot, 'the bars stay where they were pressed');
  const seen = cnx.countPixels(picture, [kBars.left, plot.top, kBars.right, plot.axis], isSelectedShade);
  assert.ok(seen > 500, `${seen} pixels of the selected share`);
  await page.keyboard.down('Shift');
  await cnx.click(page, middleOf(5));
  await page.keyboard.up('Shift');
  assert.equal(await selected(), counted(8, 12) + counted(5, 5));
  await cnx.press(page, 'Control+z');
  assert.equal(await selected(), counted(8, 12));
});

test('bars of a column select, and a drag across them filters', async () => {
  await cnx.open(page, 'v=1&panels=f');
  await cnx.click(page, [100, 561]);  // closes the regions
  await cnx.click(page, [100, 233]);  // and the classes
  await cnx.click(page, [100, 586]);  // opens y_nm
  await page.mouse.move(150, 600);
  await page.mouse.wheel(0, 3000);
  await cnx.idle(page);
  await cnx.click(page, [130, kColumnY]);
  const one = await cnx.state(page);
  assert.ok(one.selection > 50 && one.selection < kNeurons / 5, `${one.selection} in one bar`);
  assert.equal(one.neurons_shown, kNeurons);
  await page.keyboard.down('Shift');
  await cnx.drag(page, [160, kColumnY], [40, 0]);
  await page.keyboard.up('Shift');
  const more = await cnx.state(page);
  assert.ok(more.selection > one.selection * 2);
  assert.equal(more.neurons_shown, kNeurons);
  await cnx.drag(page, [60, kColumnY], [100, 0]);
  const filtered = await cnx.state(page);
  assert.ok(filtered.neurons_shown < kNeurons);
  assert.equal(filtered.selection, more.selection);
});

test('a finger that taps a bar selects, and one that scrolls over it does not', async () => {
  const phone = await cnx.openReadyPage(browser, server.address,
    { viewport: { width: 390, height: 844 }, touch: true, fragment: 'v=1&panels=s' });
  await phone.page.mouse.move(190, 600);
  for (let i = 0; i < 3; i++) {
    await phone.page.mouse.wheel(0, 4000);
    await cnx.idle(phone.page);
  }
  await phone.page.mouse.wheel(0, -90);
  await cnx.idle(phone.page);
  const bar = [60, 411];  // of the out-degrees, with the sheet scrolled nearly to its end
  await phone.page.touchscreen.tap(...bar);
  const tapped = await cnx.idle(phone.page);
  assert.ok(tapped.selection > 50 && tapped.selection < kNeurons / 2, `${tapped.selection} in one bar`);
  const before = await cnx.picture(phone.page);
  const client = await phone.context.newCDPSession(phone.page);
  const touch = (type, y) => client.send('Input.dispatchTouchEvent',
    { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 200, y }] });
  await touch('touchStart', 415);
  await cnx.idle(phone.page);
  for (let y = 425; y <= 535; y += 10) await touch('touchMove', y);
  await cnx.idle(phone.page);
  await touch('touchEnd', 535);
  assert.equal((await cnx.idle(phone.page)).selection, tapped.selection);
  assert.ok(cnx.difference(before, await cnx.picture(phone.page)) > 0.05, 'it scrolled');
  assert.deepEqual(phone.trouble, []);
  await phone.context.close();
});

test('without a mouse: Tab reaches a histogram, arrows read its bars out, Enter selects one', async () => {
  await cnx.open(page, 'v=1&panels=s');
  await page.mouse.move(...cnx.places.middle);
  const at = async () => (await cnx.state(page)).chart_value;
  const isBar = /^[^:]*: [\d,]+( to [\d,]+)? [^:]*: ([\d,]+) neurons?/;
  const seen = new Set();
  for (let i = 0; i < 60 && !isBar.test(await at()); i++) {
    await cnx.press(page, 'Tab');
    seen.add(await at());
  }
  const first = await at();
  assert.match(first, isBar);
  assert.ok(seen.size > 2, 'the matrix came before it');
  const before = (await cnx.state(page)).view;
  await cnx.press(page, 'ArrowRight');
  await cnx.press(page, 'ArrowRight');
  const third = await at();
  assert.match(third, isBar);
  assert.notEqual(third, first);
  const escaped = third.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  await cnx.waitForMirror(page, new RegExp(escaped));
  await page.waitForFunction((text) => [...document.querySelectorAll('#mirror [role=status]')]
    .some((live) => live.textContent.includes(text)), third, { timeout: cnx.kWaitMs });
  await cnx.press(page, 'Enter');
  const now = await cnx.idle(page);
  const counted = Number(third.match(isBar)[2].replaceAll(',', ''));
  assert.ok(counted > 0);
  assert.equal(now.selection, counted);
  assert.deepEqual(cnx.cameraOf(now.view), cnx.cameraOf(before), 'arrows did not turn the camera');
  await cnx.press(page, 'Escape');
});

test('at most as many lines as the link says, and after a motion the same picture', async () => {
  await cnx.open(page, 'v=1');
  const { selected: neuron, partners } = (await cnx.clickNeuron(page)).state;
  const all = await cnx.picture(page);
  await cnx.open(page, `v=1&sel=${neuron}&lines=5`);
  const passing = partners.inputs + partners.outputs;
  await cnx.waitForMirror(page, new RegExp(`Lines: the strongest 5 of ${passing} connections`));
  await page.mouse.move(...cnx.places.middle);
  await cnx.press(page, 'ArrowLeft');
  await cnx.press(page, 'ArrowRight');
  const before = await cnx.picture(page);
  assert.ok(cnx.difference(all, before) > 0.001, 'there are fewer');
  await cnx.press(page, 'ArrowLeft');
  await cnx.press(page, 'ArrowRight');
  assert.equal(cnx.difference(before, await cnx.picture(page)), 0);
  assert.match((await cnx.state(page)).view, /lines=5/);
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
