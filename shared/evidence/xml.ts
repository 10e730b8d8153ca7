/**
 * What is taken as XML: text that defines nothing, styles nothing and shows no page; in UTF-8, or in the Chinese encoding
 * that it declares. No byte of a Chinese character is a bracket of XML, so nothing hides in one.
 */

const BOM = '\ufeff';
const NAMESPACES = [
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/XSL/Transform',
];
const PAGES = new Set(['html', 'svg', 'stylesheet', 'transform', 'script', 'body', 'head']);
const DECLARATION = /^<\?xml\s[^<>]{0,200}?\?>/;
const ENCODING = /\sencoding\s*=\s*["']([^"']*)["']/;
/** Programs of invoices name elements in Chinese too. */
const ROOT = /^<([\p{L}_][\p{L}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{N}_.-]*)[\s/>]/u;
/** How encodings are called in declarations: `utf8` is none, and is written all the same. */
const CHARSETS: Readonly<Record<string, string>> = {
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  GBK: 'gb18030',
  GB2312: 'gb18030',
  GB18030: 'gb18030',
};
/** A declaration is longer only where something is wrong with it. */
const DECLARATION_BYTES = 256;
/** A namespace written with character references is one that somebody hides. */
const HIDDEN_NAMESPACE = /xmlns(:[\w.-]+)?\s*=\s*("[^"&]*&|'[^'&]*&)/;

/** The text of an XML file without its byte-order mark; undefined where it is none that is taken. */
export function plainXml(file: Uint8Array): string | undefined {
  const text = decoded(file);
  if (text === undefined || text.includes('\0')) return undefined;
  const declaration = DECLARATION.exec(text)?.[0] ?? '';
  const root = ROOT.exec(rootOf(text.slice(declaration.length)).slice(0, 300))?.[2];
  if (root === undefined || PAGES.has(root.toLowerCase())) return undefined;
  const isPlain = !/<!(DOCTYPE|ENTITY)/i.test(text) && !/<\?xml-stylesheet/i.test(text) && !HIDDEN_NAMESPACE.test(text);
  return isPlain && !NAMESPACES.some((namespace) => text.includes(namespace)) ? text : undefined;
}

export function isPlainXml(file: Uint8Array): boolean {
  return plainXml(file) !== undefined;
}

function decoded(file: Uint8Array): string | undefined {
  const charset = charsetOf(file);
  if (charset === undefined) return undefined;
  try {
    const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(file);
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

/** The encoding that a file declares; undefined for one that is not taken. A byte-order mark is that of UTF-8. */
function charsetOf(file: Uint8Array): string | undefined {
  const head = String.fromCharCode(...file.subarray(0, DECLARATION_BYTES)).replace(/^\xef\xbb\xbf/, '');
  const declared = ENCODING.exec(DECLARATION.exec(head)?.[0] ?? '')?.[1];
  const charset = declared === undefined ? 'utf-8' : CHARSETS[declared.toUpperCase()];
  return head.length < Math.min(file.length, DECLARATION_BYTES) && charset !== 'utf-8' ? undefined : charset;
}
