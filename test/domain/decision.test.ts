import { describe, expect, it } from 'vitest';
import { available, cash, giver, source, stock, transit } from '../../shared/domain/account.ts';
import { decide, moving } from '../../shared/domain/decision.ts';
import type { Draft } from '../../shared/domain/entry.ts';
import { TOWN, transfer, WAREHOUSE } from '../reports/entries.ts';
import { BOOKS, LINE_A, LOT } from './books.ts';

const appropriation: Draft = {
  kind: 'appropriation',
  effectiveOn: '2020-12-28',
  refs: { fundingLines: [LINE_A] },
  facts: { source: '区总工会' },
  transfers: [transfer(source(1), available(1), 10_000n), transfer(source(1), cash(1), 10_000n)],
};

describe('a decision', () => {
  it('carries the draft, the books after it and what it asks of the funding lines', () => {
    expect(decide(appropriation)).toEqual({
      draft: appropriation,
      books: { fundingLines: [LINE_A], lots: new Map() },
      funds: new Map([[LINE_A, { available: 10_000n, cash: 10_000n }]]),
    });
  });

  it('that would overdraw an account is a bug, and thrown', () => {
    const transfers = [transfer(stock(LOT), transit(1), 3_100n, 31n)];
    const dispatch: Draft = {
      kind: 'dispatch',
      effectiveOn: '2020-12-28',
      refs: { unit: TOWN, warehouse: WAREHOUSE },
      facts: { lines: [], parts: [1] },
      transfers,
    };
    expect(() => decide(dispatch, BOOKS)).toThrow('a dispatch was decided that overdraws stock');
  });
});

it('a transfer that moves nothing is left out, and one of goods without value stays', () => {
  const goods = transfer(giver, stock(LOT), 0n, 5n);
  const money = transfer(source(1), available(1), 1n);
  expect(moving([goods, transfer(giver, stock(LOT), 0n), money])).toEqual([goods, money]);
});
