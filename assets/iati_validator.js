// The validator while somebody types: what is found renews when they pause, and a place that is
// chosen puts the caret there. Without this the form's button does the same, a page at a time.
const form = document.getElementById('validator');
const area = document.getElementById('f-xml');
const said = document.getElementById('validator-said');
const pause = 600; // milliseconds without a key before it is sent
const again = 3000; // when others are validating

area.wrap = 'off'; // a line of XML is a line here
area.spellcheck = false;
said.textContent ||= said.dataset.live;

let waiting;
let running;
const renew_in = (time) => {
  clearTimeout(waiting);
  waiting = setTimeout(renew, time);
};

async function renew() {
  running?.abort();
  if (!area.value.trim()) return;
  running = new AbortController();
  const body = new FormData(form);
  body.delete('file');
  body.set('live', '1');
  try {
    const answer = await fetch(form.action, { method: 'POST', body, signal: running.signal, redirect: 'error' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('report');
    if (!fresh) return; // what stands stays: the button says what is wrong
    said.textContent = fresh.dataset.said;
    if (answer.status === 429) renew_in(again);
    else document.getElementById('report').replaceWith(fresh);
  } catch {
    // Typed on meanwhile, or no server: what stands stays.
  }
}

area.addEventListener('input', () => renew_in(pause));

document.addEventListener('click', (e) => {
  const link = e.target.closest('a[data-line]');
  if (!link) return;
  e.preventDefault();
  const lines = area.value.split('\n');
  const line = Math.min(link.dataset.line - 1, lines.length - 1);
  // Columns count characters; a caret counts the units of UTF-16.
  const column = [...lines[line]].slice(0, link.dataset.column - 1).join('').length;
  const at = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, column);
  area.focus();
  area.setSelectionRange(at, at);
  const height = area.scrollHeight / lines.length;
  area.scrollTop = Math.max(0, line * height - area.clientHeight / 2);
  area.scrollIntoView({ block: 'nearest' });
});
