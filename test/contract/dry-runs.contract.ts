import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Append, Change, Key, Ledger, Opened } from '../../shared/storage/ports/ledger.ts';
import { append, CONSIGNMENT, funds, id, LINE, lot, openLine, STATES } from './fixtures.ts';
import { claim, keyOfLot, type Open } from './subject.ts';

const SECOND = id(0xe1);
const consignment: Opened = { kind: 'consignment', id: CONSIGNMENT, state: STATES.consignment };
const DAYS = ['2020-12-10', '2020-12-20', '2020-12-28'];

/** One change of a sort, which the rows of a small ledger may bear and may not. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>({ change: 'open', document: consignment }),
  version().map((expected): Change => ({ change: 'replace', document: consignment, expected })),
  fc.constantFrom(LINE, SECOND).map((line) => openLine(line)),
  fc.constantFrom(LINE, SECOND).map((line): Change => ({ change: 'close-line', id: line })),
  fc.constantFrom(LINE, SECOND).map((line): Change => ({ change: 'reopen-line', id: line })),
  fc
    .record({
      available: fc.bigInt({ min: -60n, max: 100n }),
      cash: fc.bigInt({ min: -60n, max: 100n }),
      line: fc.constantFrom(LINE, SECOND),
      day: fc.constantFrom(...DAYS),
    })
    .map(({ available, cash, line, day }) => funds(available, cash, line, day)),
  fc
    .record({ stock: fc.bigInt({ min: 0n, max: 5n }), expected: fc.option(version(), { nil: undefined }) })
    .map(({ stock, expected }): Change => ({ change: 'lot', lot: lot(1, stock), expected })),
  fc.constantFrom('code/1', 'code/2').map(claim),
  fc.constantFrom('code/1', 'code/2').map((name): Change => ({ change: 'release', claim: name })),
  version().map((entry): Change => ({ change: 'erase', entry })),
  fc
    .record({
      by: fc.bigInt({ min: -20n, max: 30n }),
      ceiling: fc.option(fc.bigInt({ min: 0n, max: 50n }), { nil: undefined }),
      on: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    })
    .map(
      ({ by, ceiling, on }): Change => ({
        change: 'count',
        counter: 'cap',
        by,
        ...(ceiling === undefined ? {} : { ceiling }),
        ...(on === undefined ? {} : { on }),
      }),
    ),
);

/** The id of an entry that may be there. */
function version(): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 8 }).map(id);
}

interface Asked {
  readonly number: number;
  readonly changes: readonly Change[];
  readonly hasPerson: boolean;
}

/** Appends of two changes or three, of different sorts, so that no row is named twice. */
const asked: fc.Arbitrary<Asked> = fc.record({
  number: fc.integer({ min: 1, max: 8 }),
  changes: fc.uniqueArray(change, { minLength: 0, maxLength: 3, selector: rowOf }),
  hasPerson: fc.boolean(),
});

function rowOf(one: Change): string {
  if ('fundingLine' in one) return one.fundingLine;
  if (one.change.endsWith('-line') && 'id' in one) return one.id;
  if ('claim' in one) return one.claim;
  if ('entry' in one) return one.entry;
  return 'document' in one ? 'document' : one.change;
}

function appendOf({ number, changes, hasPerson }: Asked): Append {
  const one = append(number, changes);
  const isErased = changes.some((change) => change.change === 'erase' && change.entry === one.entry.id);
  return hasPerson && !isErased ? { ...one, personal: { name: { salt: 'c2FsdA==', value: '某' } } } : one;
}

const ROWS: readonly Key[] = [
  ...Array.from({ length: 8 }, (_, at) => id(at + 1)).flatMap((entry): Key[] => [
    { row: 'entry', id: entry },
    { row: 'personal', id: entry },
  ]),
  { row: 'fundingLine', id: LINE },
  { row: 'fundingLine', id: SECOND },
  { row: 'consignment', id: CONSIGNMENT },
  keyOfLot(1),
  { row: 'claim', claim: 'code/1' },
  { row: 'claim', claim: 'code/2' },
  { row: 'counter', counter: 'cap' },
];

/** All that such appends may change. */
async function whole(ledger: Ledger): Promise<object> {
  const found = await ledger.read(ROWS);
  return {
    entries: (await ledger.entries({ limit: 100 })).items,
    outbox: await ledger.outbox({ since: 0, limit: 100 }),
    lots: (await ledger.lots({ limit: 100 })).items,
    lines: [LINE, SECOND].map((line) => found.fundingLine(line)),
    consignment: found.state('consignment', CONSIGNMENT),
    claims: ['code/1', 'code/2'].map((name) => found.claim(name)),
    counted: found.counter('cap'),
    persons: Array.from({ length: 8 }, (_, at) => found.personal(id(at + 1))),
  };
}

/** What would become of an append is what becomes of it, and asking leaves everything as it was. */
export function dryRunsContract(open: Open): void {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await open();
  });

  describe('what would become of an append', () => {
    it('is what becomes of it right after, and leaves no trace', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(asked, { minLength: 4, maxLength: 8 }), async (appends) => {
          ledger = await open();
          await ledger.append(append(7, [openLine()]));
          await ledger.append(append(8, [funds(40n, 40n, LINE, '2020-12-20')]));
          for (const one of appends.map(appendOf)) {
            const before = await whole(ledger);
            const told = await ledger.outcomeOf(one);
            expect(await whole(ledger)).toEqual(before);
            const outcome = await ledger.append(one);
            // Where an answer was lost, an append that is there is told as appended to whoever sends the very same.
            if (told.outcome !== 'repeated') expect(outcome).toEqual(told);
          }
        }),
        { numRuns: 12 },
      );
    });

    it('is not told of what can be no append', async () => {
      await expect(ledger.outcomeOf(append(1, [funds(5n), funds(6n)]))).rejects.toThrow(RangeError);
      const claims = Array.from({ length: 99 }, (_, at) => claim(`code/${at}`));
      await expect(ledger.outcomeOf(append(1, claims))).rejects.toThrow(RangeError);
      expect(await ledger.outcomeOf(append(1, claims.slice(1)))).toEqual({ outcome: 'appended' });
    });

    it('holds nothing back: whoever was told that it would be appended may still come too late', async () => {
      await ledger.append(append(1, [openLine(), claim('code/1')]));
      await ledger.append(append(2, [funds(10n)]));
      const [first, second] = [append(3, [funds(-10n)]), append(4, [funds(-10n)])];
      expect(await ledger.outcomeOf(first)).toEqual({ outcome: 'appended' });
      expect(await ledger.append(second)).toEqual({ outcome: 'appended' });
      const short = { outcome: 'short', fundingLine: LINE, available: 0n, cash: 0n };
      expect(await ledger.outcomeOf(first)).toEqual(short);
    });
  });
}
