import { DOCUMENTS, type DocumentKind } from '../domain/documents.ts';
import type { Entry } from '../domain/entry.ts';
import { isId } from '../domain/id.ts';
import { normalForm } from '../domain/normal-form.ts';
import { BORNE, type NumberBorne, numbersBorne } from '../domain/numbers-borne.ts';
import type { Numbered } from '../storage/ports/catalogue.ts';
import { idInKey, openedKey } from './opened.ts';

/** A row of the list of numbers. */
interface NumberRow {
  readonly key: string;
  readonly text: string;
}

/** What no normal form has, and what comes before all that one may have. */
const APART = ' ';
/** The next character: everything under one number lies below it. */
const BEHIND = '!';

/** A key fits where keys stand: what is longer than any number that is taken is cut. */
const LONGEST = 200;

function under(number: string): string {
  return Array.from(normalForm(number)).slice(0, LONGEST).join('');
}

/** What an entry says of numbers: by the number, and of one number by when it was recorded. */
export function numberRows(entry: Entry): NumberRow[] {
  return numbersBorne(entry).map((one) => ({
    key: [under(one.number), openedKey(entry), one.by].join(APART),
    text: written(one),
  }));
}

/** Between which keys the rows of a number lie. */
export function numberEnds(number: string): { readonly above: string; readonly below: string } {
  return { above: `${under(number)}${APART}`, below: `${under(number)}${BEHIND}` };
}

function written({ entry, document }: NumberBorne): string {
  return document === undefined ? entry : [entry, document.kind, document.id].join(APART);
}

/** What a row says. Throws where it says nothing: then it is none of these. */
export function numberedIn({ key, text }: NumberRow): Numbered {
  const [, recorded = '', sort] = key.split(APART);
  const [entry = '', kind, id = ''] = text.split(APART);
  const by = BORNE.find((one) => one === sort);
  if (by === undefined || !isId(idInKey(recorded)) || !isId(entry)) throw new Error(`no row of numbers: ${key}`);
  if (kind === undefined) return { by, entry };
  if (!isDocumentKind(kind) || !isId(id)) throw new Error(`no row of numbers: ${text}`);
  return { by, entry, document: { kind, id } };
}

function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(DOCUMENTS, kind);
}
