// text_size_test.mjs — text and controls twice as large: kept over a reload, on a desk and a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

const kDesk = { width: 1280, height: 720 }, kPhone = { width: 390, height: 844 };
const kTwice = [1121, 237];  // "200 %" in the menu "View" of kDesk
let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(2000);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address, { viewport: kDesk });
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const queryLine = () => page.evaluate(() => {
  const line = document.getElementById('query-line');
  const { left, right, height } = line.getBoundingClientRect();
  return { left, right, height, hidden: line.hidden, letters: parseFloat(getComputedStyle(line).fontSize) };
});
const isBadge = (r, g, b) => r > 230 && g > 170 && g < 190 && b < 70;
const isSettled = async () => {
  await page.evaluate(() => window.connectoscope.ready);
  return cnx.idle(page);
};

test('the menu makes everything twice as large, and a reload keeps it so; no link has it', async () => {
  const before = await queryLine();
  await cnx.click(page, [557, 20]);
  await cnx.click(page, kTwice);
  await cnx.press(page, 'Escape');
  const view = (await cnx.idle(page)).view;
  for (const when of ['chosen', 'reloaded']) {
    if (when === 'reloaded') {
      await page.reload();
      await isSettled();
    }
    const line = await queryLine();
    assert.equal(line.hidden, false, when);
    assert.ok(Math.abs(line.height - 2 * before.height) < 2, `${when}: ${line.height} of ${before.height}`);
    assert.equal(line.letters, 2 * before.letters, when);
    assert.equal((await cnx.state(page)).view, view, when);
  }
  assert.ok(cnx.countPixels(await cnx.picture(page), [0, 0, kDesk.width, 80], isBadge) > 3000,
    'that the sample is synthetic is said as large');
});

test('a phone has room for it: the menu, the badge, three panels, and the way back', async () => {
  await page.setViewportSize(kPhone);
  await cnx.idle(page);
  const line = await queryLine();
  assert.ok(line.left >= 0 && line.right <= kPhone.width);
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById('query')).fontSize), '28px');
  assert.ok(cnx.countPixels(await cnx.picture(page), [0, 0, 280, 80], isBadge) > 2000);
  for (const [x, panel] of [[75, 'f'], [195, 'n'], [315, 's']]) {
    const open = await cnx.click(page, [x, 745]);
    assert.match(open.view, new RegExp(`panels=${panel}$`));
    assert.match((await cnx.click(page, [x, 745])).view, /panels=$/);
  }
  const closed = await cnx.picture(page);
  await cnx.click(page, [340, 40]);
  assert.ok(cnx.difference(closed, await cnx.picture(page)) > 0.1, 'the menu is open');
  await cnx.press(page, 'Escape');
  await page.evaluate(() => localStorage.setItem('connectoscope.text size (%)', 'anything'));
  await page.reload();
  await isSettled();
  assert.ok((await queryLine()).height < line.height * 0.6, 'what is no number is the usual size');
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
