// What a page must be to anybody's eyes, ears and screen.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const all_rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What another theme can change. */
export const colour_rules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** axe's violations as readable lines; none is what is wanted. */
export async function violations(page, rules = all_rules) {
  // Through the protocol: a script element would be refused by the policy. Half a megabyte, once a page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate((given) => window.axe.run({ runOnly: given, resultTypes: ['violations'] }), rules);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** How many pixels the page is wider than the screen (WCAG 2.2, 1.4.10). */
export const excess = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
