// What scripts add to pages that work without them. One module, no dependencies, no markup made
// from text: elements come from the server or are cloned from its templates.

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (event, selector, act) =>
  document.addEventListener(event, (e) => {
    const found = e.target.closest?.(selector);
    if (found) act(e, found);
  });
const show = (element) => element && (element.hidden = false);

// -- Keys ---------------------------------------------------------------------------------
// Single keys are off while someone types, and for whoever switched them off (WCAG 2.2, 2.1.4).
const has_keys = one('[data-keys=page]');
const types = (element) => element.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');

document.addEventListener('keydown', (e) => {
  if (e.key === 'Escape') {
    const open = one('details.menu[open]');
    if (open) {
      open.open = false;
      one('summary', open).focus();
    }
    return;
  }
  if (!has_keys || e.ctrlKey || e.metaKey || e.altKey || types(e.target)) return;
  if (e.key === '/') {
    const search = one('#search');
    if (search) {
      e.preventDefault();
      search.focus();
      search.select();
    }
  } else if ('jkx'.includes(e.key)) {
    walk(e.key);
  }
});

function walk(key) {
  const rows = all('[data-keys=rows] tbody tr');
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === 'x') {
    one('[type=checkbox]', rows[at])?.click();
    return;
  }
  const row = rows[Math.min(Math.max(at + (key === 'j' ? 1 : -1), 0), rows.length - 1)];
  one('th a', row)?.focus();
}

// -- Search ---------------------------------------------------------------------------------
// While someone types, references of what is found are offered; choosing one leads to its record. Not
// on a line where every byte is paid for.
const search = one('#search[data-find]');
if (search && !navigator.connection?.saveData) {
  let waiting;
  let running;
  const offer = async (typed) => {
    running = new AbortController();
    try {
      const answer = await fetch(`${search.dataset.find}?limit=8&q=${encodeURIComponent(typed)}`, { redirect: 'error', signal: running.signal });
      if (!answer.ok) return;
      const { items } = await answer.json();
      search.list.replaceChildren(...items.map(({ title, reference }) => new Option(title, reference)));
    } catch {
      // Without an answer nothing is offered.
    }
  };
  search.addEventListener('input', ({ inputType }) => {
    clearTimeout(waiting);
    running?.abort();
    const typed = search.value.trim();
    const is_chosen = !inputType || inputType === 'insertReplacementText';
    if (is_chosen && [...search.list.options].some(({ value }) => value === typed)) search.form.requestSubmit();
    else if (typed.length > 2) waiting = setTimeout(offer, 250, typed);
    else search.list.replaceChildren();
  });
}

// -- Menus: <details> close like menus --------------------------------------------------------
document.addEventListener('click', (e) => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(e.target)) menu.open = false;
});

// -- Lists ----------------------------------------------------------------------------------
all('[data-select-all]').forEach(show);
// A list that fits its page keeps its headings in sight; a wider one scrolls within itself.
const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle('fits', target.scrollWidth <= target.clientWidth);
});
all('.list .table').forEach((table) => fitting.observe(table));
on('change', '.rows', (e, form) => {
  const boxes = all('tbody [type=checkbox]', form);
  const every = one('[data-select-all]', form);
  if (e.target === every) for (const box of boxes) box.checked = every.checked;
  const count = boxes.filter((box) => box.checked).length;
  every.checked = count === boxes.length;
  every.indeterminate = count > 0 && !every.checked;
  const said = one('[data-selected]', form);
  said.hidden = count === 0;
  said.nextElementSibling.hidden = count !== 0;
  one('strong', said).textContent = count;
});

// -- Forms ----------------------------------------------------------------------------------
one('[data-focus]')?.focus();

// Sent once. Coming back to the page, or a while later (a download leaves it standing), it may be
// sent again.
on('submit', 'form[method=post]', (e, form) => {
  if (form.dataset.sent) {
    e.preventDefault();
    return;
  }
  form.dataset.sent = '1';
  const button = e.submitter;
  button?.setAttribute('aria-disabled', 'true');
  setTimeout(() => {
    delete form.dataset.sent;
    button?.removeAttribute('aria-disabled');
  }, 8000);
});
addEventListener('pageshow', () => {
  for (const form of all('form[data-sent]')) delete form.dataset.sent;
  for (const button of all('button[aria-disabled]')) button.removeAttribute('aria-disabled');
});

const unsaved = new Set();
on('input', '[data-guard]', (e, form) => unsaved.add(form));
on('submit', 'form', (e, form) => e.defaultPrevented || unsaved.delete(form));
addEventListener('beforeunload', (e) => {
  if (unsaved.size) e.preventDefault();
});

// Drafts. Kept by the server while it answers, on the device while it does not; those on the device
// go when they are saved or sent, when the person signs out, and after a day: computers are shared.
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith('draft:'));
const forget = (key) => localStorage.removeItem(key);
const day = 24 * 3600 * 1000;
try {
  for (const key of keys()) if (Date.now() - JSON.parse(localStorage[key]).at > day) forget(key);
} catch {
  // Storage may be forbidden: then there are no drafts on the device.
}
on('submit', '[data-forgets]', () => keys().forEach(forget));

function typed_in(form) {
  const secret = new Set(all('[type=password]', form).map((input) => input.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !secret.has(name));
}

function restore(form, entries) {
  const left = new Map();
  for (const [name, value] of entries) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || /hidden|file|password|submit|button/.test(control.type)) continue;
    const values = left.get(control.name) ?? [];
    if (/checkbox|radio/.test(control.type)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values.shift();
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

for (const form of all('[data-autosave]')) {
  const said = one('[data-saved]', form);
  const key = `draft:${form.dataset.autosave}`;
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { timeStyle: 'short' });
  let waiting;
  let running;

  const save = async () => {
    const entries = typed_in(form);
    said.value = form.dataset.saving;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST',
        body: new URLSearchParams(entries),
        headers: { 'X-Requested-With': 'autosave' },
        // A redirect leads to signing in: nothing was saved.
        redirect: 'error',
        signal: running.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      forget(key);
      unsaved.delete(form);
      said.value = `${form.dataset.savedAt} ${clock.format()}`;
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries }));
      said.value = form.dataset.savedHere;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 1500);
  });
  form.addEventListener('submit', () => {
    clearTimeout(waiting);
    running?.abort();
    forget(key);
  });
  const kept = localStorage[key];
  if (kept) {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'button', textContent: form.dataset.restore });
    button.addEventListener('click', () => {
      restore(form, JSON.parse(kept).entries);
      button.remove();
    });
    form.prepend(button);
  }
}

// Rows of fields.
all('[data-remove-row]').forEach(show);
on('click', '[data-remove-row]', (e, button) => {
  const next = button.closest('fieldset').querySelector('[data-add-row]');
  button.closest('li').remove();
  next.focus();
});
on('click', '[data-add-row]', (e, button) => {
  e.preventDefault();
  const set = button.closest('[data-rows]');
  const row = one('template', set).content.cloneNode(true);
  for (const element of all('*', row)) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replaceAll('{n}', set.dataset.rows);
    }
  }
  set.dataset.rows = +set.dataset.rows + 1;
  all('[data-remove-row]', row).forEach(show);
  one('ol', set).append(row);
  one('ol > li:last-child :is(input, select, textarea)', set)?.focus();
});

// Long choices can be narrowed by typing.
all('[data-narrow]').forEach(show);
on('input', '[data-narrow]', (e, input) => {
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(input.value);
  for (const label of all('.check', input.closest('fieldset'))) {
    label.hidden = !plain(label.textContent).includes(wanted);
  }
  e.stopPropagation();
});

// Files dropped onto their field.
for (const area of all('[data-drop]')) {
  const input = one('[type=file]', area);
  show(one('span', area));
  for (const event of ['dragover', 'dragleave', 'drop']) {
    area.addEventListener(event, (e) => {
      e.preventDefault();
      area.classList.toggle('over', event === 'dragover');
    });
  }
  area.addEventListener('drop', (e) => {
    const files = new DataTransfer();
    for (const file of e.dataTransfer.files) if (input.multiple || !files.items.length) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

// -- Copying --------------------------------------------------------------------------------
// The clipboard needs a secure page; without one the button stays hidden.
if (navigator.clipboard) all('[data-copy]').forEach(show);
on('click', '[data-copy]', async (e, button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const word = one('span', button);
  const before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => (word.textContent = before), 2000);
});

// -- Progress -------------------------------------------------------------------------------
// Asks until the server's answer no longer says where to ask; slower while it does not answer.
function poll(element, pause = 2000) {
  setTimeout(async () => {
    if (document.hidden) {
      poll(element, pause);
      return;
    }
    try {
      const answer = await fetch(element.dataset.poll, { redirect: 'error' });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.getElementById(element.id);
      if (!fresh) return;
      element.replaceWith(fresh);
      if (fresh.dataset.poll) poll(fresh);
    } catch {
      poll(element, Math.min(2 * pause, 30000));
    }
  }, pause);
}
for (const element of all('[data-poll]')) poll(element);
