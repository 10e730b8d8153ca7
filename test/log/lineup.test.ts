import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { amendPlan } from '../../shared/commands/registry.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { available, committed } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { LogPrefix } from '../../shared/log/journal/prefix.ts';
import { KEEPER, OTHER_TREASURER, TODAY, TREASURER } from '../commands/office.ts';
import { buy, dispatchOf, openOffice, plan, REASON, reversal } from '../commands/world.ts';
import { at, ENTRIES, id, LINE_A, MASK, SUPPLIER, T0, transfer } from '../reports/entries.ts';

/** Seals what is ready each time more arrives, as the sequencer does, and keeps what waits. */
class Sequence {
  readonly postings: Posting[] = [];
  readonly #prefix = new LogPrefix(async () => []);
  #waiting: readonly Entry[] = [];

  async add(entries: readonly Entry[]): Promise<void> {
    const { ready, waiting } = await this.#prefix.lineUp([...this.#waiting, ...entries]);
    this.postings.push(...this.#prefix.follow(ready));
    this.#waiting = waiting;
  }

  waiting(): string[] {
    return this.#waiting.map((entry) => entry.id);
  }
}

function orderOf(sequence: Sequence): string[] {
  return sequence.postings.map(({ entry }) => entry.id);
}

function byId(number: number) {
  const entry = ENTRIES.find((one) => one.id === id(number));
  if (!entry) throw new Error(`there is no entry ${number}`);
  return entry;
}

describe('the order of the log', () => {
  it('is that of recording, and of equals that of ids', async () => {
    const sequence = new Sequence();
    await sequence.add(ENTRIES.map((entry) => ({ ...entry, recordedAt: T0 })).reverse());
    expect(orderOf(sequence)).toEqual(ENTRIES.map(({ id }) => id));
  });

  it('lets an entry wait for what it refers to', async () => {
    const sequence = new Sequence();
    await sequence.add([byId(17), byId(16)]);
    expect(sequence.waiting()).toEqual([id(16), id(17)]);
    await sequence.add(ENTRIES);
    expect(sequence.waiting()).toEqual([]);
    expect(orderOf(sequence)).toEqual(ENTRIES.map(({ id }) => id));
  });

  it('lets an entry wait for the money it takes, and seals it right after what feeds it', async () => {
    const sequence = new Sequence();
    const spent = at(60, {
      kind: 'order',
      effectiveOn: '2021-01-09',
      refs: { supplier: SUPPLIER, fundingLines: [LINE_A] },
      facts: { lines: [{ item: MASK }] },
      transfers: [transfer(available(1), committed(1, 1), 100_000n, 1n)],
    });
    await sequence.add([...ENTRIES.slice(0, 9), { ...spent, recordedAt: T0 }]);
    expect(sequence.waiting()).toEqual([id(60)]);
    await sequence.add([byId(11), byId(10)]);
    expect(orderOf(sequence).slice(-3)).toEqual([id(10), id(60), id(11)]);
  });

  it.each(['masks', 'line'])(
    'lets an entry of %s wait for room in the plan that it is under, and seals it right after what makes it',
    async (of) => {
      const office = await openOffice();
      const [unit, planned] = [office.id('town'), office.id('plan')];
      const money = { fundingLine: office.id('line'), amount: 30n };
      const paid = { unit, ...money, effectiveOn: TODAY, purpose: '慰问', method: '银行转账', plan: planned };
      const sent = async (as: string) => {
        office.now += 120_000;
        if (of === 'line') await office.post(TREASURER, disburse, paid, { as });
        else await office.post(KEEPER, dispatch, { ...dispatchOf(office, [of, 30n]), plan: planned }, { as });
      };
      await buy(office, 'goods', [['masks', 100n, '100.00']]);
      await plan(office, ['town', of, 30n]);
      await sent('first');
      await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'first', as: 'reversed' });
      await sent('second');
      const lines = [{ unit, ...(of === 'line' ? { ...money, amount: 60n } : { item: office.id(of), quantity: 60n }) }];
      await office.post(TREASURER, amendPlan, { lines, ...REASON }, { on: 'plan', as: 'amended' });
      await sent('third');
      const entries = (await office.ledger.entries({ limit: 100 })).items.map(({ entry }) => entry);
      const sequence = new Sequence();
      const late = (...names: readonly string[]) =>
        entries.filter(({ id }) => names.some((one) => office.id(one) === id));
      await sequence.add(entries.filter((entry) => !late('reversed', 'amended').includes(entry)));
      expect(sequence.waiting()).toEqual([office.id('second'), office.id('third')]);
      await sequence.add(late('reversed'));
      expect(orderOf(sequence).slice(-2)).toEqual([office.id('reversed'), office.id('second')]);
      expect(sequence.waiting()).toEqual([office.id('third')]);
      await sequence.add(late('amended'));
      expect(orderOf(sequence).slice(-2)).toEqual([office.id('amended'), office.id('third')]);
      expect(sequence.waiting()).toEqual([]);
    },
  );

  it('leaves out what would take an account below zero for good, and nothing else', async () => {
    const sequence = new Sequence();
    const overspent = at(60, {
      kind: 'give-back',
      effectiveOn: '2021-01-09',
      refs: { fundingLines: [LINE_A] },
      facts: { reason: '' },
      transfers: [transfer(available(1), committed(9, 1), 54_001n)],
    });
    await sequence.add([...ENTRIES, overspent]);
    expect(sequence.waiting()).toEqual([id(60)]);
    expect(orderOf(sequence)).toEqual(ENTRIES.map(({ id }) => id));
  });

  it('takes each entry once', async () => {
    const sequence = new Sequence();
    await sequence.add(ENTRIES);
    await sequence.add(ENTRIES);
    expect(orderOf(sequence)).toHaveLength(ENTRIES.length);
  });

  it('seals everything in the end, each prefix sound, however entries arrive and clocks disagree', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: ENTRIES.length, maxLength: ENTRIES.length }),
        fc.shuffledSubarray([...ENTRIES.keys()], { minLength: ENTRIES.length }),
        fc.integer({ min: 1, max: ENTRIES.length }),
        async (skews, arrival, batch) => {
          const skewed = ENTRIES.map((entry, at) => ({ ...entry, recordedAt: entry.recordedAt + (skews[at] ?? 0) }));
          const sequence = new Sequence();
          const seen: string[] = [];
          for (let at = 0; at < arrival.length; at += batch) {
            await sequence.add(arrival.slice(at, at + batch).flatMap((index) => skewed[index] ?? []));
            expect(orderOf(sequence).slice(0, seen.length)).toEqual(seen);
            seen.splice(0, seen.length, ...orderOf(sequence));
          }
          expect(sequence.waiting()).toEqual([]);
          expect(overdrawnIn(sequence)).toEqual([]);
        },
      ),
    );
  });
});

/** Accounts below zero after any entry, told from the movements alone. */
function overdrawnIn(sequence: Sequence): string[] {
  const values = new Map<string, bigint>();
  return sequence.postings.flatMap(({ movements }) => {
    for (const { chain, fromAccount, toAccount, value } of movements) {
      values.set(`${chain} ${fromAccount}`, (values.get(`${chain} ${fromAccount}`) ?? 0n) - value);
      values.set(`${chain} ${toAccount}`, (values.get(`${chain} ${toAccount}`) ?? 0n) + value);
    }
    return [...values].flatMap(([account, value]) =>
      value < 0n && !/ (source|giver|found)/.test(account) ? [account] : [],
    );
  });
}
