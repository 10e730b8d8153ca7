import { describe, expect, it } from 'vitest';
import { MOST_LOWS, ofMoney } from '../../shared/domain/lows.ts';
import type { Change, Opened, Outcome } from '../../shared/storage/ports/ledger.ts';
import { append, CONSIGNMENT, funds, ITEM, id, LINE, lot, openLine, STATES, WAREHOUSE } from './fixtures.ts';
import { claim, keyOfLot, type Open, subjectOf } from './subject.ts';

const consignment: Opened = { kind: 'consignment', id: CONSIGNMENT, state: STATES.consignment };

/** The rows that a decision rests on, under one caller and under many at once. */
export function guardsContract(open: Open): void {
  const on = subjectOf(open);
  const lineNow = async () => (await on.ledger.read([{ row: 'fundingLine', id: LINE }])).fundingLine(LINE);

  describe('a funding line', () => {
    it('opens with nothing on it, and takes what is given', async () => {
      await on.done(1, [openLine()]);
      const row = { id: LINE, code: 'FY2020-防疫', name: '疫情防控专项资金', available: 0n, cash: 0n, closed: false };
      expect(await lineNow()).toEqual({ ...row, lows: { available: [], cash: [] } });
      await on.done(2, [funds(161_917_000n, 161_917_000n)]);
      await on.done(3, [funds(-63_405_600n)]);
      const from = '2020-12-28';
      const lows = { available: [{ from, ...ofMoney(98_511_400n) }], cash: [{ from, ...ofMoney(161_917_000n) }] };
      expect(await lineNow()).toEqual({ ...row, available: 98_511_400n, cash: 161_917_000n, lows });
    });

    it('gives on no day more than it bears on every later one, and says from which day on it does', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [funds(1_000n, 0n, LINE, '2020-12-10')]);
      await on.done(3, [funds(500n, 0n, LINE, '2020-12-20')]);
      await on.done(4, [funds(-300n, 0n, LINE, '2020-12-25')]);
      const asked = async (number: number, amount: bigint, day: string) =>
        on.ledger.append(append(number, [funds(-amount, 0n, LINE, day)]));
      const short = { outcome: 'short', fundingLine: LINE, available: 1_200n, cash: 0n };
      expect(await asked(5, 1n, '2020-12-09')).toEqual({ ...short, from: '2020-12-10' });
      expect(await asked(6, 1_001n, '2020-12-19')).toEqual({ ...short, from: '2020-12-20' });
      expect(await asked(7, 1_201n, '2020-12-28')).toEqual(short);
      expect(await asked(8, 1_000n, '2020-12-10')).toEqual({ outcome: 'appended' });
      expect(await asked(9, 200n, '2020-12-20')).toEqual({ outcome: 'appended' });
    });

    it('bears what comes and goes on many days, the oldest of which are told as one', async () => {
      await on.done(1, [openLine()]);
      const days = Array.from({ length: MOST_LOWS + 8 }, (_, at) => `2020-11-${String(at + 1).padStart(2, '0')}`);
      for (const [at, day] of days.entries()) await on.done(10 + at, [funds(100n, 10n, LINE, day)]);
      const { lows, available } = (await lineNow()) ?? {};
      expect([lows?.available.length, lows?.cash.length, available]).toEqual([MOST_LOWS, MOST_LOWS, 2_000n]);
      expect(lows?.available.at(-1)).toEqual({ from: days.at(-1), ...ofMoney(2_000n) });
      expect(await on.ledger.append(append(90, [funds(-1_950n, 0n, LINE, days.at(-2))]))).toMatchObject({
        outcome: 'short',
        from: days.at(-1),
      });
      await on.done(91, [funds(-1_900n, 0n, LINE, days.at(-2))]);
    });

    it('takes a new day from two who come at once', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [funds(100n, 0n, LINE, '2020-12-10')]);
      const days = ['2020-12-01', '2020-12-05', '2020-12-15', '2020-12-20'];
      const came = await Promise.all(
        days.flatMap((day, at) => [
          on.ledger.append(append(20 + at, [funds(50n, 0n, LINE, day)])),
          on.ledger.append(append(30 + at, [funds(-10n, 0n, LINE, '2020-12-28')])),
        ]),
      );
      expect(came).toEqual(came.map(() => ({ outcome: 'appended' })));
      const { lows, available } = (await lineNow()) ?? {};
      expect(available).toBe(260n);
      expect(lows?.available.map(({ from }) => from)).toEqual([...days.slice(0, 2), '2020-12-10', ...days.slice(2)]);
      expect(lows?.available.at(-1)?.value).toBe(260n);
    });

    it('gives all it has and not a fen more', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [funds(100n, 50n)]);
      await on.done(3, [funds(-100n, -50n)]);
      const outcome = await on.ledger.append(append(4, [funds(-1n)]));
      expect(outcome).toEqual({ outcome: 'short', fundingLine: LINE, available: 0n, cash: 0n });
    });

    it('bears 40 of 64 that come at once, and tells the others what was left', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [funds(400_000n, 0n)]);
      const numbers = Array.from({ length: 64 }, (_, at) => 1_000 + at);
      const outcomes = await Promise.all(numbers.map((number) => on.ledger.append(append(number, [funds(-10_000n)]))));
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(40);
      const short: Outcome = { outcome: 'short', fundingLine: LINE, available: 0n, cash: 0n };
      expect(outcomes.filter(({ outcome }) => outcome !== 'appended')).toEqual(Array(24).fill(short));
      expect(await lineNow()).toMatchObject({ available: 0n });
      expect((await on.ledger.entries({ limit: 100 })).items).toHaveLength(42);
    });

    it('closes empty, bears nothing after, and bears again what it did when it is reopened', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [{ change: 'close-line', id: LINE }]);
      expect(await lineNow()).toMatchObject({ closed: true, closedBy: id(2) });
      expect(await on.ledger.append(append(3, [funds(0n)]))).toEqual({ outcome: 'closed-line', fundingLine: LINE });
      await on.done(4, [{ change: 'reopen-line', id: LINE }]);
      expect(await lineNow()).toMatchObject({ closed: false, available: 0n });
      expect(await lineNow()).not.toHaveProperty('closedBy');
      await on.done(5, [funds(7n)]);
      expect(await lineNow()).toMatchObject({ available: 7n });
    });

    it('is reopened once by several', async () => {
      await on.done(1, [openLine()]);
      await on.done(2, [{ change: 'close-line', id: LINE }]);
      const change: Change = { change: 'reopen-line', id: LINE };
      const outcomes = await Promise.all([3, 4, 5].map((number) => on.ledger.append(append(number, [change]))));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'stale', 'stale']);
    });
  });

  describe('a document', () => {
    it('is replaced once by several that read the same version', async () => {
      await on.done(1, [{ change: 'open', document: consignment }]);
      const change: Change = { change: 'replace', document: consignment, expected: id(1) };
      const outcomes = await Promise.all([2, 3, 4, 5].map((number) => on.ledger.append(append(number, [change]))));
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'stale')).toHaveLength(3);
    });
  });

  describe('a claim', () => {
    it('belongs to one of several that take it at once, and to another once it is released', async () => {
      const outcomes = await Promise.all(
        [1, 2, 3].map((number) => on.ledger.append(append(number, [claim('invoice/7')]))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      const holder = (await on.ledger.read([{ row: 'claim', claim: 'invoice/7' }])).claim('invoice/7');
      for (const refused of outcomes.filter(({ outcome }) => outcome !== 'appended')) {
        expect(refused).toEqual({ outcome: 'claimed', claim: 'invoice/7', by: holder });
      }
      await on.done(4, [{ change: 'release', claim: 'invoice/7' }]);
      await on.done(5, [claim('invoice/7')]);
      expect((await on.ledger.read([{ row: 'claim', claim: 'invoice/7' }])).claim('invoice/7')).toBe(id(5));
    });

    it('is told apart from another that only looks like it', async () => {
      await on.done(1, [claim('发票/12-3 #4'), claim('发票/12-3')]);
      await on.done(2, [claim('发票/12-3 #')]);
    });
  });

  describe('a counter', () => {
    const cap = (by: bigint, ceiling?: bigint): Change => ({
      change: 'count',
      counter: 'cap',
      by,
      ...(ceiling === undefined ? {} : { ceiling }),
    });
    const standing = async () => (await on.ledger.read([{ row: 'counter', counter: 'cap' }])).counter('cap');

    it('counts from nothing up to its ceiling and back', async () => {
      await on.done(1, [cap(30n, 40n)]);
      await on.done(2, [cap(10n, 40n)]);
      expect(await standing()).toBe(40n);
      await on.done(3, [cap(-40n)]);
      expect(await standing()).toBe(0n);
      await on.done(4, [cap(1n)]);
      expect(await standing()).toBe(1n);
    });

    it('stays below its ceiling whoever comes at once', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, at) => on.ledger.append(append(100 + at, [cap(10n, 40n)]))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(4);
      expect(await standing()).toBe(40n);
    });
  });

  describe('a lot', () => {
    const stocked = (ordinal: number, stock: bigint, lost: bigint, expected: number | undefined): Change => ({
      change: 'lot',
      lot: lot(ordinal, stock, lost),
      expected: expected === undefined ? undefined : id(expected),
    });

    it('is found by its name and among those of its item in its warehouse', async () => {
      const elsewhere: Change = { change: 'lot', lot: lot(3, 1n, 0n, { warehouse: id(0x14) }), expected: undefined };
      const other: Change = { change: 'lot', lot: lot(4, 1n, 0n, { item: id(0x13) }), expected: undefined };
      await on.done(1, [stocked(10, 5n, 2n, undefined), stocked(2, 7n, 0n, undefined), elsewhere, other]);
      expect((await on.ledger.read([keyOfLot(2)])).lot(lot(2, 1n).id)).toEqual({ lot: lot(2, 7n), version: id(1) });
      expect(await on.ledger.lotsOf(WAREHOUSE, ITEM)).toEqual([
        { lot: lot(10, 5n, 2n), version: id(1) },
        { lot: lot(2, 7n), version: id(1) },
      ]);
      expect(await on.ledger.lotsOf(id(0x15), ITEM)).toEqual([]);
    });

    it('keeps what stands in it to the last digit', async () => {
      const { expiresOn: _, ...facts } = lot(1, 0n);
      const stock = { quantity: 1_000_000_000_000n, value: 123_456_789_012_345_678_901n };
      const full = { ...facts, inKind: true, stock };
      await on.done(1, [{ change: 'lot', lot: full, expected: undefined }]);
      expect((await on.ledger.read([keyOfLot(1)])).lot(full.id)?.lot).toEqual(full);
    });

    it.each([{ unit: id(3) }, { purpose: '一线职工' }, '一线职工'])('keeps whom it was given for: %j', async (to) => {
      const gift = lot(1, 10n, 0n, { inKind: true, directed: { to, receipt: id(0xa0) } });
      await on.done(1, [{ change: 'lot', lot: gift, expected: undefined }]);
      expect((await on.ledger.read([keyOfLot(1)])).lot(gift.id)?.lot).toEqual(gift);
    });

    it('has no row once nothing is left of it, and has one again when something comes back', async () => {
      await on.done(1, [stocked(1, 10n, 0n, undefined)]);
      await on.done(2, [stocked(1, 0n, 3n, 1)]);
      expect(await on.ledger.lotsOf(WAREHOUSE, ITEM)).toHaveLength(1);
      await on.done(3, [stocked(1, 0n, 0n, 2)]);
      expect(await on.ledger.lotsOf(WAREHOUSE, ITEM)).toEqual([]);
      expect(await on.ledger.append(append(4, [stocked(1, 4n, 0n, 2)]))).toEqual({ outcome: 'stale' });
      await on.done(5, [stocked(1, 4n, 0n, undefined)]);
      expect((await on.ledger.read([keyOfLot(1)])).lot(lot(1, 4n).id)).toEqual({ lot: lot(1, 4n), version: id(5) });
    });

    it('may be as absent after as it was before', async () => {
      await on.done(1, [stocked(1, 0n, 0n, undefined)]);
      expect(await on.ledger.lotsOf(WAREHOUSE, ITEM)).toEqual([]);
    });

    it('gives its last ten boxes to ten of thirty', async () => {
      await on.done(1, [stocked(1, 10n, 0n, undefined)]);
      const takeOne = async (number: number): Promise<boolean> => {
        for (;;) {
          const held = (await on.ledger.read([keyOfLot(1)])).lot(lot(1, 1n).id);
          if (held === undefined) return false;
          const left = held.lot.stock.quantity - 1n;
          const change: Change = { change: 'lot', lot: lot(1, left), expected: held.version };
          const { outcome } = await on.ledger.append(append(number, [change]));
          if (outcome === 'appended') return true;
          expect(outcome).toBe('stale');
        }
      };
      const taken = await Promise.all(Array.from({ length: 30 }, (_, at) => takeOne(1_000 + at)));
      expect(taken.filter(Boolean)).toHaveLength(10);
      expect(await on.ledger.lotsOf(WAREHOUSE, ITEM)).toEqual([]);
    });

    it('is listed among all lots, page by page', async () => {
      const lots = Array.from({ length: 45 }, (_, at) =>
        lot(1, BigInt(at + 1), 0n, {
          id: `${id(0x40 + at)}.1`,
          warehouse: id(0x20 + (at % 5)),
          item: id(0x30 + (at % 9)),
        }),
      );
      const changes = lots.map((one): Change => ({ change: 'lot', lot: one, expected: undefined }));
      await on.done(1, changes);
      const seen = [];
      for (let after: string | undefined; ; ) {
        const page = await on.ledger.lots({ limit: 7, ...(after === undefined ? {} : { after }) });
        expect(page.items.length).toBeLessThanOrEqual(7);
        seen.push(...page.items);
        after = page.next;
        if (after === undefined) break;
      }
      const byStock = (a: { stock: { quantity: bigint } }, b: { stock: { quantity: bigint } }) =>
        Number(a.stock.quantity - b.stock.quantity);
      expect(seen.sort(byStock)).toEqual(lots);
    });
  });
}
