// The coordinator's walk through the directory of partners. Every step is taken twice: with scripts,
// and in a browser that has none.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { picture, start, text_of } from './lib/browser.mjs';
import { attach, comment, fill, pdf, problems, save, send, value_of } from './lib/form.mjs';
import { chips, column, open_menu, shown, type_filter } from './lib/list.mjs';
import { read_csv, read_xlsx } from './lib/sheets.mjs';

const it = start();
const coordinator = 'coordinator@example.org';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  const mark = javaScriptEnabled ? 'Anemone' : 'Barnacle';
  const name = `Institute of Tides ${mark}`;
  const open = () => it.as(coordinator, { javaScriptEnabled, acceptDownloads: true });
  const record = async (page) => {
    await page.goto(`/organisations?q=${mark}`);
    await page.locator('#list tbody th a').first().click();
    await page.locator('h1', { hasText: name }).waitFor();
    return page.url();
  };

  describe(how, () => {
    test('what is missing or wrong is named and linked, and what was typed stays', async () => {
      const page = await open();
      await page.goto('/organisations');
      await page.getByRole('link', { name: 'Add an organisation' }).first().click();
      const status = await save(page, { acronym: 'IT', email: 'not an address', website: 'javascript:alert(1)' });
      assert.equal(status, 422);

      const found = await problems(page);
      assert.deepEqual(found.map(({ field }) => field).sort(), ['email', 'name', 'type', 'website']);
      await page.locator('.problems a[href="#f-email"]').click();
      assert.equal(await page.locator('#f-email:focus').count(), 1, 'the link leads to its field');
      assert.equal(await page.locator('#f-email').getAttribute('aria-invalid'), 'true');
      const says = await page.locator('#f-email').getAttribute('aria-describedby');
      assert.match(await page.locator(`#${says.split(' ').at(-1)}`).innerText(), /e-mail/i);
      assert.equal(await value_of(page, 'acronym'), 'IT');
      assert.equal(await value_of(page, 'email'), 'not an address');
      await picture(page, `form-with-problems-${mark}`);
    });

    test('an organisation is added', async () => {
      const page = await open();
      await page.goto('/organisations/new');
      await save(page, { name, acronym: 'IT', type: 'Research institute', country: 'Timor-Leste', email: 'tides@example.org' });
      await page.locator('h1', { hasText: name }).waitFor();
      const text = await text_of(page);
      for (const part of ['Research institute', 'Timor-Leste', 'tides@example.org']) assert(text.includes(part), part);
    });

    test('an edit shows old and new in the history', async () => {
      const page = await open();
      await record(page);
      await page.getByRole('link', { name: 'Edit' }).click();
      await save(page, { acronym: 'IoT', address: '<b>Rua 1</b> & "Dili"' });
      await page.locator('h1', { hasText: name }).waitFor();
      const history = await page.locator('#history').innerText();
      assert.match(history, /IT\b[\s\S]*IoT/);
      assert.match(history, /Coordination team/);
      assert((await text_of(page)).includes('"Dili"'));
    });

    test('comments stay inside or reach the partner, and say which', async () => {
      const page = await open();
      await record(page);
      await comment(page, `Call them first ${mark}`, 'internal');
      await comment(page, `Please send the letter ${mark}`, 'partner');
      const inside = page.locator('#history li', { hasText: `Call them first ${mark}` });
      const outside = page.locator('#history li', { hasText: `Please send the letter ${mark}` });
      assert.match(await inside.innerText(), /internal/i);
      assert.match(await outside.innerText(), /partner/i);
      await picture(page, `record-${mark}`);
    });

    test('an empty comment is refused and says so', async () => {
      const page = await open();
      await record(page);
      await comment(page, '   ', 'internal');
      assert.equal(await page.locator('#f-comment').getAttribute('aria-invalid'), 'true');
    });

    test('a document is attached and comes back as it went in', async () => {
      const page = await open();
      await record(page);
      await attach(page, 'nota verbal ñ.pdf', 'Their note', 'internal');
      assert((await text_of(page)).includes('nota verbal ñ.pdf'));
      const link = page.getByRole('link', { name: 'Their note' });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      assert.equal(download.suggestedFilename(), 'nota verbal ñ.pdf');
      assert(readFileSync(await download.path()).equals(pdf));
    });

    test('a post, a person, a holder, a delegation and a designation are recorded', async () => {
      const page = await open();
      const organisation = await record(page);
      const add = async (from, link, values) => {
        await page.goto(from);
        await page.getByRole('link', { name: link }).first().click();
        await save(page, values);
        assert.deepEqual(await problems(page), []);
      };
      const post_of = async (title) => {
        await page.goto(organisation);
        await page.locator('#post tbody tr', { hasText: title }).locator('th a').click();
        await page.locator('h1', { hasText: title }).waitFor();
        return page.url();
      };
      await add(organisation, 'Add a post', { name: `Director ${mark}` });
      await add(organisation, 'Add a post', { name: `Deputy ${mark}` });
      await add('/people', 'Add a person', { name: `Ana ${mark}`, country: 'Timor-Leste', email: 'ana@example.org' });
      const director = await post_of(`Director ${mark}`);
      assert.match(await text_of(page), /vacant|nobody/i);

      await page.locator('a[href^="/post-holdings/new"]').click();
      await save(page, { person: `Ana ${mark}`, capacity: 'Holder', since: '2026-01-01' });
      await page.locator('.notice', { hasText: `Ana ${mark}` }).waitFor();
      await page.locator('a[href^="/post-holdings/new"]').click();
      await save(page, { person: `Ana ${mark}`, capacity: 'Holder', since: '2026-02-01' });
      assert.deepEqual((await problems(page)).map(({ field }) => field), ['since'], 'a post has one holder at a time');

      await page.goto(director);
      await page.locator('a[href^="/delegations/new?post="]').click();
      await save(page, { delegate: `Deputy ${mark}`, powers: 'Signs letters', since: '2026-01-01', until: '2026-12-31' });
      assert.equal(page.url(), director, 'one comes back to the post');
      assert((await text_of(page)).includes('Signs letters'));

      await add('/focal-points', 'Record a designation', { country: 'Timor-Leste', organisation: name, post: `Director ${mark}`, since: '2026-01-01' });
      await page.goto('/countries/TLS');
      assert((await text_of(page)).includes(name));
      await picture(page, `country-${mark}`);
    });

    test('the list is filtered by typing and by choosing, and the chips take filters away', async () => {
      const page = await open();
      await page.goto('/organisations');
      await type_filter(page, 'country:TLS');
      assert.deepEqual(await chips(page), ['Country: Timor-Leste']);
      assert.deepEqual(new Set(await column(page, 'Country')), new Set(['Timor-Leste']));

      const menu = await open_menu(page, 'Filter');
      await menu.locator('[name="f.type"]').selectOption('ministry');
      await send(page, menu.getByRole('button', { name: 'Apply' }));
      assert.deepEqual((await chips(page)).sort(), ['Country: Timor-Leste', 'Type: Ministry']);
      assert.deepEqual(await column(page, 'Type'), ['Ministry']);
      const choose = async (value) => {
        const again = await open_menu(page, 'Filter');
        await again.locator('[name="f.type"]').selectOption(value);
        await send(page, again.getByRole('button', { name: 'Apply' }));
        return (await chips(page)).sort();
      };
      assert.deepEqual(await choose('agency'), ['Country: Timor-Leste', 'Type: Government agency'], 'another choice replaces it');
      assert.deepEqual(await choose(''), ['Country: Timor-Leste'], 'no choice takes it away');
      assert.deepEqual(await choose('ministry'), ['Country: Timor-Leste', 'Type: Ministry']);

      await page.locator('.chips a', { hasText: 'Country' }).click();
      await page.waitForURL((url) => !url.search.includes('country'));
      assert.deepEqual(await chips(page), ['Type: Ministry']);
      assert((await column(page, 'Type')).length > 1);

      await page.goto('/organisations?q=country:TLS+type:fund');
      assert.match(await text_of(page), /No record fits these filters/);
      await page.locator('.chips .clear').click();
      await page.locator('#list tbody tr').first().waitFor();

      await type_filter(page, 'nosuchfield:1');
      assert.match(await text_of(page), /nosuchfield/, 'a filter that means nothing is told');
    });

    test('the list is sorted both ways', async () => {
      const page = await open();
      await page.goto('/organisations');
      const names = await column(page, 'Name');
      const order = async () => page.locator('th[aria-sort]').getAttribute('aria-sort');
      assert.equal(await order(), 'ascending');
      await page.locator('thead a', { hasText: 'Name' }).click();
      await page.waitForURL(/sort=-name/);
      assert.equal(await order(), 'descending');
      assert.deepEqual(await column(page, 'Name'), [...names].reverse());
    });

    test('pages lead forth and back, over every record once', async () => {
      const page = await open();
      await page.goto('/organisations?limit=200');
      const all = await column(page, 'Reference');
      await page.goto('/organisations?limit=6');
      const seen = [...(await column(page, 'Reference'))];
      const first = [...seen];
      let pages = 1;
      for (; (await page.locator('.paging [rel=next]').count()) > 0; ++pages) {
        const before = page.url();
        await page.locator('.paging [rel=next]').click();
        await page.waitForURL((url) => url.href !== before);
        seen.push(...(await column(page, 'Reference')));
      }
      assert.deepEqual(seen, all);
      for (; pages > 1; --pages) {
        const before = page.url();
        await page.locator('.paging [rel=prev]').click();
        await page.waitForURL((url) => url.href !== before);
      }
      assert.deepEqual(await column(page, 'Reference'), first);
    });

    test('columns are chosen, the view is saved, and the exports are what is seen', async () => {
      const page = await open();
      await page.goto('/organisations?q=country:TLS,IDN&sort=-name');
      const columns = await open_menu(page, 'Columns');
      await columns.getByLabel('Acronym').uncheck();
      await columns.getByLabel('Changed').uncheck();
      await columns.getByLabel('E-mail').check();
      await send(page, columns.getByRole('button', { name: 'Apply' }));
      const seen = await shown(page);
      assert.deepEqual(seen[0], ['Reference', 'Name', 'Type', 'Country', 'E-mail']);
      assert.deepEqual(await chips(page), ['Country: Timor-Leste, Indonesia'], 'the filter stays');
      assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending', 'the order stays');
      assert(seen.length > 5);

      const views = await open_menu(page, 'Saved views');
      await views.getByLabel('Name of the view').fill(`Two countries ${mark}`);
      await send(page, views.getByRole('button', { name: 'Save this view' }));
      await page.goto('/organisations');
      await (await open_menu(page, 'Saved views')).getByRole('link', { name: `Two countries ${mark}` }).click();
      await page.waitForURL(/country/);
      assert.deepEqual(await shown(page), seen);
      await picture(page, `list-${mark}`);

      const fetched = async (format) => {
        const menu = await open_menu(page, 'Export');
        const [download] = await Promise.all([page.waitForEvent('download'), menu.getByRole('link', { name: format }).click()]);
        await page.keyboard.press('Escape');
        return readFileSync(await download.path());
      };
      assert.deepEqual(read_csv((await fetched('CSV')).toString('utf8')), seen);
      await page.reload();
      assert.deepEqual(read_xlsx(await fetched('XLSX')), seen);
    });

    test('a form that is sent twice makes one record', async () => {
      const page = await open();
      await page.goto('/people/new');
      await fill(page, { name: `Twice ${mark}` });
      const sent = await page.locator('main form.entry').evaluate((form) => Object.fromEntries(new FormData(form)));
      await page.locator('main form.entry .actions button').first().dblclick();
      await page.locator('h1', { hasText: `Twice ${mark}` }).waitFor();
      const made = page.url();
      // A connection that breaks before the answer, and a person or a proxy that tries again.
      const again = await page.request.post('/people', { form: sent, headers: { origin: it.selatan.base } });
      assert.equal(again.url(), made, 'the same command leads to the same record');
      await page.goBack();
      await page.goForward();
      await page.reload();
      assert.equal(page.url(), made, 'going back and forth sends nothing');
      await page.goto(`/people?q=Twice+${mark}`);
      assert.deepEqual(await column(page, 'Name'), [`Twice ${mark}`]);
    });
  });
}
