// support.mjs — what every page test needs: a small dataset made by the tool, a server, a
// browser, a page that remembers everything that went wrong, and hands that move a mouse.
//
// Nothing here sleeps to let something happen: it waits for a condition, for at most kWaitMs.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { PNG } from 'pngjs';

export const tool = process.env.CNX_TOOL;
const siteSource = process.env.CNX_SITE;
const here = dirname(fileURLToPath(import.meta.url));

export const kWaitMs = Number(process.env.CNX_WAIT_MS ?? 120000);  // a slow machine may be busy
export const kViewport = { width: 1280, height: 800 };

// Where things are on a screen of kViewport, in CSS pixels (src/ui/panels.cpp, menu_bar.cpp).
export const places = {
  undo: [669, 20], redo: [726, 20], resetView: [791, 20], copyLink: [871, 20], filters: [937, 20],
  neuron: [999, 20], statistics: [1069, 20], theme: [1160, 20], about: [1243, 20],
  clearFilters: [50, 116], middle: [600, 430],
};

export const browserOptions = {
  executablePath: process.env.CNX_CHROMIUM || '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
  timeout: kWaitMs,
};

export const launch = (more = []) =>
  chromium.launch({ ...browserOptions, args: [...browserOptions.args, ...more] });

const scratch = process.env.CNX_SCRATCH ?? mkdtempSync(join(tmpdir(), 'cnx-page-'));
if (!process.env.CNX_SCRATCH) process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** The file of a synthetic sample of so many neurons, and its tiles; made once for all tests, of
 * which several may run at a time: it appears in one step. */
export function sample(neurons) {
  const folder = join(scratch, `sample-${neurons}`);
  if (!existsSync(folder)) {
    const making = mkdtempSync(`${folder}-`);
    const input = join(making, 'sample.h5');
    execFileSync(tool, ['sample', input, '--neurons', String(neurons), '--seed', '7'], { stdio: 'pipe' });
    execFileSync(tool, ['tile', input, '-o', join(making, 'data')], { stdio: 'pipe' });
    try {
      renameSync(making, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;  // else another test was faster
      rmSync(making, { recursive: true, force: true });
    }
  }
  return { input: join(folder, 'sample.h5'), data: join(folder, 'data') };
}

/** A folder of its own with the page and, in data/, the tiles of a synthetic sample. */
export function makeSite(neurons, tileSource = sample(neurons)) {
  const folder = mkdtempSync(join(tmpdir(), 'cnx-page-'));
  const site = join(folder, 'site');
  cpSync(siteSource, site, { recursive: true, filter: (path) => path !== join(siteSource, 'data') });
  cpSync(tileSource.data, join(site, 'data'), { recursive: true });
  return { folder, site, data: join(site, 'data'), input: tileSource.input,
    remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a server and resolves with the address that it prints on stdout. */
export async function startServer(command, args, pattern, options = {}) {
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], ...options });
  const lines = createInterface({ input: server.stdout });
  const address = await new Promise((resolve, reject) => {
    lines.on('line', (line) => { const found = line.match(pattern); if (found) resolve(found); });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`${command} ended with ${code} before it printed an address`)));
  });
  return { address, stop: () => server.kill('SIGTERM') };
}

/** `connectoscope serve` on a free port. */
export async function serve(site) {
  const { address, stop } = await startServer(tool, ['serve', site, '--port', '0'], /http:\/\/\S+/);
  return { address: address[0].replace(/\/*$/, '/'), stop };
}

/**
 * A page that collects what must not happen: errors, warnings, requests to strangers, and what
 * the content security policy refuses. `before` runs ahead of the first request.
 */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({
    viewport: options.viewport ?? kViewport,
    deviceScaleFactor: options.scale ?? 1, hasTouch: options.touch ?? false,
    colorScheme: options.colorScheme ?? 'dark', reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(kWaitMs);
  const page = await context.newPage();
  const trouble = [], requests = [];
  page.on('pageerror', (error) => trouble.push('error: ' + error.message));
  page.on('console', (message) => {
    // What reading a picture back costs is the screenshot's doing, not the page's.
    if (/GPU stall due to ReadPixels/.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') trouble.push('console: ' + message.text());
  });
  const origin = new URL(address).origin;
  page.on('request', (request) => {
    requests.push(request.url());
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) {
      trouble.push('foreign request: ' + request.url());
    }
  });
  await page.exposeFunction('reportPolicyViolation', (what) => trouble.push('policy: ' + what));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) =>
    window.reportPolicyViolation(`${event.violatedDirective} ${event.blockedURI}`)));
  if (options.before) await options.before(page);
  await page.goto(address + (options.query ?? '') + (options.fragment ? '#' + options.fragment : ''));
  return { page, context, trouble, requests };
}

/** As openPage, and every neuron is on the screen. */
export async function openReadyPage(browser, address, options = {}) {
  const opened = await openPage(browser, address, options);
  await opened.page.evaluate(() => window.connectoscope.ready);
  await idle(opened.page);
  return opened;
}

export const state = (page) => page.evaluate(() => window.connectoscope.state());

/** Resolves when the page says that it is idle; fails after `ms`. */
export async function idle(page, ms = kWaitMs) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the page was not idle within ' + ms + ' ms')), ms);
  });
  try {
    await Promise.race([page.evaluate(() => window.connectoscope.whenIdle()), late]);
  } finally {
    clearTimeout(timer);
  }
  return state(page);
}

/** Opens a view by the documented interface and waits until it is there. */
export async function open(page, fragment) {
  await page.evaluate((text) => window.connectoscope.open(text), fragment);
  return idle(page);
}

/** Resolves with the state once `condition`, a function of it, holds. */
export async function waitForState(page, condition, what) {
  const end = Date.now() + kWaitMs;
  for (;;) {
    const now = await state(page);
    if (condition(now)) return now;
    if (Date.now() > end) throw new Error(`${what} did not happen; the state is ` + JSON.stringify(now).slice(0, 1500));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves with the mirrored text once it matches. */
export async function waitForMirror(page, pattern) {
  const text = () => page.evaluate(() => document.getElementById('mirror').innerText);
  try {
    await page.waitForFunction((source) => new RegExp(source).test(document.getElementById('mirror').innerText),
      pattern.source, { polling: 100 });
  } catch (error) {
    throw new Error(`the mirror never said ${pattern}; it says:\n` + await text(), { cause: error });
  }
  return text();
}

/** Resolves with the text of the message line once it matches; `hidden` when it is to go away. */
export async function waitForMessage(page, pattern) {
  const text = () => page.evaluate(() => {
    const message = document.getElementById('message');
    return message.hidden ? '' : message.innerText;
  });
  try {
    await page.waitForFunction((source) => {
      const message = document.getElementById('message');
      return new RegExp(source).test(message.hidden ? '' : message.innerText);
    }, pattern.source, { polling: 100 });
  } catch (error) {
    throw new Error(`the message never matched ${pattern}; it says: ` + await text(), { cause: error });
  }
  return text();
}

// Hands. Every one of them rests until the page has done what was asked.

/** Moves there, lets the page see it, and clicks. */
export async function click(page, [x, y]) {
  await page.mouse.move(x, y);
  await idle(page);
  await page.mouse.down();
  await page.mouse.up();
  return idle(page);
}

export async function press(page, key) {
  await page.keyboard.press(key);
  return idle(page);
}

export async function drag(page, [x, y], [dx, dy], options = {}) {
  await page.mouse.move(x, y);
  await page.mouse.down({ button: options.button ?? 'left' });
  await page.mouse.move(x + dx, y + dy, { steps: options.steps ?? 6 });
  await page.mouse.up({ button: options.button ?? 'left' });
  return idle(page);
}

/** Clicks around the viewport's middle until a neuron is selected; gives the place and state. */
export async function clickNeuron(page, [x0, y0] = places.middle) {
  for (let ring = 0; ring < 12; ring++) {
    for (const [dx, dy] of [[ring, 0], [0, ring], [-ring, 0], [0, -ring]]) {
      const at = [x0 + dx * 9, y0 + dy * 9];
      const now = await click(page, at);
      if (now.selected) return { at, state: now };
    }
  }
  throw new Error('no click around the middle of the view selected a neuron');
}

/** The camera of a view's link: six numbers, or null for the default. */
export function cameraOf(view) {
  const found = view.match(/(?:^|&)cam=([-\d,]+)/);
  if (!found) return null;
  const [x, y, z, distance, yaw, pitch] = found[1].split(',').map(Number);
  return { x, y, z, distance, yaw, pitch };
}

// Pictures

export async function picture(page) {
  return PNG.sync.read(await page.screenshot());
}

/** Share of pixels that differ by more than `slack` in any channel. */
export function difference(a, b, slack = 2) {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let different = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    for (let c = 0; c < 3; c++) {
      if (Math.abs(a.data[i + c] - b.data[i + c]) > slack) { different++; break; }
    }
  }
  return different / (a.width * a.height);
}

/** Number of pixels of a rectangle for which `wanted(r, g, b)` holds. */
export function countPixels(png, [x0, y0, x1, y1], wanted) {
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = (y * png.width + x) * 4;
      if (wanted(png.data[at], png.data[at + 1], png.data[at + 2])) count++;
    }
  }
  return count;
}

/**
 * What is colored in a rectangle: how many pixels have a color (not grey, not background), and
 * how many of the twelve hues have at least `least` of them.
 */
export function coloredPixels(png, rectangle, least = 50) {
  const hues = new Array(12).fill(0);
  const colored = countPixels(png, rectangle, (r, g, b) => {
    const max = Math.max(r, g, b), chroma = max - Math.min(r, g, b);
    if (chroma < 60) return false;
    const turn = max === r ? ((g - b) / chroma + 6) % 6 : max === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
    hues[Math.floor(turn * 2) % 12]++;
    return true;
  });
  return { colored, hues: hues.filter((count) => count >= least).length };
}

/** What lies between the panels, with a margin for what is drawn over it. */
export const kSceneRectangle = [430, 110, 770, 700];

// Oracles

/** What the tool counts of some parts, without what it was asked. */
export function toolNumbers(data, only, ...options) {
  const { question: _, ...numbers } = JSON.parse(execFileSync(tool, ['stats', data, '--json', '--only', only, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }));
  return numbers;
}

/** What the tool counts for the same neurons. */
export const toolStatistics = (data, where = []) =>
  toolNumbers(data, 'counts,degrees,classes', ...where.flatMap((clause) => ['--where', clause]));

/**
 * Counts are equal, and so is every text; reals agree to 12 digits: p-values come from logarithms
 * and exponentials whose last bit is the C library's, and page and tool have not the same one.
 */
export function assertSameNumbers(actual, expected, where = 'the answer') {
  if (typeof expected === 'number' && typeof actual === 'number' && !Number.isInteger(expected)) {
    assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.abs(expected), `${where}: ${actual} is not ${expected}`);
  } else if (expected !== null && actual !== null && typeof expected === 'object' && typeof actual === 'object') {
    assert.deepEqual(Object.keys(actual), Object.keys(expected), where);
    for (const key of Object.keys(expected)) assertSameNumbers(actual[key], expected[key], `${where}.${key}`);
  } else {
    assert.strictEqual(actual, expected, where);
  }
}

/** What pandas finds in the input file (oracle.py). */
export async function oracle(input, ...args) {
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [join(here, 'oracle.py'), input, ...args],
    { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

export const manifestOf = (data) => JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));

/** Addresses of one family's tiles, relative to the page. */
export const tilesOf = (manifest, kind) => manifest.families.filter((family) => family.kind === kind)
  .flatMap((family) => family.tiles.map(([hash]) => `tiles/${hash}.tile`));

for (const [name, path] of [['CNX_TOOL', tool], ['CNX_SITE', siteSource]]) {
  if (!path || !existsSync(path)) throw new Error(name + ' does not name anything: ' + path);
}
