import { describe, expect, it } from 'vitest';
import type { StateKind } from '../../shared/domain/books.ts';
import type { Change, Opened } from '../../shared/storage/ports/ledger.ts';
import { append, funds, id, NOW, openLine, STATES, UNIT } from './fixtures.ts';
import { type Open, subjectOf } from './subject.ts';

/** Lists: complete, in order, and stable from page to page. */
export function listsContract(open: Open): void {
  const on = subjectOf(open);

  describe('a list', () => {
    const fill = async (count: number, from = 1) => {
      const numbers = Array.from({ length: count }, (_, at) => from + at);
      for (let at = 0; at < numbers.length; at += 32) {
        await Promise.all(numbers.slice(at, at + 32).map((number) => on.done(number)));
      }
      return numbers.map(id);
    };

    const pagesOf = async (limit: number, order?: 'newest' | 'oldest') => {
      const seen: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await on.ledger.entries({
          limit,
          ...(after === undefined ? {} : { after }),
          ...(order === undefined ? {} : { order }),
        });
        seen.push(...page.items.map(({ entry }) => entry.id));
        if (page.next === undefined) return seen;
        expect(page.items).toHaveLength(limit);
        after = page.next;
      }
    };

    it('gives every entry once and in order, whatever the size of its pages', async () => {
      const ids = await fill(150);
      expect(await pagesOf(1_000)).toEqual(ids.toReversed());
      expect(await pagesOf(150)).toEqual(ids.toReversed());
      expect(await pagesOf(7)).toEqual(ids.toReversed());
      expect(await pagesOf(50, 'oldest')).toEqual(ids);
    });

    it('finds all where chance put all of them beside each other', async () => {
      const numbers = Array.from({ length: 60 }, (_, at) => 16 * (at + 1));
      await Promise.all(numbers.map((number) => on.done(number)));
      expect(await pagesOf(20, 'oldest')).toEqual(numbers.map(id));
      expect(await pagesOf(45)).toEqual(numbers.map(id).toReversed());
    });

    it('goes on from where it was, whatever came meanwhile', async () => {
      const ids = await fill(20, 100);
      const first = await on.ledger.entries({ limit: 5 });
      await fill(3, 200);
      const rest = await on.ledger.entries({ limit: 100, ...(first.next === undefined ? {} : { after: first.next }) });
      const seen = [...first.items, ...rest.items].map(({ entry }) => entry.id);
      expect(seen).toEqual(ids.toReversed());
    });

    it('goes on after an id that is not in it', async () => {
      await fill(4, 100);
      const between = `${id(101).slice(0, 24)}${'0'.repeat(9)}65f`;
      const page = await on.ledger.entries({ limit: 10, after: between, order: 'oldest' });
      expect(page.items.map(({ entry }) => entry.id)).toEqual([]);
      expect((await on.ledger.entries({ limit: 10, after: id(999) })).items).toHaveLength(4);
      expect((await on.ledger.entries({ limit: 10, after: id(999), order: 'oldest' })).items).toEqual([]);
    });

    it('holds 1 to 1,000 items a page', async () => {
      await expect(on.ledger.entries({ limit: 0 })).rejects.toThrow(RangeError);
      await expect(on.ledger.entries({ limit: 1_001 })).rejects.toThrow(RangeError);
      await expect(on.ledger.states('unit', { limit: 1.5 })).rejects.toThrow(RangeError);
      await expect(on.ledger.lots({ limit: 1_001 })).rejects.toThrow(RangeError);
      await expect(on.ledger.outbox({ since: 0, limit: 0 })).rejects.toThrow(RangeError);
    });

    it.each(Object.keys(STATES) as StateKind[])('holds every %s and nothing else', async (kind) => {
      const others = (Object.keys(STATES) as StateKind[]).filter((other) => other !== kind);
      const opened = (of: StateKind, number: number): Change => ({
        change: 'open',
        document: { kind: of, id: id(number), state: STATES[of] } as Opened,
      });
      await on.done(1, [...others.map((other, at) => opened(other, 20 + at)), opened(kind, 40), opened(kind, 41)]);
      await on.done(2, [opened(kind, 42)]);
      const page = await on.ledger.states(kind, { limit: 2 });
      expect(page.items).toEqual([
        { id: id(42), version: id(2), state: STATES[kind] },
        { id: id(41), version: id(1), state: STATES[kind] },
      ]);
      expect(page.next).toBe(id(41));
      const rest = await on.ledger.states(kind, { limit: 2, after: id(41) });
      expect(rest).toEqual({ items: [{ id: id(40), version: id(1), state: STATES[kind] }] });
    });

    it('holds every funding line with what stands on it', async () => {
      await on.done(1, [openLine(id(11)), openLine(id(12)), openLine(UNIT)]);
      await on.done(2, [funds(5n, 6n, id(12))]);
      const { items } = await on.ledger.fundingLines({ limit: 10, order: 'oldest' });
      expect(items.map((line) => [line.id, line.available, line.cash])).toEqual([
        [id(11), 0n, 0n],
        [id(12), 5n, 6n],
        [UNIT, 0n, 0n],
      ]);
    });
  });

  describe('the outbox', () => {
    it('holds what was appended, by the time and then by the id, from a time on', async () => {
      const times: readonly (readonly [number, number])[] = [
        [5, NOW + 2],
        [9, NOW],
        [4, NOW + 2],
        [30, NOW - 1],
        [1, NOW + 10_000_000],
        [16, NOW + 2],
      ];
      await Promise.all(times.map(([number, at]) => on.ledger.append(append(number, [], at))));
      const all = await on.ledger.outbox({ since: 0, limit: 100 });
      const at = (number: number, recordedAt: number) => ({ id: id(number), recordedAt });
      const inOrder = [
        at(30, NOW - 1),
        at(9, NOW),
        at(4, NOW + 2),
        at(5, NOW + 2),
        at(16, NOW + 2),
        at(1, NOW + 10_000_000),
      ];
      expect(all).toEqual(inOrder);
      expect(await on.ledger.outbox({ since: NOW, limit: 3 })).toEqual(inOrder.slice(1, 4));
      expect(await on.ledger.outbox({ since: NOW + 3, limit: 3 })).toEqual(inOrder.slice(5));
    });

    it('loses what was sealed, once and for all, and nothing else', async () => {
      const numbers = Array.from({ length: 60 }, (_, at) => at + 1);
      for (const number of numbers) await on.ledger.append(append(number, [], NOW + number));
      const all = await on.ledger.outbox({ since: 0, limit: 100 });
      const gone = all.filter((_, at) => at % 2 === 0);
      await on.ledger.clearOutbox(gone);
      const left = all.filter((_, at) => at % 2 === 1);
      expect(await on.ledger.outbox({ since: 0, limit: 100 })).toEqual(left);
      await on.ledger.clearOutbox([...gone, ...left.slice(0, 1)]);
      expect(await on.ledger.outbox({ since: 0, limit: 100 })).toEqual(left.slice(1));
      await on.ledger.clearOutbox([]);
      expect((await on.ledger.entries({ limit: 100 })).items).toHaveLength(60);
    });
  });
}
