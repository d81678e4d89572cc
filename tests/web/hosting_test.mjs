// hosting_test.mjs — the folder works wherever it is put, with whatever dataset lies in it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as cnx from './support.mjs';

const tinyFile = join(dirname(fileURLToPath(import.meta.url)), '../data/tiny.h5');
let browser, site, server;

before(async () => {
  site = cnx.makeSite(2000);
  browser = await cnx.launch();
  // Any static server will do: Python's, one folder up.
  const started = await cnx.startServer('python3', ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1',
    '--directory', site.folder], /\((http:\/\/[^)]+)\/\)/);
  server = { address: started.address[1] + '/site/', stop: started.stop };
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

test('a plain static server in a sub-folder serves the whole page: every address is relative', async () => {
  const { page, context, trouble, requests } = await cnx.openReadyPage(browser, server.address);
  const state = await cnx.state(page);
  assert.equal(state.neurons_shown, 2000);
  cnx.assertSameNumbers(state.statistics, cnx.toolStatistics(site.data));
  for (const url of requests) assert.ok(url.startsWith(server.address), url);
  await cnx.click(page, cnx.places.copyLink);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), server.address);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('?data= names another folder of tiles beside the page, and links keep it', async () => {
  cpSync(cnx.sample(5000).data, join(site.site, 'other'), { recursive: true });
  const { page, context, trouble, requests } = await cnx.openReadyPage(browser, server.address, { query: '?data=other' });
  assert.equal((await cnx.state(page)).neurons_total, 5000);
  assert.ok(requests.some((url) => url === server.address + 'other/manifest.json'));
  assert.ok(!requests.some((url) => url.startsWith(server.address + 'data/')));
  await cnx.click(page, [22, 288]);
  await cnx.click(page, cnx.places.copyLink);
  const { view } = await cnx.state(page);
  assert.ok(view.includes('f.cell_type='));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), server.address + '?data=other#' + view);
  assert.deepEqual(trouble, []);
  await context.close();
});

test('?data= of another server is refused before anything is asked for, with a way on', async () => {
  for (const address of ['http://127.0.0.2:9/', '//127.0.0.2:9/x', 'https://example.org/x', 'http://']) {
    const { page, context, trouble } = await cnx.openPage(browser, server.address, { query: '?data=' + address });
    const text = await cnx.waitForMessage(page, /The dataset must lie on the server of this page/);
    assert.ok(text.includes(`?data=${address} lies on another one`), text);
    assert.deepEqual((await cnx.state(page)).errors, ['The dataset must lie on the server of this page']);
    assert.deepEqual(trouble, []);
    await page.click('#message a');
    await page.waitForURL(server.address);
    await page.evaluate(() => window.connectoscope.ready);
    assert.equal((await cnx.state(page)).neurons_shown, 2000);
    // And if it did ask: the policy of the page refuses.
    assert.equal(await page.evaluate(() => new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
      fetch('http://127.0.0.2:9/').catch(() => {});
    })), 'connect-src');
    await context.close();
  }
});

test('?data= that names nothing leads to the dataset beside the page, where there is one', async () => {
  const fragment = 'v=1&panels=f';
  const { page, context } = await cnx.openPage(browser, server.address, { query: '?data=nonsense', fragment });
  await cnx.waitForMessage(page, /The dataset cannot be loaded/);
  const text = await cnx.waitForMessage(page, /Open the dataset beside this page/);
  assert.match(text, /nonsense\/manifest\.json: the server answered 404/);
  await page.click('#message a');
  await page.waitForURL(server.address);
  await page.evaluate(() => window.connectoscope.ready);
  await context.close();

  const bare = await cnx.openPage(browser, server.address,
    { query: '?data=nonsense', before: (one) => one.route('**/data/manifest.json', (route) => route.fulfill({ status: 404 })) });
  await cnx.waitForMessage(bare.page, /The dataset cannot be loaded/);
  await bare.page.waitForTimeout(1500);  // it is asked for again meanwhile
  assert.equal(await bare.page.$('#message a'), null);
  await bare.context.close();
});

test('the example of docs/javascript.md works as it is written', async () => {
  const document = readFileSync(new URL('../../docs/javascript.md', import.meta.url), 'utf8');
  const example = document.match(/```html\n([^]*?)```/)[1];
  cpSync(site.site, join(site.folder, 'connectoscope'), { recursive: true });
  writeFileSync(join(site.folder, 'lesson.html'), '<!doctype html><link rel="icon" href="data:,">' + example);
  const { page, context, trouble } = await cnx.openPage(browser, server.address.replace('site/', 'lesson.html'));
  const { neurons, connection_probability: p } = cnx.toolStatistics(site.data, ['class=23P,4P']);
  // The script waits for the frame before it listens to the button.
  await page.waitForFunction(() => {
    document.getElementById('pyramidal').click();
    return document.getElementById('count').textContent !== '';
  }, undefined, { polling: 500 });
  assert.equal(await page.textContent('#count'), `${neurons} neurons; ${p.connections} of ${p.pairs} pairs are connected`);
  assert.deepEqual(trouble, []);
  await context.close();
});

/** Amber words at the lower right of the scene: what overlay.cpp says of made-up positions. */
const amber = (png) => cnx.countPixels(png, [480, 735, 905, 768], (r, g, b) => r > 150 && g > 100 && g < r && b < g - 40);

async function checkMadeUp(input, ...options) {
  const name = 'made-up-' + options.length;
  execFileSync(cnx.tool, ['tile', input, '-o', join(site.site, name), ...options], { stdio: 'pipe' });
  const manifest = cnx.manifestOf(join(site.site, name));
  assert.notEqual(manifest.layout, 'soma');
  assert.match(manifest.notes.join(), /made up/);
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address, { query: '?data=' + name });
  assert.equal((await cnx.state(page)).neurons_shown, manifest.neuron_count);
  assert.ok(amber(await cnx.picture(page)) > 200, 'words in amber');
  cnx.assertSameNumbers((await cnx.state(page)).statistics, cnx.toolStatistics(join(site.site, name)));
  assert.deepEqual(trouble, []);
  await context.close();
}

test('a dataset without positions is shown with made-up ones, and the screen says so', async () => {
  const { page, context } = await cnx.openReadyPage(browser, server.address);
  assert.ok(amber(await cnx.picture(page)) < 20, 'no such words where positions are real');
  await context.close();
  await checkMadeUp(tinyFile, '--group', 'fly/full');
});

const realData = process.env.CNX_TEST_DATA;
for (const file of ['celegans_witvliet.h5', 'larva_winding2023.h5']) {
  test(`${file} is shown with made-up positions, and the screen says so`, async (t) => {
    if (!realData || !existsSync(join(realData, file))) {
      t.skip(`skipped: CNX_TEST_DATA has no ${file}`);
      return;
    }
    await checkMadeUp(join(realData, file), '--name', file, '--threads', '1', ...(file.startsWith('c') ? ['--edge-weight', '8'] : []));
  });
}
