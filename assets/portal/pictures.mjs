// Fills pictures from the tables beside them, after the page is there: what a picture shows, the table says.
// Without this script, or where it fails, the tables are the page. Where a table has more than its picture
// (money, a page of many), the picture brings what it shows in its own attribute, as JSON.

import { sankey, sankeyLinkHorizontal } from 'd3-sankey';

const svg_of = (name, attributes = {}) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const titled = (element, text) => {
  element.append(Object.assign(svg_of('title'), { textContent: text }));
  return element;
};
const rows_of = (id) => [...document.querySelectorAll(`#${id} tbody tr`)].map((row) => [...row.cells]);
const text_of = (cell) => cell.textContent.trim();
const number_of = (cell) => Number(cell.dataset.count ?? text_of(cell).replace(/\D/g, ''));

const shades = 4;

/** What the map shows: of its own attribute, else of the table of countries. */
function told_countries(svg) {
  if (svg.dataset.countries) return JSON.parse(svg.dataset.countries);
  const rows = rows_of('countries');
  const most = Math.max(...rows.map((row) => number_of(row[1])), 1);
  return rows
    .map(([country, count]) => ({ cell: country.querySelector('a'), country, count }))
    .filter(({ cell }) => cell)
    .map(({ cell, country, count }) => ({
      code: cell.href.split('/').pop(),
      url: cell.href,
      text: `${text_of(country)}: ${text_of(count)}`,
      shade: Math.ceil((number_of(count) / most) * shades),
    }));
}

/** Shades countries by how much there is, and makes each the way to its page. */
async function draw_map(svg) {
  const answer = await fetch(svg.dataset.map);
  if (!answer.ok) return;
  const world = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
  const shapes = new Map();
  for (const shape of [...world.children]) {
    const own = document.importNode(shape, true);
    if (own.id) shapes.set(own.id, own);
    own.removeAttribute('id');
    svg.append(own);
  }
  for (const { code, url, text, shade } of told_countries(svg)) {
    const shape = shapes.get(code);
    if (!shape) continue;
    const way = svg_of('a', { href: url, class: `shade-${shade}`, 'aria-label': text });
    shape.replaceWith(way);
    way.append(shape);
    titled(way, text);
    svg.append(way); // above its neighbours, so that the whole outline shows
  }
}

/** A name in as many lines as there is room for, the last cut where it goes on. */
function lines_of(name, longest, most) {
  const lines = [];
  for (let rest = name; rest; ) {
    const is_last = lines.length === most - 1;
    const space = rest.lastIndexOf(' ', longest);
    if (rest.length <= longest) lines.push(rest);
    else if (is_last || space < 1) lines.push(`${rest.slice(0, longest - 1)}…`);
    else lines.push(rest.slice(0, space));
    rest = rest.length <= longest || is_last || space < 1 ? '' : rest.slice(space + 1);
  }
  return lines;
}

/** From who provides or facilitates (left; right in Arabic) to who asks. */
function draw_flows(svg) {
  // On a telephone it is drawn anew for the room there is: names in two lines, close bands.
  const is_small = innerWidth < 640;
  svg.classList.toggle('small', is_small);
  if (is_small) svg.setAttribute('viewBox', `0 0 360 ${svg.viewBox.baseVal.height * 1.3}`);
  const { width, height } = svg.viewBox.baseVal;
  const nodes = new Map();
  const node = (side, name) => {
    const id = `${side} ${name}`;
    if (!nodes.has(id)) nodes.set(id, { id, side, name });
    return id;
  };
  const told = svg.dataset.links
    ? JSON.parse(svg.dataset.links)
    : rows_of('flows').map(([from, as, to, count]) => ({
        from: text_of(from),
        to: text_of(to),
        value: number_of(count),
        part: as.querySelector('[data-part]')?.dataset.part ?? '',
        text: `${text_of(from)} → ${text_of(to)}: ${text_of(count)} (${text_of(as)})`,
      }));
  const links = told.map(({ from, to, ...rest }) => ({ ...rest, source: node('from', from), target: node('to', to) }));
  if (links.length === 0) return;
  const label = is_small ? 126 : 210; // for names, on both sides
  const graph = sankey()
    .nodeId(({ id }) => id)
    .nodeWidth(12)
    .nodePadding(is_small ? 28 : 14)
    .extent([[label, 8], [width - label, height - 8]])({ nodes: [...nodes.values()], links });
  const mirrored = document.documentElement.dir === 'rtl';
  const flows = svg_of('g', mirrored ? { transform: `translate(${width} 0) scale(-1 1)` } : {});
  const path = sankeyLinkHorizontal();
  for (const link of graph.links) {
    const band = titled(svg_of('path', { class: `flow ${link.part ?? ''}`.trim(), d: path(link), 'stroke-width': Math.max(1, link.width) }), link.text);
    const way = link.url ? svg_of('a', { href: link.url, 'aria-label': link.text }) : flows;
    way.append(band);
    if (link.url) flows.append(way);
  }
  for (const { x0, x1, y0, y1 } of graph.nodes) {
    flows.append(svg_of('rect', { x: x0, y: y0, width: x1 - x0, height: Math.max(1, y1 - y0) }));
  }
  svg.append(flows);
  for (const { name, side, x0, x1, y0, y1 } of graph.nodes) {
    const outside = side === 'from' ? x0 - 8 : x1 + 8;
    const x = mirrored ? width - outside : outside;
    const text = svg_of('text', { y: (y0 + y1) / 2, 'text-anchor': side === 'from' ? 'end' : 'start' });
    const lines = is_small ? lines_of(name, 16, 2) : lines_of(name, 26, 1);
    lines.forEach((line, i) => {
      const dy = i > 0 ? '1.1em' : `${0.35 - 0.55 * (lines.length - 1)}em`;
      text.append(Object.assign(svg_of('tspan', { x, dy }), { textContent: line }));
    });
    svg.append(titled(text, name));
  }
}

for (const svg of document.querySelectorAll('svg[data-map]')) draw_map(svg);
for (const svg of document.querySelectorAll('svg[data-flows]')) draw_flows(svg);
