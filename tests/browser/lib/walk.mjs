// Walking a record through its states, as people do: open its form, fill it in, send it.

import assert from 'node:assert/strict';
import { problems, save, send } from './form.mjs';

/** Where the page stands, and the record's reference in it. */
export const path_of = (page) => new URL(page.url()).pathname;
export const reference_of = (page) => path_of(page).split('/').at(-1);

/** Opens a form, fills it in, sends it; what the page says is the failure's message. */
export async function file(page, path, values = {}) {
  await page.goto(path);
  const status = await save(page, values);
  assert.equal(status, 200, `${path}: ${JSON.stringify(await problems(page))}`);
  return path_of(page);
}

/** Presses the button of a verb that needs no form. */
export async function press(page, record, verb) {
  await page.goto(record);
  const status = await send(page, page.locator(`form[action="${record}/${verb}"] button`).first());
  assert.equal(status, 200, `${record}/${verb}`);
}

export const state_of = async (page, record) => {
  const answer = await page.request.get(`/api${record}`);
  return (await answer.json()).state;
};
