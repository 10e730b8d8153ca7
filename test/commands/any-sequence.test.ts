import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { registerItem, registerTariff } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { registerThreshold } from '../../shared/commands/thresholds.ts';
import { NOBODY } from '../../shared/domain/coverage.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import { PRECEDENCE } from '../../shared/domain/refusal.ts';
import { PAID_SPENDINGS } from '../../shared/domain/threshold.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import { readState, writeState } from '../../shared/schemas/states.ts';
import { type Action, actions, FREIGHT, type Known, perform } from './actions.ts';
import { faultsOf } from './identities.ts';
import { ADMIN, BUYER, type Person, TODAY, TREASURER, yuan } from './office.ts';
import { buy, openOffice, orderLine, orderOf, plan, REASON, send, sign } from './world.ts';

/**
 * An office that is short of everything: 30.00 and 15.00, a tariff of 5.00, thresholds of 8.00 and in cash 3.00, a plan, and a little of everything under
 * way, so that a short sequence reaches far.
 */
async function start(): Promise<Known> {
  const office = await openOffice();
  const back = (amount: string) => ({ amount: yuan(amount), effectiveOn: TODAY, ...REASON });
  await office.post(TREASURER, giveBack, back('9970.00'), { on: 'line' });
  await office.post(TREASURER, giveBack, back('4985.00'), { on: 'line-2' });
  const tariff = { code: 'XE', name: '小额补助', basis: '办法', cap: yuan('5.00'), per: 'year' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'small-tariff' });
  await office.post(TREASURER, registerItem, FREIGHT, { as: 'freight' });
  for (const spending of PAID_SPENDINGS) {
    const limits = { spending, approvalAbove: yuan('8.00'), cashAbove: yuan('3.00') };
    await office.post(ADMIN, registerThreshold, limits);
  }
  await plan(office, ['town', 'masks', 6n], ['village', 'suits', 4n], ['town', 'line', yuan('4.00')]);
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  await office.post(BUYER, order, orderOf(office, orderLine(office, 'suits', 7n, '5.00', 'line-2')), { as: 'open' });
  const names = ['order', 'order-in', 'sent', 'sent-signed', 'open'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

/** Who recorded nothing, and so may reverse everything. */
const REVERSER: Person = { subject: 'treasurer-9', roles: ['treasurer'] };

const SIZE = { maxLength: 100, size: 'max' } as const;
const LIMITS = { numRuns: 250, interruptAfterTimeLimit: 5_000 };

/** Performs an action and says what rule it broke, if any. */
async function broken(known: Known, action: Action): Promise<string[]> {
  const { office } = known;
  const before = office.appended;
  const answer = await perform(known, action);
  if ('recorded' in answer) {
    expect(answer.recorded).toBe('now');
    expect(office.appended).toBe(before + 1);
    expect(decodeEntry(answer.entry.canonical)).toEqual(answer.entry.entry);
    const { document } = answer;
    // Read anew and not as it is remembered: the text was never written with a space behind it.
    if (document && 'state' in document) {
      expect(readState(document.kind, `${writeState(document)} `)).toEqual(document.state);
    }
    return faultsOf(office);
  }
  expect(office.appended).toBe(before);
  const isNamed = answer.refusal !== 'stands-in-the-way' || answer.entries.length > 0;
  return [
    ...(PRECEDENCE.some((name) => name === answer.refusal) ? [] : [`${answer.refusal} is no refusal of the union`]),
    ...(isNamed
      ? []
      : [`nothing is named that stands in the way: ${JSON.stringify(answer, (_, value) => `${value}`)}`]),
  ];
}

/** Whether who pays ordered or accepted, who accepts paid, as far as that stands, or who reverses recorded it. */
function doneBefore(entry: Entry, before: readonly Entry[]): boolean {
  const { actor } = entry;
  const isOwn = (one: Entry | undefined) => one?.actor.subject === actor.subject;
  if (isKind(entry, 'reversal')) return isOwn(before.find(({ id }) => id === entry.refs.entry));
  if (!isKind(entry, 'payment') && !isKind(entry, 'acceptance')) return false;
  const { purchase } = entry.refs;
  const earlier = entry.kind === 'payment' ? 'acceptance' : 'payment';
  const reversed = before.flatMap((one) => (isKind(one, 'reversal') ? [one.refs.entry] : []));
  const steps = before.filter((one) => !reversed.includes(one.id));
  return steps.some(
    (one) => isOwn(one) && (one.id === purchase || (isKind(one, earlier) && one.refs.purchase === purchase)),
  );
}

const WAYS_OUT_OF_STOCK = [
  'dispatch to transit',
  // And from there into the other warehouse, in the same entry.
  'stock-move to transit',
  'supplier-return to committed',
  'adjustment to loss',
] as const;

describe('any sequence of commands', () => {
  it('keeps the three identities and every floor, and the books are the fold of the entries', async () => {
    const sequences = fc.array(actions(), SIZE);
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const known = await start();
        for (const action of sequence) expect(await broken(known, action)).toEqual([]);
        await known.office.balances();
      }),
      LIMITS,
    );
  });

  it('records no payment by who ordered or accepted, no acceptance by who ordered or paid, and no reversal by who recorded, but with a reason', async () => {
    const kinds: readonly Action['kind'][] = ['order', 'accept', 'pay', 'reverse'];
    const hands = fc.array(
      actions().map((action): Action => ({ ...action, kind: kinds[action.which % kinds.length] ?? action.kind })),
      SIZE,
    );
    await fc.assert(
      fc.asyncProperty(hands, async (sequence) => {
        const known = await start();
        for (const action of sequence) {
          const before = known.entries.map((entry) => entry);
          const answer = await perform(known, action);
          if (!('recorded' in answer)) continue;
          const { entry } = answer.entry;
          expect([entry.exception, doneBefore(entry, before)]).not.toEqual([undefined, true]);
        }
      }),
      LIMITS,
    );
  });

  it('takes goods out of stock by a dispatch, a move, a return to the supplier or a count alone, or by a reversal', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(actions(), SIZE), async (sequence) => {
        const known = await start();
        for (const action of sequence) await perform(known, action);
        const taking = known.entries.filter(({ kind }) => kind !== 'reversal');
        for (const { kind, transfers } of taking) {
          for (const { from, to } of transfers) if (from.state === 'stock') seen.add(`${kind} to ${to.state}`);
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3_000 },
    );
    expect([...seen].filter((way) => !WAYS_OUT_OF_STOCK.some((one) => one === way))).toEqual([]);
    expect(seen).toContain('dispatch to transit');
  });

  it('is reversed from its last entry back, until nothing of it is left', async () => {
    const sequences = fc.array(
      actions({ without: ['reverse', 'withdraw', 'closeFundingLine', 'closeUnit', 'closeWarehouse'] }),
      SIZE,
    );
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const known = await start();
        const { office, entries } = known;
        for (const action of sequence) await perform(known, action);
        const reversible = entries.filter(({ kind }) => KINDS[kind].reversible);
        for (const { id } of reversible.toReversed()) {
          const answer = await office.ask(REVERSER, reverse, { ...REASON, effectiveOn: TODAY }, { on: id });
          // What was overpaid, by a price that fell at acceptance, goes back by reversing the payment first.
          const isOverpaid = 'account' in answer && answer.account.startsWith('supplier/');
          fc.pre(!isOverpaid);
          expect(answer).toMatchObject({ recorded: 'now' });
        }
        expect(await office.books()).toEqual({
          'available/line': '30.00',
          'cash/line': '30.00',
          'available/line-2': '15.00',
          'cash/line-2': '15.00',
        });
        await office.balances();
        // Corrected or not, whom anything reached came back with it.
        for (const kind of ['consignment', 'disbursement'] as const) {
          const { items } = await office.ledger.states(kind, { limit: 1_000 });
          for (const { state } of items) expect(state.coverage ?? NOBODY).toEqual(NOBODY);
        }
      }),
      LIMITS,
    );
  });
});
