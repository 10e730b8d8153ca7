import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod';
import { documentRead, listOf } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import {
  fundingLineAnswer,
  itemAnswer,
  supplierAnswer,
  unitAnswer,
  warehouseAnswer,
} from '../../shared/schemas/registered-answers.ts';
import type { Language } from '../../shared/words/language.ts';
import { withQuery } from '../ask/addresses.ts';
import { type Answer, useAnswer } from '../ask/answers.ts';
import { ask, type Path } from '../ask/ask.ts';
import { useMay } from '../sign-in/me.ts';
import { useLanguage } from '../words/words.tsx';
import { type Choice, ofChoice, type Typed } from './cells.ts';
import { type Matched, matched } from './match.ts';

/** What is registered and open, as fields offer it. */

/** Offered at once. */
const OFFERED = 20;
/** Of those of which there are few, more than there ever are. */
const LISTED = 100;

/** Something registered, as it is offered. */
export const coded = ({
  id,
  code,
  name,
}: {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}): Choice => ({
  id,
  code,
  name,
});

const itemChoice = (item: z.output<typeof itemAnswer>): Choice => ({
  ...coded(item),
  ...(item.spec === undefined ? {} : { note: item.spec }),
  measures: [{ measure: item.baseMeasure, of: 1 }, ...item.packs],
});

const choicesOf = <Row extends z.ZodType<object>>(row: Row, choice: (row: z.output<Row>) => Choice) =>
  listOf(row.transform(choice)).extend({ names });

const REGISTERS = {
  item: {
    path: '/api/items',
    choices: choicesOf(itemAnswer, itemChoice),
  },
  unit: { path: '/api/units', choices: choicesOf(unitAnswer, coded) },
  supplier: {
    path: '/api/suppliers',
    choices: choicesOf(supplierAnswer, ({ id, name, uscc }) => ({
      id,
      name,
      ...(uscc === undefined ? {} : { code: uscc }),
    })),
  },
  fundingLine: { path: '/api/funding-lines', choices: choicesOf(fundingLineAnswer, coded) },
  warehouse: { path: '/api/warehouses', choices: choicesOf(warehouseAnswer, coded) },
} as const;
export type Register = keyof typeof REGISTERS;

/** Where what is registered of a kind is read. */
export function registerAt(register: Register) {
  return REGISTERS[register].path;
}

type Listed = 'fundingLine' | 'warehouse';

/** Whether the reader may see the list of what is registered of a kind. */
export function useMayList(register: Listed): boolean {
  return useMay(register === 'fundingLine' ? 'listFundingLines' : 'listWarehouses');
}

/** Of what there are few: all of it, what is closed too, as a list to choose from. */
export function useListed(register: Listed, unless: string) {
  const { path, choices } = REGISTERS[register];
  const { data } = useAnswer(withQuery(path, { limit: LISTED }), choices, { enabled: useMayList(register) });
  const rows = data?.items ?? [];
  return [
    { value: '', called: unless },
    ...rows.map(({ id, name, code }) => ({ value: id, called: [code, name].filter(Boolean).join(' ') })),
  ];
}

function pathOf(register: Register, q: string): Path {
  return withQuery(REGISTERS[register].path, { q: q === '' ? undefined : q, status: 'open', limit: OFFERED });
}

/** What is registered under words, a code or initials; the newest where nothing is typed. */
export function useChoices(register: Register, q: string, enabled: boolean): Answer<{ items: Choice[] }> {
  return useAnswer(pathOf(register, q), REGISTERS[register].choices, { enabled });
}

/** Where there is but one, nobody has to choose it. */
export function useOnlyChoice(register: Register): Typed | undefined {
  const { data } = useChoices(register, '', true);
  const [one, ...others] = data?.items ?? [];
  return useMemo(() => (one === undefined || others.length > 0 ? undefined : ofChoice(one)), [one, others.length]);
}

/** Finds what a text means in a register. */
export function useMatching(): (register: Register, text: string) => Promise<Matched> {
  const client = useQueryClient();
  const { language } = useLanguage();
  return useCallback((register, text) => matchingIn(client, register, text, language), [client, language]);
}

/** A register is asked for no longer text. */
const LONGEST = 50;

async function matchingIn(client: QueryClient, register: Register, text: string, language: Language): Promise<Matched> {
  const q = text.trim();
  if (q.length > LONGEST) return 'unknown';
  const path = pathOf(register, q);
  const { choices } = REGISTERS[register];
  const found = await client.fetchQuery({ queryKey: [path, language], queryFn: () => ask(path, choices) });
  return matched(q, found.items);
}

const itemRead = documentRead('item', itemAnswer).extend({ names });

/** Items by their ids, as far as they were answered. */
export function useItems(items: readonly string[]): ReadonlyMap<string, Choice> {
  const { language } = useLanguage();
  return useQueries({
    queries: [...new Set(items)].map((id) => {
      const path = `/api/items/${id}` as const;
      return { queryKey: [path, language], queryFn: () => ask(path, itemRead) };
    }),
    combine: itemsIn,
  });
}

interface ItemAnswered {
  readonly data?: z.output<typeof itemRead> | undefined;
}

function itemsIn(answers: readonly ItemAnswered[]): ReadonlyMap<string, Choice> {
  return new Map(answers.flatMap(({ data }) => (data ? [[data.item.id, itemChoice(data.item)] as const] : [])));
}

/** The base measure of items, by their ids, as far as they were answered. */
export function useBaseMeasures(items: readonly string[]): ReadonlyMap<string, string> {
  const known = useItems(items);
  return useMemo(() => new Map([...known].map(([id, { measures }]) => [id, measures?.[0]?.measure ?? ''])), [known]);
}
