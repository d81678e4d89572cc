// run.mjs ROUNDS FRAMES JOB... — has each library draw each JOB (points:65536, lines:200000, moving:200000), in
// turn, every time in a new browser, and prints a table. bench/page_rivals/run.sh builds what it
// needs. In front, `--shots FOLDER` keeps the last picture of each as PNG, and `--who LIST` leaves
// out who is not in it.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { dirname, extname, join } from 'node:path';
import process, { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

const options = argv.slice(2);
const option = (name) => options[0] === name ? options.splice(0, 2)[1] : null;
const shots = option('--shots'), who_only = option('--who');
const [rounds, frames] = options.splice(0, 2).map(Number);
const jobs = options.map((job) => { const [kind, n] = job.split(':'); return { kind, count: Number(n) }; });
const kWho = ['webgl', 'soft', 'regl', 'three', 'deck']
  .filter((who) => !who_only || who_only.split(',').includes(who));
const kNames = { webgl: 'Connectoscope, WebGL2', soft: 'Connectoscope, the processor alone', regl: 'regl', three: 'three.js', deck: 'deck.gl' };
// Only the page draws fewer lines in motion.
const takesPart = (who, { kind }) => kind !== 'moving' || who === 'webgl' || who === 'soft';
const kTimeoutMs = 300_000;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
// The browser and its options are those of the page's tests.
const { chromium } = createRequire(join(root, 'tests/web/package.json'))('playwright-core');
const launch = () => chromium.launch({
  executablePath: process.env.CNX_CHROMIUM || '/usr/bin/chromium', timeout: kTimeoutMs,
  args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'] });
const files = { '/rivals.js': join(root, 'build/bench/rivals.js'),
  '/draw_bench.js': join(root, 'build/wasm/bench/draw_bench.js'),
  '/draw_bench.wasm': join(root, 'build/wasm/bench/draw_bench.wasm') };
const kPage = '<!doctype html><meta charset="utf-8"><title>draw</title><style>body{margin:0;background:#000}</style><body>';
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  if (path === '/') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(kPage);
  } else if (files[path] && existsSync(files[path])) {
    response.writeHead(200, { 'Content-Type': extname(path) === '.wasm' ? 'application/wasm' : 'text/javascript' })
      .end(readFileSync(files[path]));
  } else {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;
if (shots) mkdirSync(shots, { recursive: true });

let renderer = '', version = '';
async function draw(who, { kind, count }) {
  const browser = await launch();
  try {
    version = browser.version();
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const said = [];
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(address);
    for (const script of ['draw_bench.js', 'rivals.js']) await page.addScriptTag({ url: address + script });
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${kTimeoutMs / 1000} s ${said.join('; ')}`)), kTimeoutMs);
    });
    const work = page.evaluate(([w, k, n, f]) => window.measure(w, k, n, f), [who, kind, count, frames]);
    const result = await Promise.race([work, late]).finally(() => clearTimeout(timer));
    if (shots) await page.screenshot({ path: join(shots, `${who}-${kind}-${count}.png`) });
    renderer ||= result.renderer;
    return result;
  } finally {
    await browser.close();
  }
}

const median = (values) => { const v = [...values].sort((a, b) => a - b); return v[v.length >> 1]; };
const all = new Map();
for (let round = 0; round < rounds; round++) {
  for (const job of jobs) {
    for (let w = 0; w < kWho.length; w++) {
      const who = kWho[(w + round) % kWho.length];
      if (!takesPart(who, job)) continue;
      const key = `${who} ${job.kind} ${job.count}`;
      stderr.write(`round ${round + 1}: ${key}\n`);
      const one = await draw(who, job).catch((error) => ({ error: error.message }));
      if (one.error) stderr.write(`  ${one.error}\n`);
      all.set(key, [...(all.get(key) ?? []), one]);
    }
  }
}
server.close();

stdout.write(`- Chromium ${version}; ${renderer}\n- ${rounds} rounds of ${frames} frames, load average at the end ${loadavg()[0].toFixed(1)}\n\n`);
stdout.write('| frame of 1280 x 720 | who | median | least | first frame | lit pixels | WebGL2 ÷ this | processor ÷ this |\n|---|---|---:|---:|---:|---:|---:|---:|\n');
for (const { kind, count } of jobs) {
  const of = (who) => (all.get(`${who} ${kind} ${count}`) ?? []).filter((run) => !run.error);
  const times = (who) => of(who).flatMap((run) => run.frame_ms);
  const ratio = (ours, who) => ours === who || of(ours).length === 0 ? ''
    : `${(median(times(ours)) / median(times(who))).toFixed(2)}x`;
  for (const who of kWho.filter((one) => takesPart(one, { kind }))) {
    const name = kind === 'moving' ? 'lines, while the camera moves' : kind;
    const what = who === kWho[0] ? `${count.toLocaleString('en-US')} ${name}` : '';
    if (of(who).length === 0) { stdout.write(`| ${what} | ${kNames[who]} | did not finish |  |  |  |  |  |\n`); continue; }
    stdout.write(`| ${what} | ${kNames[who]} | ${median(times(who)).toFixed(1)} ms | ${Math.min(...times(who)).toFixed(1)} ms | ${median(of(who).map((run) => run.first_ms)).toFixed(0)} ms | ${of(who)[0].lit.toLocaleString('en-US')} | ${ratio('webgl', who)} | ${ratio('soft', who)} |\n`);
  }
}
