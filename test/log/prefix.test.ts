import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, committed, stock, transit } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { LogPrefix, type UnsoundEntry } from '../../shared/log/journal/prefix.ts';
import { at, ENTRIES, id, LINE_A, MASK, MASKS_BOUGHT, SUPPLIER, transfer } from '../reports/entries.ts';

const unsound = (code: UnsoundEntry['code'], index: number) =>
  expect.objectContaining({ name: 'UnsoundEntry', code, index });

async function prefixOf(count: number): Promise<LogPrefix> {
  const prefix = new LogPrefix(async () => []);
  await prefix.enter(ENTRIES.slice(0, count));
  return prefix;
}

function order(number: number, value: bigint): Entry {
  return at(number, {
    kind: 'order',
    effectiveOn: '2021-01-09',
    refs: { supplier: SUPPLIER, fundingLines: [LINE_A] },
    facts: { lines: [{ item: MASK }] },
    transfers: [transfer(available(1), committed(1, 1), value, 1n)],
  });
}

describe('a prefix of the log', () => {
  it('gives each entry its place', async () => {
    const prefix = await prefixOf(10);
    const [sealed] = await prefix.enter(ENTRIES.slice(10, 11));
    expect([sealed?.index, prefix.size, prefix.placeOf(id(11)), prefix.placeOf(id(12))]).toEqual([
      10,
      11,
      10,
      undefined,
    ]);
  });

  it.each([0, 9, 27])('refuses an entry that stands at place %i already', async (place) => {
    const prefix = await prefixOf(28);
    await expect(prefix.enter(ENTRIES.slice(place, place + 1))).rejects.toThrow(unsound('repeated', 28));
    expect(prefix.size).toBe(28);
  });

  it('refuses an entry twice in one bundle', async () => {
    const prefix = await prefixOf(3);
    await expect(prefix.enter([...ENTRIES.slice(3, 5), ...ENTRIES.slice(4, 5)])).rejects.toThrow(
      unsound('repeated', 5),
    );
  });

  it('refuses an entry before what it refers to, in the same bundle too', async () => {
    const [line, appropriation] = [ENTRIES.slice(0, 1), ENTRIES.slice(9, 10)];
    await expect((await prefixOf(0)).enter(appropriation)).rejects.toThrow(unsound('refers-ahead', 0));
    await expect((await prefixOf(0)).enter([...appropriation, ...line])).rejects.toThrow(unsound('refers-ahead', 0));
    await expect((await prefixOf(12)).enter(ENTRIES.slice(13, 14))).resolves.toHaveLength(1);
    await expect((await prefixOf(12)).enter(ENTRIES.slice(14, 13))).resolves.toEqual([]);
    await expect((await prefixOf(12)).enter(ENTRIES.slice(15, 16))).rejects.toThrow(unsound('refers-ahead', 12));
  });

  it('refuses an entry whose ordinals name nothing in what it refers to', async () => {
    const dispatch = at(60, {
      kind: 'dispatch',
      effectiveOn: '2021-01-09',
      refs: { unit: id(3), warehouse: id(8) },
      facts: { lines: [{ item: MASK, quantity: 1n }], parts: [1] },
      transfers: [transfer(stock(`${id(13)}.9`), transit(1), 300n, 1n)],
    });
    await expect((await prefixOf(28)).enter([dispatch])).rejects.toThrow(unsound('refers-ahead', 28));
    expect(MASKS_BOUGHT).not.toBe(`${id(13)}.9`);
  });

  it('refuses what takes an account below zero by one fen, and takes what empties it', async () => {
    const left = 54_000n;
    await expect((await prefixOf(28)).enter([order(60, left + 1n)])).rejects.toThrow(unsound('below-zero', 28));
    await expect((await prefixOf(28)).enter([order(60, left)])).resolves.toHaveLength(1);
    await expect((await prefixOf(28)).enter([order(60, left), order(61, 1n)])).rejects.toThrow(
      unsound('below-zero', 29),
    );
  });

  it('changes nothing by lining up', async () => {
    const prefix = await prefixOf(12);
    const before = await prefix.lineUp(ENTRIES.slice(12));
    const again = await prefix.lineUp(ENTRIES.slice(12));
    expect(again).toEqual(before);
    expect([prefix.size, prefix.placeOf(id(13))]).toEqual([12, undefined]);
    prefix.follow(before.ready);
    expect(prefix.size).toBe(28);
  });
});

describe('a prefix that remembers few openings', () => {
  it('comes to the same postings as one that remembers all, in any sound order, however it is cut', async () => {
    const skews = fc.array(fc.integer({ min: -20_000, max: 20_000 }), {
      minLength: ENTRIES.length,
      maxLength: ENTRIES.length,
    });
    await fc.assert(
      fc.asyncProperty(skews, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 }), async (by, capacity, batch) => {
        const skewed = ENTRIES.map((entry, place) => ({ ...entry, recordedAt: entry.recordedAt + (by[place] ?? 0) }));
        const { ready } = await new LogPrefix(async () => []).lineUp(skewed);
        const remembering = new LogPrefix(async () => [], Number.POSITIVE_INFINITY);
        const recalled: Id[] = [];
        const forgetful = new LogPrefix(async (ids) => {
          recalled.push(...ids);
          return ids.flatMap((one) => skewed.find((entry) => entry.id === one) ?? []);
        }, capacity);
        for (let from = 0; from < ready.length; from += batch) {
          const entries = ready.slice(from, from + batch).map(({ entry }) => entry);
          const lineup = await forgetful.lineUp(entries);
          expect(lineup).toEqual(await remembering.lineUp(entries));
          const expected = await remembering.enter(entries);
          const postings =
            from % 2 === 0 ? await forgetful.enter(entries) : forgetful.follow((await forgetful.lineUp(entries)).ready);
          const told = new Map(postings.map((posting) => [posting.entry.id, posting.movements]));
          expect(told).toEqual(new Map(expected.map((posting) => [posting.entry.id, posting.movements])));
        }
        expect(forgetful.size).toBe(ENTRIES.length);
        if (capacity === 0 && batch === 1) expect(recalled).toContain(id(12));
      }),
      { numRuns: 60 },
    );
  });

  it('asks once for what it forgot, and refuses what nobody can recall', async () => {
    const asked: Id[][] = [];
    const prefix = new LogPrefix(async (ids) => {
      asked.push([...ids]);
      return [];
    }, 0);
    await prefix.enter(ENTRIES.slice(0, 12));
    await expect(prefix.enter(ENTRIES.slice(12, 13))).rejects.toThrow(unsound('refers-ahead', 12));
    expect(asked).toEqual([[id(12)]]);
  });
});
