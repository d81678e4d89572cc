// sites_test.mjs — the section "Synapses one by one": tiles of synapses come only when a link or a
// click asks for it, and page and tool say the same numbers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {dirname} from 'node:path';
import {after, before, test} from 'node:test';

import * as cnx from './support.mjs';

let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(1500);
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

const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);

test('nothing is said of single synapses before anybody asks', async () => {
  assert.doesNotMatch(await mirror(), /one by one/);
});

for (const [fragment, args] of [['', []], [
       '&near=20&clump=40&f.cell_type=23P,4P&minsyn=2',
       ['--near-um', '20', '--clump-um', '40', '--where', 'class=23P,4P', '--min-synapses', '2']
     ]]) {
  test(`page and tool say the same of synapses, ${args.join(' ') || 'as usual'}`, async () => {
    const told = JSON.parse(execFileSync(
                                cnx.tool,
                                ['stats', site.data, '--json', '--only', 'synapses', ...args],
                                {encoding: 'utf8'}))
                     .synapse_sites.all;
    const whole = (n) => n.toLocaleString('en-US');
    await cnx.open(page, `v=1&sites=on${fragment}`);
    const text = await cnx.waitForMirror(
        page, new RegExp(`Size of synapses: n = ${whole(told.synapses)} synapses`));
    for (const words of [
             `${whole(told.near)} of ${whole(told.synapses)} synapses, 95 % interval`,
             `${whole(told.multiple)} of ${whole(told.synapses)} synapses; on analyzable axons `,
             `${whole(told.clumped)} of ${whole(told.multiple)} synapses, 95 % interval`,
             `from ${whole(Math.round(told.size_q1))} to ${whole(Math.round(told.size_q3))}`]) {
      assert.ok(text.includes(words), `the page does not say "${words}"`);
    }
    assert.match(text, /Near the soma by class, from 23P: to 23P [\d.]+ %/);
  });
}

test('the sizes of the block that a link names are those of the tool', async () => {
  const {groups, post_groups: posts, blocks, size_histogram: histogram} =
      JSON.parse(execFileSync(
                     cnx.tool, ['stats', site.data, '--json', '--only', 'synapses'],
                     {encoding: 'utf8'}))
          .synapse_sites;
  const whole = (n) => n.toLocaleString('en-US');
  const [pre, post] = [groups.indexOf('23P'), posts.indexOf('4P')];
  const shown = histogram.blocks[pre][post].reduce((sum, n) => sum + n, 0);
  const n = blocks.synapses[pre][post];
  assert.ok(shown > 0 && shown <= n);
  histogram.synapses.forEach((all, bar) => assert.equal(
      histogram.blocks.flat().reduce((sum, bars) => sum + (bars[bar] ?? 0), 0), all));
  const good = histogram.analyzable_blocks[pre][post].reduce((sum, n) => sum + n, 0);
  const line = good > 0 ? `; line: the shape of ${whole(good)} synapses? from analyzable axons` : '';
  await cnx.open(page, 'v=1&sites=on&block=23P,4P');
  const middle = [blocks.size_q1, blocks.size_q3].map((of) => whole(Math.round(of[pre][post])));
  const beyond = n > shown ? `; the largest ${whole(n - shown)} are beyond the right end` : '';
  await cnx.waitForMirror(page, new RegExp(
      `Size of synapses, 23P to 4P: n = ${whole(n)} synapses, median [\\d,]+, ` +
      `the middle half from ${middle[0]} to ${middle[1]}${beyond}${line}\\.`));
});

test('sizes on analyzable axons stand beside those of all, as the tool has them', async () => {
  const {all, analyzable} = JSON.parse(execFileSync(
      cnx.tool, ['stats', site.data, '--json', '--only', 'synapses'], {encoding: 'utf8'})).synapse_sites;
  const whole = (n) => Math.round(n).toLocaleString('en-US');
  await cnx.open(page, 'v=1&sites=on');
  assert.ok(analyzable.synapses > 0 && analyzable.synapses < all.synapses);
  await cnx.waitForMirror(page, new RegExp(
      `mean ${whole(all.size_mean)}; on analyzable axons median [\\d,]+, the middle half from ` +
      `${whole(analyzable.size_q1)} to ${whole(analyzable.size_q3)}, mean ${whole(analyzable.size_mean)}, ` +
      `n = ${whole(analyzable.synapses)}\\.[^]*Size of synapses: .*; line: the shape of [\\d,]+ synapses from analyzable axons`));
});

test('a second set is drawn beside, and one that is not there is said not to be', async () => {
  await cnx.open(page, 'v=1&f.cell_type=4P');
  await page.focus('canvas');
  await cnx.press(page, 'Control+a');
  await cnx.idle(page);
  const [, rows, neurons] = (await cnx.state(page)).view.match(/(rows=[0-9a-f]+)&chosen=([\w-]+)/);
  const told = JSON.parse(execFileSync(
      cnx.tool,
      ['stats', site.data, '--json', '--only', 'synapses', '--where', 'class=23P', '--and-where-b', 'class=4P'],
      {encoding: 'utf8'}));
  const {synapses, size_mean: means, bin_um: width} = told.size_by_distance_b;
  const sum = synapses.reduce((total, n) => total + n, 0);
  const whole = (n) => n.toLocaleString('en-US');
  const state = await cnx.open(page, `v=1&${rows}&s.fours=${neurons}&f.cell_type=23P&sites=on&beside=fours`);
  assert.deepEqual(state.notes, []);
  const text = await cnx.waitForMirror(page, new RegExp(`set fours: n = ${whole(sum)} synapses`));
  let bins = 0;
  synapses.forEach((n, k) => {
    if (n === 0) return;
    ++bins;
    const words = `set fours, ${k * width} to ${(k + 1) * width} µm: mean ${whole(Math.round(means[k]))} voxels, ` +
        `n = ${whole(n)} synapse`;
    assert.ok(text.includes(words), `the page does not say "${words}"`);
  });
  assert.ok(bins > 3, `${bins} bins`);
  const {notes} = await cnx.open(page, 'v=1&f.cell_type=23P&sites=on&beside=gone');
  assert.deepEqual(notes, ['There is no set "gone": no sizes of synapses by distance are drawn for it.']);
  await page.waitForFunction(
      () => !/set fours/.test(document.getElementById('mirror').innerText), null, {polling: 100});
});

/** Where the lowest button as wide as "Copy as Python" is, by its upper edge (dark theme). */
async function lowestPythonButton() {
  const png = await cnx.picture(page);
  const isEdge = (x, y) => [47, 54, 64].every((value, c) => png.data[(y * png.width + x) * 4 + c] === value);
  for (let y = png.height - 1; y >= 0; y--) {
    for (let x = 900, width = 0; x < png.width; x++) {
      width = isEdge(x, y) ? width + 1 : 0;
      if (width > 80 && !isEdge(x + 1, y) && width < 120) return [x - width / 2, y + 6];
    }
  }
  throw new Error('no button is as wide as "Copy as Python"');
}

/** The clipboard after a press on the section's "Copy as Python", which a tall window shows. */
async function copiedProgram(fragment, told) {
  await cnx.open(page, fragment);
  await cnx.waitForMirror(page, told);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await cnx.click(page, await lowestPythonButton());
  await page.waitForFunction(async () => await navigator.clipboard.readText() !== '', null, {polling: 100});
  return page.evaluate(() => navigator.clipboard.readText());
}

test('"Copy as Python" copies the tool\'s program; with a second set, one that counts the rows of the set', async () => {
  const usual = page.viewportSize();
  await page.setViewportSize({width: usual.width, height: 4200});
  const printed = (...args) => execFileSync(
      cnx.tool, ['stats', site.data, '--python', '--only', 'synapses', ...args], {encoding: 'utf8'});
  const alone = await copiedProgram('v=1&f.cell_type=23P&sites=on&near=20', /Size of synapses: n = /);
  assert.equal(alone, printed('--where', 'class=23P', '--near-um', '20'));

  await cnx.open(page, 'v=1&f.cell_type=4P');
  await page.focus('canvas');
  await cnx.press(page, 'Control+a');
  const [, rows, neurons] = (await cnx.idle(page)).view.match(/(rows=[0-9a-f]+)&chosen=([\w-]+)/);
  const both = await copiedProgram(
      `v=1&${rows}&s.fours=${neurons}&f.cell_type=23P&sites=on&beside=fours`, /set fours: n = /);
  await page.setViewportSize(usual);
  // A set has no name in the file: the page's program has its rows where the tool's asks for the class.
  const wanted = printed('--where', 'class=23P', '--and-where-b', 'class=4P');
  const setB = /^b_side = [^]*?\n\n/m;
  assert.match(both, setB);
  assert.equal(both.replace(setB, ''), wanted.replace(setB, ''));
  const numbers = (program) => JSON.parse(execFileSync(
      '/usr/bin/python3', ['-'], {input: program, cwd: dirname(site.input), encoding: 'utf8', maxBuffer: 1 << 28}));
  const counted = numbers(both);
  assert.deepEqual(counted, numbers(wanted));
  assert.ok(counted.synapse_sites.all.synapses > 0);
  assert.ok(counted.size_by_distance_b.synapses.length > 3);
});

test('its limits are in the link, and go away with it', async () => {
  await cnx.open(page, 'v=1&sites=on&near=30');
  assert.match((await cnx.state(page)).view, /sites=on&near=30/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(
      () => !/one by one/.test(document.getElementById('mirror').innerText), null, {polling: 100});
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
