import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBack } from '../../shared/commands/give-back.ts';
import { registerItem, registerTariff } from '../../shared/commands/registry.ts';
import { type Action, actions, FREIGHT, type Known, perform } from '../commands/actions.ts';
import { TODAY, TREASURER, yuan } from '../commands/office.ts';
import { buy, openOffice, plan, REASON, send, sign } from '../commands/world.ts';
import { remade, remadeByRuns, rowsIn, type SealedOffice, sealedOffice } from './world.ts';

async function start(): Promise<SealedOffice & { readonly known: Known }> {
  const sealed = sealedOffice();
  // People are called otherwise every minute.
  sealed.office.called = (subject) => `${subject} ${Math.floor(sealed.office.now / 60_000) % 3}`;
  const office = await openOffice(sealed.office);
  await office.post(TREASURER, giveBack, { amount: yuan('9970.00'), effectiveOn: TODAY, ...REASON }, { on: 'line' });
  const tariff = { code: 'XE', name: '小额补助', basis: '办法', cap: yuan('5.00'), per: 'year' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'small-tariff' });
  await office.post(TREASURER, registerItem, FREIGHT, { as: 'freight' });
  await plan(office, ['town', 'masks', 6n], ['village', 'suits', 4n]);
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  const entries = await Promise.all(['order', 'order-in', 'sent', 'sent-signed'].map((name) => office.entry(name)));
  return { ...sealed, known: { office, entries } };
}

/** Plays a sequence, of which so many are sealed. */
async function played(sequence: readonly Action[], sealedAt: number): Promise<SealedOffice> {
  const world = await start();
  for (const [at, action] of sequence.entries()) {
    if (at === sealedAt) await world.sealing.sealAll();
    await perform(world.known, action);
  }
  if (sealedAt >= sequence.length) await world.sealing.sealAll();
  return world;
}

const SIZE = { maxLength: 100, size: 'max' } as const;

describe('any sequence of commands', () => {
  it('is made again from its log and its outbox, row by row as it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(actions(), SIZE), fc.nat(100), async (sequence, sealedAt) => {
        const world = await played(sequence, sealedAt);
        const { differences, beside } = await remade(world);
        expect(differences).toEqual([]);
        expect(beside.unknownRequests.total + beside.lostPersons.total + beside.lostCounters.total).toBe(0);
        expect(beside.unplaced).toEqual([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 6_000 },
    );
  });

  it('is made by runs that are ended anywhere as by one: each goes on behind what was committed before it', async () => {
    const runs = fc.record({ width: fc.integer({ min: 1, max: 5 }), ends: fc.array(fc.nat(30), { maxLength: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(actions(), SIZE), fc.nat(100), runs, async (sequence, sealedAt, { width, ends }) => {
        const world = await played(sequence, sealedAt);
        const whole = await remade(world);
        const pieced = await remadeByRuns(world, { width, ends });
        expect(rowsIn(pieced.connection)).toEqual(rowsIn(whole.connection));
        expect(pieced.beside).toEqual(whole.beside);
        let entered = 0;
        for (const [at, found] of pieced.found.entries()) {
          expect(found).toBe(entered);
          const [end = 0, left] = [ends[at], pieced.size - entered];
          entered += end < left ? Math.floor(end / width) * width : left;
        }
        pieced.connection.close();
      }),
      { numRuns: 30, interruptAfterTimeLimit: 6_000 },
    );
  });
});
