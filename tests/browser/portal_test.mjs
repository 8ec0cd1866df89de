// The portal as the public meets it: without an account, on any screen, in any language, by keyboard, and
// over a slow line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { desktop, phone, picture, start } from './lib/browser.mjs';
import { all_rules, colour_rules, excess, violations } from './lib/looks.mjs';

const it = start();
const kB = 1000;
const pages = {
  home: '',
  projects: '/projects',
  'no-project': '/projects?year=1999',
  project: '/projects/PRJ-2026-0001',
  countries: '/countries',
  country: '/countries/IDN',
  sectors: '/sectors',
  goals: '/goals',
  flows: '/flows',
  calls: '/calls',
  budget: '/budget',
  day: '/south-south-day',
  data: '/data',
  'not-public': '/projects/PRJ-1900-0001',
};
const visit = async (options = {}) => (await it.open(options)).newPage();

for (const language of ['en', 'ar']) {
  test(`every page of the portal can be read by everybody, in ${language}`, async () => {
    const page = await visit();
    const wrong = [];
    for (const [name, path] of Object.entries(pages)) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(desktop);
      await page.goto(`/public/${language}${path}`, { waitUntil: 'networkidle' });
      const check = async (where, rules) => wrong.push(...(await violations(page, rules)).map((line) => `${name}, ${where}: ${line}`));
      await check('light, 1280', all_rules);
      await picture(page, `${language}-portal-${name}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await check('dark, 1280', colour_rules);
      await picture(page, `${language}-portal-${name}-dark`);
      for (const width of [phone.width, 320]) {
        await page.setViewportSize({ width, height: phone.height });
        await check(`dark, ${width}`, all_rules);
        const pixels = await excess(page);
        if (pixels > 0) wrong.push(`${name}: ${pixels} px wider than a screen of ${width}`);
      }
      await picture(page, `${language}-portal-${name}-phone`);
    }
    assert.deepEqual(wrong, []);
  });
}

/** All that a browser fetches that has seen nothing yet, by its kind. */
async function weigh(path) {
  const page = await visit();
  const asked = [];
  page.on('requestfinished', (request) => asked.push(request));
  await page.goto(path, { waitUntil: 'networkidle' });
  const bytes = {};
  for (const request of asked) {
    const { responseBodySize } = await request.sizes();
    bytes[request.resourceType()] = (bytes[request.resourceType()] ?? 0) + Math.max(0, responseBodySize);
  }
  await page.context().close();
  return { bytes, all: Object.values(bytes).reduce((sum, one) => sum + one, 0) };
}

test('the first view fits into one round trip, and pictures weigh little', async (context) => {
  const home = await weigh('/public/en');
  context.diagnostic(`home: ${home.all} in all, ${JSON.stringify(home.bytes)}`);
  assert(home.all <= 14 * kB, `${home.all}`);
  assert(home.bytes.stylesheet <= 6 * kB, `${home.bytes.stylesheet}`);
  for (const path of ['/public/en/countries', '/public/en/flows']) {
    const { bytes, all } = await weigh(path);
    context.diagnostic(`${path}: ${all} in all, ${JSON.stringify(bytes)}`);
    assert(bytes.script <= 60 * kB, `${bytes.script}`);
  }
});

test('pictures are filled without moving anything, and lead where their tables lead', async () => {
  const page = await visit();
  await page.goto('/public/en/countries', { waitUntil: 'networkidle' });
  const places = page.locator('svg[data-map] a');
  assert.equal(await places.count(), await page.locator('#countries tbody tr').count());
  await places.first().focus();
  const name = await places.first().getAttribute('aria-label');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert(name.startsWith(await page.locator('h1').innerText()), name);
  for (const path of ['/public/en/countries', '/public/ar/flows']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(
      () =>
        new Promise((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(0), 100);
        }),
    );
    // A tenth of what counts as good to the eye (0.1): a font that comes late may move a word by a pixel.
    assert(shift < 0.01, `${path}: ${shift}`);
  }
  assert.equal(await page.locator('svg[data-flows] .flow').count(), await page.locator('#flows tbody tr').count());
});

test('everything is there without scripts, and withdrawn within a second', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.goto('/');
  assert.match(page.url(), /\/public\/en$/);
  await page.locator('.figures a').first().click();
  await page.locator('[name=modality]').selectOption('training');
  await page.locator('.filter button').click();
  await page.locator('.projects a', { hasText: 'Dry-land rice' }).click();
  const project = page.url();
  assert.match(await page.locator('h1').innerText(), /Dry-land rice/);
  await page.locator('.languages a[lang=fr]').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');

  const officer = await it.as('coordinator@example.org');
  await officer.goto('/publication/PRJ-2026-0001');
  await officer.locator('#consents tbody a').first().click();
  const consent = officer.url();
  await officer.goto(`${consent}/withdrawal`);
  await officer.locator('[name=document]').fill('Example note of withdrawal');
  await Promise.all([officer.waitForNavigation(), officer.locator('main form.entry .actions button').first().click()]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const response = await page.goto(project);
  assert.equal(response.status(), 404);
});
