/** What is taken as XML: text in UTF-8 that defines nothing, styles nothing and shows no page. */

const BOM = '\ufeff';
const NAMESPACES = [
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/XSL/Transform',
];
const PAGES = new Set(['html', 'svg', 'stylesheet', 'transform', 'script', 'body', 'head']);
const DECLARATION = /^<\?xml\s[^<>]{0,200}?\?>/;
const ENCODING = /\sencoding\s*=\s*["']([^"']*)["']/;
const ROOT = /^<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]/;
/** A namespace written with character references is one that somebody hides. */
const HIDDEN_NAMESPACE = /xmlns(:[\w.-]+)?\s*=\s*("[^"&]*&|'[^'&]*&)/;

/** The text of an XML file without its byte-order mark; undefined where it is none that is taken. */
export function plainXml(file: Uint8Array): string | undefined {
  const text = decoded(file);
  if (text === undefined || text.includes('\0')) return undefined;
  const declaration = DECLARATION.exec(text)?.[0] ?? '';
  const encoding = ENCODING.exec(declaration)?.[1] ?? 'UTF-8';
  if (encoding.toUpperCase() !== 'UTF-8') return undefined;
  const root = ROOT.exec(rootOf(text.slice(declaration.length)).slice(0, 300))?.[2];
  if (root === undefined || PAGES.has(root.toLowerCase())) return undefined;
  const isPlain = !/<!(DOCTYPE|ENTITY)/i.test(text) && !/<\?xml-stylesheet/i.test(text) && !HIDDEN_NAMESPACE.test(text);
  return isPlain && !NAMESPACES.some((namespace) => text.includes(namespace)) ? text : undefined;
}

export function isPlainXml(file: Uint8Array): boolean {
  return plainXml(file) !== undefined;
}

function decoded(file: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
    return text.startsWith(BOM) ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

/** What comes after the white space and the comments in front of the root element. */
function rootOf(text: string): string {
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at += 1;
    if (!text.startsWith('<!--', at)) return text.slice(at);
    const end = text.indexOf('-->', at + 4);
    if (end === -1) return '';
    at = end + 3;
  }
}
