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
  readAccount,
  type State,
  source,
  spent,
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

const ordinals = fc.integer({ min: 1, max: 999 });
const lots = fc
  .tuple(
    fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    fc.nat({ max: 98 }),
  )
  .map(([entry, before]) => `${entry}.${before + 1}`);

/** Every form of every state: one left out does not compile. */
const FORMS: { readonly [S in State]: fc.Arbitrary<Account> } = {
  source: ordinals.map(source),
  available: ordinals.map(available),
  cash: ordinals.map(cash),
  supplier: ordinals.map(supplier),
  committed: fc.tuple(ordinals, ordinals).map(([line, fundingLine]) => committed(line, fundingLine)),
  spent: fc.tuple(ordinals, ordinals).map(([line, fundingLine]) => spent(line, fundingLine)),
  stock: lots.map(stock),
  transit: ordinals.map(transit),
  held: ordinals.map(held),
  unit: fc.oneof(ordinals.map(delivered), fc.constant(unitMoney)),
  loss: fc.oneof(ordinals.map(writtenOff), lots.map(countLoss)),
  person: fc.constant(person),
  giver: fc.constant(giver),
  found: fc.constant(found),
};

describe('an account', () => {
  it.each(ACCOUNTS)('is written as %s and read back', (text, account) => {
    expect(writeAccount(account)).toBe(text);
    expect(readAccount(text)).toEqual(account);
  });

  it.each(Object.entries(FORMS))('of state %s reads as what was written, whatever it is', (state, accounts) => {
    fc.assert(
      fc.property(accounts, (account) => {
        expect(account.state).toBe(state);
        expect(readAccount(writeAccount(account))).toStrictEqual(account);
      }),
    );
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
    'stock/017098c1-c280-4000-8000-000000000001.1',
    `stock/${LOT.toUpperCase()}`,
    `stock/${'-'.repeat(36)}.1`,
    `loss/${'-'.repeat(36)}.1`,
    `loss/${LOT}/1`,
    'available/1\n',
    'available/１',
    'transit',
    'person/1',
    'giver/1',
    'unit/',
    'UNIT/1',
  ])('is never read from %j', (text) => {
    expect(readAccount(text)).toBeUndefined();
  });
});
