import { initialsOf } from '../domain/initials.ts';
import { normalForm } from '../domain/normal-form.ts';
import { compare } from '../reports/register.ts';
import type { SearchRow } from './search-rows.ts';

/** A row made ready for being searched. */
export interface Findable {
  readonly row: SearchRow;
  /** The normal forms of what it may be called by, for whoever looks for its beginning. */
  readonly names: readonly string[];
  /** All of them in one. */
  readonly text: string;
}

/** Between the parts of a text: in no normal form. */
const APART = '\n';

export function findable(row: SearchRow): Findable {
  const { code, name, uscc } = row;
  const printed = normalForm(name);
  const names = [normalForm(code), printed, ...initialsOf(printed), normalForm(uscc ?? '')].filter((one) => one !== '');
  return { row, names, text: names.join(APART) };
}

/** By code; what has none, or the same, by name. */
export function byCodeThenName({ row: a }: Findable, { row: b }: Findable): number {
  return compare(a.code, b.code) || compare(a.name, b.name) || compare(a.id, b.id);
}

/** What was typed, word by word, in normal form. */
export interface Typed {
  readonly whole: string;
  readonly words: readonly string[];
}

export function typedIn(text: string): Typed {
  const words = text.split(/\s+/).map(normalForm);
  return { whole: normalForm(text), words: words.filter((word) => word !== '') };
}

/** How well a row fits. */
export const RANKS = ['so called', 'begins so', 'has it'] as const;
export type Rank = (typeof RANKS)[number];

/**
 * How well it fits; undefined where it does not. `personal` is what it may be found by beside what its row says.
 */
export function rankOf({ names, text }: Findable, { whole, words }: Typed, personal = ''): Rank | undefined {
  if (!words.every((word) => text.includes(word) || personal.includes(word))) return undefined;
  if (names.includes(whole)) return 'so called';
  return names.some((name) => words.some((word) => name.startsWith(word))) ? 'begins so' : 'has it';
}
