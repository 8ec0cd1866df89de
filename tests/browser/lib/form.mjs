// Forms, filled in as people do: fields by their names, then the button.

const form_of = (page) => page.locator('main form.entry').first();

/** Types, chooses or ticks each; a choice by its code, or by a part of its label. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form_of(page).locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((element) => element.type);
    if (kind === 'select-one') {
      const coded = await field.locator(`option[value="${value}"]`).count();
      const option = field.locator('option').filter({ hasText: value });
      await field.selectOption(coded ? value : await option.first().getAttribute('value'));
    } else if (kind === 'radio') {
      await form_of(page).locator(`[name="${name}"][value="${value}"]`).check();
    } else if (kind === 'checkbox') {
      await field.setChecked(value);
    } else {
      await field.fill(value);
    }
  }
}

/** Presses the form's first button and waits for the page that answers; returns its status. */
export async function send(page, button = form_of(page).locator('.actions button').first()) {
  const [response] = await Promise.all([page.waitForNavigation(), button.click()]);
  return response.status();
}

export async function save(page, values) {
  await fill(page, values);
  return send(page);
}

export const value_of = (page, name) => form_of(page).locator(`[name="${name}"]`).first().inputValue();

/** The problems that the page lists: what each says and the field that it leads to. */
export const problems = (page) =>
  page.locator('.problems li').evaluateAll((items) =>
    items.map((item) => ({ says: item.textContent.trim(), field: item.querySelector('a')?.getAttribute('href')?.slice('#f-'.length) ?? null })),
  );

/** Writes under a record; `audience` is `internal` or `partner`. */
export async function comment(page, text, audience) {
  const form = page.locator('form.comment-form');
  await form.locator('textarea').fill(text);
  if (audience) await form.locator(`[name=audience][value=${audience}]`).check();
  return send(page, form.locator('button'));
}

/** The smallest document that a reader of PDF opens. */
export const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  'latin1',
);

export async function attach(page, name, description, audience) {
  await page.locator('details.disclosure > summary').click();
  const form = page.locator('form#attach');
  await form.locator('[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: pdf });
  await form.locator('[name=description]').fill(description);
  await form.locator(`[name=audience][value=${audience}]`).check();
  return send(page, form.locator('.actions button'));
}
