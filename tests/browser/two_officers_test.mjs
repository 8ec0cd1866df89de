// Two people, one record, at the same moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, start, text_of } from './lib/browser.mjs';
import { fill, save, send, value_of } from './lib/form.mjs';

const it = start();
const fisheries = '/organisations/ORG-2026-0009';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`the second officer is told, sees the other's change and loses nothing, ${how}`, async () => {
    const first = await it.as('coordinator@example.org', { javaScriptEnabled });
    const second = await it.as('desk.pacific@example.org', { javaScriptEnabled });
    await Promise.all([first.goto(`${fisheries}/edit`), second.goto(`${fisheries}/edit`)]);
    const [phone, acronym] = javaScriptEnabled ? ['+679 331 1111', 'MOF'] : ['+679 332 2222', 'MoF'];

    await save(first, { phone });
    assert.equal(new URL(first.url()).pathname, fisheries);

    assert.equal(await save(second, { acronym }), 412);
    const notice = second.locator('.notice').first();
    assert.match(await notice.innerText(), /Coordination team/, 'who was faster');
    assert((await notice.innerText()).includes(phone), 'and what they changed');
    assert.equal(await value_of(second, 'acronym'), acronym, 'what was typed is still there');
    await picture(second, `stale-${javaScriptEnabled ? 'scripts' : 'plain'}`);

    // Saving again is a decision taken in view of the other's change; the other's field is theirs
    // to keep: it is set to what the notice showed.
    await fill(second, { phone });
    assert.equal(await send(second), 200);
    const text = await text_of(second);
    assert(text.includes(acronym) && text.includes(phone), 'both changes stand');
  });
}

test('one officer with the record open in two tabs is told as well', async () => {
  const one = await it.as('coordinator@example.org');
  await one.goto(`${fisheries}/edit`);
  const other = await one.context().newPage();
  await other.goto(`${fisheries}/edit`);
  await save(other, { address: 'Level 1, Suva' });
  assert.equal(await save(one, { address: 'Level 2, Suva' }), 412);
  assert.equal(await value_of(one, 'address'), 'Level 2, Suva');
  assert((await one.locator('.notice').first().innerText()).includes('Level 1, Suva'));
});

test('a form that outlives its session changes nothing', async () => {
  const page = await it.sign_in('coordinator@example.org');
  await page.goto(`${fisheries}/edit`);
  await page.context().clearCookies();
  await save(page, { acronym: 'LOST' });
  const after = await it.as('coordinator@example.org');
  await after.goto(fisheries);
  assert(!(await text_of(after)).includes('LOST'));
});
