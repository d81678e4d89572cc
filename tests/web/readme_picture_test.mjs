// readme_picture_test.mjs — the picture in the README is of the page as it is.
//
// With CNX_SCREENSHOT the picture is written there (./test does not; CONTRIBUTING.md says when).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import * as cnx from './support.mjs';

const kNeurons = 12000;  // the default of `connectoscope sample`
let browser, site, server;

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

test('twelve thousand neurons, one of them selected with its partners, make a picture to show', async () => {
  const { page, context, trouble } = await cnx.openReadyPage(browser, server.address);
  await cnx.drag(page, cnx.places.middle, [-90, 30]);
  const { state } = await cnx.clickNeuron(page);
  await page.mouse.move(300, 790);
  const shown = await cnx.idle(page);
  assert.equal(shown.selected, state.selected);
  assert.ok(shown.partners.inputs > 0 && shown.partners.outputs > 0);
  await cnx.waitForMirror(page, new RegExp(`Neuron ${shown.selected}[^]*Connection probability`));
  const png = await cnx.picture(page);
  assert.deepEqual([png.width, png.height], [1280, 800]);
  const { colored, hues } = cnx.coloredPixels(png, cnx.kSceneRectangle);
  assert.ok(colored > 5000 && hues >= 4, `${colored} colored pixels, ${hues} hues`);
  assert.deepEqual(trouble, []);
  if (process.env.CNX_SCREENSHOT) writeFileSync(process.env.CNX_SCREENSHOT, PNG.sync.write(png));
  await context.close();
});
