import { beforeEach, describe, expect, it } from 'vitest';
import type { StateKind } from '../../shared/domain/books.ts';
import type { Change, Opened, Outcome } from '../../shared/storage/ports/ledger.ts';
import { append, CONSIGNMENT, funds, id, LINE, lot, openLine, STATES } from './fixtures.ts';
import { claim, keyOfLot, type Open, subjectOf } from './subject.ts';

const APPENDED: Outcome = { outcome: 'appended' };
const consignment: Opened = { kind: 'consignment', id: CONSIGNMENT, state: STATES.consignment };

/** Reading, appending whole or not at all, and what is told of a refusal. */
export function appendsContract(open: Open): void {
  const on = subjectOf(open);
  const lineNow = async () => (await on.ledger.read([{ row: 'fundingLine', id: LINE }])).fundingLine(LINE);

  describe('reading', () => {
    it('finds nothing where nothing was written', async () => {
      const found = await on.ledger.read([
        { row: 'entry', id: id(1) },
        { row: 'fundingLine', id: LINE },
        { row: 'purchase', id: id(1) },
        keyOfLot(1),
        { row: 'claim', claim: 'invoice/1' },
        { row: 'counter', counter: 'cap' },
        { row: 'personal', id: id(1) },
      ]);
      expect(found.entry(id(1))).toBeUndefined();
      expect(found.fundingLine(LINE)).toBeUndefined();
      expect(found.state('purchase', id(1))).toBeUndefined();
      expect(found.lot(lot(1, 1n).id)).toBeUndefined();
      expect(found.claim('invoice/1')).toBeUndefined();
      expect(found.counter('cap')).toBe(0n);
      expect(found.personal(id(1))).toBeUndefined();
      expect(await on.ledger.entries({ limit: 10 })).toEqual({ items: [] });
      expect(await on.ledger.lots({ limit: 10 })).toEqual({ items: [] });
      expect(await on.ledger.outbox({ since: 0, limit: 10 })).toEqual([]);
    });

    it('takes a list of no rows, and a row that is named twice', async () => {
      await on.done(1, [openLine()]);
      await on.ledger.read([]);
      const line = { row: 'fundingLine', id: LINE } as const;
      expect((await on.ledger.read([line, line])).fundingLine(LINE)?.code).toBe('FY2020-防疫');
    });

    it('takes 100 rows and no more', async () => {
      const keys = (count: number) => Array.from({ length: count }, (_, at) => ({ row: 'entry', id: id(at) }) as const);
      await on.done(99);
      expect((await on.ledger.read(keys(100))).entry(id(99))?.entry.id).toBe(id(99));
      await expect(on.ledger.read(keys(101))).rejects.toThrow(RangeError);
    });
  });

  describe('an append', () => {
    it('gives back the entry, its canonical bytes and the hash of its request', async () => {
      const one = append(1);
      expect(await on.ledger.append(one)).toEqual(APPENDED);
      const { entry, canonical, requestHash } = one;
      const found = await on.ledger.read([{ row: 'entry', id: id(1) }]);
      expect(found.entry(id(1))).toEqual({ entry, canonical, requestHash });
    });

    it('erases personal data with the entry that says so, once, and all of it or nothing', async () => {
      const personal = { signatory: { salt: 'c2FsdA==', value: '签收人' } };
      await on.ledger.append({ ...append(1), personal });
      const erase: Change = { change: 'erase', entry: id(1) };
      expect(await on.ledger.append(append(2, [erase, claim('erasure/1')]))).toEqual(APPENDED);
      expect((await on.ledger.read([{ row: 'personal', id: id(1) }])).personal(id(1))).toBeUndefined();
      expect((await on.ledger.read([{ row: 'entry', id: id(1) }])).entry(id(1))).toBeDefined();
      expect(await on.ledger.append(append(3, [erase]))).toEqual({ outcome: 'stale' });
      expect((await on.ledger.read([{ row: 'entry', id: id(3) }])).entry(id(3))).toBeUndefined();
    });

    it('keeps personal data apart, under the entry', async () => {
      const personal = { signatory: { salt: 'c2FsdA==', value: '签收人' }, phone: { salt: 'eA==', value: '1' } };
      await on.ledger.append({ ...append(1), personal });
      const found = await on.ledger.read([{ row: 'personal', id: id(1) }]);
      expect(found.personal(id(1))).toEqual(personal);
    });

    it.each(Object.keys(STATES) as StateKind[])(
      'keeps a %s whole, under the entry that changed it last',
      async (kind) => {
        const document = { kind, id: id(7), state: STATES[kind] } as Opened;
        await on.done(1, [{ change: 'open', document }]);
        const before = (await on.ledger.read([{ row: kind, id: id(7) }])).state(kind, id(7));
        expect(before).toEqual({ id: id(7), version: id(1), state: STATES[kind] });
        await on.done(2, [{ change: 'replace', document, expected: id(1) }]);
        const after = (await on.ledger.read([{ row: kind, id: id(7) }])).state(kind, id(7));
        expect(after?.version).toBe(id(2));
      },
    );

    it('is repeated under an id that is taken, and changes nothing then', async () => {
      await on.done(1, [openLine()]);
      expect(await on.ledger.append(append(1, [funds(5n)]))).toEqual({ outcome: 'repeated' });
      expect(await lineNow()).toMatchObject({ available: 0n });
    });

    it('lands once where it is sent three times at once', async () => {
      await on.done(1, [openLine()]);
      const outcomes = await Promise.all([1, 2, 3].map(() => on.ledger.append(append(2, [funds(100n, 7n)]))));
      // Where an answer was lost, nobody can tell an append from another of the very same: both are told that it is there.
      const told = new Set(outcomes.map(({ outcome }) => outcome));
      expect(told).toContain('appended');
      expect([...told].filter((outcome) => outcome !== 'appended' && outcome !== 'repeated')).toEqual([]);
      expect(await lineNow()).toMatchObject({ available: 100n, cash: 7n });
    });

    it('touches at most 100 rows, the entry and its outbox item counted', async () => {
      const claims = (count: number) => Array.from({ length: count }, (_, at) => claim(`code/${at}`));
      await on.done(1, claims(98));
      await expect(on.ledger.append(append(2, claims(99)))).rejects.toThrow(RangeError);
      const personal = { name: { salt: '', value: '' } };
      await expect(on.ledger.append({ ...append(2, claims(98)), personal })).rejects.toThrow(RangeError);
      expect((await on.ledger.entries({ limit: 10 })).items).toHaveLength(1);
    });

    it('never changes a row twice', async () => {
      await on.done(1, [openLine()]);
      await expect(on.ledger.append(append(2, [funds(5n), funds(6n)]))).rejects.toThrow(RangeError);
      const taken = [claim('code/1'), { change: 'release', claim: 'code/1' } as const];
      await expect(on.ledger.append(append(2, taken))).rejects.toThrow(RangeError);
    });

    it('refuses an overlong pile of personal data', async () => {
      const personal = { name: { salt: '', value: '名'.repeat(20_000) } };
      await expect(on.ledger.append({ ...append(1), personal })).rejects.toThrow(RangeError);
    });
  });

  describe('a condition that does not hold', () => {
    const failing: readonly (readonly [string, Change, Outcome['outcome']])[] = [
      ['opens a document that is there', { change: 'open', document: consignment }, 'stale'],
      ['replaces a version that is gone', { change: 'replace', document: consignment, expected: id(77) }, 'stale'],
      [
        'replaces a document that is not there',
        { change: 'replace', document: { ...consignment, id: id(78) }, expected: id(77) },
        'stale',
      ],
      ['writes a lot that is there as a new one', { change: 'lot', lot: lot(1, 1n), expected: undefined }, 'stale'],
      ['writes a lot whose version is gone', { change: 'lot', lot: lot(1, 1n), expected: id(77) }, 'stale'],
      ['writes a lot that has no row as an old one', { change: 'lot', lot: lot(9, 1n), expected: id(1) }, 'stale'],
      ['spends a lot whose version is gone', { change: 'lot', lot: lot(1, 0n), expected: id(77) }, 'stale'],
      ['opens a funding line that is there', openLine(), 'stale'],
      ['funds a line that is not there', funds(1n, 0n, id(79)), 'unknown-line'],
      ['closes a line that is not there', { change: 'close-line', id: id(79) }, 'unknown-line'],
      ['funds a line that is closed', funds(1n, 0n, id(80)), 'closed-line'],
      ['closes a line that is closed', { change: 'close-line', id: id(80) }, 'closed-line'],
      ['takes more than is available', funds(-101n), 'short'],
      ['takes more than there is cash', funds(0n, -51n), 'short'],
      ['closes a line that still has something', { change: 'close-line', id: LINE }, 'short'],
      ['claims what another holds', claim('code/1'), 'claimed'],
      ['counts above the ceiling', { change: 'count', counter: 'cap', by: 1n, ceiling: 40n }, 'above-ceiling'],
      ['counts below zero', { change: 'count', counter: 'cap', by: -41n }, 'above-ceiling'],
      [
        'counts a new counter above its ceiling',
        { change: 'count', counter: 'new', by: 2n, ceiling: 1n },
        'above-ceiling',
      ],
      ['counts a new counter below zero', { change: 'count', counter: 'new', by: -1n }, 'above-ceiling'],
    ];

    beforeEach(async () => {
      await on.done(1, [
        openLine(),
        openLine(id(80)),
        { change: 'open', document: consignment },
        { change: 'lot', lot: lot(1, 10n), expected: undefined },
        claim('code/1'),
        { change: 'count', counter: 'cap', by: 40n },
      ]);
      await on.done(2, [funds(100n, 50n), { change: 'close-line', id: id(80) }]);
    });

    it.each(failing)('leaves nothing behind of an append that %s', async (_, change, expected) => {
      const document: Opened = { kind: 'receipt', id: id(3), state: { lots: 1 } };
      const sound: Change[] = [
        { change: 'open', document },
        { change: 'lot', lot: lot(2, 5n), expected: undefined },
        openLine(id(81)),
        claim('code/2'),
        { change: 'count', counter: 'other', by: 1n },
      ];
      const one = { ...append(3, [...sound, change]), personal: { name: { salt: 'c2FsdA==', value: '某' } } };
      expect((await on.ledger.append(one)).outcome).toBe(expected);
      const found = await on.ledger.read([
        { row: 'entry', id: id(3) },
        { row: 'personal', id: id(3) },
        { row: 'receipt', id: id(3) },
        keyOfLot(2),
        { row: 'fundingLine', id: id(81) },
        { row: 'claim', claim: 'code/2' },
        { row: 'counter', counter: 'other' },
      ]);
      expect(found.entry(id(3))).toBeUndefined();
      expect(found.personal(id(3))).toBeUndefined();
      expect(found.state('receipt', id(3))).toBeUndefined();
      expect(found.lot(lot(2, 1n).id)).toBeUndefined();
      expect(found.fundingLine(id(81))).toBeUndefined();
      expect(found.claim('code/2')).toBeUndefined();
      expect(found.counter('other')).toBe(0n);
      expect(await on.ledger.outbox({ since: 0, limit: 10 })).toHaveLength(2);
    });

    it('leaves room in a counter from the day on which what came back was recorded, and for no day before', async () => {
      const onDay = (day: string, by: bigint): Change => ({
        change: 'count',
        counter: 'plan',
        by,
        ceiling: 100n,
        on: day,
      });
      await on.done(5, [onDay('2020-11-02', 100n)]);
      await on.done(6, [{ change: 'count', counter: 'plan', by: -60n, on: '2020-11-20' }]);
      const early = { outcome: 'above-ceiling', counter: 'plan', stands: 40n, from: '2020-12-28' };
      expect(await on.ledger.append(append(7, [onDay('2020-11-10', 50n)]))).toEqual(early);
      expect(await on.ledger.append(append(7, [onDay('2020-12-28', 61n)]))).toEqual({
        outcome: 'above-ceiling',
        counter: 'plan',
        stands: 40n,
      });
      await on.done(7, [onDay('2020-12-28', 50n)]);
      // Given back, it stands as it did: nothing more was ever added on a day.
      await on.done(8, [{ change: 'count', counter: 'plan', by: 10n }]);
      expect((await on.ledger.read([{ row: 'counter', counter: 'plan' }])).counter('plan')).toBe(100n);
    });

    it('is told in one order of precedence where several do not hold', async () => {
      const all: readonly (readonly [Change | undefined, Outcome])[] = [
        [undefined, { outcome: 'repeated' }],
        [{ change: 'replace', document: consignment, expected: id(77) }, { outcome: 'stale' }],
        [funds(1n, 0n, id(79)), { outcome: 'unknown-line', fundingLine: id(79) }],
        [funds(1n, 0n, id(80)), { outcome: 'closed-line', fundingLine: id(80) }],
        [claim('code/1'), { outcome: 'claimed', claim: 'code/1', by: id(1) }],
        [
          { change: 'count', counter: 'cap', by: 1n, ceiling: 40n },
          { outcome: 'above-ceiling', counter: 'cap', stands: 40n },
        ],
        [funds(-101n), { outcome: 'short', fundingLine: LINE, available: 100n, cash: 50n }],
      ];
      for (const [from, [, expected]] of all.entries()) {
        const changes = all.slice(from).flatMap(([change]) => change ?? []);
        // The last of the list comes first in the append: the order of the changes does not decide.
        expect(await on.ledger.append(append(from === 0 ? 1 : 3, changes.toReversed()))).toEqual(expected);
      }
    });

    it('is told of the first of two of the same sort', async () => {
      await on.done(3, [claim('code/3')]);
      const outcome = await on.ledger.append(append(4, [claim('code/3'), claim('code/1')]));
      expect(outcome).toEqual({ outcome: 'claimed', claim: 'code/3', by: id(3) });
    });
  });
}
