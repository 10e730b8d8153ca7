import { useQueries } from '@tanstack/react-query';
import * as z from 'zod';
import type { Findable } from '../../shared/domain/findable.ts';
import type { Operation } from '../../shared/routes.ts';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { foundAnswer } from '../../shared/schemas/found.ts';
import { names } from '../../shared/schemas/names.ts';
import * as registered from '../../shared/schemas/registered-answers.ts';
import { addresses, documentAt, withQuery } from '../ask/addresses.ts';
import { ask } from '../ask/ask.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage } from '../words/words.tsx';
import type { zh } from './zh.ts';

/** What bears a number, or is called so, in the order in which it is shown. */

export type GroupName = keyof typeof zh.groups;

export interface Hit {
  readonly id: string;
  readonly opens: string;
  /** Its name or number; without either, its kind alone is told. */
  readonly text?: string | undefined;
  /** Its code. */
  readonly note?: string | undefined;
  /** Where it is not that of the whole group. */
  readonly kind?: Findable;
}

interface Hits {
  readonly hits: readonly Hit[];
  readonly isCut: boolean;
}

interface Group {
  readonly name: GroupName;
  readonly operation: Operation;
  readonly ask: (text: string, signal: AbortSignal) => Promise<Hits>;
}

const MOST = 5;

const GROUPS: readonly Group[] = [
  { name: 'numbers', operation: 'find', ask: numbered },
  listed('units', 'listUnits', '/api/units', listOf(registered.unitAnswer), ({ id, code, name }) => ({
    id,
    text: name,
    note: code,
    opens: addresses.unit(id),
  })),
  listed('items', 'listItems', '/api/items', listOf(registered.itemAnswer), ({ id, code, name }) => ({
    id,
    text: name,
    note: code,
    opens: addresses.item(id),
  })),
  listed('suppliers', 'listSuppliers', '/api/suppliers', listOf(registered.supplierAnswer), ({ id, name, uscc }) => ({
    id,
    text: name,
    note: uscc,
    opens: addresses.supplier(id),
  })),
  listed(
    'fundingLines',
    'listFundingLines',
    '/api/funding-lines',
    listOf(registered.fundingLineAnswer),
    ({ id, code, name }) => ({ id, text: name, note: code, opens: addresses.fundingLine(id) }),
  ),
  listed(
    'plans',
    'listPlans',
    '/api/allocation-plans',
    listOf(registered.planAnswer.omit({ lines: true }).extend({ lineCount: z.int() })),
    ({ id, number, title }) => ({ id, text: title, note: number, opens: addresses.plan(id) }),
  ),
];

/** A register by its words. */
function listed<Row extends z.ZodType>(
  name: GroupName,
  operation: Operation,
  path: `/api/${string}`,
  rows: z.ZodObject<{ items: z.ZodArray<Row>; next: z.ZodType<string | undefined> }>,
  hitOf: (row: z.output<Row>) => Hit,
): Group {
  return {
    name,
    operation,
    ask: async (q, signal) => {
      const { items, next } = await ask(withQuery(path, { q, limit: MOST }), rows.extend({ names }), { signal });
      return { hits: items.map(hitOf), isCut: next !== undefined };
    },
  };
}

async function numbered(number: string, signal: AbortSignal): Promise<Hits> {
  const {
    found,
    cut,
    names: known,
  } = await ask(withQuery('/api/find', { number }), foundAnswer.extend({ names }), {
    signal,
  });
  const hits = found.map(({ kind, id, number: own }): Hit => {
    const called = known?.[id];
    const text = own ?? called?.name;
    return { id, kind, opens: openedAt(kind, id), text, note: called?.code };
  });
  return { hits, isCut: cut === true };
}

/** What is no document is told by the entry that has its id. */
function openedAt(kind: string, id: string): string {
  return Object.entries(documentAt).find(([one]) => one === kind)?.[1](id) ?? addresses.entry(id);
}

/** A single character says too little, unless it is a digit. */
export function isEnough(text: string): boolean {
  return text.length >= 2 || /^\d$/.test(text);
}

export interface FoundGroup extends Hits {
  readonly name: GroupName;
}

/** All groups that the reader may ask for. A text in the place of another ends the requests for that one. */
export function useFound(text: string) {
  const { data: me } = useMe();
  const { language } = useLanguage();
  const groups = GROUPS.filter(({ operation }) => me !== undefined && mayCall(me, operation));
  const answers = useQueries({
    queries: groups.map((group) => ({
      queryKey: ['find', group.name, text, language],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => group.ask(text, signal),
      enabled: isEnough(text),
    })),
  });
  return {
    found: groups.flatMap(({ name }, at): FoundGroup[] => {
      const hits = answers[at]?.data;
      return hits === undefined || hits.hits.length === 0 ? [] : [{ name, ...hits }];
    }),
    isWaiting: answers.some(({ isFetching }) => isFetching),
    isFailed: answers.some(({ isError }) => isError),
  };
}
