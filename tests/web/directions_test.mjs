// directions_test.mjs — the views along an axis are one key away.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import * as cnx from './support.mjs';

let site, server, browser;

before(async () => {
  site = cnx.makeSite(3000);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

test('the keys 1 to 4 look along an axis, Home shows the whole, and each is one step of undo', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address);
  const camera = async () => cnx.cameraOf((await cnx.state(page)).view);
  for (const [key, yaw, pitch] of [['1', 0, 0], ['2', 0, 89900], ['3', 90000, 0], ['4', -90000, 0]]) {
    await cnx.press(page, key);
    const now = await camera();
    assert.equal(now.yaw, yaw);
    assert.equal(now.pitch, pitch);
  }
  await cnx.press(page, 'Home');
  assert.equal(await camera(), null);
  await cnx.press(page, 'Control+z');
  assert.equal((await camera()).yaw, -90000);
  await cnx.press(page, 'Control+z');
  assert.equal((await camera()).yaw, 90000);
  assert.deepEqual(trouble, []);
  await context.close();
});
