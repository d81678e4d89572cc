// page.mjs SITE EMPTY ROUNDS — visits a site of page and tiles, and in turn with it one with the
// empty page, each time in a new browser with an empty cache, and prints as JSON what it took.
//
// Times are the page's own clock, which begins with the navigation. Every second visit comes over
// a line of 10 Mbit/s with 40 ms for a round trip; its bytes are counted, headers and what the
// page's worker fetches included.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import * as cnx from '../tests/web/support.mjs';

const [site, empty, rounds] = [argv[2], argv[3], Number(argv[4])];
const kRestMs = 2000, kProcessorRestMs = 5000;
const kLineBytesPerMs = 1250, kLineOneWayMs = 20, kLinePieceBytes = 4096;  // 10 Mbit/s, 40 ms

/**
 * A TCP proxy that is a slow line: what the server sends comes at kLineBytesPerMs, shared by all
 * connections in turn, and everything kLineOneWayMs later; a new connection costs a round trip.
 * `bytesAt(time)`: what had arrived in the browser by then.
 */
async function slowLine(address) {
  const target = new URL(address);
  const arrivals = [];  // [wall-clock ms, bytes]
  const connections = new Set();
  const now = () => performance.timeOrigin + performance.now();
  let last = now(), allowance = 0;
  const pump = setInterval(() => {
    allowance = Math.min(allowance + (now() - last) * kLineBytesPerMs, 64 * kLinePieceBytes);
    last = now();
    for (let waiting = true; waiting && allowance > 0;) {
      waiting = false;
      for (const connection of connections) {
        const piece = connection.next();
        if (!piece) continue;
        waiting = true;
        allowance -= piece.length;
        setTimeout(() => {
          arrivals.push([now(), piece.length]);
          if (!connection.browserSide.destroyed) connection.browserSide.write(piece);
        }, kLineOneWayMs);
      }
    }
    if (allowance > 0 && [...connections].every(({ empty }) => empty())) allowance = 0;
  }, 1);
  const server = net.createServer((browserSide) => {
    const serverSide = net.connect(Number(target.port), target.hostname);
    let queue = [], ended = false;
    const connection = {
      browserSide,
      empty: () => queue.length === 0,
      next() {
        if (queue.length === 0) {
          if (ended) setTimeout(() => browserSide.end(), kLineOneWayMs);
          if (ended) connections.delete(connection);
          return null;
        }
        const piece = queue[0].subarray(0, kLinePieceBytes);
        if (piece.length === queue[0].length) queue.shift();
        else queue[0] = queue[0].subarray(kLinePieceBytes);
        return piece;
      },
    };
    connections.add(connection);
    serverSide.on('data', (data) => queue.push(data));
    serverSide.on('end', () => { ended = true; });
    let delay = 3 * kLineOneWayMs;  // the handshake, then the first request's way
    browserSide.on('data', (data) => {
      setTimeout(() => { if (!serverSide.destroyed) serverSide.write(data); }, delay);
      delay = kLineOneWayMs;
    });
    const close = () => {
      browserSide.destroy();
      serverSide.destroy();
      connections.delete(connection);
    };
    browserSide.on('close', close);
    browserSide.on('error', close);
    serverSide.on('error', close);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    bytesAt: (time) => arrivals.reduce((sum, [at, bytes]) => sum + (at <= time ? bytes : 0), 0),
    stop: () => { clearInterval(pump); server.close(); },
  };
}

/** Opens the page and waits until it is idle: the times of the two moments, and what it shows. */
async function visit(browser, address) {
  const page = await browser.newPage({ viewport: cnx.kViewport });
  page.setDefaultTimeout(0);
  await page.addInitScript(() => {
    window.benchTimes = { began: performance.timeOrigin };
    document.addEventListener('DOMContentLoaded', () => {
      window.benchIdle = window.connectoscope.ready.then(() => {
        window.benchTimes.ready_ms = performance.now();
        return window.connectoscope.whenIdle();
      }).then(() => { window.benchTimes.idle_ms = performance.now(); });
    });
  });
  await page.goto(address);
  await page.evaluate(() => window.benchIdle);
  const times = await page.evaluate(() => window.benchTimes);
  const state = await cnx.state(page);
  return { page, result: { ...times, neurons_total: state.neurons_total,
    neurons_shown: state.neurons_shown, connections: state.statistics.connections,
    synapses: state.statistics.synapses, errors: state.errors } };
}

const frames = async (page) => (await cnx.state(page)).frames_drawn;

/** Waits until no frame is drawn: a window that has just got the focus draws once more. */
async function comeToRest(page) {
  for (let before = -1, now = await frames(page); before !== now;) {
    await page.waitForTimeout(1000);
    [before, now] = [now, await frames(page)];
  }
}

/**
 * From the press on a neuron whose synapses were here before until they are in a picture, in ms;
 * null where the dataset does not have them.
 */
async function clickToSynapses(page) {
  const { at, state } = await cnx.clickNeuron(page);
  if (!(state.synapses?.drawn > 0)) return null;
  await cnx.press(page, 'Escape');
  await comeToRest(page);
  await page.evaluate(() => {
    window.benchClick = new Promise((resolve) => addEventListener('pointerdown', () => {
      const began = performance.now();
      let known = null;  // the frame in which the page has them; the next one is certainly drawn
      const look = () => {
        const { synapses, frames_drawn } = window.connectoscope.state();
        if (synapses?.drawn > 0) known ??= frames_drawn;
        if (known !== null && frames_drawn > known) resolve(performance.now() - began);
        else requestAnimationFrame(look);
      };
      look();
    }, { capture: true, once: true }));
  });
  await page.mouse.click(...at);
  return page.evaluate(() => window.benchClick);
}

/** Links to a part of the dataset: of one class, of one region, in a box. */
function filters() {
  const { columns } = JSON.parse(readFileSync(join(site, 'data/manifest.json')));
  const links = { box: 'v=1&depth=200..500&slice=0,0,300' };
  for (const [name, role] of [['class', 'cell_class'], ['region', 'region']]) {
    const column = columns.find((one) => one.role === role && one.categories?.length > 1);
    if (column) links[name] = `v=1&f.${encodeURIComponent(column.name)}=${encodeURIComponent(column.categories[0])}`;
  }
  return links;
}

/** From a filter until the counts of what it leaves and their picture are there, in ms; its column is here. */
async function filterToPicture(page, link) {
  const open = async (fragment) => {
    await page.evaluate((f) => { window.connectoscope.open(f); return window.connectoscope.whenIdle(); }, fragment);
  };
  await open(link);
  const { neurons_shown: left } = await cnx.state(page);
  await open('');
  await comeToRest(page);
  return page.evaluate(([fragment, shown]) => new Promise((resolve) => {
    const { frames_drawn: before } = window.connectoscope.state();
    const began = performance.now();
    window.connectoscope.open(fragment);
    // After the page's own part of a frame: it asked for the frame before this did.
    const look = () => {
      const { neurons_shown, frames_drawn } = window.connectoscope.state();
      if (neurons_shown === shown && frames_drawn > before) resolve(performance.now() - began);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }), [link, left]);
}

/** Processor seconds of all processes of the browser so far. */
async function processorSeconds(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function timedVisit(address) {
  const browser = await cnx.launch();
  try {
    const { page, result } = await visit(browser, address);
    await comeToRest(page);
    const before = await frames(page);
    await page.waitForTimeout(kRestMs);
    result.rest_frames = await frames(page) - before;

    const session = await browser.newBrowserCDPSession();
    const [began, used] = [performance.now(), await processorSeconds(session)];
    await page.waitForTimeout(kProcessorRestMs);
    result.rest_cpu = (await processorSeconds(session) - used) * 1000 / (performance.now() - began);
    // The empty page has none to click on.
    result.synapses_ms = result.neurons_total > 0 ? await clickToSynapses(page) : null;
    result.filter_ms = {};
    if (result.neurons_total > 0) {
      for (const [name, link] of Object.entries(filters())) result.filter_ms[name] = await filterToPicture(page, link);
    }
    return { result, version: browser.version() };
  } finally {
    await browser.close();
  }
}

async function slowVisit(address) {
  const line = await slowLine(address);
  const browser = await cnx.launch();
  try {
    const { result } = await visit(browser, line.address);
    return { ...result, ready_bytes: line.bytesAt(result.began + result.ready_ms),
      idle_bytes: line.bytesAt(result.began + result.idle_ms) };
  } finally {
    await browser.close();
    line.stop();
  }
}

const servers = [await cnx.serve(site), await cnx.serve(empty)];
try {
  const said = { visits: [], slow: [], empty: [], empty_slow: [] };
  for (let i = 0; i < rounds; i++) {
    for (const [server, quick, slow] of [[servers[0], 'visits', 'slow'], [servers[1], 'empty', 'empty_slow']]) {
      const one = await timedVisit(server.address);
      said[quick].push(one.result);
      said.browser = `Chromium ${one.version}`;
      said[slow].push(await slowVisit(server.address));
    }
  }
  stdout.write(JSON.stringify(said) + '\n');
} finally {
  for (const server of servers) server.stop();
}
