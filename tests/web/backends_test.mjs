// backends_test.mjs — WebGL2 and the processor draw the same picture; either does alone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import * as cnx from './support.mjs';

const kNeurons = 3000;
// Among the neurons, so that spheres hide others.
const kCrowded = 'v=1&cam=800000,700000,850000,150000,20000,10000';
// Near enough for large spheres, with a box, a filter and a panel.
const kNear = 'v=1&cam=800000,700000,850000,1500000,20000,10000&f.cell_type=23P,4P&borders=off&panels=fs';
let site, server, browser;

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

const open = (backend, options = {}) => cnx.openReadyPage(browser, server.address, { query: `?backend=${backend}`, ...options });

test('the same view looks the same with either renderer, but for one pixel in a hundred', async () => {
  const gl = await open('webgl'), soft = await open('soft');
  assert.equal((await cnx.state(gl.page)).backend, 'webgl2');
  assert.equal((await cnx.state(soft.page)).backend, 'soft');
  const same = async (what) => {
    const share = cnx.difference(await cnx.picture(gl.page), await cnx.picture(soft.page));
    assert.ok(share <= 0.01, `${what}: ${(100 * share).toFixed(2)} % of pixels differ`);
  };
  await same('overview');
  for (const { page } of [gl, soft]) await cnx.open(page, kNear);
  await same('near, filtered');
  await cnx.open(gl.page, '');
  const { selected } = (await cnx.clickNeuron(gl.page)).state;
  for (const { page } of [gl, soft]) {
    await cnx.open(page, `v=1&sel=${selected}`);
    await page.mouse.move(5, 795);
    await cnx.idle(page);
  }
  assert.ok((await cnx.state(soft.page)).partners.outputs > 0);
  await same('a neuron with its connections');
  for (const { page } of [gl, soft]) await cnx.open(page, 'v=1&theme=light&panels=a');
  await same('light theme, an open sheet');
  assert.deepEqual([...gl.trouble, ...soft.trouble], []);
  await gl.context.close();
  await soft.context.close();
});

test('a WebGL that is a program is given only the points that are seen, and the picture is that of all', async () => {
  const program = await open('webgl');
  const gpu = await open('webgl', { before: (page) => page.addInitScript(() => {  // the same under the name of a GPU
    const kUnmaskedRenderer = 0x9246, get = WebGL2RenderingContext.prototype.getParameter;
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      return name === kUnmaskedRenderer ? 'Some GPU' : get.call(this, name);
    };
  }) });
  const points = async ({ page }) => {
    await page.evaluate(() => {
      const gl = WebGL2RenderingContext.prototype;
      window.drawn = 0;
      for (const [name, count] of [['drawArrays', 2], ['drawElements', 1]]) {
        const draw = gl[name];
        gl[name] = function (...given) {
          if (given[0] === this.POINTS) window.drawn += given[count];
          return draw.apply(this, given);
        };
      }
    });
    await cnx.open(page, kCrowded);
    return page.evaluate(() => window.drawn);
  };
  const all = await points(gpu), seen = await points(program);
  assert.ok(seen > 0 && seen < 0.9 * all, `${seen} of ${all}`);
  for (const fragment of [kCrowded, kNear, `v=1&sel=7`]) {
    for (const { page } of [gpu, program]) await cnx.open(page, fragment);
    const share = cnx.difference(await cnx.picture(gpu.page), await cnx.picture(program.page), 0);
    assert.ok(share <= 0.0001, `${fragment}: ${(100 * share).toFixed(3)} % of pixels differ`);
  }
  assert.deepEqual([...gpu.trouble, ...program.trouble], []);
  await gpu.context.close();
  await program.context.close();
});

// Letters are packed into their texture in the order in which texts arrive, and a sixteenth of a
// pixel elsewhere may round another way: what is compared is the scene.
test('the processor draws the same neurons every time', async () => {
  const pictures = [];
  for (let i = 0; i < 2; i++) {
    const { page, context } = await open('soft', { fragment: kNear });
    pictures.push(await cnx.picture(page));
    await context.close();
  }
  const [a, b] = pictures;
  const [, y0, x1, y1] = cnx.kSceneRectangle, x0 = 520;  // right of the ruler's numbers, which are letters, too
  for (let y = y0; y < y1; y++) {
    const row = (png) => png.data.subarray((y * png.width + x0) * 4, (y * png.width + x1) * 4);
    assert.ok(Buffer.compare(row(a), row(b)) === 0, `row ${y} of the scene`);
  }
});

test('by itself the page takes the faster of the two, here not software WebGL', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address);
  assert.equal((await cnx.state(page)).backend, 'soft');
  assert.deepEqual(trouble, []);
  await context.close();
});

test('a browser without WebGL2 shows the page and every pixel of it works', async () => {
  const other = await cnx.launch(['--disable-3d-apis']);
  try {
    const { page, trouble } = await cnx.openReadyPage(other, server.address, { query: '?backend=webgl' });
    const { selected } = (await cnx.clickNeuron(page)).state;
    assert.ok(selected);
    const state = await cnx.state(page);
    assert.equal(state.backend, 'soft');
    assert.deepEqual(state.errors, []);
    const { hues } = cnx.coloredPixels(await cnx.picture(page), cnx.kSceneRectangle);
    assert.ok(hues >= 2, `${hues} hues`);
    assert.deepEqual(trouble, []);
  } finally {
    await other.close();
  }
});

test('when the WebGL context is lost the processor goes on with the same view, and WebGL comes back', async () => {
  const { page, context } = await open('webgl', { fragment: kNear });
  const shown = (await cnx.state(page)).neurons_shown;
  const picture = await cnx.picture(page);
  await page.evaluate(() => {
    window.neverReloaded = true;
    window.loser = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  });
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => window.loser.loseContext());
    await cnx.waitForState(page, (now) => now.backend === 'soft', 'the change to the processor');
    const state = await cnx.idle(page);
    assert.equal(state.view, kNear);
    assert.equal(state.neurons_shown, shown);
    assert.ok(cnx.difference(picture, await cnx.picture(page)) <= 0.01);
    await cnx.drag(page, cnx.places.middle, [30, 10]);
    await page.mouse.move(5, 795);
    assert.notEqual((await cnx.state(page)).view, kNear);
    await cnx.open(page, kNear);

    await page.evaluate(() => window.loser.restoreContext());
    await cnx.waitForState(page, (now) => now.backend === 'webgl2', 'the return to WebGL');
    await cnx.idle(page);
    assert.ok(cnx.difference(picture, await cnx.picture(page)) < 0.001);
  }
  assert.equal(await page.evaluate(() => window.neverReloaded), true);
  await context.close();
});

test('a benchmark draws what it says with the renderer that it says, and leaves the view as it was', async () => {
  const { page, context, trouble } = await open('soft', { fragment: kNear });
  const picture = await cnx.picture(page);
  const run = (options) => page.evaluate((o) => window.connectoscope.benchmark(o), options);
  const neurons = await run({ frames: 3 });
  assert.equal(neurons.backend, 'soft');
  assert.equal(neurons.points, kNeurons);
  assert.equal(neurons.frame_ms.length, 3);
  const soft = await run({ frames: 2, points: 5000 }), gl = await run({ frames: 2, points: 5000, backend: 'webgl' });
  assert.equal(gl.backend, 'webgl2');
  assert.equal(gl.points, 5000);
  assert.ok(Math.abs(gl.lit_pixels - soft.lit_pixels) <= 0.02 * soft.lit_pixels, `${gl.lit_pixels} and ${soft.lit_pixels}`);
  assert.ok((await run({ frames: 2, lines: 500 })).lit_pixels > neurons.lit_pixels);
  const state = await cnx.idle(page);
  assert.equal(state.backend, 'soft');
  assert.equal(state.view, kNear);
  assert.equal(cnx.difference(picture, await cnx.picture(page), 0), 0);
  assert.deepEqual(trouble, []);
  await context.close();
});
