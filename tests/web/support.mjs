// support.mjs — what every page test needs: a small dataset made by the tool, a server, a
// browser, and a page that remembers everything that went wrong.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { PNG } from 'pngjs';

export const tool = process.env.CNX_TOOL;
const siteSource = process.env.CNX_SITE;

export const browserOptions = {
  executablePath: process.env.CNX_CHROMIUM || '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
};

/** A folder with the page and, in data/, tiles of a synthetic sample of so many neurons. */
export function makeSite(neurons) {
  const folder = mkdtempSync(join(tmpdir(), 'cnx-page-'));
  const site = join(folder, 'site');
  cpSync(siteSource, site, { recursive: true, filter: (path) => path !== join(siteSource, 'data') });
  const input = join(folder, 'sample.h5');
  execFileSync(tool, ['sample', input, '--neurons', String(neurons), '--seed', '7'], { stdio: 'pipe' });
  execFileSync(tool, ['tile', input, '-o', join(site, 'data')], { stdio: 'pipe' });
  return { site, data: join(site, 'data'), input, remove: () => rmSync(folder, { recursive: true }) };
}

/** `connectoscope serve` on a free port; resolves when it prints its address. */
export async function serve(site) {
  const server = spawn(tool, ['serve', site, '--port', '8461'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout });
  for await (const line of lines) {
    const address = line.match(/http:\/\/\S+/);
    if (address) return { address: address[0], stop: () => server.kill('SIGTERM') };
  }
  throw new Error('connectoscope serve printed no address');
}

/** A page that collects what must not happen; `expected` allows some of it. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1, hasTouch: options.touch ?? false,
    colorScheme: options.colorScheme ?? 'dark', reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', (error) => trouble.push('error: ' + error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push('console: ' + message.text());
  });
  const origin = new URL(address).origin;
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) trouble.push('foreign request: ' + request.url());
  });
  if (options.before) await options.before(page);
  await page.goto(address + (options.query ?? '') + (options.fragment ? '#' + options.fragment : ''));
  return { page, context, trouble };
}

export const state = (page) => page.evaluate(() => window.connectoscope.state());

/** Resolves when the page says that it is idle; fails after `ms`. */
export async function idle(page, ms = 60000) {
  await Promise.race([
    page.evaluate(() => window.connectoscope.whenIdle()),
    new Promise((_, reject) => setTimeout(() => reject(new Error('the page was not idle within ' + ms + ' ms')), ms).unref()),
  ]);
}

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

/** How many pixels of a rectangle are far from the background, and in how many distinct hues. */
export function litPixels(png, x0, y0, x1, y1, background = [0x0f, 0x12, 0x16]) {
  let lit = 0;
  const colors = new Set();
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = (y * png.width + x) * 4;
      const pixel = [png.data[at], png.data[at + 1], png.data[at + 2]];
      if (pixel.some((value, c) => Math.abs(value - background[c]) > 40)) {
        lit++;
        colors.add(pixel.map((value) => value >> 6).join());
      }
    }
  }
  return { lit, colors: colors.size };
}

/** What the tool counts for the same neurons. */
export function toolStatistics(data, where = []) {
  const args = ['stats', data, '--json', ...where.flatMap((clause) => ['--where', clause])];
  return JSON.parse(execFileSync(tool, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }));
}

export const manifestOf = (data) => JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));

for (const [name, path] of [['CNX_TOOL', tool], ['CNX_SITE', siteSource]]) {
  if (!path || !existsSync(path)) throw new Error(name + ' does not name anything: ' + path);
}
