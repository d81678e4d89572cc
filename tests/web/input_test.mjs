// input_test.mjs — mouse, keyboard and fingers move the camera.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as cnx from './support.mjs';

let browser, site, server, opened, page;
const [kX, kY] = cnx.places.middle;

before(async () => {
  site = cnx.makeSite(5000);
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

const camera = async (target = page) => cnx.cameraOf((await cnx.state(target)).view);

/** The default camera, spelled out: a turn there and back. */
async function home() {
  await cnx.press(page, 'Home');
  await cnx.press(page, 'ArrowRight');
  await cnx.press(page, 'ArrowLeft');
  return camera();
}

test('the arrow keys turn the view from the first press on, without a click before', async () => {
  for (const degrees of [5, 10, 15]) {
    assert.equal(Math.abs(cnx.cameraOf((await cnx.press(page, 'ArrowRight')).view).yaw), degrees * 1000);
  }
});

test('the column at the right is dragged by its edge, stays so, and a double click gives it back', async () => {
  const own = await cnx.openReadyPage(browser, server.address);
  const lineEnd = () => own.page.evaluate(() => document.getElementById('query-line').getBoundingClientRect().right);
  const [before, { view }] = [await lineEnd(), await cnx.state(own.page)];
  await cnx.drag(own.page, [921, 500], [-150, 20]);
  const dragged = await lineEnd();
  assert.ok(Math.abs(before - 150 - dragged) <= 2, `${before} and ${dragged}`);
  assert.equal((await cnx.state(own.page)).view, view, 'it is no part of a link, and turns no camera');
  await own.page.reload();
  await own.page.evaluate(() => window.connectoscope.ready);
  await cnx.idle(own.page);
  assert.equal(await lineEnd(), dragged);
  await own.page.mouse.dblclick(771, 400);
  await cnx.idle(own.page);
  assert.equal(await lineEnd(), before);
  assert.deepEqual(own.trouble, []);
  await own.context.close();
});

test('a tooltip comes when the pointer rests after one movement', async () => {
  for (const [x, y] of [cnx.places.theme, cnx.places.about]) {
    await page.mouse.move(kX, 700);
    await cnx.idle(page);
    await page.waitForTimeout(1000);
    const without = await cnx.picture(page);
    await page.mouse.move(x, y);
    await page.waitForTimeout(2000);
    // Below the bar, where the button's own color changes nothing.
    const bright = (png) => cnx.countPixels(png, [x - 60, 44, 1279, 70], (r, g, b) => Math.min(r, g, b) > 90);
    const more = bright(await cnx.picture(page)) - bright(without);
    assert.ok(more > 100, `${more} more bright pixels below the button`);
  }
  await page.mouse.move(kX, kY);
  await cnx.idle(page);
});

test('dragging orbits: direction and picture change, the point looked at and its distance do not', async () => {
  const from = await home();
  const before = await cnx.picture(page);
  await cnx.drag(page, [kX, kY], [100, 40]);
  const to = await camera();
  assert.deepEqual({ ...to, yaw: 0, pitch: 0 }, { ...from, yaw: 0, pitch: 0 });
  // 0.3 degrees for each pixel, but for the first step, which decides that it is no click.
  assert.ok(Math.abs(to.yaw - from.yaw) > 20000 && Math.abs(to.yaw - from.yaw) <= 30000, `yaw ${from.yaw} → ${to.yaw}`);
  assert.ok(Math.abs(to.pitch - from.pitch) > 8000 && Math.abs(to.pitch - from.pitch) <= 12000, `pitch ${from.pitch} → ${to.pitch}`);
  assert.ok(cnx.difference(before, await cnx.picture(page)) > 0.05);
});

test('one drag is one step of undo, however many moves it had', async () => {
  const from = await home();
  await cnx.drag(page, [kX, kY], [120, 0], { steps: 20 });
  assert.notDeepEqual(await camera(), from);
  await cnx.press(page, 'Control+z');
  assert.deepEqual(await camera(), from);
});

test('dragging with the right button or with Shift moves the point looked at, not the direction', async () => {
  const from = await home();
  await cnx.drag(page, [kX, kY], [60, 0], { button: 'right' });
  const right = await camera();
  assert.deepEqual({ ...right, x: 0, y: 0, z: 0 }, { ...from, x: 0, y: 0, z: 0 });
  assert.ok(right.x < from.x, 'what is dragged to the right was further left');
  assert.equal(right.y, from.y);

  await home();
  await page.keyboard.down('Shift');
  await cnx.drag(page, [kX, kY], [0, 60]);
  await page.keyboard.up('Shift');
  const down = await camera();
  assert.deepEqual({ ...down, x: 0, y: 0, z: 0 }, { ...from, x: 0, y: 0, z: 0 });
  assert.ok(down.y < from.y, 'y grows downwards, away from the pia');
});

test('the wheel comes closer to what is under the pointer', async () => {
  const from = await home();
  await page.mouse.move(kX, kY);
  await page.mouse.wheel(0, -100);
  await cnx.idle(page);
  const middle = await camera();
  assert.ok(middle.distance < from.distance);
  const tolerance = from.distance * 0.002;  // the view's middle lies between two pixels
  for (const axis of ['x', 'y', 'z']) assert.ok(Math.abs(middle[axis] - from[axis]) <= tolerance, axis);

  await home();
  await page.mouse.move(kX + 200, kY - 150);
  await page.mouse.wheel(0, -100);
  await cnx.idle(page);
  const aside = await camera();
  assert.equal(aside.distance, middle.distance);
  assert.ok(aside.x > from.x + tolerance && aside.y < from.y - tolerance, 'towards the upper right');
  assert.deepEqual([aside.yaw, aside.pitch], [from.yaw, from.pitch]);

  await page.mouse.wheel(0, 300);
  await cnx.idle(page);
  assert.ok((await camera()).distance > from.distance, 'and away again');
});

test('the wheel over a panel scrolls it and leaves the view alone', async () => {
  const from = await home();
  const before = await cnx.picture(page);
  await page.mouse.move(140, 600);
  await page.mouse.wheel(0, 300);
  await cnx.idle(page);
  assert.deepEqual(await camera(), from);
  assert.ok(cnx.difference(before, await cnx.picture(page)) > 0.005, 'the filters scrolled');
  await page.mouse.wheel(0, -2000);
  await cnx.idle(page);
});

test('a press that wanders a little is a click, one that wanders far is none', async () => {
  await cnx.press(page, 'Home');
  const { at, state } = await cnx.clickNeuron(page);
  await cnx.press(page, 'Escape');
  await page.mouse.move(at[0] + 3, at[1]);
  await page.mouse.down();
  await page.mouse.move(at[0], at[1]);
  await page.mouse.up();
  assert.equal((await cnx.idle(page)).selected, state.selected);
  await cnx.press(page, 'Escape');
  await cnx.drag(page, [at[0] - 30, at[1]], [30, 0]);
  const after = await cnx.state(page);
  assert.equal(after.selected, null);
  assert.notEqual(cnx.cameraOf(after.view), null);
});

test('a drag that leaves the window and ends outside of it ends', async () => {
  await home();
  await page.mouse.move(kX, kY);
  await page.mouse.down();
  await page.mouse.move(kX + 50, kY, { steps: 3 });
  await page.mouse.move(kX + 50, 900, { steps: 3 });
  await page.mouse.up();
  await cnx.idle(page);
  const ended = await camera();
  await page.mouse.move(kX - 50, kY, { steps: 3 });
  await cnx.idle(page);
  assert.deepEqual(await camera(), ended);
});

test('arrows turn by five degrees, with Shift they move, plus and minus zoom, Home shows everything', async () => {
  const from = await home();
  await cnx.press(page, 'ArrowRight');
  assert.equal(Math.abs((await camera()).yaw - from.yaw), 5000);
  await cnx.press(page, 'ArrowLeft');
  await cnx.press(page, 'ArrowUp');
  assert.equal(Math.abs((await camera()).pitch - from.pitch), 5000);
  await cnx.press(page, 'ArrowDown');
  assert.deepEqual(await camera(), from);
  await cnx.press(page, 'Shift+ArrowRight');
  const moved = await camera();
  assert.equal(moved.yaw, from.yaw);
  assert.notEqual(moved.x, from.x);
  await cnx.press(page, 'Shift+ArrowLeft');
  const near = cnx.cameraOf((await cnx.press(page, '=')).view);
  assert.ok(near.distance < from.distance);
  const back = cnx.cameraOf((await cnx.press(page, '-')).view);
  assert.ok(Math.abs(back.distance - from.distance) <= 2);
  assert.ok(cnx.cameraOf((await cnx.press(page, 'NumpadAdd')).view).distance < from.distance);
  assert.equal(cnx.cameraOf((await cnx.press(page, 'Home')).view), null);
});

/** A key as a keyboard of another country sends it. */
async function pressAs(init) {
  await page.evaluate((own) => {
    const canvas = document.getElementById('canvas');
    for (const type of ['keydown', 'keyup']) canvas.dispatchEvent(new KeyboardEvent(type, { ...own, bubbles: true, cancelable: true }));
  }, init);
  return cnx.idle(page);
}

test('a key is what is printed on it, wherever it lies', async () => {
  const before = await home();
  await pressAs({ key: '+', code: 'BracketRight', keyCode: 187 });
  assert.ok((await camera()).distance < before.distance, 'the plus of a German keyboard comes closer');
  await pressAs({ key: 'z', code: 'KeyY', keyCode: 90, ctrlKey: true });
  assert.deepEqual(await camera(), before, 'and its Ctrl + Z takes that back');
});

test('a key that is held when the page loses the keyboard does not go on', async () => {
  await home();
  await page.keyboard.down('ArrowRight');
  await cnx.idle(page);
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await cnx.idle(page);
  const before = await camera();
  await new Promise((resolve) => setTimeout(resolve, 600));  // longer than until a held key repeats
  await page.mouse.move(kX + 5, kY + 5);  // frames, in which it would
  await page.mouse.move(kX - 5, kY - 5);
  await cnx.idle(page);
  assert.deepEqual(await camera(), before);
  await page.keyboard.up('ArrowRight');
});

test('F flies to the selected neuron', async () => {
  await cnx.press(page, 'Home');
  const { state } = await cnx.clickNeuron(page);
  await cnx.press(page, 'f');
  const there = await camera();
  const { position_nm } = await cnx.oracle(site.input, 'neuron', state.selected);
  [there.x, there.y, there.z].forEach((nm, axis) =>
    assert.ok(Math.abs(nm - position_nm[axis]) <= 100, `axis ${axis}: ${nm} nm for ${position_nm[axis]} nm`));
  await cnx.press(page, 'Escape');
  await cnx.press(page, 'Home');
});

test('a thousand presses of every kind leave a page that works', async () => {
  // A seed, not a clock: the same keys and clicks each time.
  let seed = 20260307;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const keys = ['ArrowLeft', 'ArrowUp', 'Home', 'f', 'Escape', 'Control+z', 'Control+Shift+Z', 'Tab', '=', '-', 'Space', 'Enter'];
  for (let i = 0; i < 250; i++) {
    const at = [5 + random(1270), 45 + random(750)];
    const kind = random(4);
    if (kind === 0) await page.keyboard.press(keys[random(keys.length)]);
    else if (kind === 1) await page.mouse.click(...at);
    else if (kind === 2) { await page.mouse.move(...at); await page.mouse.wheel(0, random(400) - 200); }
    else { await page.mouse.move(...at); await page.mouse.down(); await page.mouse.move(at[0] + random(60), at[1] + random(60)); await page.mouse.up(); }
  }
  await page.keyboard.press('Escape');
  const state = await cnx.idle(page);
  assert.deepEqual(state.errors, []);
  // Whatever was chosen has a link that gives the same again.
  assert.equal((await cnx.open(page, state.view)).view, state.view);
  const whole = await cnx.open(page, '');
  assert.equal(whole.neurons_shown, 5000);
  cnx.assertSameNumbers(whole.statistics, cnx.toolStatistics(site.data));
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));

test('fingers: one orbits, two pinch and pan, a tap selects', async () => {
  const touched = await cnx.openReadyPage(browser, server.address, { touch: true });
  const devtools = await touched.context.newCDPSession(touched.page);
  const touch = (type, ...points) => devtools.send('Input.dispatchTouchEvent',
    { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const move = async (from, to, steps = 8) => {
    await touch('touchStart', ...from);
    for (let step = 1; step <= steps; step++) {
      await touch('touchMove', ...from.map(([x, y], i) =>
        [x + (to[i][0] - x) * step / steps, y + (to[i][1] - y) * step / steps]));
    }
    await touch('touchEnd');
    return cnx.cameraOf((await cnx.idle(touched.page)).view);
  };

  const turned = await move([[kX, kY]], [[kX + 80, kY]]);
  assert.notEqual(turned.yaw, 0);
  const spread = await move([[kX - 50, kY], [kX + 50, kY]], [[kX - 150, kY], [kX + 150, kY]]);
  assert.ok(Math.abs(spread.distance / turned.distance - 1 / 3) < 0.02, `${turned.distance} → ${spread.distance} nm`);
  assert.equal(spread.yaw, turned.yaw);
  const pinched = await move([[kX - 150, kY], [kX + 150, kY]], [[kX - 50, kY], [kX + 50, kY]]);
  assert.ok(Math.abs(pinched.distance / turned.distance - 1) < 0.02);
  const panned = await move([[kX - 50, kY], [kX + 50, kY]], [[kX - 50, kY + 80], [kX + 50, kY + 80]]);
  assert.ok(Math.abs(panned.distance / pinched.distance - 1) < 0.001);
  assert.notEqual(panned.y, pinched.y);
  assert.equal((await cnx.state(touched.page)).selected, null, 'no finger that moved was a tap');

  await touched.page.keyboard.press('Home');
  await cnx.idle(touched.page);
  let selected = null;
  for (let i = 0; i < 20 && !selected; i++) {
    await touch('touchStart', [kX, kY - 60 + i * 6]);
    await touch('touchEnd');
    selected = (await cnx.idle(touched.page)).selected;
  }
  assert.ok(selected, 'a tap selects');
  assert.deepEqual(touched.trouble, []);
  await touched.context.close();
});
