// sites_test.mjs — the section "Synapses one by one": tiles of synapses come only when a link or a
// click asks for it, and page and tool say the same numbers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
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
  await cnx.open(page, 'v=1&sites=on&block=23P,4P');
  const middle = [blocks.size_q1, blocks.size_q3].map((of) => whole(Math.round(of[pre][post])));
  const beyond = n > shown ? `; the largest ${whole(n - shown)} are beyond the right end` : '';
  await cnx.waitForMirror(page, new RegExp(
      `Size of synapses, 23P to 4P: n = ${whole(n)} synapses, median [\\d,]+, ` +
      `the middle half from ${middle[0]} to ${middle[1]}${beyond}\\.`));
});

test('its limits are in the link, and go away with it', async () => {
  await cnx.open(page, 'v=1&sites=on&near=30');
  assert.match((await cnx.state(page)).view, /sites=on&near=30/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(
      () => !/one by one/.test(document.getElementById('mirror').innerText), null, {polling: 100});
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
