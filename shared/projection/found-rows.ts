import { initialsOf } from '../domain/initials.ts';
import { normalForm } from '../domain/normal-form.ts';
import { compare } from '../reports/register.ts';
import type { SearchRow } from './search-rows.ts';

/** A row made ready for being searched. */
export interface Findable {
  readonly row: SearchRow;
  /** The normal forms of what it may be called by, each between two of APART. */
  readonly text: string;
}

/** Around what something may be called by: in no normal form. */
const APART = '\n';

/** A row is replaced, never changed: each is made ready once, when its kind is first searched. */
const READY = new WeakMap<SearchRow, Findable>();

export function findable(row: SearchRow): Findable {
  const before = READY.get(row);
  if (before !== undefined) return before;
  const ready = madeReady(row);
  READY.set(row, ready);
  return ready;
}

function madeReady(row: SearchRow): Findable {
  const { code, name, uscc } = row;
  const printed = normalForm(name);
  return { row, text: textOf([normalForm(code), printed, ...initialsOf(printed), normalForm(uscc ?? '')]) };
}

/** What something may be called by as one text. */
export function textOf(names: readonly string[]): string {
  const some = names.filter((name) => name !== '');
  return some.length === 0 ? '' : `${APART}${some.join(APART)}${APART}`;
}

/** By code; what has none, or the same, by name. */
export function byCodeThenName({ row: a }: Findable, { row: b }: Findable): number {
  return compare(a.code, b.code) || compare(a.name, b.name) || compare(a.id, b.id);
}

/** What was typed, in normal form: its words, and how a text has it that is so called or begins so. */
export interface Typed {
  readonly words: readonly string[];
  readonly called: string;
  readonly beginnings: readonly string[];
}

export function typedIn(text: string): Typed {
  const words = text
    .split(/\s+/)
    .map(normalForm)
    .filter((word) => word !== '');
  return { words, called: textOf([normalForm(text)]), beginnings: words.map((word) => APART + word) };
}

/** How well a row fits. */
export const RANKS = ['so called', 'begins so', 'has it'] as const;
export type Rank = (typeof RANKS)[number];

/** How well it fits; undefined where it does not. `personal` is what it may be found by beside what its row says. */
export function rankOf({ text }: Findable, { words, called, beginnings }: Typed, personal = ''): Rank | undefined {
  for (const word of words) if (!text.includes(word) && !personal.includes(word)) return undefined;
  if (text.includes(called)) return 'so called';
  for (const beginning of beginnings) if (text.includes(beginning)) return 'begins so';
  return 'has it';
}
