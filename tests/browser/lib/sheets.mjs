// Reads the exports back: enough of CSV (RFC 4180) and of XLSX to compare them with what a list shows.

import { inflateRawSync } from 'node:zlib';

/** Rows of texts. A byte order mark at the beginning is not part of the first title. */
export function read_csv(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

/**
 * The first sheet's rows of texts, each as long as the first, since empty cells are not written; numbers
 * and dates are given as the file stores them.
 */
export function read_xlsx(bytes) {
  const files = unzip(bytes);
  const texts = [...(files['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner]) => text_in(inner));
  const rows = [...files['xl/worksheets/sheet1.xml'].matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, cells]) => {
    const row = [];
    for (const [, column, type, inner] of cells.matchAll(/<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>(.*?)<\/v>/s.exec(inner ?? '')?.[1] ?? '';
      const at = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      row[at] = type === 's' ? texts[+value] : type === 'inlineStr' ? text_in(inner) : value;
    }
    return row;
  });
  return rows.map((row) => Array.from({ length: rows[0].length }, (_, i) => row[i] ?? ''));
}

const text_in = (xml) => [...xml.matchAll(/<t(?: [^>]*)?>(.*?)<\/t>/gs)].map(([, text]) => unescape_xml(text)).join('');
const unescape_xml = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]);

/** Names and texts of an archive, by its central directory (APPNOTE 4.3.12). */
function unzip(bytes) {
  const files = {};
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; --left) {
    const [name_size, extra_size, comment_size] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + name_size);
    const local = bytes.readUInt32LE(at + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const stored = bytes.subarray(data, data + bytes.readUInt32LE(at + 20));
    files[name] = (bytes.readUInt16LE(at + 10) === 0 ? stored : inflateRawSync(stored)).toString('utf8');
    at += 46 + name_size + extra_size + comment_size;
  }
  return files;
}
