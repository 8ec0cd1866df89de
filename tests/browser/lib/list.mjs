// The list that is the same everywhere, as a test's hands.

/** What the table shows: a row of titles, then a row of texts for each record. */
export const shown = (page) =>
  page.locator('#list table').evaluate((table) =>
    [...table.rows].map((row) => [...row.cells].map((cell) => (cell.querySelector('a > span:not(.unseen)') ?? cell).textContent.trim())),
  );

/** The texts of one column. */
export async function column(page, title) {
  const [titles, ...rows] = await shown(page);
  const at = titles.indexOf(title);
  if (at < 0) throw new Error(`no column ${title} among ${titles}`);
  return rows.map((row) => row[at]);
}

/** Opens one of the list's menus; the browser does it, without scripts. */
export async function open_menu(page, name) {
  const menu = page.locator('#list details.menu').filter({ has: page.locator('summary', { hasText: new RegExp(`^\\s*${name}\\s*$`) }) });
  await menu.locator('summary').click();
  return menu;
}

/** Types filters into the box and applies them. */
export async function type_filter(page, text) {
  const box = page.locator('#list-filter');
  await box.fill(text);
  await box.press('Enter');
  await page.waitForLoadState();
}

export const chips = (page) => page.locator('.chips a:not(.clear) > span:first-child').allInnerTexts();
