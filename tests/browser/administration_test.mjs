import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose_language, phone, picture, start, text_of } from './lib/browser.mjs';
import { excess, violations } from './lib/looks.mjs';

const it = start();
const email = 'administrator@example.org';
const account_pages = ['/account', '/account/password', '/account/sessions', '/account/tokens'];
const pages = [
  '/administration',
  '/administration/users',
  '/administration/users/new',
  '/administration/mail',
  '/administration/jobs',
  '/administration/history?verify=1',
  '/administration/reference-data',
  '/administration/reference-data/country',
];
const name_of = (path) => path.replace(/\W+/g, '-').replace(/^-/, '');

/** The page of the account that the list finds first. */
async function open_user(page, words) {
  await page.goto(`/administration/users?words=${words}`);
  await page.locator('tbody th a').first().click();
  await page.waitForURL(/\/administration\/users\/[0-9a-f-]{36}/);
}

test('administration and account can be used by everybody, on small screens too', async () => {
  const page = await it.as(email);
  const small = await it.as(email, { viewport: phone });
  for (const path of [...account_pages, ...pages]) {
    await page.goto(path);
    assert.deepEqual(await violations(page), [], path);
    await picture(page, name_of(path));
    await small.goto(path);
    assert.ok((await excess(small)) <= 0, `${path} is wider than a telephone`);
    await picture(small, `${name_of(path)}-phone`);
  }
  await open_user(page, 'coordinator');
  assert.deepEqual(await violations(page), []);
  await picture(page, 'user');
});

test('a role is given and works, and what was done is told in the history', async () => {
  const page = await it.as(email);
  await open_user(page, 'auditor');
  await page.locator('a[href$="/grants/new"]').click();
  await page.locator('[name=role]').selectOption('desk_officer');
  await page.locator('[name=scope]').selectOption('country');
  await page.locator('main form.entry button').click();
  await page.getByRole('alert').waitFor();
  assert.deepEqual(await violations(page), [], 'a form with problems');
  await picture(page, 'role-refused');
  await page.locator('[name=country]').selectOption('TLS');
  await page.locator('main form.entry button').click();
  await page.waitForURL(/said=granted/);
  assert.match(await text_of(page), /Timor-Leste/);
  await picture(page, 'role-given');
});

test('somebody who looks through another’s eyes sees that on every page and can stop', async () => {
  const page = await it.as(email);
  await open_user(page, 'coordinator');
  await page.locator('a[href$="/viewing"]').click();
  await page.locator('[name=reason]').fill('asked for help');
  await page.locator('main form.entry button').click();
  await page.goto('/account');
  assert.deepEqual(await violations(page), []);
  await picture(page, 'viewing');
  await page.locator('form[action="/account/viewing/end"] button').click();
  await page.waitForURL(/\/administration\/users\//);
  assert.match(await text_of(page), /asked for help/);
});

test('the second step shows a picture to scan and the key to type', async () => {
  const page = await it.sign_in('facilitator@example.org');
  await page.goto('/account/second-factor');
  await page.locator('form[action="/account/second-factor"] button').click();
  await page.getByRole('img', { name: /authenticator/ }).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, 'second-step');
});

test('administration reads from right to left in Arabic', async () => {
  const page = await it.sign_in(email);
  await page.goto('/administration/users');
  await choose_language(page, 'العربية');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  assert.deepEqual(await violations(page), []);
  await picture(page, 'users-arabic');
  await choose_language(page, 'English');
});
