// The second half of the thread, as people walk it: a course is called and its places are given, its
// certificates are checked by anybody, money comes in and goes out through two hands, what each
// party bears is told to it, what came of it and what went wrong is written down, and the public
// and the country's brief read it. Once in French with scripts, once in Arabic without.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { choose_language, picture, start, text_of } from './lib/browser.mjs';
import { problems, save, send } from './lib/form.mjs';
import { excess, violations } from './lib/looks.mjs';
import { file, path_of, press, state_of } from './lib/walk.mjs';

const it = start();
const in_days = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const project = '/projects/PRJ-2026-0001';

/** What a PDF says, by poppler. */
function text_of_pdf(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'selatan-pdf-'));
  try {
    writeFileSync(join(folder, 'paper.pdf'), bytes);
    return execFileSync('pdftotext', ['-layout', join(folder, 'paper.pdf'), '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The records of a list, as a program reads them. */
const items_of = async (page, list, query) => (await (await page.request.get(`/api${list}?q=${encodeURIComponent(query)}`)).json()).items;

/** The page of the one record that the list's query finds. */
async function path_in(page, list, query) {
  const found = await items_of(page, list, query);
  assert.equal(found.length, 1, `${list} ${query}`);
  return `${list}/${found[0].reference}`;
}

for (const { language, code, javaScriptEnabled, mark } of [
  { language: 'Français', code: 'fr', javaScriptEnabled: true, mark: 'scripts' },
  { language: 'العربية', code: 'ar', javaScriptEnabled: false, mark: 'plain' },
]) {
  test(`a project is delivered, paid, judged and shown, in ${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const open = async (email) => {
      const page = await it.as(email, { javaScriptEnabled });
      await page.goto('/desk');
      await choose_language(page, language);
      return page;
    };
    const coordinator = await open('coordinator@example.org');
    const focal_point = await open('focal.mdg@example.org');
    const trainer = await open('training@example.org');
    const finance = await open('finance@example.org');
    const approver = await open('approver@example.org');
    const witness = await open('focal.tls@example.org');
    const desk = await open('desk.pacific@example.org');
    const looked_at = async (page, name) => {
      await picture(page, `deliver-${name}-${mark}`);
      if (javaScriptEnabled) assert.deepEqual(await violations(page), [], name); // axe is a script
      assert.equal(await excess(page), 0, name);
    };

    // A course is planned, costed by its implementer, given days, and called.
    await file(coordinator, '/activities/new?project=PRJ-2026-0001', {
      title: `Seed banks (${mark})`, modality: 'training', organisation: 'Agricultural Training', purpose: 'Trainers of villages.',
    });
    const activity = await path_in(coordinator, '/activities', `Seed banks ${mark}`);
    await file(trainer, `${activity}/cost`, { cost: '120000', currency: 'IDR', cost_basis: 'Price list of the centre' });
    await file(coordinator, `${activity}/schedule`, { starts: in_days(60), ends: in_days(70), venue: 'Bogor', time_zone: 'Asia/Jakarta' });
    assert.equal(await state_of(coordinator, activity), 'scheduled');
    await coordinator.goto(`/calls/new?activity=${activity.split('/').at(-1)}`);
    await coordinator.locator('[name=languages][value=fr]').check();
    assert.equal(
      await save(coordinator, {
        title: `Seed banks (${mark})`, organisation: 'Agricultural Training', scheme: 'SCP', [`information.${code}`]: 'Seed banks, ten days.',
        places: '4', opens_on: in_days(0), closes_on: in_days(10), results_on: in_days(20), time_zone: 'Asia/Jakarta',
      }),
      200,
      JSON.stringify(await problems(coordinator)),
    );
    const call = await path_in(coordinator, '/calls', `Seed banks ${mark}`);
    await file(coordinator, `/call-quotas/new?call=${call.split('/').at(-1)}`, { country: 'MDG', places: '1' });
    await file(coordinator, `${call}/publication`, { is_public: true });
    await press(coordinator, call, 'opening');
    assert.equal(await state_of(coordinator, call), 'open');

    // The focal point enters its nominee and nominates.
    await focal_point.goto(`/applications/new?call=${call.split('/').at(-1)}`);
    await focal_point.locator('[name=languages][value=fr]').check();
    assert.equal(
      await save(focal_point, {
        title: `Nominee (${mark})`, country: 'MDG', born_on: '1990-02-03', sex: 'woman', employer: 'Ministry of Agriculture',
      }),
      200,
      JSON.stringify(await problems(focal_point)),
    );
    const application = await path_in(focal_point, '/applications', `Nominee ${mark}`);
    await press(focal_point, application, 'submission');
    await file(focal_point, `${application}/nomination`, { nominee_rank: '1', nomination: `Note 12/${mark}` });
    assert.equal(await state_of(focal_point, application), 'focal_point_nominated');

    // Of a call whose nominations are closed, the board decides several at once, and takes it back.
    const to_select = '/calls/CAL-2026-0003';
    if (javaScriptEnabled) {
      await coordinator.goto(`${to_select}/board`);
      for (const box of (await coordinator.locator('tbody input[type=checkbox]').all()).slice(0, 2)) await box.check();
      await send(coordinator, coordinator.locator(`button[formaction="${to_select}/board/reserve"]`));
      await looked_at(coordinator, 'affected');
      assert.equal(await send(coordinator), 200);
      assert.equal((await items_of(coordinator, '/applications', 'call:CAL-2026-0003 proposed:reserve')).length, 2);
      await looked_at(coordinator, 'board');
      await send(coordinator, coordinator.locator(`form[action="${to_select}/board/undo"] button`));
      assert.equal((await items_of(coordinator, '/applications', 'call:CAL-2026-0003 proposed:reserve')).length, 0);
    }

    // Anybody checks a certificate by the address in its code.
    const [certificate] = await items_of(trainer, '/training-certificates', 'country:MDG');
    const paper = await trainer.request.get(`/training-certificates/${certificate.reference}/certificate.pdf`);
    assert.equal(paper.status(), 200);
    const address = text_of_pdf(await paper.body()).match(/\/certificates\/[\w-]{20,}/)[0];
    const anybody = await (await it.open({ locale: code, javaScriptEnabled })).newPage();
    await anybody.goto(address);
    assert((await text_of(anybody)).includes(certificate.title));
    await looked_at(anybody, 'certificate');

    // Money comes in, is asked for by who is paid, verified, approved by a second person, and paid.
    const fund = '/funds/FND-2026-0002';
    await file(finance, `/contributions/new?fund=${fund.split('/').at(-1)}`, {
      country: 'MDG', amount: '5000000', currency: 'IDR', pledged_on: in_days(-3), pledge_document: `Letter ${mark}`,
    });
    const pledge = await path_in(finance, '/contributions', 'country:MDG state:pledged');
    await file(finance, `${pledge}/commitment`, { committed_on: in_days(-2), commitment_document: 'Exchange of letters' });
    await file(finance, `${pledge}/receipts`, { received_on: in_days(-1), amount: '5000000', document: 'Advice of the bank' });
    assert.equal(await state_of(finance, pledge), 'received');
    await finance.goto(fund);
    await looked_at(finance, 'fund');

    await file(trainer, '/disbursements/new', {
      title: `Field days (${mark})`, obligation: 'courses, first season', amount: '1000000', document: `Invoice 7/${mark}`,
    });
    const payment = await path_in(trainer, '/disbursements', `Field days ${mark}`);
    await file(finance, `${payment}/verification`, { verification: 'The attendance lists were seen.' });
    assert.equal((await finance.goto(`${payment}/approval`)).status() >= 400, true, 'whoever verified does not approve');
    await file(approver, `${payment}/approval`, { approval_document: `Memorandum ${mark}` });
    await file(finance, `${payment}/payment`, { paid_on: in_days(0), payment_number: `SP2D ${mark}`, payment_document: 'Order of payment' });
    assert.equal(await state_of(finance, payment), 'paid');
    await looked_at(finance, 'payment');

    // What three parties bear, as one of them reads it: page and paper.
    const plan = '/cost-plans/CSP-2026-0001';
    await coordinator.goto(`${plan}/matrix`);
    await looked_at(coordinator, 'matrix');
    const parties = await items_of(coordinator, '/project-parties', 'project:PRJ-2026-0001');
    assert.equal(parties.length, 3);
    for (const { reference } of parties) {
      const statement = `${plan}/parties/${reference}/statement`;
      assert.equal((await coordinator.goto(statement)).status(), 200, statement);
      const printed = await coordinator.request.get(`${statement}.pdf`);
      assert.equal(printed.headers()['content-type'], 'application/pdf');
    }
    await looked_at(coordinator, 'statement');

    // What came of it; and what went wrong, written by one, freed of names by another, checked by a third.
    await coordinator.goto(`${project}/results`);
    await looked_at(coordinator, 'results');
    await file(witness, '/lessons/new', {
      title: `Seed was stored too damp (${mark})`, [`happened.${code}`]: 'A third of the seed did not sprout.', [`not_to_do.${code}`]: 'Do not store seed before it is dry.', country: 'TLS',
    });
    const lesson = await path_in(witness, '/lessons', `damp ${mark}`);
    await file(desk, `${lesson}/anonymisation`, { anonymised: 'No names were in it.' });
    await file(coordinator, `${lesson}/validation`, { validation: 'The report of the visit says the same.' });
    assert.equal(await state_of(coordinator, lesson), 'validated');
    await looked_at(coordinator, 'lesson');

    // The public reads what the parties let it read, in its language; the minister reads the brief.
    await anybody.goto(`/public/${code}/projects/PRJ-2026-0001`);
    const told = await text_of(anybody);
    assert(told.includes('PRJ-2026-0001'));
    assert(!told.includes('damp'), 'an internal lesson is nobody else\'s');
    await looked_at(anybody, 'public');
    const brief = await coordinator.request.get(`/countries/MDG/brief.pdf?languages=en,${code}`);
    assert.equal(brief.status(), 200);
    assert(text_of_pdf(await brief.body()).length > 500);
  });
}
