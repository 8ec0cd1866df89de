// The validator while somebody types: what is found renews when they pause, and a place that is
// chosen puts the caret there. A file stays chosen while its report is fetched, so that the whole
// report can be downloaded of it. Without this the form's buttons do the same, a page at a time.
const form = document.getElementById('validator');
const area = document.getElementById('f-xml');
const file = document.getElementById('f-file');
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

// The severity that is looked at stays.
function show(fresh) {
  const chosen = document.querySelector('[name=severity]:checked')?.id;
  document.getElementById('report').replaceWith(fresh);
  document.getElementById(chosen)?.click();
}

async function send(body) {
  running?.abort();
  running = new AbortController();
  const answer = await fetch(form.action, { method: 'POST', body, signal: running.signal, redirect: 'error' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return { status: answer.status, fresh: page.getElementById('report') };
}

async function renew() {
  if (!area.value.trim()) {
    running?.abort();
    said.textContent = said.dataset.live;
    document.getElementById('report').replaceChildren();
    return;
  }
  const body = new FormData(form);
  body.delete('file');
  body.set('live', '1');
  try {
    const { status, fresh } = await send(body);
    if (!fresh) return; // what stands stays: the button says what is wrong
    said.textContent = fresh.dataset.said;
    if (status === 429) renew_in(again);
    else show(fresh);
  } catch {
    // Typed on meanwhile, or no server: what stands stays.
  }
}

area.addEventListener('input', () => {
  file.value = ''; // what is typed is meant
  renew_in(pause);
});

form.addEventListener('submit', async (e) => {
  if (e.submitter?.name === 'as' || !file.files.length) return;
  e.preventDefault();
  e.stopPropagation();
  clearTimeout(waiting);
  const body = new FormData(form);
  body.delete('xml');
  said.textContent = said.dataset.busy;
  try {
    const { status, fresh } = await send(body);
    if (status !== 200) throw status;
    said.textContent = said.dataset.live;
    show(fresh);
    document.getElementById('report').scrollIntoView();
  } catch (problem) {
    if (problem.name !== 'AbortError') form.submit(); // the page says what is wrong
  }
});

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
