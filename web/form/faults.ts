import * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { parse } from '../../shared/schemas/body.ts';
import { detailOf } from '../../shared/words/fault-texts.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Problem } from '../ask/problem.ts';
import type { TypedFlaw } from './typed.ts';
import type { zh } from './zh.ts';

/** What is wrong in a form: where, as a pointer into what is sent, and what to say of it. */
export interface Wrong {
  readonly at: string;
  readonly told: string;
}

/** What cannot be read in fields. */
export interface Unreadable {
  readonly at: string;
  readonly flaw: TypedFlaw;
}

const errors = z.array(z.looseObject({ pointer: z.string(), detail: z.string() }));

/** The wrong fields that the server tells of. */
export function wrongIn({ members }: Problem): readonly Wrong[] {
  const told = errors.safeParse(members.errors);
  return told.success ? told.data.map(({ pointer, detail }) => ({ at: pointer, told: detail })) : [];
}

interface Checking {
  readonly schema: z.ZodType;
  readonly body: object;
  readonly unreadable: readonly Unreadable[];
  readonly language: Language;
  readonly words: Pick<typeof zh, 'flaws'>;
  readonly now: number;
}

/** What is wrong before anything is sent: by the readers of fields, and then by the very schema that the server reads by. */
export function wrongBefore({ schema, body, unreadable, language, words, now }: Checking): readonly Wrong[] {
  const typed = unreadable.map(({ at, flaw }) => ({ at, told: words.flaws[flaw] }));
  const parsed = parse(schema, body, dateInShanghai(now));
  if (!('faults' in parsed)) return typed;
  const others = parsed.faults.filter(({ pointer }) => !unreadable.some(({ at }) => within(at, pointer)));
  return [...typed, ...others.map((fault) => ({ at: fault.pointer, told: detailOf(fault, language) }))];
}

/** Of the fields that are there, the one that a fault stands at: itself, what it lies in, or the first that lies in it. */
export function fieldOf(pointer: string, fields: Iterable<string>): string | undefined {
  const all = [...fields];
  if (all.includes(pointer)) return pointer;
  const around = all.filter((field) => within(field, pointer)).sort((a, b) => b.length - a.length);
  return around[0] ?? all.find((field) => within(pointer, field));
}

/** `/lines/0/amount` lies in `/lines/0`. */
function within(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
