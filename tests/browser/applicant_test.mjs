// An applicant's own way: from a mailed link, over a slow line and a session that ends while one types,
// past the employer, who has no account either, to the nomination. Once in French on a bad line
// without scripts, once in Arabic with them.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { choose_language, picture, start, text_of } from './lib/browser.mjs';
import { fill, pdf, problems, save, send, value_of } from './lib/form.mjs';
import { excess, violations } from './lib/looks.mjs';
import { mailbox } from './lib/mailbox.mjs';
import { file, path_of, state_of } from './lib/walk.mjs';

let mail;
const it = start(
  async () => {},
  async () => (mail = await mailbox()).settings,
);
after(() => mail.stop());
const call = '/calls/CAL-2026-0001';
const password = 'three green paddies';

/** A telephone far from the mast. */
async function slow_down(page) {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 20_000, uploadThroughput: 8_000 });
}

for (const { language, code, javaScriptEnabled, rank } of [
  { language: 'Français', code: 'fr', javaScriptEnabled: false, rank: '1' },
  { language: 'العربية', code: 'ar', javaScriptEnabled: true, rank: '2' },
]) {
  test(`somebody applies, loses nothing and is nominated, in ${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const address = `applicant.${code}@home.example`;
    const employer = `head.${code}@farm.example`;
    const visitor = async () => (await it.open({ locale: code, javaScriptEnabled })).newPage();
    const looked_at = async (page, name) => {
      await picture(page, `applicant-${name}-${code}`);
      if (javaScriptEnabled) assert.deepEqual(await violations(page), [], name); // axe is a script
      assert.equal(await excess(page), 0, name);
    };
    const saved = async (page, values) => assert.equal(await save(page, values), 200, JSON.stringify(await problems(page)));

    // An account by a mailed link; opening the link changes nothing.
    const own = await visitor();
    await own.goto(call);
    await own.locator(`a[href="${call}/account"]`).first().click();
    await looked_at(own, 'ask');
    await saved(own, { email: address });
    await own.goto(await mail.link(address, '/applicant-accounts'));
    await looked_at(own, 'link');
    await saved(own, { name: `Applicant (${code})`, password });
    assert.match(path_of(own), /sign-in/);
    await saved(own, { email: address, password });
    assert.equal(path_of(own), `${call}/application`);
    await looked_at(own, 'form');

    // Part by part, on a slow line. What is not complete is kept all the same.
    if (!javaScriptEnabled) await slow_down(own);
    await own.goto(`${call}/application/person`);
    await save(own, { title: `Applicant (${code})`, country: 'MDG', sex: 'woman' });
    assert.deepEqual((await problems(own)).map(({ field }) => field), ['born_on']);
    await looked_at(own, 'lacking');
    await saved(own, { born_on: '1991-04-05' });

    // The session ends while the second part is typed: it comes back whole, and is saved by signing in.
    assert.equal(path_of(own), `${call}/application/work`);
    await fill(own, { employer: 'Station semencière', position: 'Agronome' });
    await own.context().clearCookies({ name: 'selatan' });
    assert.equal(await send(own), 403);
    assert.equal(await value_of(own, 'employer'), 'Station semencière');
    await looked_at(own, 'session-over');
    await saved(own, { sign_in_email: address, sign_in_password: password });
    assert.equal(path_of(own), `${call}/application/course`);
    await own.goto(`${call}/application/work`);
    assert.equal(await value_of(own, 'employer'), 'Station semencière');
    await own.goto(`${call}/application/course`);
    await own.locator('[name=languages][value=fr]').check();
    await saved(own, { motivation: 'De meilleures semences.' });

    // Submitted, with what is wanted beside it.
    assert.equal(path_of(own), `${call}/application`);
    await looked_at(own, 'complete');
    await saved(own, { truth: true, processing: true });
    const page = path_of(own);
    const application = page.replace('/own-applications/', '/applications/');
    await own.locator('form#document [type=file]').setInputFiles({ name: 'vie.pdf', mimeType: 'application/pdf', buffer: pdf });
    assert.equal(await send(own, own.locator('form#document .actions button')), 200);
    await looked_at(own, 'own');
    await own.goto(`${page}/restricted`);
    await saved(own, { passport: `X-${code}` });
    await looked_at(own, 'restricted');
    assert(!(await text_of(own)).includes(`X-${code}`), 'nobody looks by opening a page');

    // The employer certifies by a link; the focal point says that it is the employer, and nominates.
    const focal_point = await it.as('focal.mdg@example.org', { javaScriptEnabled });
    await focal_point.goto('/desk');
    await choose_language(focal_point, language);
    await file(focal_point, `${application}/employer-link`, { email: employer });
    const head = await visitor();
    await head.goto(await mail.link(employer, '/employer-certificates'));
    await looked_at(head, 'employer');
    await saved(head, { certified_by: 'Chef de la station (exemple)', answer: 'yes' });
    await file(focal_point, `${application}/certificate`);
    await file(focal_point, `${application}/nomination`, { nominee_rank: rank, nomination: `Note 7/${code}` });
    assert.equal(await state_of(focal_point, application), 'focal_point_nominated');

    // The applicant reads where it stands, and nothing of the offices' pages.
    await own.goto('/own-applications');
    await looked_at(own, 'list');
    await own.goto(page);
    await looked_at(own, 'nominated');
    assert.equal((await own.goto(application)).status(), 403);

    // Whoever may erase reads what is kept, of how many, and until when.
    const coordinator = await it.as('coordinator@example.org', { javaScriptEnabled });
    await coordinator.goto('/retention');
    await choose_language(coordinator, language);
    await looked_at(coordinator, 'retention');
    assert.equal(await coordinator.locator(`tbody a[href="${call}"]`).count(), 1);
  });
}
