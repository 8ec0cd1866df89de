// The same pages for others: mirrored for those who read Arabic, and without what is not theirs to
// see or do. What may not be seen is looked for in what was sent, not in what is displayed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose_language, picture, start } from './lib/browser.mjs';
import { attach, comment, fill, save } from './lib/form.mjs';
import { shown } from './lib/list.mjs';
import { read_csv } from './lib/sheets.mjs';

const coordinator = 'coordinator@example.org';
const focal_point = 'focal.tls@example.org';
const secret = 'Zirconium'; // in everything that partners may not see
const dili = '/organisations/ORG-2026-0007';

const it = start(async () => {
  const page = await it.as(coordinator);
  await page.goto(dili);
  await comment(page, `${secret}: their budget is late`, 'internal');
  await comment(page, 'Thank you for the nomination', 'partner');
  await attach(page, 'memo.pdf', `${secret} memo`, 'internal');
  await attach(page, 'reply.pdf', 'Our reply', 'partner');
  await page.goto('/countries/TLS/edit');
  await save(page, { notes: `${secret} in the notes`, priorities: 'Coffee and fisheries' });
  await page.goto('/people/new');
  await save(page, { name: 'Maria of Dili', country: 'Timor-Leste', email: `${secret.toLowerCase()}@example.org`, notes: secret });
  await page.goto('/people/new');
  await save(page, { name: 'Hery of Antananarivo', country: 'Madagascar' });
});

/** Everything that a browser or a program is sent for an address. */
async function sent(page, path) {
  const response = await page.request.get(path);
  return { status: response.status(), text: await response.text() };
}

test('a focal point sees the shared records of its country and no others', async () => {
  const page = await it.as(focal_point);
  await page.goto('/organisations');
  const [, ...rows] = await shown(page);
  assert.deepEqual(rows.map(([reference]) => reference), ['ORG-2026-0007']);
  const [, ...exported] = read_csv((await sent(page, '/organisations.csv?columns=reference')).text);
  assert.deepEqual(exported, [['ORG-2026-0007']]);

  assert.equal((await sent(page, dili)).status, 200);
  // Another country's record, and one that does not exist, answer alike.
  assert.equal((await sent(page, '/organisations/ORG-2026-0008')).status, 404);
  assert.equal((await sent(page, '/organisations/ORG-2026-9999')).status, 404);
  const people = await sent(page, '/people');
  assert(!people.text.includes('Hery'), 'people of other countries');
  await picture(page, 'list-focal-point');
});

test('nothing internal is sent to a focal point, in whatever form', async () => {
  const page = await it.as(focal_point);
  const people = read_csv((await sent(page, '/people.csv')).text);
  const maria = people.flat().find((text) => text.startsWith('PER-'));
  const paths = [dili, '/countries/TLS', '/organisations', '/people', '/people.csv', '/people.csv?columns=reference,name,email,notes', '/countries.csv?columns=country,notes,eligibility', '/posts.csv?columns=reference,signs', `/api${dili}`, '/api/countries/TLS', '/api/people'];
  if (maria) paths.push(`/people/${maria}`, `/api/people/${maria}`);
  for (const path of paths) {
    const { text } = await sent(page, path);
    assert(!text.toLowerCase().includes(secret.toLowerCase()), `${path} tells something internal`);
    assert(!/name="(notes|eligibility|signs)"/.test(text), `${path} has an internal field`);
  }
  // Pages that look for it repeat the word, and find nothing.
  for (const path of ['/search', '/people', '/organisations']) {
    await page.goto(`${path}?q=${secret}`);
    assert.equal(await page.locator('main :is(tbody tr, li a[href*="-20"], .results li)').count(), 0, path);
  }
  const { text } = await sent(page, dili);
  assert(text.includes('Thank you for the nomination') && text.includes('Our reply'), 'what is shared is there');
});

test('a focal point may answer, and officers read it', async () => {
  const page = await it.as(focal_point);
  await page.goto(dili);
  await comment(page, 'Recebido, obrigado', undefined);
  await page.locator('#history', { hasText: 'Recebido, obrigado' }).waitFor();
  const officer = await it.as(coordinator);
  assert((await sent(officer, dili)).text.includes('Recebido, obrigado'));
});

test('a focal point finds no way to change, and none when asking directly', async () => {
  const page = await it.as(focal_point);
  await page.goto(dili);
  assert.equal(await page.locator('main a[href$="/edit"], main a[href*="/new"]').count(), 0);
  for (const path of [`${dili}/edit`, '/organisations/new']) assert([403, 404].includes((await sent(page, path)).status), path);
  const token = await page.locator('[name=token]').first().inputValue();
  const answer = await page.request.post(dili, { form: { token, version: '1', name: 'Mine' }, headers: { origin: it.selatan.base } });
  assert([403, 404].includes(answer.status()), `${answer.status()}`);
});

test('an auditor reads everything in Arabic, mirrored, and is offered nothing to change', async () => {
  const page = await it.as('auditor@example.org');
  for (const path of ['/organisations', dili, '/countries/TLS', '/people']) {
    await page.goto(path);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    assert.equal(await page.locator('html').getAttribute('lang'), 'ar');
    assert.equal(await page.locator('main form[method=post]:not(.save-view)').count(), 0, `${path}: a form that acts`);
    assert.equal(await page.locator('main a[href$="/edit"], main a[href*="/new"]').count(), 0, `${path}: a way to change`);
    const [menu, main] = await Promise.all([page.locator('#menu').boundingBox(), page.locator('main').boundingBox()]);
    assert(menu.x > main.x, `${path}: the menu is on the right`);
    await picture(page, `auditor-arabic${path.replaceAll('/', '-')}`);
  }
  assert((await sent(page, '/people.csv?columns=name,notes')).text.includes(secret), 'an auditor reads all');
  for (const path of ['/organisations/new', `${dili}/edit`]) assert([403, 404].includes((await sent(page, path)).status), path);
});

test('the list and a record say the same in Arabic, from right to left', async () => {
  const page = await it.as(coordinator);
  await page.goto('/organisations?columns=reference,name');
  const english = await shown(page);
  await choose_language(page, 'العربية');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  const arabic = await shown(page);
  assert.deepEqual(new Set(arabic.slice(1).flat()), new Set(english.slice(1).flat()));
  assert(arabic[0].every((title) => /\p{Script=Arabic}/u.test(title)), 'titles are translated');
  const cells = page.locator('#list tbody tr').first().locator('th, td');
  const [reference, name] = await Promise.all([cells.nth(0).boundingBox(), cells.nth(1).boundingBox()]);
  assert(reference.x > name.x, 'columns begin on the right');
  await page.goto(dili);
  // A Latin name inside is laid out from the left, whatever surrounds it.
  assert.equal(await page.locator('h1 bdi').evaluate((name) => getComputedStyle(name).unicodeBidi), 'isolate');
  await page.goto('/organisations/new');
  await fill(page, { email: 'a@example.org' });
  assert.equal(await page.locator('#f-email').evaluate((field) => getComputedStyle(field).direction), 'ltr');
  await choose_language(page, 'English');
});
