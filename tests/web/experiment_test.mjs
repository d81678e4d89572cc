// experiment_test.mjs — the section "Virtual experiment": made only when a link or a click opens
// it, with the numbers of the tool, and again when its plan is another.
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

const tool = (...args) =>
    JSON.parse(execFileSync(
                   cnx.tool, ['stats', site.data, '--json', '--only', 'experiment', ...args],
                   {encoding: 'utf8'}))
        .experiment;
const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);

test('nothing is patched before anybody asks', async () => {
  assert.doesNotMatch(await mirror(), /Virtual experiment/);
});

for (const [fragment, args] of [['', []], [
       '&thickness=100&patched=5&spread=50&repeats=60&expseed=3&f.cell_type=23P,4P&minsyn=2',
       [
         '--thickness-um', '100', '--patched', '5', '--spread-um', '50', '--repeats', '60',
         '--seed', '3', '--where', 'class=23P,4P', '--min-synapses', '2'
       ]
     ]]) {
  test(`page and tool make the same experiments, ${args.join(' ') || 'as usual'}`, async () => {
    const told = tool(...args);
    await cnx.open(page, `v=1&experiment=on${fragment}`);
    const text = await cnx.waitForMirror(
        page,
        new RegExp(`n = ${told.made} experiments of ${
            told.pairs} ordered pairs each[^]*All of them together`));
    const words =
        `In ${told.connection_probability.covered} of ${told.made} experiments the 95 % interval`;
    assert.ok(text.includes(words), `the page does not say "${words}"`);
    for (const [name, key] of [
             ['connection probability', 'connection_probability'],
             ['reciprocity', 'reciprocity']]) {
      const line = text.split('\n').find((one) => one.startsWith(`Virtual experiments, ${name}: `));
      const shown =
          line.match(
                  /truth: ([\d.]+) %, median: ([\d.]+) %, 5 %: ([\d.]+) %, 95 %: ([\d.]+) %, pooled: ([\d.]+) %/)
              .slice(1)
              .map(Number);
      const spread = told[key];
      [told.truth[key], spread.median, spread.p05, spread.p95, told.pooled[key]].forEach(
          (value, i) => assert.ok(
              Math.abs(shown[i] - 100 * value) <= 0.006 * Math.max(shown[i], 0.01),
              `"${line}", the tool has ${value}`));
    }
  });
}

test('from some neurons onto others page and tool make the same experiments', async () => {
  const told = tool('--where', 'class=23P', '--and-where-post', 'indegree=0..', '--patched', '3');
  assert.ok(told.no_pair > 0);
  await cnx.open(page, 'v=1&experiment=on&f.cell_type=23P&onto=all&patched=3');
  const text = await cnx.waitForMirror(
      page, new RegExp(`n = ${told.made} experiments of [\\d.]+ ordered pairs of the block on average`));
  assert.ok(text.includes(`${told.no_pair} experiments of 200 patched neurons that have no pair of the block`),
      'the page does not say who had no pair');
});

test('the plan is in the link, and goes away with it', async () => {
  await cnx.open(page, 'v=1&experiment=on&patched=4');
  assert.match((await cnx.state(page)).view, /experiment=on&patched=4/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(
      () => !/Virtual experiment/.test(document.getElementById('mirror').innerText), null,
      {polling: 100});
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
