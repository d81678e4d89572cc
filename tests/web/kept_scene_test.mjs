// kept_scene_test.mjs — the 3-D view is drawn again when it changes, and only then.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import * as cnx from './support.mjs';

const kStart = 'v=1&panels=fs&borders=off';
let site, server, browser;

before(async () => {
  site = cnx.makeSite(1500);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

/** The rows of the scene, without what Dear ImGui drew beside it. */
async function scene(page) {
  const png = await cnx.picture(page);
  const [x0, y0, x1, y1] = cnx.kSceneRectangle;
  const rows = [];
  for (let y = y0; y < y1; y++) rows.push(png.data.subarray((y * png.width + x0) * 4, (y * png.width + x1) * 4));
  return Buffer.concat(rows);
}

for (const backend of ['soft', 'webgl']) {
  test(`${backend}: panels alone do not draw the 3-D view again, all else does`, async () => {
    const { page, context, trouble } =
      await cnx.openReadyPage(browser, server.address, { query: `?backend=${backend}`, fragment: kStart });
    const neuron = (await cnx.clickNeuron(page)).state.selected;
    await cnx.open(page, kStart);
    await page.mouse.move(1100, 300);
    const before = await cnx.idle(page);
    const first = await scene(page);
    for (const y of [200, 250, 300]) {  // over the statistics
      await page.mouse.move(1100, y);
      await cnx.idle(page);
    }
    const hovered = await cnx.state(page);
    assert.ok(hovered.frames_drawn > before.frames_drawn, 'panels were drawn');
    assert.equal(hovered.scenes_drawn, before.scenes_drawn);
    assert.ok((await scene(page)).equals(first), 'the scene is the same, pixel for pixel');

    const views = {
      camera: '&cam=800000,700000,850000,1500000,20000,10000', filter: '&f.cell_type=23P',
      query: '&q=indegree%20%3E%2030', color: '&color=tentative_region', selection: `&sel=${neuron}`,
      depth: '&depth=0..200', slice: '&slice=0,0,50', theme: '&theme=light',
    };
    for (const [what, more] of Object.entries(views)) {
      const { scenes_drawn: drawn } = await cnx.open(page, kStart);
      const there = await cnx.open(page, kStart + more);
      assert.ok(there.scenes_drawn > drawn, `${what}: the scene was drawn again`);
      assert.ok(!(await scene(page)).equals(first), `${what}: another picture`);
    }
    await cnx.open(page, kStart);
    await page.mouse.move(1100, 300);
    await cnx.idle(page);
    assert.ok((await scene(page)).equals(first), 'back again: the first picture');

    const { scenes_drawn: drawn } = await cnx.state(page);
    await page.setViewportSize({ width: 1100, height: 700 });
    await cnx.waitForState(page, (state) => state.scenes_drawn > drawn, 'a picture of another size');
    assert.deepEqual(trouble, []);
    await context.close();
  });
}
