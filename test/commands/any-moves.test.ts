import fc from 'fast-check';
import { expect, it } from 'vitest';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import type { Account } from '../../shared/domain/account.ts';
import { type Balance, minus, NOTHING, plus } from '../../shared/domain/balance.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { lotId } from '../../shared/domain/id.ts';
import { type ActionKind, actions, bornOf, type Known, perform } from './actions.ts';
import { booksOf, faultsOf } from './identities.ts';
import { lotRow } from './moving.ts';
import { KEEPER, type TestOffice, TODAY, yuan } from './office.ts';
import { buy, openOffice } from './world.ts';

/** Two lots bought at prices that no quantity divides, and a gift. */
async function start(): Promise<Known> {
  const office = await openOffice();
  await buy(office, 'order', [['masks', 23n, '10.01']], { expiresOn: '2021-06-30' });
  await buy(office, 'other', [['masks', 17n, '3.33', 'line-2']]);
  const given = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line'),
    warehouse: office.id('warehouse'),
    effectiveOn: TODAY,
    lines: [{ item: office.id('suits'), quantity: 19n, value: yuan('7.77') }],
  } as const;
  await office.post(KEEPER, receiveInKind, given, { as: 'gift' });
  const names = ['order', 'order-in', 'other', 'other-in', 'gift'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

const PLAYED: readonly ActionKind[] = [
  'moveStock',
  'dispatch',
  'confirm',
  'returnFromUnit',
  'returnToSupplier',
  'count',
  'countersign',
  'reverse',
];

/** All goods that there are, wherever they stand: on order again, in stock, under way, with units or lost in counts. */
async function allGoods({ ledger }: TestOffice): Promise<Balance> {
  const states = /^(committed|stock|transit|held|unit|loss)\//;
  const books = await booksOf(ledger);
  return [...books].reduce((sum, [name, balance]) => (states.test(name) ? plus(sum, balance) : sum), NOTHING);
}

const isOutside = ({ state }: Account): boolean => state === 'available' || state === 'giver' || state === 'found';

/** What came from outside, by orders, gifts and findings, and did not go back there. */
function broughtIn({ entries }: Known): Balance {
  return entries
    .flatMap(({ transfers }) => transfers)
    .reduce((sum, { from, to, ...moved }) => {
      if (isOutside(from) === isOutside(to)) return sum;
      return isOutside(from) ? plus(sum, moved) : minus(sum, moved);
    }, NOTHING);
}

/** Every lot that moves brought is still what it was when it came from outside. */
async function seesLots(known: Known): Promise<void> {
  const { office, entries } = known;
  for (const entry of entries) {
    if (!isKind(entry, 'stock-move') && !isKind(entry, 'unit-return')) continue;
    for (const [at, brought] of (entry.facts.lots ?? []).entries()) {
      const lot = lotId(entry.id, at + 1);
      const birth = bornOf(known, lot);
      expect(brought.birth).toBe(birth);
      const isGift = birth === office.lot('gift');
      const isOther = birth === office.lot('other-in');
      expect(brought).toMatchObject({
        item: office.id(isGift ? 'suits' : 'masks'),
        fundingLine: office.id(isOther ? 'line-2' : 'line'),
      });
      expect(brought.expiresOn).toBe(birth === office.lot('order-in') ? '2021-06-30' : undefined);
      const share = isGift ? undefined : { purchase: office.id(isOther ? 'other' : 'order'), line: 1, fundingLine: 1 };
      expect(brought.share).toEqual(share);
      const row = await lotRow(office, lot);
      if (row === undefined) continue;
      const { item, fundingLine, expiresOn } = brought;
      expect(row).toMatchObject({ item, fundingLine, warehouse: entry.facts.to, receivedOn: TODAY, inKind: isGift });
      expect(row.expiresOn).toBe(expiresOn);
    }
  }
}

it('any sequence of moves, dispatches, returns and counts keeps every identity, every piece and every fen', async () => {
  const sequences = fc.array(actions({ only: PLAYED }), { maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const known = await start();
      expect(broughtIn(known)).toEqual({ quantity: 59n, value: yuan('21.11') });
      for (const action of sequence) {
        await perform(known, action);
        expect(await allGoods(known.office)).toEqual(broughtIn(known));
      }
      expect(await faultsOf(known.office)).toEqual([]);
      await seesLots(known);
      await known.office.balances();
    }),
    { numRuns: 100, interruptAfterTimeLimit: 5_000 },
  );
});
