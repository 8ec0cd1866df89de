import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, sign_out, start } from './lib/browser.mjs';

const it = start();
const email = 'coordinator@example.org';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`whoever mistypes the password keeps the address and reads what is wrong, ${how}`, async () => {
    const page = await (await it.open({ javaScriptEnabled })).newPage();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();

    const problems = page.getByRole('alert');
    await problems.waitFor();
    assert.match(await problems.innerText(), /password/i);
    assert.equal(await page.getByLabel('E-mail address').inputValue(), email);
    assert.equal(await page.getByLabel('Password').inputValue(), '', 'a password is never sent back');
    await picture(page, `sign-in-refused-${javaScriptEnabled ? 'scripts' : 'plain'}`);
  });

  test(`signing in leads to the desk and signing out ends it, ${how}`, async () => {
    const page = await it.sign_in(email, { javaScriptEnabled });
    await page.getByRole('heading', { name: 'My desk' }).waitFor();
    await sign_out(page);

    await page.goto('/desk');
    assert.match(page.url(), /\/sign-in/, 'the session is over');
    await page.goBack();
    await page.reload();
    assert.match(page.url(), /\/sign-in/, 'the Back button shows nobody the desk');
  });
}

test('whoever follows a link to a record signs in and gets there', async () => {
  const page = await (await it.open()).newPage();
  await page.goto('/organisations?q=type:fund');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(it.selatan.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/organisations/);
  assert.equal(new URL(page.url()).searchParams.get('q'), 'type:fund');
});

test('nobody learns from the answer whether an address has an account', async () => {
  const page = await (await it.open()).newPage();
  const refused = async (address) => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(address);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page.getByRole('alert').innerText();
  };
  assert.equal(await refused('nobody@example.org'), await refused('auditor@example.org'));
});
