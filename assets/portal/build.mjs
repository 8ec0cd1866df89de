// Build tool: node build.mjs LIBRARIES OUT: the portal's pictures from libraries that are needed while
// building alone. OUT/world.svg is every country's shape, projected once and for all, so that no
// reader's telephone does it; OUT/pictures.js the script that fills the pictures, d3-sankey within.
//
// LIBRARIES is the node_modules that the lock file describes (cmake/pictures.cmake makes it).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [libraries, out] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(libraries, 'here.js'));
const { geoEqualEarth, geoPath } = await import(pathToFileURL(join(libraries, 'd3-geo/src/index.js')));
const { feature } = require('topojson-client');
const esbuild = require('esbuild');

mkdirSync(out, { recursive: true });

const width = 1200;
const height = 560;
const dot = 5; // of what is too small to be drawn

// The countries of the house's own list: their codes, and where their capitals are. A shape that has none
// of these numbers is land, and nothing is said of whose.
const [titles, ...lines] = readFileSync(join(here, '../../codelists/countries.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const countries = lines.map((cells) => Object.fromEntries(titles.map((title, i) => [title, cells[i]])));
const code_of = new Map(countries.filter(({ m49 }) => m49).map(({ m49, code }) => [m49, code]));

const world = require('world-atlas/countries-110m.json');
const antarctica = '010';
const shapes = feature(world, world.objects.countries).features.filter(({ id }) => id !== antarctica);
const projection = geoEqualEarth().fitExtent([[2, 2], [width - 2, height - 2]], { type: 'FeatureCollection', features: shapes });
const draw = geoPath(projection).digits(0);

const drawn = new Set();
const parts = shapes.map((shape) => {
  const code = code_of.get(shape.id);
  if (code) drawn.add(code);
  return `<path${code ? ` id="${code}"` : ''} d="${draw(shape)}"/>`;
});
for (const { code, latitude, longitude, standing } of countries) {
  if (drawn.has(code) || !latitude || standing === 'other') continue;
  const [x, y] = projection([Number(longitude), Number(latitude)]);
  parts.push(`<circle id="${code}" cx="${Math.round(x)}" cy="${Math.round(y)}" r="${dot}"/>`);
}
writeFileSync(join(out, 'world.svg'), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">\n${parts.join('\n')}\n</svg>\n`);

const bundle = await esbuild.build({
  entryPoints: [join(here, 'pictures.mjs')],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  nodePaths: [libraries],
  charset: 'utf8',
  legalComments: 'none',
  write: false,
});
// Behind the code: what embeds assets takes out lines that begin with a comment.
const notice = '/*! with d3-sankey, d3-array, d3-path and d3-shape, by Mike Bostock: see picture-licences.txt */';
writeFileSync(join(out, 'pictures.js'), `${bundle.outputFiles[0].text.trimEnd()} ${notice}\n`);

// What travels with the program keeps its licence.
const carried = ['d3-sankey', 'd3-array', 'd3-path', 'd3-shape', 'world-atlas'];
const licence_of = (name) => `${name}\n\n${readFileSync(join(libraries, name, 'LICENSE'), 'utf8').trim()}\n`;
writeFileSync(join(out, 'picture-licences.txt'), carried.map(licence_of).join('\n\n'));
