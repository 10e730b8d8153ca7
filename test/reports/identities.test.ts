import { describe, expect, it } from 'vitest';
import type { Balance } from '../../shared/domain/balance.ts';
import type { Id } from '../../shared/domain/id.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import type { Journal } from '../../shared/storage/ports/journal.ts';
import type { Change, Ledger } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  at,
  ENTRIES,
  id,
  LINE_A,
  LINE_B,
  MASK,
  MASKS_BOUGHT,
  MASKS_GIVEN,
  POSTINGS,
  postingsOf,
  RICE,
  RICE_BOUGHT,
  registration,
  WAREHOUSE,
} from './entries.ts';

const of = (quantity: bigint, value: bigint): Balance => ({ quantity, value });
const NONE = of(0n, 0n);

const LINES: readonly Change[] = [
  { change: 'open-line', id: LINE_A, code: 'A', name: '防疫专项' },
  { change: 'open-line', id: LINE_B, code: 'B', name: '送温暖' },
];

const DAY = '2020-12-05';
const OPENED = { days: { openedOn: DAY, fed: {} } };

/** The entry that wrote them. */
const VERSION = id(1_001);

/** The books after all entries, written down by hand. */
const BOOKS: readonly Change[] = [
  { change: 'funds', fundingLine: LINE_A, on: DAY, available: 54_000n, cash: 79_000n },
  { change: 'funds', fundingLine: LINE_B, on: DAY, available: 25_000n, cash: 25_000n },
  {
    change: 'open',
    document: {
      kind: 'purchase',
      id: id(12),
      state: {
        ...OPENED,
        shares: [
          { line: 1, fundingLine: 1, committed: of(25n, 7_500n), accepted: of(75n, 22_500n) },
          { line: 2, fundingLine: 1, committed: NONE, accepted: of(10n, 10_000n) },
        ],
        paid: [15_000n],
        laterInvoices: 0,
      },
    },
  },
  lot(MASKS_BOUGHT, MASK, LINE_A, of(43n, 12_900n), of(3n, 900n)),
  lot(RICE_BOUGHT, RICE, LINE_A, of(6n, 6_000n), NONE),
  lot(MASKS_GIVEN, MASK, LINE_B, of(32n, 2_400n), NONE),
  {
    change: 'open',
    document: {
      kind: 'consignment',
      id: id(16),
      state: {
        ...OPENED,
        parts: [
          { transit: NONE, held: of(2n, 600n), delivered: of(25n, 7_500n) },
          { transit: NONE, held: NONE, delivered: of(20n, 1_600n) },
        ],
        confirmation: id(17),
      },
    },
  },
  {
    change: 'open',
    document: {
      kind: 'consignment',
      id: id(18),
      state: { ...OPENED, parts: [{ transit: of(4n, 4_000n), held: NONE, delivered: NONE }] },
    },
  },
  { change: 'open', document: { kind: 'disbursement', id: id(19), state: { ...OPENED, remaining: 15_000n } } },
  { change: 'open', document: { kind: 'disbursement', id: id(27), state: { ...OPENED, remaining: 0n } } },
  { change: 'open', document: { kind: 'benefit', id: id(21), state: { counter: 'x', paid: 6_000n } } },
];

function lot(lotId: string, item: Id, fundingLine: Id, stock: Balance, lost: Balance): Change {
  const facts = {
    id: lotId,
    item,
    fundingLine,
    warehouse: WAREHOUSE,
    inKind: lotId === MASKS_GIVEN,
    receivedOn: '2020-12-05',
  };
  return {
    change: 'lot',
    lot: { ...facts, stock, lows: [{ from: facts.receivedOn, ...stock }], lost },
    expected: undefined,
  };
}

async function ledgerWith(...tampering: readonly Change[]): Promise<Ledger> {
  const ledger = createMemoryLedger();
  for (const [number, changes] of [LINES, BOOKS, ...tampering.map((change) => [change])].entries()) {
    const entry = at(1_000 + number, registration('unit', { code: 'U', name: '单位' }));
    await ledger.append({ entry, canonical: '{}', requestHash: '', changes });
  }
  return ledger;
}

const NOWHERE = { asOf: null, has: () => false, placeOf: () => undefined };

/** A journal that gives these prefixes one after the other, and the last one from then on. */
function journalOf(...lengths: readonly number[]): Journal {
  let read = 0;
  return {
    async whole() {
      const postings = POSTINGS.slice(0, lengths[Math.min(read, lengths.length - 1)]);
      read += 1;
      return { postings, ...NOWHERE };
    },
    sealed: async () => ({ postings: [], ...NOWHERE }),
  };
}

async function report(ledger: Ledger, journal: Journal = journalOf(POSTINGS.length)) {
  return identities(new Register(POSTINGS), await readBeside(journal, ledger));
}

describe('the identities', () => {
  it('hold in every funding line and item, with goods and money in every state', async () => {
    const found = await report(await ledgerWith());
    expect(found).toMatchObject({ holds: true, settled: true, differing: [] });
    expect(found.budget).toMatchObject([
      { fundingLine: { code: 'A' }, appropriated: '1000.00', available: '540.00', loss: '15.00', difference: '0.00' },
      {
        fundingLine: { code: 'B' },
        appropriated: '500.00',
        givenBack: '100.00',
        disbursed: '150.00',
        difference: '0.00',
      },
    ]);
    expect(found.cash).toMatchObject([
      { cash: '790.00', paid: '150.00', benefits: '60.00', difference: '0.00' },
      { cash: '250.00', givenBack: '100.00', disbursed: '150.00', difference: '0.00' },
    ]);
    const [masks, rice] = found.goods;
    expect(masks).toEqual({
      item: { id: MASK, code: 'W1', name: '口罩', baseMeasure: '个' },
      received: 125,
      found: 2,
      stock: 75,
      transit: 0,
      held: 2,
      delivered: 45,
      lost: 5,
      difference: 0,
    });
    expect(rice).toMatchObject({ received: 10, stock: 6, transit: 4, difference: 0 });
    expect(found.inKind[1]).toMatchObject({
      received: '40.00',
      stock: '24.00',
      delivered: '16.00',
      difference: '0.00',
    });
  });

  it('set the entries beside the books, values by funding line and quantities by item', async () => {
    const { books } = await report(await ledgerWith());
    const said = books.map((row) =>
      'item' in row ? [row.account, row.item.code, row.journal] : [row.account, row.fundingLine.code, row.journal],
    );
    expect(said).toEqual([
      ['accepted', 'A', '325.00'],
      ['available', 'A', '540.00'],
      ['benefits', 'A', '60.00'],
      ['cash', 'A', '790.00'],
      ['committed', 'A', '75.00'],
      ['delivered', 'A', '75.00'],
      ['held', 'A', '6.00'],
      ['lost', 'A', '9.00'],
      ['paid', 'A', '150.00'],
      ['stock', 'A', '189.00'],
      ['transit', 'A', '40.00'],
      ['available', 'B', '250.00'],
      ['cash', 'B', '250.00'],
      ['delivered', 'B', '16.00'],
      ['disbursed', 'B', '150.00'],
      ['lost', 'B', '0.00'],
      ['stock', 'B', '24.00'],
      ['transit', 'B', '0.00'],
      ['accepted', 'W1', 75],
      ['committed', 'W1', 25],
      ['delivered', 'W1', 45],
      ['held', 'W1', 2],
      ['lost', 'W1', 3],
      ['stock', 'W1', 75],
      ['transit', 'W1', 0],
      ['accepted', 'W2', 10],
      ['committed', 'W2', 0],
      ['lost', 'W2', 0],
      ['stock', 'W2', 6],
      ['transit', 'W2', 4],
    ]);
  });

  it.each<[string, Change, string, string]>([
    [
      'a funding line',
      { change: 'funds', fundingLine: LINE_A, on: DAY, available: 1n, cash: 0n },
      `available/${LINE_A}`,
      '-0.01',
    ],
    [
      'the cash of a line',
      { change: 'funds', fundingLine: LINE_B, on: DAY, available: 0n, cash: -5n },
      `cash/${LINE_B}`,
      '0.05',
    ],
    [
      'a disbursement',
      {
        change: 'replace',
        document: { kind: 'disbursement', id: id(19), state: { ...OPENED, remaining: 14_000n } },
        expected: VERSION,
      },
      `unit/${id(19)}`,
      '10.00',
    ],
    [
      'a benefit',
      {
        change: 'replace',
        document: { kind: 'benefit', id: id(21), state: { counter: 'x', paid: 0n } },
        expected: VERSION,
      },
      `person/${id(21)}`,
      '60.00',
    ],
    [
      'a consignment',
      {
        change: 'replace',
        document: {
          kind: 'consignment',
          id: id(18),
          state: { ...OPENED, parts: [{ transit: NONE, held: NONE, delivered: NONE }] },
        },
        expected: VERSION,
      },
      `transit/${id(18)}/1`,
      '40.00',
    ],
  ])('fail where %s was tampered with', async (_row, tampering, account, difference) => {
    const found = await report(await ledgerWith(tampering));
    expect(found).toMatchObject({ holds: false, settled: true });
    expect(found.differing.map((row) => row.account)).toEqual([account]);
    expect(found.books.filter((row) => 'fundingLine' in row && row.difference !== '0.00')).toMatchObject([
      { difference },
    ]);
  });

  it('fail where two rows were tampered with that make up for each other', async () => {
    const found = await report(
      await ledgerWith(moved(MASKS_BOUGHT, of(44n, 13_200n), LINE_A), moved(MASKS_GIVEN, of(31n, 2_100n), LINE_B)),
    );
    expect(found.holds).toBe(false);
    expect(found.differing.map(({ account }) => account)).toEqual([`stock/${MASKS_BOUGHT}`, `stock/${MASKS_GIVEN}`]);
  });

  it('fail where a lot was moved to another funding line', async () => {
    const found = await report(await ledgerWith(moved(MASKS_BOUGHT, of(43n, 12_900n), LINE_B, of(3n, 900n))));
    expect(found.holds).toBe(false);
    expect(found.differing.map(({ account }) => account)).toEqual([`loss/${MASKS_BOUGHT}`, `stock/${MASKS_BOUGHT}`]);
    const off = found.books.filter((row) => row.account === 'stock' && 'fundingLine' in row);
    expect(off).toMatchObject([{ difference: '129.00' }, { difference: '-129.00' }]);
  });

  it('fail where a row tells of what no entry says', async () => {
    const found = await report(
      await ledgerWith({
        change: 'open',
        document: { kind: 'disbursement', id: id(77), state: { ...OPENED, remaining: 1n } },
      }),
    );
    expect(found).toMatchObject({
      holds: false,
      differing: [{ account: `unit/${id(77)}`, journal: { value: '0.00' }, books: { value: '0.01' } }],
    });
  });

  it('look again while entries come in, until both sides are of one state', async () => {
    const found = await report(await ledgerWith(), journalOf(20, 24, POSTINGS.length));
    expect(found).toMatchObject({ holds: true, settled: true });
  });

  it('say so where entries never stop coming in', async () => {
    const found = await report(await ledgerWith(), journalOf(10, 11, 12, 13, 14, 15, 16, 17));
    expect(found).toMatchObject({ holds: false, settled: false });
  });

  it('hold after every single entry', () => {
    for (let size = 0; size <= ENTRIES.length; size += 1) {
      const postings = postingsOf(ENTRIES.slice(0, size));
      const prefix = { postings, ...NOWHERE };
      const beside = { prefix, journal: new Map(), books: new Map(), settled: true };
      expect(identities(new Register(postings), beside).holds).toBe(true);
    }
  });
});

/** A lot with another stock, or on another line. */
function moved(
  lotId: string,
  stock: Balance,
  fundingLine: Id,
  lost = lotId === MASKS_BOUGHT ? of(3n, 900n) : NONE,
): Change {
  const change = lot(lotId, MASK, fundingLine, stock, lost);
  return change.change === 'lot' ? { ...change, expected: VERSION } : change;
}
