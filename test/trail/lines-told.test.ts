import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import { CORRECTABLE } from '../../shared/domain/correctable.ts';
import { documentRead, entriesListed } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { fieldCalled } from '../../shared/words/field-names.ts';
import { type CountedIn, type LineTold, linesTold, NOTHING_COUNTED } from '../../web/trail/lines-told.ts';
import { amountOf, type EntryTold, refsUnder } from '../../web/trail/moved.ts';
import { type Api, AUDITOR, openApiOver } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';

const listed = entriesListed.extend({ names });
const purchaseRead = documentRead('purchase', purchaseAnswer).extend({ names });
const consignmentRead = documentRead('consignment', consignmentAnswer).extend({ names });

let api: Api;
const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse((await api.get(path, { as: AUDITOR })).json);

beforeAll(async () => {
  api = openApiOver();
  await playSample(api);
});

/** The entries of a kind, each with its lines as its page tells them. */
async function toldOf(kind: string): Promise<{ readonly entry: EntryTold; readonly lines: readonly LineTold[] }[]> {
  const { items } = await read(`/api/entries?kind=${kind}&limit=200`, listed);
  return Promise.all(
    items.map(async (entry) => ({ entry, lines: linesTold(entry, entry.facts, await countedIn(entry)) })),
  );
}

async function countedIn(entry: EntryTold): Promise<CountedIn> {
  const [purchase, consignment] = [refsUnder(entry, 'purchase')[0], refsUnder(entry, 'consignment')[0]];
  if (purchase !== undefined) {
    const { lines } = (await read(`/api/purchases/${purchase}`, purchaseRead)).purchase;
    return { items: new Map(lines.map(({ line, item }) => [line, item])), parts: [] };
  }
  if (consignment === undefined) return NOTHING_COUNTED;
  const { lines, parts } = (await read(`/api/consignments/${consignment}`, consignmentRead)).consignment;
  return { items: new Map(lines.map(({ line, item }) => [line, item])), parts: parts.map(({ line }) => line) };
}

const moved = ({ transfers }: EntryTold, to: string) =>
  transfers.reduce((sum, one) => (one.to.startsWith(to) ? sum + BigInt(one.quantity ?? 0) : sum), 0n);
const total = (lines: readonly LineTold[], of: 'quantity' | 'good') =>
  lines.reduce((sum, line) => sum + (line[of] ?? 0n), 0n);
const worth = (lines: readonly LineTold[]) =>
  formatYuan(lines.reduce((sum, { amount = '' }) => sum + (parseYuan(amount) ?? 0n), 0n));

describe('the lines of an entry in words', () => {
  test.each(['order', 'receipt', 'stock-move'])('of %s add up to what it moves', async (kind) => {
    const told = await toldOf(kind);
    expect(told.length).toBeGreaterThan(0);
    for (const { entry, lines } of told) {
      expect(lines.length).toBeGreaterThan(0);
      expect(total(lines, 'quantity')).toBe(moved(entry, kind === 'order' ? 'committed/' : 'stock/'));
      expect(worth(lines)).toBe(amountOf(entry));
      expect(lines.every(({ item }) => item !== undefined)).toBe(true);
    }
  });

  test('of an order tell funding, and the price where one was agreed', async () => {
    const lines = (await toldOf('order')).flatMap((one) => one.lines);
    expect(lines.every(({ fundingLines = [] }) => fundingLines.length > 0)).toBe(true);
    expect(lines.some(({ unitPrice }) => unitPrice !== undefined)).toBe(true);
  });

  test('of an acceptance tell what was good of which item, and its lots', async () => {
    for (const { entry, lines } of await toldOf('acceptance')) {
      expect(total(lines, 'good')).toBe(moved(entry, 'stock/') + moved(entry, 'spent/'));
      expect(lines.filter(({ line }) => line !== undefined).every(({ item }) => item !== undefined)).toBe(true);
      const lots = lines.flatMap(({ lot }) => lot ?? []);
      expect(lots).toEqual(entry.transfers.flatMap(({ to }) => (to.startsWith('stock/') ? [to.slice(6)] : [])));
    }
  });

  test('of a confirmation tell what arrived good beside what did not', async () => {
    const told = await toldOf('confirmation');
    expect(told.length).toBeGreaterThan(0);
    for (const { entry, lines } of told) {
      expect(total(lines, 'good')).toBe(moved(entry, 'unit/'));
      expect(lines.every(({ item, refused }) => item !== undefined && refused !== undefined)).toBe(true);
    }
  });

  test('of a dispatch and a count tell what was asked for and found', async () => {
    for (const { entry, lines } of await toldOf('dispatch')) {
      expect(total(lines, 'quantity')).toBe(moved(entry, 'transit/'));
    }
    for (const { lines } of await toldOf('count')) {
      for (const { book = 0n, counted = 0n, difference } of lines) expect(difference).toBe(counted - book);
    }
  });

  test('of all other kinds are none', async () => {
    for (const { kind, lines } of (await toldOf('payment')).map(({ entry, lines }) => ({ kind: entry.kind, lines }))) {
      expect([kind, lines]).toEqual([kind, []]);
    }
  });
});

test('every field that is corrected has a name in both languages, and no technical one', () => {
  for (const field of CORRECTABLE) {
    const { zh, en } = fieldCalled(field);
    expect(zh).toMatch(/^[^a-z]+$/);
    expect(en).not.toMatch(/[A-Z]/);
  }
});
