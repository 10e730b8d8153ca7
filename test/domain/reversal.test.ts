import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, cash, committed, source, stock, supplier } from '../../shared/domain/account.ts';
import type { Draft } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import type { Refs } from '../../shared/domain/refs.ts';
import { mirror, reverse, shortfalls } from '../../shared/domain/reversal.ts';
import { at, id, transfer } from '../reports/entries.ts';
import { BOOKS, LINE_A, LINE_B, LOT, PURCHASE, pieces } from './books.ts';

const command = { reason: '录入有误', effectiveOn: '2020-12-29' };
const untouched = { actor: 'somebody-else', reversedBy: undefined, closed: [] };

describe('a mirror', () => {
  it('turns every transfer about, the last one first', () => {
    expect(
      mirror([transfer(available(1), committed(1, 1), 500n), transfer(committed(1, 1), stock(LOT), 1_500n, 10n)]),
    ).toEqual([
      { from: stock(LOT), to: committed(1, 1), quantity: 10n, value: 1_500n },
      { from: committed(1, 1), to: available(1), quantity: 0n, value: 500n },
    ]);
  });

  it('of a mirror is what it was made of', () => {
    const accounts = fc.constantFrom(source(1), available(1), committed(1, 1), stock(LOT));
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const transfers = fc.array(fc.record({ from: accounts, to: accounts, quantity: amounts, value: amounts }));
    fc.assert(
      fc.property(transfers, (made) => {
        expect(mirror(mirror(made))).toEqual(made);
      }),
    );
  });
});

const REVERSIBLE: { readonly [K in Kind]: boolean } = {
  registration: false,
  amendment: false,
  closure: false,
  reopening: false,
  reversal: false,
  correction: false,
  attachment: false,
  'period-closure': false,
  naming: false,
  disclosure: false,
  erasure: false,
  appropriation: true,
  'give-back': true,
  order: true,
  acceptance: true,
  'supplier-return': true,
  release: true,
  invoice: true,
  invoicing: true,
  'invoice-allocation': true,
  payment: true,
  refund: true,
  receipt: true,
  dispatch: true,
  confirmation: true,
  resolution: true,
  'unit-return': true,
  disbursement: true,
  'take-back': true,
  benefit: true,
  count: true,
  adjustment: true,
  'stock-move': true,
};

describe('an entry', () => {
  it.each(Object.entries(REVERSIBLE) as [Kind, boolean][])('that is a %s is reversible: %s', (kind, expected) => {
    expect(KINDS[kind].reversible).toBe(expected);
  });
});

const draft = { effectiveOn: '2020-12-28', transfers: [] };

/** An entry and what its reversal refers to. */
const REFERRED: readonly [string, Draft, Refs['reversal']][] = [
  [
    'an order is the purchase it opened',
    {
      ...draft,
      kind: 'order',
      refs: { supplier: id(7), fundingLines: [LINE_A, LINE_B] },
      facts: { lines: [{ item: id(5) }] },
    },
    { supplier: id(7), fundingLines: [LINE_A, LINE_B], purchase: id(40), entry: id(40) },
  ],
  [
    'an acceptance is the purchase it was about, and not the entry before it',
    {
      ...draft,
      kind: 'acceptance',
      refs: { purchase: id(20), warehouse: id(8), fundingLines: [LINE_A], previous: id(33) },
      facts: { lines: [], lots: [] },
    },
    { purchase: id(20), warehouse: id(8), fundingLines: [LINE_A], entry: id(40) },
  ],
  [
    'a dispatch is the consignment it opened',
    { ...draft, kind: 'dispatch', refs: { unit: id(3), warehouse: id(8) }, facts: { lines: [], parts: [] } },
    { unit: id(3), warehouse: id(8), consignment: id(40), entry: id(40) },
  ],
  [
    'a confirmation is the consignment it was about',
    { ...draft, kind: 'confirmation', refs: { consignment: id(23) }, facts: { lines: [] } },
    { consignment: id(23), entry: id(40) },
  ],
  [
    'a disbursement is itself',
    {
      ...draft,
      kind: 'disbursement',
      refs: { fundingLines: [LINE_A], unit: id(3) },
      facts: { purpose: '慰问', method: '转账' },
    },
    { fundingLines: [LINE_A], unit: id(3), disbursement: id(40), entry: id(40) },
  ],
  [
    'a benefit is itself',
    {
      ...draft,
      kind: 'benefit',
      refs: { fundingLines: [LINE_A], tariff: id(9) },
      facts: { method: '银行卡', period: '2020' },
    },
    { fundingLines: [LINE_A], tariff: id(9), benefit: id(40), entry: id(40) },
  ],
  [
    'a receipt is itself',
    {
      ...draft,
      kind: 'receipt',
      refs: { fundingLines: [LINE_A], warehouse: id(8) },
      facts: { kind: 'donation', giver: '爱心企业', lots: [] },
    },
    { fundingLines: [LINE_A], warehouse: id(8), receipt: id(40), entry: id(40) },
  ],
  [
    'a count is the adjustment it opened',
    { ...draft, kind: 'count', refs: { warehouse: id(8) }, facts: { lines: [], reason: '盘点' } },
    { warehouse: id(8), adjustment: id(40), entry: id(40) },
  ],
  [
    'a stock move is itself',
    { ...draft, kind: 'stock-move', refs: { warehouse: id(8) }, facts: { to: id(10), lots: [] } },
    { warehouse: id(8), stockMove: id(40), entry: id(40) },
  ],
  [
    'an appropriation is its funding line',
    { ...draft, kind: 'appropriation', refs: { fundingLines: [LINE_A] }, facts: { source: '区总工会' } },
    { fundingLines: [LINE_A], entry: id(40) },
  ],
];

describe('what a reversal refers to', () => {
  it.each(REFERRED)('of %s', (_rule, opened, refs) => {
    const verdict = reverse(command, { entry: at(40, opened), books: BOOKS, ...untouched });
    expect(verdict).toMatchObject({ draft: { kind: 'reversal', facts: { reason: '录入有误', kind: opened.kind } } });
    expect('draft' in verdict && verdict.draft.refs).toStrictEqual(refs);
  });
});

describe('a reversal', () => {
  it('negates what coverage was stated, and no other', () => {
    const entry = at(40, {
      ...draft,
      kind: 'confirmation',
      refs: { consignment: id(23) },
      facts: { lines: [] },
      coverage: { people: 120n, sites: 2n },
    });
    const verdict = reverse(command, { entry, books: BOOKS, ...untouched });
    expect('draft' in verdict && verdict.draft.coverage).toStrictEqual({ people: -120n, sites: -2n });
  });

  it('may bear the date of what it reverses, and none before', () => {
    const entry = at(40, { ...draft, kind: 'give-back', refs: { fundingLines: [LINE_A] }, facts: { reason: '清算' } });
    const on = (effectiveOn: string) => reverse({ ...command, effectiveOn }, { entry, books: BOOKS, ...untouched });
    expect(on('2020-12-28')).toHaveProperty('draft');
    expect(on('2020-12-27')).toEqual({
      refusal: 'invalid',
      errors: [{ pointer: '/effectiveOn', code: 'too-early', allowed: '2020-12-28' }],
    });
  });
});

describe('what a reversal falls short of', () => {
  const payment = at(40, {
    ...draft,
    kind: 'payment',
    refs: { purchase: id(20), fundingLines: [LINE_A, LINE_B] },
    facts: { method: '转账' },
    transfers: [transfer(cash(1), supplier(1), 3_000n)],
  });
  const order = at(20, {
    ...draft,
    kind: 'order',
    refs: { supplier: id(7), fundingLines: [LINE_A, LINE_B] },
    facts: { lines: [{ item: id(5) }] },
    transfers: [transfer(available(2), committed(1, 2), 1_000n, 10n)],
  });

  it('is nothing where every account still holds what it brought', () => {
    expect(shortfalls({ entry: payment, books: BOOKS })).toEqual([]);
  });

  it('is every account that would go below zero, as the entry writes it', () => {
    const entry = at(41, {
      ...draft,
      kind: 'acceptance',
      refs: { purchase: id(20), warehouse: id(8), fundingLines: [LINE_A, LINE_B] },
      facts: { lines: [], lots: [{ line: 1, fundingLine: 2 }] },
      transfers: [transfer(committed(1, 2), stock(LOT), 3_100n, 31n)],
    });
    expect(shortfalls({ entry, books: BOOKS })).toEqual([
      { account: `stock/${LOT}`, has: pieces(30n), needs: pieces(31n) },
      { account: `stock/${LOT}`, has: pieces(0n), needs: pieces(31n) },
    ]);
  });

  it('is what was paid, where less would be owed', () => {
    expect(shortfalls({ entry: order, books: BOOKS })).toEqual([
      {
        account: 'supplier/2',
        has: { quantity: 0n, value: 0n },
        needs: { quantity: 0n, value: 700n },
      },
    ]);
  });

  it('is not what was paid, where no less would be owed than before', () => {
    const overpaid = { ...BOOKS, purchase: { ...PURCHASE, paid: [3_000n, 1_700n] } };
    const entry = at(41, {
      ...draft,
      kind: 'supplier-return',
      refs: { purchase: id(20), fundingLines: [LINE_A, LINE_B] },
      facts: { reason: '质量问题' },
      transfers: [transfer(stock(LOT), committed(1, 2), 500n, 5n)],
    });
    expect(shortfalls({ entry, books: overpaid })).toEqual([]);
  });
});
