// Looks at the gallery as browsers do: axe (WCAG 2.2 AA) on every page in both languages, themes
// and widths; no violation of the strict Content-Security-Policy; nothing wider than the screen;
// the scripts' promises kept. Pictures are taken when asked for.
//
//     html_gallery FOLDER && node src/platform/html/gallery/check.mjs FOLDER [PICTURES]

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, pictures] = process.argv.slice(2);
assert(folder, 'usage: check.mjs FOLDER [PICTURES]');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

const posted = [];
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  if (request.method === 'POST') {
    let body = '';
    for await (const piece of request) body += piece;
    posted.push({ path, body });
    response.writeHead(path.startsWith('/drafts') && server.is_down ? 503 : 200).end('<p>posted');
    return;
  }
  try {
    const bytes = readFileSync(join(folder, path));
    response.writeHead(200, { 'content-type': `${types[extname(path)]}; charset=utf-8`, 'content-security-policy': policy });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const wrong = [];

const names = readdirSync(join(folder, 'en/light')).map((file) => file.replace('.html', ''));
const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };
if (pictures) mkdirSync(pictures, { recursive: true });

async function look(page, where, options) {
  if (options) {
    const { violations } = await page.evaluate((given) => axe.run(given), options);
    for (const { id, nodes } of violations) {
      wrong.push(`${where}: ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n    ')}`);
    }
  }
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) wrong.push(`${where}: ${excess} px wider than the screen`);
  if (pictures) await page.screenshot({ path: join(pictures, `${where.replaceAll(/[^a-z0-9-]+/g, '-')}.png`), fullPage: true });
}

// One load a page: every rule in the light, colours again in the dark, every rule on a telephone,
// and the narrowest screen of WCAG's Reflow (1.4.10).
const looker = await browser.newContext({ reducedMotion: 'reduce' });
for (const language of ['en', 'ar']) {
  for (const name of names) {
    const page = await looker.newPage();
    page.on('console', (message) => message.type() === 'error' && !/404/.test(message.text()) && wrong.push(`${name}: ${message.text()}`));
    page.on('pageerror', (error) => wrong.push(`${name}: ${error}`));
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${base}/${language}/light/${name}.html`);
    // The protocol runs axe in the page without a script element, which the policy would refuse.
    await page.evaluate(axe);
    await look(page, `${language}-${name}-light`, rules);
    await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
    await look(page, `${language}-${name}-dark`, colours);
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, `${language}-${name}-phone-dark`, rules);
    await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
    await look(page, `${language}-${name}-phone`);
    await page.setViewportSize({ width: 320, height: 640 });
    await look(page, `${language}-${name}-narrowest`);
    await page.close();
  }
}

const promises = {
  async 'a slash goes to the search'(page) {
    await page.goto(`${base}/en/light/list.html`);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  },
  async 'j and x select a row, and the count is shown'(page) {
    await page.goto(`${base}/en/light/list.html`);
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    assert.equal(await page.locator('[data-selected]').innerText(), 'Selected: 2');
    await page.locator('[data-select-all]').check();
    assert.equal(await page.locator('[data-selected]').innerText(), 'Selected: 8');
  },
  async 'a menu closes on Escape'(page) {
    await page.goto(`${base}/en/light/desk.html`);
    await page.locator('.top details').last().locator('summary').click();
    assert.equal(await page.locator('details.menu[open]').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('details.menu[open]').count(), 0);
  },
  async 'a form is sent once'(page) {
    await page.goto(`${base}/en/light/record.html`);
    await page.route('**/comments', () => {}); // never answers
    await page.fill('#f-comment', 'x');
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request));
    await page.evaluate(() => {
      const button = document.querySelector('.comment-form button');
      button.click();
      button.click();
    });
    await page.waitForTimeout(200);
    assert.equal(sent.length, 1);
  },
  async 'drafts go to the server, or to the device while it is away'(page) {
    await page.goto(`${base}/en/light/form.html`);
    await page.fill('#f-problem', 'Typed');
    await page.getByText('Draft saved at').filter({ hasNotText: '14:02' }).waitFor();
    assert.match(posted.at(-1).body, /problem=Typed/);
    server.is_down = true;
    await page.fill('#f-problem', 'Typed offline');
    await page.getByText('kept on this device').waitFor();
    server.is_down = false;
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByText('Restore the draft').click();
    assert.equal(await page.inputValue('#f-problem'), 'Typed offline');
  },
  async 'a row is added with names of its own'(page) {
    await page.goto(`${base}/en/light/form.html`);
    await page.locator('[data-add-row]').click();
    assert.equal(await page.locator('[name="documents.2.title"]').count(), 1);
    await page.locator('[data-remove-row]').last().click();
    assert.equal(await page.locator('[name="documents.2.title"]').count(), 0);
  },
  async 'choices narrow while one types, accents or not'(page) {
    await page.goto(`${base}/en/light/form.html`);
    await page.locator('[data-narrow]').fill('HEÁLTH');
    assert.equal(await page.locator('.choices.long .check:visible').count(), 2);
  },
  async 'the summary of problems has the focus and leads to the fields'(page) {
    await page.goto(`${base}/en/light/problems.html`);
    assert(await page.evaluate(() => document.activeElement.matches('.problems')));
    await page.getByRole('link', { name: 'The note cannot be dated' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'f-dated');
  },
};
const context = await browser.newContext();
for (const [promise, keep] of Object.entries(promises)) {
  const page = await context.newPage();
  await keep(page).catch((failure) => wrong.push(`${promise}: ${failure.message}`));
  await page.close();
}
await browser.close();
server.close();
server.closeAllConnections();

console.log(wrong.length ? wrong.join('\n') : `${names.length} pages in 2 languages, 2 themes, 3 widths; ${Object.keys(promises).length} promises: nothing wrong`);
process.exitCode = wrong.length ? 1 : 0;
