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
  readAccount,
  source,
  stock,
  supplier,
  transit,
  unitMoney,
  writeAccount,
  writtenOff,
} from '../../shared/domain/account.ts';

const LOT = '017098c1-c280-7000-8000-000000000001.12';

const ACCOUNTS: readonly (readonly [string, Account])[] = [
  ['source/1', source(1)],
  ['available/2', available(2)],
  ['committed/20/8', committed(20, 8)],
  [`stock/${LOT}`, stock(LOT)],
  ['transit/40', transit(40)],
  ['held/40', held(40)],
  ['unit/1', delivered(1)],
  ['unit', unitMoney],
  ['person', person],
  [`loss/${LOT}`, countLoss(LOT)],
  ['loss/3', writtenOff(3)],
  ['giver', giver],
  ['found', found],
  ['cash/1', cash(1)],
  ['supplier/1', supplier(1)],
];

describe('an account', () => {
  it.each(ACCOUNTS)('is written as %s and read back', (text, account) => {
    expect(writeAccount(account)).toBe(text);
    expect(readAccount(text)).toEqual(account);
  });

  it.each([
    '',
    'unknown',
    'unknown/1',
    'available',
    'available/0',
    'available/01',
    'available/-1',
    'available/1000',
    'available/1/1',
    'available/x',
    'committed/1',
    'committed/1/0',
    'committed/1/1/1',
    'committed//1',
    'stock',
    'stock/1',
    `stock/${LOT}/1`,
    `transit/${LOT}`,
    'stock/017098c1-c280-7000-8000-000000000001',
    'stock/017098c1-c280-7000-8000-000000000001.0',
    'stock/017098c1-c280-7000-8000-000000000001.100',
    'transit',
    'person/1',
    'giver/1',
    'unit/',
    'UNIT/1',
  ])('is never read from %j', (text) => {
    expect(readAccount(text)).toBeUndefined();
  });
});
