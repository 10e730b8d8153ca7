import * as z from 'zod';
import { openApi } from '../../functions/openapi.ts';
import type { Language } from '../../shared/words/language.ts';

/** What makes a text one that no person wrote: a slot that nothing filled, an id, a word of the program's. */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const EMPTY_SLOTS = [
  /undefined|null|NaN|\[object/,
  / {2}|^ | $/,
  /\(\s*\)|（\s*）|“”|""/,
  /[:：,，、;；(（]\s*[。.;；,，、:：)）]/,
  / [.,;:。]/,
  /^$/,
];

/** What stands open in a text of either language. */
export function holesIn(text: string): string[] {
  return [
    ...EMPTY_SLOTS.filter((hole) => hole.test(text)).map((hole) => `${hole} in: ${text}`),
    ...(UUID.test(text) ? [`an id in: ${text}`] : []),
  ];
}

/** Terms of the field that Chinese texts write in Latin letters too. */
const TERMS = [
  ...[
    'UUIDv',
    'SHA',
    'JSON',
    'XML',
    'EInvoice',
    'UTF',
    'CSV',
    'XLSX',
    'PDF',
    'MB',
    'KB',
    'GB',
    'YYYY-MM-DD',
    'YYYY-MM',
  ],
  ...['Authorization', 'Content-Length', 'Content-Range', 'Content-Type', 'Allow', 'Retry-After', 'Idempotency-Key'],
  ...['application', 'json', 'image', 'jpeg', 'true', 'false'],
];

let names: ReadonlySet<string> | undefined;

/** What the fields of requests and answers are called: who is told to fill one in has to be told which. */
function fieldNames(): ReadonlySet<string> {
  names ??= new Set([...propertiesOf(z.json().parse(openApi())), ...TERMS]);
  return names;
}

function propertiesOf(value: z.core.util.JSONType): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(propertiesOf);
  return Object.entries(value).flatMap(([key, one]) => {
    const own = key === 'properties' && typeof one === 'object' && one !== null ? Object.keys(one) : [];
    const named = key === 'name' && typeof one === 'string' ? [one] : [];
    return [...own, ...named, ...propertiesOf(one)];
  });
}

/** What of a text is not of its language. `given` is what people wrote, which stands in any language. */
export function strangersIn(text: string, language: Language, given: readonly string[]): string[] {
  const own = given.toSorted((a, b) => b.length - a.length).reduce((rest, one) => rest.replaceAll(one, '·'), text);
  if (language === 'en') return (own.match(/\p{Script=Han}+/gu) ?? []).filter((word) => word !== '转');
  // A word in brackets behind its meaning is the one to send: 采购员(buyer).
  const glossed = own.replace(/(\p{Script=Han})\([a-z-]+\)/gu, '$1');
  const words = glossed.match(/[A-Za-z][A-Za-z]*(?:-[A-Za-z]+)*/g) ?? [];
  // A blank stands before a figure alone, and before what counts: 验收入库 第 1 批.
  const blanks = own.match(/\p{Script=Han} (?!第)\p{Script=Han}/gu) ?? [];
  return [...words.filter((word) => !fieldNames().has(word)), ...blanks];
}
