import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  available,
  cash,
  committed,
  countLoss,
  delivered,
  found,
  giver,
  held,
  person,
  source,
  stock,
  supplier,
  transit,
  unitMoney,
  writtenOff,
} from '../../shared/domain/account.ts';
import { type Balance, minus, plus } from '../../shared/domain/balance.ts';
import type { Transfer } from '../../shared/domain/entry.ts';
import { type Books, post } from '../../shared/domain/post.ts';
import { mirror } from '../../shared/domain/reversal.ts';
import { id, transfer } from '../reports/entries.ts';
import { BOOKS, DAY, GIVEN, LINE_A, LINE_B, LOT, lot, pieces } from './books.ts';

const goods = (from: Account, to: Account, quantity: bigint) => transfer(from, to, quantity * 100n, quantity);

type Reading = (books: Books) => Balance | undefined;

/** An account of goods, what stands in it, and where that is in the books. */
const STANDING: readonly [string, Account, Balance, Reading][] = [
  ['committed/1/1', committed(1, 1), pieces(40n), ({ purchase }) => purchase?.shares[0]?.committed],
  ['committed/1/2', committed(1, 2), pieces(10n), ({ purchase }) => purchase?.shares[1]?.committed],
  ['stock/<lot>', stock(GIVEN), pieces(50n), ({ lots }) => lots.get(GIVEN)?.stock],
  ['loss/<lot>', countLoss(LOT), pieces(3n), ({ lots }) => lots.get(LOT)?.lost],
  ['transit/2', transit(2), pieces(8n), ({ consignment }) => consignment?.parts[1]?.transit],
  ['held/1', held(1), pieces(5n), ({ consignment }) => consignment?.parts[0]?.held],
  ['unit/1', delivered(1), pieces(20n), ({ consignment }) => consignment?.parts[0]?.delivered],
];

describe('the book of an account of goods', () => {
  it.each(STANDING)('of %s gains what comes in and loses what goes out', (_name, account, has, read) => {
    const came = post([goods(giver, account, 2n)], BOOKS, DAY);
    expect(read(came.books)).toEqual(plus(has, pieces(2n)));
    const went = post([goods(account, giver, 2n)], BOOKS, DAY);
    expect(read(went.books)).toEqual(minus(has, pieces(2n)));
    expect([...came.overdrafts, ...went.overdrafts, ...came.funds, ...went.funds]).toEqual([]);
  });

  it.each(STANDING)('of %s alone changes', (name, account) => {
    const { books } = post([goods(giver, account, 2n)], BOOKS, DAY);
    const changed = STANDING.filter(([, , has, read]) => read(books)?.quantity !== has.quantity);
    expect(changed.map(([other]) => other)).toEqual([name]);
    expect(books.purchase?.paid).toEqual([3_000n, 700n]);
    expect(books.disbursement).toEqual({ days: { openedOn: DAY, fed: {} }, remaining: 20_000n });
  });

  it.each(STANDING)('of %s may be emptied, and tells an overdraft beyond that', (_name, account, has) => {
    const { quantity, value } = has;
    expect(post([transfer(account, giver, value, quantity)], BOOKS, DAY).overdrafts).toEqual([]);
    expect(post([transfer(account, giver, value, quantity + 1n)], BOOKS, DAY).overdrafts).toEqual([
      { account, has, needs: { quantity: quantity + 1n, value } },
    ]);
    expect(post([transfer(account, giver, value + 1n, quantity)], BOOKS, DAY).overdrafts).toEqual([
      { account, has, needs: { quantity, value: value + 1n } },
    ]);
  });

  it.each(STANDING)('of %s tells an overdraft where value would be left without goods', (_name, account, has) => {
    const { quantity, value } = has;
    expect(post([transfer(account, giver, value - 1n, quantity)], BOOKS, DAY).overdrafts).toEqual([
      { account, has, needs: { quantity, value: value - 1n } },
    ]);
  });
});

describe('the book of money', () => {
  it('of a funding line is what it gains or loses of available and of cash, over all transfers', () => {
    const { funds, overdrafts } = post(
      [
        transfer(source(1), available(1), 500n),
        transfer(source(1), cash(1), 500n),
        transfer(available(1), committed(1, 1), 200n, 2n),
        transfer(available(2), committed(1, 2), 100n, 1n),
        transfer(cash(2), supplier(2), 50n),
      ],
      BOOKS,
      DAY,
    );
    expect(funds).toEqual(
      new Map([
        [LINE_A, { available: 300n, cash: 500n }],
        [LINE_B, { available: -100n, cash: -50n }],
      ]),
    );
    expect(overdrafts).toEqual([]);
  });

  it('of a funding line has its floor kept by storage, and tells no overdraft', () => {
    const { funds, overdrafts } = post([transfer(available(1), source(1), 10n ** 12n)], BOOKS, DAY);
    expect(funds).toEqual(new Map([[LINE_A, { available: -(10n ** 12n), cash: 0n }]]));
    expect(overdrafts).toEqual([]);
  });

  it('paid to the supplier stands with its funding line', () => {
    const { books, overdrafts } = post([transfer(cash(2), supplier(2), 300n)], BOOKS, DAY);
    expect(books.purchase?.paid).toEqual([3_000n, 1_000n]);
    expect(overdrafts).toEqual([]);
  });

  it('paid to the supplier comes back at most once', () => {
    expect(post([transfer(supplier(2), cash(2), 700n)], BOOKS, DAY).overdrafts).toEqual([]);
    expect(post([transfer(supplier(2), cash(2), 701n)], BOOKS, DAY).overdrafts).toEqual([
      { account: supplier(2), has: { quantity: 0n, value: 700n }, needs: { quantity: 0n, value: 701n } },
    ]);
  });

  it('at a unit is counted once, although it stands in both chains', () => {
    const out = [transfer(available(1), unitMoney, 500n), transfer(cash(1), unitMoney, 500n)];
    expect(post(out, BOOKS, DAY).books.disbursement).toMatchObject({ remaining: 20_500n });
    expect(post(mirror(out), BOOKS, DAY).books.disbursement).toMatchObject({ remaining: 19_500n });
  });

  it('at a unit comes back at most once', () => {
    const back = (value: bigint) => [transfer(unitMoney, available(1), value), transfer(unitMoney, cash(1), value)];
    expect(post(back(20_000n), BOOKS, DAY).overdrafts).toEqual([]);
    expect(post(back(20_001n), BOOKS, DAY).overdrafts).toEqual([
      { account: unitMoney, has: { quantity: 0n, value: 20_000n }, needs: { quantity: 0n, value: 20_001n } },
    ]);
  });
});

it.each([source(1), person, giver, found, writtenOff(1)])(
  'outside, and where nothing comes back from, no book is kept: $state',
  (account) => {
    const outside = account.state === 'giver' ? found : giver;
    const { books, funds, overdrafts } = post([goods(outside, account, 9n), goods(account, outside, 99n)], BOOKS, DAY);
    expect(books).toEqual(BOOKS);
    expect([...funds, ...overdrafts]).toEqual([]);
  },
);

describe('what was accepted', () => {
  const accepted = ({ purchase }: Books) => purchase?.shares.map((share) => share.accepted);

  it('is what went from the order into stock', () => {
    const { books } = post([goods(committed(1, 2), stock(LOT), 4n)], BOOKS, DAY);
    expect(accepted(books)).toEqual([pieces(20n), pieces(4n)]);
  });

  it('is less what went back from stock to the order', () => {
    const { books } = post([goods(stock(LOT), committed(1, 1), 4n)], BOOKS, DAY);
    expect(accepted(books)).toEqual([pieces(16n), pieces(0n)]);
  });

  it('is not what was committed or released', () => {
    const { books } = post(
      [goods(available(1), committed(1, 1), 4n), goods(committed(1, 2), available(2), 4n)],
      BOOKS,
      DAY,
    );
    expect(accepted(books)).toEqual([pieces(20n), pieces(0n)]);
  });

  it('is the most that goes back, though more lies in stock', () => {
    expect(post([goods(stock(LOT), committed(1, 1), 20n)], BOOKS, DAY).overdrafts).toEqual([]);
    expect(post([goods(stock(LOT), committed(1, 1), 21n)], BOOKS, DAY).overdrafts).toEqual([
      { account: stock(LOT), has: pieces(20n), needs: pieces(21n) },
    ]);
  });
});

describe('posting', () => {
  it('sums the transfers of an account before it looks at its floor', () => {
    const dearer = [transfer(available(1), committed(1, 1), 500n), transfer(committed(1, 1), stock(LOT), 4_500n, 40n)];
    const { books, overdrafts } = post(dearer, BOOKS, DAY);
    expect(overdrafts).toEqual([]);
    expect(books.purchase?.shares[0]).toEqual({
      line: 1,
      fundingLine: 1,
      committed: pieces(0n),
      accepted: { quantity: 60n, value: 6_500n },
    });
    expect(post(dearer.toReversed(), BOOKS, DAY).overdrafts).toEqual([]);
  });

  it('tells every overdraft, and posts all the same', () => {
    const { books, overdrafts } = post(
      [goods(transit(2), held(2), 9n), goods(stock(LOT), transit(1), 31n)],
      BOOKS,
      DAY,
    );
    expect(overdrafts).toEqual([
      { account: transit(2), has: pieces(8n), needs: pieces(9n) },
      { account: stock(LOT), has: pieces(30n), needs: pieces(31n) },
    ]);
    expect(books.lots.get(LOT)).toEqual(lot(LOT, { stock: pieces(-1n) }));
  });

  it('keeps what is no sum of transfers: later invoices, a confirmation', () => {
    const { books } = post([], BOOKS, DAY);
    expect(books).toEqual(BOOKS);
  });

  it('adds no book that was not there', () => {
    const bare: Books = { fundingLines: [LINE_A], lots: new Map() };
    expect(post([transfer(source(1), available(1), 1n)], bare, DAY).books).toStrictEqual(bare);
  });

  it('leaves the books it was given as they were', () => {
    const before = structuredClone(BOOKS);
    post(
      ACCOUNTS.flatMap((account) => [goods(giver, account, 2n), goods(account, found, 1n)]),
      BOOKS,
      DAY,
    );
    expect(BOOKS).toEqual(before);
  });

  it.each([
    ['funding line', available(3), 'funding line 3 is not among the entry'],
    ['share', committed(2, 1), 'the purchase has no share 2/1'],
    ['lot', stock(`${id(99)}.1`), `lot ${id(99)}.1 is not loaded`],
    ['part', transit(3), 'the consignment has no part 3'],
  ])('to a %s that was not loaded is a bug, and thrown', (_what, account, message) => {
    expect(() => post([goods(giver, account, 1n)], BOOKS, DAY)).toThrow(message);
  });
});

const ACCOUNTS: readonly Account[] = [
  ...[1, 2].flatMap((ordinal) => [source(ordinal), available(ordinal), cash(ordinal), supplier(ordinal)]),
  ...[1, 2].flatMap((ordinal) => [committed(1, ordinal), transit(ordinal), held(ordinal), delivered(ordinal)]),
  ...[LOT, GIVEN].flatMap((name) => [stock(name), countLoss(name)]),
  ...[writtenOff(1), unitMoney, person, giver, found],
];

describe('the mirror of any posting', () => {
  const anyTransfers: fc.Arbitrary<Transfer[]> = fc.array(
    fc.record({
      from: fc.constantFrom(...ACCOUNTS),
      to: fc.constantFrom(...ACCOUNTS),
      quantity: fc.bigInt({ min: 0n, max: 60n }),
      value: fc.bigInt({ min: 0n, max: 6_000n }),
    }),
    { maxLength: 12 },
  );

  it('restores the books, and gives the funding lines what it took', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const there = post(transfers, BOOKS, DAY);
        const back = post(mirror(transfers), there.books, DAY);
        expect(back.books).toEqual(BOOKS);
        for (const [line, { available: budget, cash: money }] of there.funds) {
          const returned = back.funds.get(line);
          expect([returned?.available, returned?.cash]).toEqual([-budget, -money]);
        }
        expect(back.funds.size).toBe(there.funds.size);
      }),
    );
  });

  const holdsGoods = new Set(['committed', 'stock', 'loss', 'transit', 'held', 'giver', 'found']);
  const isGoods = (account: Account) => holdsGoods.has(account.state) || 'part' in account;
  const ofGoods = fc
    .tuple(
      fc.constantFrom(...ACCOUNTS.filter(isGoods)),
      fc.constantFrom(...ACCOUNTS.filter(isGoods)),
      fc.bigInt({ min: 0n, max: 12n }),
    )
    .map(([from, to, quantity]) => goods(from, to, quantity));
  const ofMoney = fc
    .tuple(
      fc.constantFrom(...ACCOUNTS.filter((account) => !isGoods(account))),
      fc.constantFrom(...ACCOUNTS.filter((account) => !isGoods(account))),
      fc.bigInt({ min: 0n, max: 900n }),
    )
    .map(([from, to, value]) => transfer(from, to, value));

  it('overdraws nothing where the posting overdrew nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ofGoods, ofMoney), { maxLength: 5 }), (transfers) => {
        const there = post(transfers, BOOKS, DAY);
        fc.pre(there.overdrafts.length === 0);
        expect(post(mirror(transfers), there.books, DAY).overdrafts).toEqual([]);
      }),
    );
  });
});
