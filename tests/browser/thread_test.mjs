// The whole first half of the thread, as people walk it: what a partner's focal point asks for
// becomes a project in the annual plan. Three roles, each on its own pages; once in English with
// scripts, once in Arabic without.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose_language, picture, start, text_of } from './lib/browser.mjs';
import { save, send } from './lib/form.mjs';
import { excess, violations } from './lib/looks.mjs';
import { file, path_of, press, reference_of, state_of } from './lib/walk.mjs';

const it = start();
const next_year = new Date().getFullYear() + 1; // offers are not valid for ever

for (const { language, javaScriptEnabled, mark, year } of [
  { language: 'English', javaScriptEnabled: true, mark: 'scripts', year: '2031' },
  { language: 'العربية', javaScriptEnabled: false, mark: 'plain', year: '2032' },
]) {
  test(`a request becomes an approved project, in ${language}, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const open = async (email) => {
      const page = await it.as(email, { javaScriptEnabled });
      await page.goto('/desk');
      await choose_language(page, language);
      return page;
    };
    const focal_point = await open('focal.tls@example.org');
    const coordinator = await open('coordinator@example.org');
    const trainer = await open('training@example.org');
    let request, match, plan, line, project;

    // The focal point asks, with the consent of its office.
    {
      request = await file(focal_point, '/requests/new', {
        title: `Cold chain for fishers (${mark})`,
        country: 'TLS',
        problem: 'Half of the catch spoils before it reaches the market.',
        wanted: 'Training of technicians who repair ice machines.',
        people: '20',
        starts: `${next_year}-03-01`,
        priority: 'Strategic development plan, chapter 4',
      });
      assert.equal(await state_of(focal_point, request), 'draft');
      await file(focal_point, `${request}/submission`, { consent: true, consented_by: 'Ministry of Foreign Affairs, Dili' });
      assert.equal(await state_of(focal_point, request), 'received');
      await picture(focal_point, `walk-request-${mark}`);
    }

    // The desk registers and screens it.
    {
      await file(coordinator, `${request}/registration`, { letter_number: `114/${mark}`, letter_date: '2026-03-01' });
      await file(coordinator, `${request}/screening`, { finding: 'eligible', sector: '31391', assessment: 'Fits the priorities.' });
      assert.equal(await state_of(coordinator, request), 'screened');
    }

    // An offer is proposed, and each party answers for itself.
    {
      await coordinator.goto(`${request}/matches`);
      await picture(coordinator, `walk-ranking-${mark}`);
      await send(coordinator, coordinator.locator(`form[action="${request}/matches"] button`).first());
      match = path_of(coordinator);
      await press(coordinator, match, 'offer');
      await file(focal_point, `${match}/requester-answer`, { answer: 'accepted' });
      await file(coordinator, `${match}/written-answer`, { party: 'provider', answer: 'accepted', document: 'Note 9' });
      await file(coordinator, `${match}/terms`, { places: '1', starts: `${next_year}-03-01` });
      await press(coordinator, match, 'agreement');
      assert.equal(await state_of(coordinator, match), 'agreed');
      assert.equal(await state_of(coordinator, request), 'matched');
    }

    // It is placed in the annual plan, under its ceiling.
    {
      plan = await file(coordinator, '/plans/new', { title: `Programme ${year}`, year, currency: 'IDR' });
      await file(coordinator, `/ceilings/new?plan=${reference_of(coordinator)}`, {
        scope: 'total', stage: 'allocated', amount: '900000', from_day: '2026-01-01', document: 'Decree 1',
      });
      line = await file(coordinator, `/plan-lines/new?plan=${plan.split('/').at(-1)}&match=${match.split('/').at(-1)}`, {
        amount: '250000', currency: 'IDR', modality: 'training', sector: '31391', organisation: 'Marine and Fisheries',
      });
      await press(coordinator, plan, 'proposals-closing');
      await file(coordinator, `${line}/appraisal`, { finding: 'recommended', appraisal: 'Sound.' });
      await press(coordinator, plan, 'appraisal');
      await file(coordinator, `${line}/rank`, { rank: '1', included: true });
      await press(coordinator, plan, 'ranking');
      await press(coordinator, plan, 'ceilings');
      await file(coordinator, `${plan}/establishment`, { document: 'Decree 2' });
      assert.equal(await state_of(coordinator, line), 'established');
      assert.equal(await state_of(coordinator, request), 'in_portfolio');
      await coordinator.goto(plan);
      await picture(coordinator, `walk-plan-${mark}`);
    }

    // The project is formulated with its parties and approved.
    {
      project = await file(coordinator, `/projects/new?line=${line.split('/').at(-1)}&request=${request.split('/').at(-1)}`, {
        title: `Cold chain for fishers (${mark})`, country: 'TLS', arrangement: 'south_south', geography: 'bilateral',
      });
      const id = project.split('/').at(-1);
      const add = async (values, role) => {
        await coordinator.goto(`/project-parties/new?project=${id}`);
        await coordinator.locator(`[name=roles][value=${role}]`).check();
        assert.equal(await save(coordinator, values), 200);
      };
      await add({ country: 'TLS' }, 'requester');
      await add({ organisation: 'Agricultural Training' }, 'provider');
      await file(coordinator, `${project}/concept`, { objective: 'Less spoils.', results: '20 technicians at work.' });
      await file(coordinator, `${project}/formulation`, { formulated_with: 'Ministry, Dili', formulated_on: '2026-03-02' });
      await file(coordinator, `${project}/appraisal`, { appraisal: 'Sound.' });
      for (const [page, place] of [[focal_point, 0], [trainer, 1]]) {
        const parties = await (await page.request.get(`/api/project-parties?q=project:${id}`)).json();
        const party = parties.items.map(({ reference }) => reference).sort()[place];
        await file(page, `/project-parties/${party}/answer`, { answer: 'accepted' });
      }
      await file(coordinator, `${project}/approval`, { approval_document: 'Decree 4' });
      assert.equal(await state_of(coordinator, project), 'approved');
    }

    // And everybody reads the same story, as far as it is theirs.
    {
      await coordinator.goto(`/threads/${project.split('/').at(-1)}`);
      const whole = await text_of(coordinator);
      for (const station of [request, match, line, project]) assert(whole.includes(station.split('/').at(-1)), station);
      await picture(coordinator, `walk-thread-${mark}`);
      // axe is a script.
      if (javaScriptEnabled) assert.deepEqual(await violations(coordinator), []);
      assert.equal(await excess(coordinator), 0);
      await focal_point.goto(`/threads/${request.split('/').at(-1)}`);
      const theirs = await text_of(focal_point);
      assert(theirs.includes(project.split('/').at(-1)));
      assert(!theirs.includes('Sound.'), 'what was appraised internally stays internal');
    }
  });
}
