// Chromium beside an example installation, and a watch over everything that a page does: a script's
// error, a policy violated, a request to another host or one that fails is a failure of the test
// during which it happened, whatever that test looked at.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './installation.mjs';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// Chromium's sandbox refuses to run as root; containers often do.
const flags = process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;
const screenshots = process.env.SELATAN_SCREENSHOTS;

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

/**
 * One browser and one installation for the tests of a file; `prepare` makes what they all look at, `settings` gives more of the
 * program's environment, and the program's clock begins `days_ago`.
 */
export function start(prepare = async () => {}, settings = async () => ({}), days_ago = 0) {
  const it = { browser: null, selatan: null, wrong: [], contexts: new Set() };
  const sessions = new Map();

  before(async () => {
    // Each is known as soon as it runs, so that it is ended when the other does not come up.
    await Promise.all([
      settings().then(async (more) => (it.selatan = await serve(more, days_ago))),
      chromium.launch({ executablePath: process.env.SELATAN_CHROMIUM, args: flags }).then((browser) => (it.browser = browser)),
    ]);
    await prepare();
  });
  afterEach(async () => {
    await Promise.all([...it.contexts].map((context) => context.close()));
    it.contexts.clear();
    const wrong = it.wrong.splice(0);
    assert.deepEqual(wrong, [], 'what the pages did meanwhile');
  });
  after(async () => {
    await it.browser?.close();
    await it.selatan?.stop();
  });

  /** A person's browser: nobody is signed in yet. Options are Playwright's for a context. */
  it.open = async (options = {}) => {
    const context = await it.browser.newContext({ baseURL: it.selatan.base, viewport: desktop, reducedMotion: 'reduce', ...options });
    // A machine under load is slow, not wrong.
    context.setDefaultTimeout(60_000);
    it.contexts.add(context);
    watch(context, it);
    return context;
  };

  /** A page on which the person has signed in through the form, as people do. */
  it.sign_in = async (email, options = {}) => {
    const page = await (await it.open(options)).newPage();
    await page.goto('/sign-in');
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill(it.selatan.password);
    await page.locator('main form button').click();
    await page.waitForURL('**/desk');
    return page;
  };

  /** A page of somebody who signed in before: hashing passwords is slow on purpose. */
  it.as = async (email, options = {}) => {
    if (!sessions.has(email)) sessions.set(email, await (await it.sign_in(email)).context().storageState());
    return (await it.open({ ...options, storageState: sessions.get(email) })).newPage();
  };
  return it;
}

function watch(context, it) {
  const tell = (page, what) => it.wrong.push(`${page?.url() ?? 'somewhere'}: ${what}`);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== it.selatan.base) it.wrong.push(`asked another host: ${request.url()}`);
  });
  context.on('response', (response) => {
    // A page may refuse, and says so; its parts may not fail, and nothing may break.
    const of_page = response.request().resourceType() === 'document';
    if (response.status() >= (of_page ? 500 : 400)) it.wrong.push(`${response.status()} for ${response.url()}`);
  });
  context.on('weberror', (failure) => tell(failure.page(), failure.error().stack ?? failure.error()));
  context.on('console', (message) => {
    // The browser's note on a page that refuses; answers are judged above.
    if (message.text().startsWith('Failed to load resource')) return;
    if (['error', 'warning'].includes(message.type())) tell(message.page(), message.text());
  });
}

/** Keeps a picture of the whole page, for people to look at. */
export async function picture(page, name) {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** The page's main part as people read it. */
export const text_of = (page) => page.locator('main').innerText();

/** Chooses from the menus at the top; needs no script. */
export async function choose_language(page, name) {
  await page.locator('.top details.menu').first().locator('summary').click();
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
}
export async function sign_out(page) {
  await page.locator('.top details.menu').last().locator('summary').click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL('**/sign-in**');
}
