// Every kind of page, to every eye: axe against WCAG 2.2 AA in both themes, two languages and two
// widths, nothing wider than the narrowest screen, and a picture of each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose_language, desktop, phone, picture, start } from './lib/browser.mjs';
import { comment, fill, save, send } from './lib/form.mjs';
import { all_rules, colour_rules, excess, violations } from './lib/looks.mjs';

const coordinator = 'coordinator@example.org';
const organisation = '/organisations/ORG-2026-0007';

const pages = {
  desk: '/desk',
  list: '/organisations',
  'filtered-empty-list': '/organisations?q=type:university+country:TLS',
  record: organisation,
  form: '/organisations/new',
  'form-with-problems': async (page) => {
    await page.goto('/organisations/new');
    await fill(page, { email: 'not an address' });
    await send(page);
  },
  'country-profile': '/countries/TLS',
  request: '/requests/REQ-2026-0003',
  ranking: '/requests/REQ-2026-0006/matches',
  opinions: '/consultations/CON-2026-0001',
  'plan-year': '/plans/PLN-2026-0001',
  'plan-line': '/plan-lines/LIN-2026-0006',
  project: '/projects/PRJ-2026-0001',
  thread: '/threads/PRJ-2026-0001',
  letter: '/letters/LTR-2026-0001',
  activity: '/activities/ACT-2026-0001',
  calendar: '/calendar',
  call: '/calls/CAL-2026-0001',
  application: '/applications/APP-2026-0001',
  fund: '/funds/FND-2026-0001',
  disbursement: '/disbursements/DSB-2026-0001',
  'trial-balance': '/ledger/trial-balance',
  'budget-execution': '/ledger/budget-execution',
  search: '/search?q=agricultrue',
  attendance: '/calls/CAL-2026-0002/attendance',
  participant: '/participants/PAR-2026-0001',
  'class-certificates': '/calls/CAL-2026-0002/certificates',
  validator: '/iati/validator',
  'incoming-letter': '/incoming-notes/INC-2026-0001',
  import: '/imports',
  account: '/account',
  help: '/help',
  'help-page': '/help/reference-data',
  'not-found': '/organisations/ORG-1900-0001',
};
const languages = [
  ['en', 'English', desktop],
  ['ar', 'العربية', phone],
];
const go = (page, where) => (typeof where === 'string' ? page.goto(where) : where(page));

const it = start(async () => {
  const page = await it.as(coordinator);
  await page.goto(organisation);
  await comment(page, 'Between **us**', 'internal');
  await comment(page, 'To them', 'partner');
  await page.goto(`${organisation}/edit`);
  await save(page, { acronym: 'MNEC' });
});

/**
 * Looks at what is open in light at every width, and in the dark at `dark`: colours come from the same
 * tokens at each, so a language does one of them. Names what is wrong with it.
 */
async function look(page, name, dark) {
  const wrong = [];
  const check = async (where, rules) => wrong.push(...(await violations(page, rules)).map((line) => `${name}, ${where}: ${line}`));
  const fits = async (width) => {
    await page.setViewportSize({ width, height: 844 });
    const pixels = await excess(page);
    if (pixels > 0) wrong.push(`${name}: ${pixels} px wider than a screen of ${width}`);
  };
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light' });
  await check('light, 1280', all_rules);
  await picture(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(dark);
  await check(`dark, ${dark.width}`, colour_rules);
  await picture(page, dark === phone ? `${name}-phone-dark` : `${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  await check('light, 390', all_rules);
  await picture(page, `${name}-phone`);
  await fits(390);
  await fits(320);
  return wrong;
}

test('signing in can be read by everybody', async () => {
  const page = await (await it.open()).newPage();
  const wrong = [];
  for (const [code, language, dark] of languages) {
    await page.setViewportSize(desktop);
    await page.goto('/sign-in');
    await choose_language(page, language);
    wrong.push(...(await look(page, `${code}-sign-in`, dark)));
  }
  assert.deepEqual(wrong, []);
});

for (const [code, language, dark] of languages) {
  test(`every kind of page can be read by everybody, in ${language}`, async () => {
    const page = await it.as(coordinator);
    await page.goto('/desk');
    await choose_language(page, language);
    const wrong = [];
    for (const [name, where] of Object.entries(pages)) {
      await go(page, where);
      wrong.push(...(await look(page, `${code}-${name}`, dark)));
    }
    await page.setViewportSize(desktop);
    await choose_language(page, 'English');
    assert.deepEqual(wrong, []);
  });
}

test('menus can be opened and left with the keyboard, and the content skipped to', async () => {
  const page = await it.as(coordinator);
  await page.goto('/organisations');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  const menu = page.locator('#list details.menu').first();
  await menu.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await menu.getAttribute('open'), '');
  assert.deepEqual(await violations(page), [], 'an open menu');
  await page.keyboard.press('Escape');
  assert.equal(await menu.getAttribute('open'), null);
});

test('the search box offers what it finds while somebody types, and a choice leads to its record', async () => {
  const page = await it.as(coordinator);
  await page.goto('/desk');
  await page.locator('#search').pressSequentially('fisher');
  const offered = page.locator('#found option');
  await offered.first().waitFor({ state: 'attached' });
  const values = await offered.evaluateAll((options) => options.map(({ value }) => value));
  assert(values.length > 1 && values.length <= 8, `${values}`);
  assert.equal(new URL(page.url()).pathname, '/desk', 'typing leads nowhere');
  // What a browser does when one of them is chosen.
  await page.locator('#search').evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }, values[0]);
  await page.waitForURL((url) => url.pathname.endsWith(`/${values[0]}`));
  await page.goto('/desk');
  await page.locator('#search').pressSequentially('fi');
  await page.waitForTimeout(600);
  assert.equal(await offered.count(), 0, 'two letters are too few');
});

test('what is touched is large enough on a telephone', async () => {
  const page = await it.as(coordinator, { viewport: phone, hasTouch: true, isMobile: true });
  for (const path of ['/desk', '/organisations', organisation, '/organisations/new']) {
    await page.goto(path);
    const small = await page.locator('a.button, button, summary, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select').evaluateAll((controls) =>
      controls
        .filter((control) => control.checkVisibility({ checkVisibilityCSS: true }) && !control.closest('.unseen'))
        .map((control) => ({ html: control.outerHTML.slice(0, 120), height: control.getBoundingClientRect().height }))
        .filter(({ height }) => height > 0 && height < 43.5),
    );
    assert.deepEqual(small, [], path);
  }
});
