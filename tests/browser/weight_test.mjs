// What a page costs over a slow line: the budgets of interface.md, measured as bytes on the wire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './lib/browser.mjs';

const it = start();
const kB = 1000;
const page_most = 30 * kB;
const script_most = 60 * kB;
const assets_most = 60 * kB; // all that a first visit fetches beside the page
const sign_in_most = 14 * kB; // one round trip of TCP's initial window, page and style together

/** Loads a page in a browser that has seen nothing yet: bytes of each part, by kind. */
async function weigh(page, path) {
  const parts = [];
  const asked = [];
  page.on('requestfinished', (request) => asked.push(request));
  const response = await page.goto(path, { waitUntil: 'networkidle' });
  for (const request of asked) {
    const sizes = await request.sizes();
    const answer = await request.response();
    parts.push({ url: request.url(), kind: request.resourceType(), bytes: sizes.responseBodySize, headers: answer.headers() });
  }
  const sum = (kinds) => parts.filter(({ kind }) => kinds(kind)).reduce((total, { bytes }) => total + bytes, 0);
  return {
    parts,
    document: sum((kind) => kind === 'document'),
    script: sum((kind) => kind === 'script'),
    style: sum((kind) => kind === 'stylesheet'),
    assets: sum((kind) => kind !== 'document'),
    encoding: response.headers()['content-encoding'],
  };
}

const work = ['/desk', '/organisations', '/organisations/ORG-2026-0007', '/organisations/new', '/organisations/ORG-2026-0007/edit', '/countries', '/countries/TLS', '/people/new', '/focal-points/new', '/requests/new', '/requests/REQ-2026-0003', '/plans/PLN-2026-0001', '/plan-lines/new', '/projects/new', '/projects/PRJ-2026-0001', '/threads/PRJ-2026-0001', '/letters/new', '/letters/LTR-2026-0001', '/calendar', '/calls/new', '/calls/CAL-2026-0001', '/applications/new', '/funds/FND-2026-0001', '/ledger/trial-balance', '/account', '/help/reference-data'];

test('a page of work weighs at most 30 kB, its scripts 60', async (context) => {
  const table = [];
  const heavy = [];
  for (const path of work) {
    const page = await it.as('coordinator@example.org');
    const { document, script, assets, encoding } = await weigh(page, path);
    await page.context().close();
    table.push(`${path.padEnd(36)} ${String(document).padStart(6)} page ${String(script).padStart(6)} script ${String(assets).padStart(6)} assets (${encoding})`);
    if (encoding !== 'br') heavy.push(`${path} is sent ${encoding ?? 'uncompressed'}`);
    if (document > page_most) heavy.push(`${path}: ${document} bytes`);
    if (script > script_most) heavy.push(`${path}: scripts of ${script} bytes`);
    if (assets > assets_most) heavy.push(`${path}: assets of ${assets} bytes`);
  }
  context.diagnostic(`\n${table.join('\n')}`);
  assert.deepEqual(heavy, []);
});

test('the first page, with its style, fits into one round trip', async (context) => {
  const page = await (await it.open()).newPage();
  const { document, style } = await weigh(page, '/sign-in');
  context.diagnostic(`sign-in: ${document} page, ${style} style`);
  assert(document + style <= sign_in_most, `${document} + ${style}`);
});

test('a list of two hundred records stays within its page', async (context) => {
  const page = await it.as('coordinator@example.org');
  const { document } = await weigh(page, '/countries?limit=200');
  context.diagnostic(`two hundred countries: ${document}`);
  assert(document <= page_most, `${document}`);
});

test('assets are kept for good by the browser, pages of work by nobody', async () => {
  const page = await it.as('coordinator@example.org');
  const { parts } = await weigh(page, '/organisations');
  for (const { url, kind, headers } of parts) {
    if (kind === 'document') assert.match(headers['cache-control'], /private.*no-store/);
    else assert.match(headers['cache-control'], /max-age=31536000.*immutable|immutable.*max-age=31536000/, url);
  }
});

// A page that comes in two pieces may show its tool bar before the last button is there: that moves by
// thousandths. What a person notices begins at a tenth.
const shift_most = 0.01;

test('nothing moves after it is shown, on a slow link either', async () => {
  const page = await it.as('coordinator@example.org');
  const link = await page.context().newCDPSession(page);
  // Bytes a second, and milliseconds: what comes in pieces is shown in pieces.
  await link.send('Network.emulateNetworkConditions', { offline: false, latency: 100, downloadThroughput: 16_000, uploadThroughput: 16_000 });
  for (const path of ['/desk', '/organisations', '/organisations/ORG-2026-0007', '/organisations/new']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(
      () =>
        new Promise((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(0), 100);
        }),
    );
    assert(shift <= shift_most, `${path}: ${shift}`);
  }
});
