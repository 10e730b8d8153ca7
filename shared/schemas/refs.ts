import * as z from 'zod';
import { REF_KINDS } from '../domain/documents.ts';
import type { Kind } from '../domain/facts.ts';
import { isId } from '../domain/id.ts';
import { KINDS } from '../domain/kinds.ts';
import type { Refs } from '../domain/refs.ts';
import { REGISTRY_KINDS } from '../domain/registry.ts';

/** How what an entry of each kind points at is read: one check rather than one a field, as this runs on every entry. */

type Check = (value: unknown) => boolean;

const isOne: Check = (value) => typeof value === 'string' && isId(value);
const areLines: Check = (value) => Array.isArray(value) && value.every(isOne);
const isLine: Check = (value) => areLines(value) && Array.isArray(value) && value.length === 1;
const CHECKS = { one: isOne, maybe: isOne, many: areLines, lines: areLines, line: isLine } as const;

/** What is checked of each ref that there may be, which there have to be, and of how many more exactly one is. */
interface Form {
  readonly taken: ReadonlyMap<string, Check>;
  readonly needed: readonly string[];
  readonly others: ReadonlySet<string>;
}

const EVERY = new Map<string, Check>([
  ...[...REF_KINDS, 'corrects', 'entry', 'previous'].map((name) => [name, isOne] as const),
  ...['fundingLines', 'purchases'].map((name) => [name, areLines] as const),
]);

const TARGET: Form = { taken: EVERY, needed: ['entry'], others: new Set() };

const NAMES = REGISTRY_KINDS.map((kind) => (kind === 'fundingLine' ? 'fundingLines' : kind));
const REGISTERED: Form = {
  taken: new Map([
    ...NAMES.map((name): [string, Check] => [name, name === 'fundingLines' ? isLine : isOne]),
    ['previous', isOne],
  ]),
  needed: [],
  others: new Set(NAMES),
};

function formOf(kind: Kind): Form {
  const { refs } = KINDS[kind];
  if (refs === 'target') return TARGET;
  if (refs === 'registered') return REGISTERED;
  const marks = Object.entries(refs);
  return {
    taken: new Map(marks.map(([name, mark]) => [name, CHECKS[mark]])),
    needed: marks.flatMap(([name, mark]) => (mark === 'maybe' ? [] : [name])),
    others: new Set(),
  };
}

/** What an entry of a kind points at: all that it has to, nothing that it may not. */
export function refsOf(kind: Kind): z.ZodType<Refs[Kind]> {
  const { taken, needed, others } = formOf(kind);
  return z.custom<Refs[Kind]>((written) => {
    if (typeof written !== 'object' || written === null || Array.isArray(written)) return false;
    let ones = 0;
    for (const [name, value] of Object.entries(written)) {
      if (taken.get(name)?.(value) !== true) return false;
      if (others.has(name)) ones += 1;
    }
    return needed.every((name) => name in written) && ones === (others.size === 0 ? 0 : 1);
  });
}
