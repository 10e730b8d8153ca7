import { describe, expect, it } from 'vitest';
import type { Balance } from '../../shared/domain/balance.ts';
import type { Lot, StateKind } from '../../shared/domain/books.ts';
import type { LotId } from '../../shared/domain/id.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import type { Journal } from '../../shared/storage/ports/journal.ts';
import type { Change, Ledger, Opened } from '../../shared/storage/ports/ledger.ts';
import { nthId } from '../commands/office.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings: POSTINGS, register } = await told(office);
const [LINE_A, LINE_B, MASK] = [office.id('line'), office.id('line-2'), office.id('masks')];
const [MASKS_BOUGHT, MASKS_GIVEN] = [office.lot('bought'), office.lot('given')];

const DAY = '2020-12-05';

const of = (quantity: bigint, value: bigint): Balance => ({ quantity, value });
const NONE = of(0n, 0n);

/** What somebody does to the rows past the commands. */
type Tampering = (ledger: Ledger) => Promise<Change>;

/** A document that says something else. */
function rewritten(kind: StateKind, name: string, state: object): Tampering {
  const id = office.id(name);
  return async (ledger) => {
    const found = (await ledger.read([{ row: kind, id }])).state(kind, id);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    const document = { kind, id, state: { ...found.state, ...state } } as Opened;
    return { change: 'replace', document, expected: found.version };
  };
}

/** Masks with another stock, or on another line. */
function moved(lot: LotId, more: Partial<Lot>): Tampering {
  return async (ledger) => {
    const row = { row: 'lot', warehouse: office.id('warehouse'), item: MASK, lot } as const;
    const found = (await ledger.read([row])).lot(lot);
    if (!found) throw new Error(`there is no lot ${lot}`);
    return { change: 'lot', lot: { ...found.lot, ...more }, expected: found.version };
  };
}

/** Money that comes or goes on a line. */
function funds(fundingLine: string, available: bigint, cash: bigint): Tampering {
  return async () => ({ change: 'funds', fundingLine, on: DAY, available, cash });
}

/** The books of the winter, tampered with: no command does that, so its entry is a copy of another. */
async function ledgerWith(...tampering: readonly Tampering[]): Promise<Ledger> {
  const { ledger } = await winter();
  for (const [number, one] of tampering.entries()) {
    const entry = { ...(await office.entry('line')), id: nthId(1_000 + number) };
    await ledger.append({ entry, canonical: '{}', requestHash: '', changes: [await one(ledger)] });
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
    readOn: async () => false,
  };
}

async function report(ledger: Ledger, journal: Journal = journalOf(POSTINGS.length)) {
  return identities(register, await readBeside(journal, ledger));
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

  it.each<[string, Tampering, string, string]>([
    ['a funding line', funds(LINE_A, 1n, 0n), `available/${LINE_A}`, '-0.01'],
    ['the cash of a line', funds(LINE_B, 0n, -5n), `cash/${LINE_B}`, '0.05'],
    [
      'a disbursement',
      rewritten('disbursement', 'disbursement', { remaining: 14_000n }),
      `unit/${office.id('disbursement')}`,
      '10.00',
    ],
    ['a benefit', rewritten('benefit', 'benefit', { paid: 0n }), `person/${office.id('benefit')}`, '60.00'],
    [
      'a consignment',
      rewritten('consignment', 'under-way', { parts: [{ transit: NONE, held: NONE, delivered: NONE }] }),
      `transit/${office.id('under-way')}/1`,
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
      await ledgerWith(
        moved(MASKS_BOUGHT, { stock: of(44n, 13_200n) }),
        moved(MASKS_GIVEN, { stock: of(31n, 2_100n) }),
      ),
    );
    expect(found.holds).toBe(false);
    expect(found.differing.map(({ account }) => account)).toEqual([`stock/${MASKS_BOUGHT}`, `stock/${MASKS_GIVEN}`]);
  });

  it('fail where a lot was moved to another funding line', async () => {
    const found = await report(await ledgerWith(moved(MASKS_BOUGHT, { fundingLine: LINE_B })));
    expect(found.holds).toBe(false);
    expect(found.differing.map(({ account }) => account)).toEqual([`loss/${MASKS_BOUGHT}`, `stock/${MASKS_BOUGHT}`]);
    const off = found.books.filter((row) => row.account === 'stock' && 'fundingLine' in row);
    expect(off).toMatchObject([{ difference: '129.00' }, { difference: '-129.00' }]);
  });

  it('fail where a row tells of what no entry says', async () => {
    const state = { days: { openedOn: DAY, fed: {} }, remaining: 1n };
    const invented = { kind: 'disbursement', id: nthId(777), state } as const;
    const found = await report(await ledgerWith(async () => ({ change: 'open', document: invented })));
    expect(found).toMatchObject({
      holds: false,
      differing: [{ account: `unit/${nthId(777)}`, journal: { value: '0.00' }, books: { value: '0.01' } }],
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
    for (let size = 0; size <= POSTINGS.length; size += 1) {
      const postings = POSTINGS.slice(0, size);
      const prefix = { postings, ...NOWHERE };
      const beside = { prefix, journal: new Map(), books: new Map(), settled: true };
      expect(identities(new Register(postings), beside).holds).toBe(true);
    }
  });
});
