// agreement_test.mjs — every number of every section: what the page's worker tells the page is what
// the tool prints, counts to the last bit and reals to 12 digits.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import * as cnx from './support.mjs';

let browser, site, server, opened, page;

before(async () => {
  site = cnx.makeSite(1500);
  server = await cnx.serve(site.site);
  browser = await cnx.launch();
  opened = await cnx.openReadyPage(browser, server.address, { before: (one) => one.addInitScript(() => {
    // Messages of the worker carry the results of jobs as JSON, behind a few numbers.
    window.told = [];
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          const text = new TextDecoder('latin1').decode(data);
          if (text.includes('{"about":')) window.told.push(new TextDecoder().decode(new Uint8Array(data).slice(text.indexOf('{"about":'))));
        });
      }
    };
  }) });
  page = opened.page;
});
after(async () => {
  await browser?.close();
  server?.stop();
  site?.remove();
});

const kBlocks = [
  ['stat=d&bin=50', 'distance', '--bin-um', '50'], ['motifs=on', 'triads,simplices,participation'],
  ['robust=on', 'thresholds,labels,erosion'], ['sites=on', 'synapses'], ['structure=on', 'structure'],
  ['experiment=on&repeats=20', 'experiment', '--repeats', '20'],
  ['stat=c&null=rewired&controls=9&triads=1', 'nulls', '--null', 'rewired', '--controls', '9', '--statistics', 'triads'],
  ['stat=c&null=neurons&controls=9&match=indegree', 'nulls', '--null', 'neurons', '--controls', '9', '--match', 'indegree'],
  ['stat=c&null=neurons&controls=9&sizes=1&near=30&clump=40', 'nulls', '--null', 'neurons', '--controls', '9', '--statistics', 'sizes',
    '--near-um', '30', '--clump-um', '40'],
];

/** The last result for each key, once nothing is counted any more. */
async function told(fragment) {
  await page.evaluate(() => { window.told = []; });
  await cnx.open(page, fragment);
  await cnx.idle(page);
  const found = {};
  for (const text of await page.evaluate(() => window.told)) {
    const { about, analyzable, ...numbers } = JSON.parse(text);
    assert.ok(about, 'a result says what it is about');
    Object.assign(found, numbers);
    if (analyzable) {
      found.analyzable = { ...found.analyzable, ...analyzable };
      delete found.analyzable.about;
    } else if (analyzable === null) {
      found.analyzable ??= null;
    }
  }
  return found;
}

async function tool(only, ...args) {
  const { stdout } = await promisify(execFile)(cnx.tool, ['stats', site.data, '--json', '--only', only, ...args],
    { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** What only one of them says: the page has a number for each neuron to color it by, and makes verdicts itself. */
const kToolAlone = ['question', 'validity', 'partial', 'comparison_validity'], kPageAlone = ['participation', 'local_clustering'];

const kSections = [
  ['distances', 'stat=d&bin=20&measure=depth', 'distance', '--bin-um', '20', '--measure', 'depth'],
  ['motifs', 'motifs=on', 'triads,simplices,participation'],
  ['structure', 'structure=on', 'structure'],
  ['robustness', 'robust=on&edgemap=on', 'thresholds,labels,erosion,edge-map'],
  ['more numbers of versions', 'robust=on&bin=20&degrees=1&shared=1&lengths=1&distance=1&sizes=1&participation=1&cells=1&clump=25',
    'thresholds,labels,erosion', '--bin-um', '20', '--clump-um', '25', '--statistics', 'degrees,shared,lengths,distance,sizes,participation,classes'],
  ['virtual experiments', 'experiment=on&patched=6&repeats=50&expseed=3', 'experiment', '--patched', '6', '--repeats', '50', '--seed', '3'],
  ['synapses', 'sites=on&near=30&clump=5', 'synapses', '--near-um', '30', '--clump-um', '5'],
  ...['erdos-renyi', 'blocks', 'rewired', 'configuration', 'distance', 'neurons'].map((model) => [`controls: ${model}`,
    `stat=c&null=${model}&controls=9&seed=5&triads=1&simplices=1&cores=1&degrees=1&shared=1&lengths=1&distance=1&sizes=1`, 'nulls', '--null', model,
    '--controls', '9', '--seed', '5', '--statistics', 'triads,simplices,structure,degrees,shared,lengths,distance,sizes']),
];

async function agree(fragment, only, ...options) {
  const numbers = await told(fragment);
  const expected = await tool(only, ...options);
  for (const key of kToolAlone) delete expected[key];
  for (const key of kPageAlone) delete numbers[key];
  delete expected.analyzable?.about;
  delete numbers.structure?.core_numbers;
  // The page has neurons in the order of the tiles, the tool by row of the input.
  for (const map of [numbers, expected].flatMap(({ edge_map: all }) => [all, all?.analyzable])) map?.outer_fraction.sort();
  assert.deepEqual(Object.keys(numbers).sort(), Object.keys(expected).sort(), 'the same parts');
  for (const key of Object.keys(expected)) cnx.assertSameNumbers(numbers[key], expected[key], key);
}

for (const [name, fragment, only, ...options] of kSections) {
  for (const [neurons, link, where] of [['all neurons', '', []],
    ['some, with two synapses or more', 'f.cell_type=23P,4P,BC&minsyn=2&',
      ['--where', 'class=23P,4P,BC', '--min-synapses', '2']]]) {
    test(`page and tool agree on ${name} of ${neurons}`, () =>
      agree(`v=1&${link}${fragment}`, only, ...options, ...where));
  }
}

/** The neurons of these classes as a link names them. */
async function chosen(classes) {
  await cnx.open(page, `v=1&f.cell_type=${classes}`);
  await page.focus('canvas');
  await cnx.press(page, 'Control+a');
  await cnx.idle(page);
  const [, rows, neurons] = (await cnx.state(page)).view.match(/(rows=[0-9a-f]+)&chosen=([\w-]+)/);
  return { rows, neurons };
}

test('page and tool agree on a block: the connections of one set onto another', async () => {
  const pre = await chosen('4P'), post = await chosen('BC,MC');
  const sets = `v=1&${pre.rows}&s.pre=${pre.neurons}&s.post=${post.neurons}&from=s.pre&onto=s.post`;
  for (const [section, only, ...options] of kBlocks) {
    await agree(`${sets}&${section}`, only, ...options, '--where', 'class=4P', '--and-where-post', 'class=BC,MC');
  }
});

test('page and tool agree on two sets, A against B and side by side', async () => {
  const a = await chosen('4P'), b = await chosen('23P');
  const sets = `v=1&${a.rows}&s.a=${a.neurons}&s.b=${b.neurons}`;
  const where = ['--where', 'class=4P', '--and-where-b', 'class=23P'];
  await agree(`${sets}&compare=on&a=a&b=b&seed=4&triads=1&simplices=1&cores=1&degrees=1&shared=1&lengths=1&distance=1&sizes=1&participation=1&cells=1`, 'compare',
    ...where, '--controls', '999', '--seed', '4', '--statistics',
    'triads,simplices,structure,degrees,shared,lengths,distance,sizes,participation,classes');
  await told(`${sets}&stat=d&from=s.a&beside=b`);
  const profiles = await page.evaluate(() => window.told.map((text) => JSON.parse(text).distance_profile));
  const expected = await tool('distance', ...where);
  assert.equal(profiles.length, 2);
  for (const key of ['distance_profile', 'distance_profile_b']) {
    const total = (profile) => profile.pairs.reduce((sum, pairs) => sum + pairs, 0);
    const one = profiles.find((profile) => total(profile) === total(expected[key]));
    cnx.assertSameNumbers(one, expected[key], key);
  }
});

test('nothing went wrong on the way', () => assert.deepEqual(opened.trouble, []));
