import { describe, expect, it } from 'vitest';
import type { StateKind } from '../../shared/domain/books.ts';
import type { Append, Change, Key, Ledger, Opened } from '../../shared/storage/ports/ledger.ts';
import { append, funds, id, LINE, lot, openLine, STATES } from './fixtures.ts';
import { claim, keyOfLot } from './subject.ts';

/** A ledger that nothing was written to, and the same one as the next version of the code would have written it. */
export interface Later {
  readonly ledger: Ledger;
  /** Adds to every row, and to what stands in it, and opens it as this version of the code does. */
  writtenByNext(): Promise<Ledger>;
}

const KINDS = Object.keys(STATES).filter((kind): kind is StateKind => kind in STATES);
const documentOf = (kind: StateKind, at: number) => ({ kind, id: id(0x100 + at), state: STATES[kind] }) as Opened;
const PERSONAL = { phone: { salt: 'c2FsdA==', value: '13800000000' } };
const ENTRY = id(1);

const FIRST: Append = {
  ...append(1, [
    openLine(),
    claim('code/unit/a'),
    { change: 'lot', lot: lot(1, 5n), expected: undefined },
    { change: 'count', counter: 'plan/x', by: 3n },
    ...KINDS.map((kind, at): Change => ({ change: 'open', document: documentOf(kind, at) })),
  ]),
  personal: PERSONAL,
};

const KEYS: readonly Key[] = [
  { row: 'entry', id: ENTRY },
  { row: 'fundingLine', id: LINE },
  { row: 'claim', claim: 'code/unit/a' },
  { row: 'counter', counter: 'plan/x' },
  { row: 'personal', id: ENTRY },
  keyOfLot(1),
  ...KINDS.map((kind, at): Key => ({ row: kind, id: documentOf(kind, at).id })),
];

async function everything(ledger: Ledger) {
  const found = await ledger.read(KEYS);
  const page = { limit: 100 };
  return {
    entry: found.entry(ENTRY),
    line: found.fundingLine(LINE),
    lot: found.lot(lot(1, 1n).id),
    claim: found.claim('code/unit/a'),
    counter: found.counter('plan/x'),
    states: KINDS.map((kind, at) => found.state(kind, documentOf(kind, at).id)),
    personal: found.personal(ENTRY),
    listed: [
      await ledger.entries(page),
      await ledger.fundingLines(page),
      await ledger.lots({ limit: 100 }),
      await ledger.states('purchase', page),
      await ledger.outbox({ since: 0, limit: 100 }),
    ],
  };
}

/** What would change a row that is there. */
const CHANGES: Readonly<Record<string, Change>> = {
  'adds to a funding line': funds(5n),
  'closes a funding line': { change: 'close-line', id: LINE },
  'reopens a funding line': { change: 'reopen-line', id: LINE },
  'replaces a document': { change: 'replace', document: documentOf('unit', 0), expected: ENTRY },
  'takes from a lot': { change: 'lot', lot: lot(1, 4n), expected: ENTRY },
  'empties a lot': { change: 'lot', lot: lot(1, 0n), expected: ENTRY },
  'counts on': { change: 'count', counter: 'plan/x', by: 1n, ceiling: 9n },
  'releases a claim': { change: 'release', claim: 'code/unit/a' },
  'erases what is personal': { change: 'erase', entry: ENTRY },
};

/** What every store keeps to while a later version of the code is put in its place, or taken back again. */
export function laterRowsContract(name: string, open: () => Promise<Later>): void {
  describe(`rows of the next version: ${name}`, () => {
    it('are read as far as they are known, and what was added to them is left alone', async () => {
      const { ledger, writtenByNext } = await open();
      expect(await ledger.append(FIRST)).toEqual({ outcome: 'appended' });
      const before = await everything(ledger);
      expect(before.states.filter((state) => state === undefined)).toEqual([]);
      expect(await everything(await writtenByNext())).toEqual(before);
    });

    it.each(Object.entries(CHANGES))('are not written over: an append that %s is refused whole', async (_, change) => {
      const { ledger, writtenByNext } = await open();
      await ledger.append(FIRST);
      const before = await everything(ledger);
      const later = await writtenByNext();
      const asked = append(2, [openLine(id(0xe1)), change]);
      await expect(later.append(asked)).rejects.toMatchObject({ name: 'LedgerError', code: 'newer-row' });
      expect(await everything(later)).toEqual(before);
      expect((await later.read([{ row: 'entry', id: id(2) }])).entry(id(2))).toBeUndefined();
    });

    it('are not promised to be written over by a dry run either', async () => {
      const { ledger, writtenByNext } = await open();
      await ledger.append(FIRST);
      const later = await writtenByNext();
      await expect(later.outcomeOf(append(2, [funds(5n)]))).rejects.toMatchObject({ code: 'newer-row' });
    });
  });
}
