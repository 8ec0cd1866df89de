// What became of a course: half a year after it the program mails each participant a link, the form behind it is filled in without an
// account, and the officer reads the answer. The program runs in the past until the course is over (the command faketime), and
// then on the real clock. Once in French without scripts, once in Arabic with them.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { choose_language, picture, start, text_of } from './lib/browser.mjs';
import { problems, save, send, value_of } from './lib/form.mjs';
import { has_past } from './lib/installation.mjs';
import { excess, violations } from './lib/looks.mjs';
import { mailbox } from './lib/mailbox.mjs';
import { file, path_of, press, state_of } from './lib/walk.mjs';

// The course begins on the 60th day and ends on the 70th; half a year later it is some days before today.
const days_ago = 262;
const on_day = (day) => new Date(Date.now() + (day - days_ago) * 86_400_000).toISOString().slice(0, 10);
const people = [
  { code: 'fr', language: 'Français', javaScriptEnabled: false, rank: '1', post: 'Chef de la station' },
  { code: 'ar', language: 'العربية', javaScriptEnabled: true, rank: '2', post: 'مديرة المحطة' },
];
const name_of = ({ code }) => `Graduate ${code} (example)`;
const address_of = ({ code }) => `graduate.${code}@home.example`;

let mail;
let it;
if (has_past) {
  it = start(teach, async () => (mail = await mailbox()).settings, days_ago);
  after(() => mail.stop());
}

const items_of = async (page, list, query) => (await (await page.request.get(`/api${list}?q=${encodeURIComponent(query)}`)).json()).items;
async function path_in(page, list, query) {
  const found = await items_of(page, list, query);
  assert.equal(found.length, 1, `${list} ${query}`);
  return `${list}/${found[0].reference}`;
}

/** A course from its call to its end, on the days when each happens. */
async function teach() {
  const as = (email) => it.sign_in(email);
  let coordinator = await as('coordinator@example.org');
  const trainer = await as('training@example.org');
  let focal_point = await as('focal.mdg@example.org');

  await file(coordinator, '/training-schemes/new', { title: 'Seed courses (example)' });
  const scheme = await path_in(coordinator, '/training-schemes', 'Seed courses');
  await file(coordinator, `/training-rules/new?scheme=${scheme.split('/').at(-1)}`, { since: on_day(-30), follow_up_1: '6', source: 'A test' });
  await file(coordinator, '/activities/new?project=PRJ-2026-0001', {
    title: 'Seed banks of villages', modality: 'training', organisation: 'Agricultural Training', purpose: 'Trainers of villages.',
  });
  const activity = await path_in(coordinator, '/activities', 'Seed banks of villages');
  await file(trainer, `${activity}/cost`, { cost: '120000', currency: 'IDR', cost_basis: 'Price list of the centre' });
  await file(coordinator, `${activity}/schedule`, { starts: on_day(60), ends: on_day(70), venue: 'Bogor', time_zone: 'Asia/Jakarta' });
  await coordinator.goto(`/calls/new?activity=${activity.split('/').at(-1)}`);
  await coordinator.locator('[name=languages][value=fr]').check();
  const saved = await save(coordinator, {
    title: 'Seed banks of villages', organisation: 'Agricultural Training', scheme: 'Seed courses', 'information.en': 'Seed banks, ten days.',
    places: '4', opens_on: on_day(0), closes_on: on_day(10), results_on: on_day(20), time_zone: 'Asia/Jakarta',
  });
  assert.equal(saved, 200, JSON.stringify(await problems(coordinator)));
  const call = await path_in(coordinator, '/calls', 'Seed banks of villages');
  await file(coordinator, `/call-quotas/new?call=${call.split('/').at(-1)}`, { country: 'MDG', places: '2', nominees: '2' });
  await file(coordinator, `${call}/publication`, { is_public: true });
  await press(coordinator, call, 'opening');

  const applications = [];
  for (const one of people) {
    await focal_point.goto(`/applications/new?call=${call.split('/').at(-1)}`);
    await focal_point.locator('[name=languages][value=fr]').check();
    const made = await save(focal_point, {
      title: name_of(one), country: 'MDG', born_on: '1990-02-03', sex: 'woman', email: address_of(one), employer: 'Seed station (example)',
    });
    assert.equal(made, 200, JSON.stringify(await problems(focal_point)));
    applications.push(await path_in(focal_point, '/applications', `Graduate ${one.code}`));
    await press(focal_point, applications.at(-1), 'submission');
  }

  await it.selatan.travel(days_ago - 21);
  coordinator = await as('coordinator@example.org');
  focal_point = await as('focal.mdg@example.org');
  // Its deadline has passed: the program closes it by itself.
  const selection = coordinator.locator('form[action$="/selection"]');
  for (let tries = 0; tries < 100; ++tries) {
    await coordinator.goto(call);
    if (await selection.count()) break;
    await coordinator.waitForTimeout(300);
  }
  for (const application of applications) await press(coordinator, application, 'eligibility');
  await press(coordinator, call, 'selection');
  for (const application of applications) await file(coordinator, `${application}/proposal`, { proposed: 'selected', place: 'country' });
  await press(coordinator, call, 'results');
  for (const application of applications) await press(focal_point, application, 'confirmation');
  await press(coordinator, call, 'confirmation');
  for (const one of people) {
    const participant = await path_in(coordinator, '/participants', `Graduate ${one.code}`);
    await file(coordinator, `${participant}/edit`, { language: one.code });
  }

  await it.selatan.travel(days_ago - 71);
  coordinator = await as('coordinator@example.org');
  await press(coordinator, call, 'beginning');
  for (const one of people) {
    await file(coordinator, `${await path_in(coordinator, '/participants', `Graduate ${one.code}`)}/completion`);
  }
  await press(coordinator, call, 'completion');

  await it.selatan.travel(0);
}

for (const one of people) {
  const { code, language, javaScriptEnabled, post } = one;
  test(
    `a graduate answers by a mailed link, in ${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts`,
    { skip: has_past ? false : 'no faketime here (Debian: faketime)' },
    async () => {
      const looked_at = async (page, name) => {
        await picture(page, `follow-up-${name}-${code}`);
        if (javaScriptEnabled) assert.deepEqual(await violations(page), [], name); // axe is a script
        assert.equal(await excess(page), 0, name);
      };
      const graduate = await (await it.open({ locale: code, javaScriptEnabled })).newPage();
      const link = await mail.link(address_of(one), '/follow-up-answers');
      await graduate.goto(link);
      assert.equal(await graduate.locator('html').getAttribute('lang'), code);
      assert((await text_of(graduate)).includes(name_of(one)));
      await looked_at(graduate, 'form');

      // A bad answer first: what was typed stays, and both questions that want one are named.
      assert.equal(await save(graduate, { post_now: post, account: 'Two villages multiply their seed.' }), 422);
      assert.deepEqual((await problems(graduate)).map(({ field }) => field), ['work_now', 'promoted', 'used']);
      assert.equal(await value_of(graduate, 'post_now'), post);
      await looked_at(graduate, 'lacking');

      assert.equal(await save(graduate, { work_now: 'same_employer', promoted: 'yes', used: 'fully' }), 200);
      await looked_at(graduate, 'thanks');
      assert.equal((await graduate.goto(link)).status(), 410, 'a link answers once');
      await looked_at(graduate, 'spent');

      // The officer reads it: in the list, on its page, and what the course came to.
      const officer = await it.as('desk.pacific@example.org', { javaScriptEnabled });
      await officer.goto('/desk');
      await choose_language(officer, language);
      const follow_up = await path_in(officer, '/follow-ups', `Graduate ${code}`);
      assert.equal(await state_of(officer, follow_up), 'answered');
      await officer.goto(follow_up);
      const read = await text_of(officer);
      for (const text of [post, 'Two villages multiply their seed.']) assert(read.includes(text), text);
      await looked_at(officer, 'read');
    },
  );
}
