// structure_test.mjs — the section "Structure": counted only when a link or a click opens it, with the
// numbers of the tool.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
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

const stats = (part, ...args) => JSON.parse(execFileSync(cnx.tool,
  ['stats', site.data, '--json', '--only', part, ...args], { encoding: 'utf8' }));
const separated = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
const mirror = () => page.evaluate(() => document.getElementById('mirror').innerText);

test('nothing is counted before anybody asks', async () => {
  assert.doesNotMatch(await mirror(), /components|Rich club/);
  await cnx.open(page, 'v=1&color=core%20number');
  await cnx.waitForState(page, ({ notes }) => notes.some((note) => /Open Structure in the statistics/.test(note)), 'the note that says what to open');
});

for (const [fragment, where] of [['', []], ['&f.cell_type=23P,4P', ['--where', 'class=23P,4P']]]) {
  test(`page and tool count the same structure of ${where[1] ?? 'all neurons'}`, async () => {
    await cnx.open(page, `v=1${fragment}&structure=on`);
    const result = stats('structure', ...where), told = result.structure;
    const { weak, strong } = told.components;
    // Those of the neurons before may stand there a moment longer. The last thing that is counted
    // are all 20 controls.
    const weakly = `Weak components: ${separated(weak.count)}, the largest holds ${separated(weak.largest)} of`;
    const text = await cnx.waitForMirror(page, new RegExp(`${weakly}[^]*most dense of 20 rewired networks`));
    assert.ok(text.includes(`Strong components: ${separated(strong.count)}, the largest holds ${separated(strong.largest)} of`));
    assert.ok(text.includes(`Innermost core: k = ${separated(told.core.largest)}, ${separated(told.core.neurons.at(-1))} of`));
    assert.ok(text.includes(`Modularity of classes: ${Number(told.modularity.connections.value.toPrecision(4))}, `));
    for (const [key, name] of [['targets', 'outputs'], ['sources', 'inputs'], ['either', 'any']]) {
      for (const [pairs, word] of [['connected', 'connected'], ['unconnected', 'others']]) {
        const { mean, expected } = told.shared_neighbors[key][pairs];
        const line = text.split('\n').find((one) => one.startsWith(`Shared partners, ${name}, ${word}: mean `));
        const numbers = line?.match(/mean ([\d.,]+), expected ([\d.,]+),/).slice(1).map((n) => Number(n.replace(',', '')));
        assert.ok(numbers && Math.abs(numbers[0] - mean) < 0.00501 && Math.abs(numbers[1] - expected) < 0.00501,
          `"${line}", the tool has ${mean} and ${expected}`);
      }
    }
    const club = told.rich_club;
    let clubs = 0;
    club.degree.forEach((k, i) => {
      if (club.neurons[i] < 10) return;
      ++clubs;
      const words = `${separated(club.connections[i])} connection${club.connections[i] === 1 ? '' : 's'} among ${separated(club.neurons[i])} neurons`;
      assert.ok(text.includes(words), `k = ${k}: the page does not say "${words}"`);
    });
    assert.ok(clubs > 5, `${clubs} clubs`);

    // Beside it, the network on analyzable axons.
    const { about, structure } = result.analyzable;
    const good = structure.components.weak;
    await cnx.waitForMirror(page, new RegExp(`${weakly}.*; on analyzable axons ${separated(good.count)}, the largest holds ` +
      `${separated(good.largest)} of ${about.neurons} neurons[^]*Shared partners, any, others, on analyzable axons[^]*` +
      `network of n = ${about.neurons} neurons with an analyzable axon, among each other`));
  });
}

test('neurons are colored by core number and by simplices, which their sections count', async () => {
  for (const [name, section] of [['core%20number', 'structure'], ['directed%20simplices%20of%20dimension%202', 'motifs'],
    ['clustering%20coefficient', 'motifs']]) {
    await cnx.open(page, `v=1&color=${name}&${section}=on`);
    await cnx.waitForMirror(page, new RegExp(`Color by ${decodeURIComponent(name)}\\.`));
    await cnx.idle(page);
    assert.deepEqual((await cnx.state(page)).notes, []);
  }
});

test('connections stand by the largest simplex around them, as the tool counts them', async () => {
  const told = stats('participation').edge_participation;
  await cnx.open(page, 'v=1&motifs=on');
  const text = await cnx.waitForMirror(page, /Connections whose largest simplex has dimension 1/);
  assert.ok(told.largest.length > 3, `${told.largest.length} dimensions`);
  for (const line of told.largest) {
    const words = `dimension ${line.dimension}: ${separated(line.connections)}, mean synapses ${line.synapses_mean.toFixed(3)}`;
    assert.ok(text.includes(words), `the page does not say "${words}"`);
  }
});

test('triads and simplices stand beside those on analyzable axons, as the tool has them', async () => {
  const told = stats('triads,simplices');
  const good = told.analyzable;
  await cnx.open(page, 'v=1&motifs=on');
  await cnx.waitForMirror(page, new RegExp(
    `Triad 003 \\(no connection\\): ${separated(told.triad_census['003'])}; on analyzable axons ${separated(good.triad_census['003'])}\\.` +
    `[^]*dimension 0, on analyzable axons: ${separated(good.directed_simplices[0])}\\.`));
});

test('the open section is in the link, and goes away with it', async () => {
  await cnx.open(page, 'v=1&structure=on');
  assert.match((await cnx.state(page)).view, /structure=on/);
  await cnx.open(page, 'v=1');
  await page.waitForFunction(() => !/Rich club/.test(document.getElementById('mirror').innerText), null,
    { polling: 100 });
});

test('the text has the random controls beside triads and simplices, once they are drawn', async () => {
  await cnx.open(page, 'v=1&motifs=on');
  const { triad_census: triads } = stats('triads'), { directed_simplices: simplices } = stats('simplices');
  const plain = await cnx.waitForMirror(page, /Directed simplices of dimension 2: /);
  assert.doesNotMatch(plain, /Triads by kind/, 'what stands above already is not said twice');
  await cnx.open(page, 'v=1&motifs=on&stat=c&controls=19&triads=1&simplices=1');
  await cnx.waitForMirror(page, new RegExp(`Triads by kind: n = [^]*\\nTriad 300: ${separated(triads['300'])}; controls \\d[^]*` +
    `\\nSimplices by dimension: n = [^]*\\nDirected simplices of dimension 2: ${separated(simplices[2])}; controls \\d`));
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
