import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { amendItem, registerItem, registerTariff } from '../../shared/commands/registry.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { actions, FREIGHT, type Known, perform } from '../commands/actions.ts';
import { KEEPER, TODAY, TREASURER, yuan } from '../commands/office.ts';
import { buy, openOffice, plan, REASON, send, sign } from '../commands/world.ts';
import { sealingOver } from '../log/sealing.ts';
import { foldedWaiting, listedWaiting } from './waiting-fold.ts';

/** An office with something of everything under way: a plan, minimums, a lot that expires, an order on its way. */
async function start(): Promise<Known> {
  const office = await openOffice();
  const tariff = { code: 'XE', name: '小额补助', basis: '办法', cap: yuan('5.00'), per: 'year' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'small-tariff' });
  await office.post(TREASURER, registerItem, FREIGHT, { as: 'freight' });
  await office.post(TREASURER, amendItem, { minimum: 12n, ...REASON }, { on: 'masks' });
  await office.post(TREASURER, amendItem, { minimum: 3n, ...REASON }, { on: 'suits' });
  await plan(office, ['town', 'masks', 2n]);
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  const gift = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line'),
    warehouse: office.id('warehouse'),
    effectiveOn: TODAY,
    lines: [{ item: office.id('suits'), quantity: 5n, value: 0n, batch: { expiresOn: '2021-03-01' } }],
  } as const;
  await office.post(KEEPER, receiveInKind, gift, { as: 'gift' });
  const names = ['order', 'order-in', 'sent', 'sent-signed', 'gift'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

/** Steps of goods alone get to the end of a plan, and to counts that stand. */
const OF_GOODS = ['dispatch', 'confirm', 'resolve', 'returnFromUnit', 'count', 'countersign', 'reverse'] as const;
const SIZE = { maxLength: 50, size: 'max' } as const;
const sequences = fc.oneof(fc.array(actions(), SIZE), fc.array(actions({ only: OF_GOODS }), SIZE));
const LIMITS = { numRuns: 30, interruptAfterTimeLimit: 5_000 };

describe('what waits', () => {
  it('is what all documents tell, after any sequence of commands sealed in any pieces, and after it was made anew', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 1, max: 50 }), async (sequence, pieces) => {
        const known = await start();
        const { sealAll, projection, projector } = sealingOver(known.office.ledger);
        for (const [at, action] of sequence.entries()) {
          await perform(known, action);
          if (at % pieces === 0) await sealAll();
        }
        await sealAll();
        const expected = await foldedWaiting(known.office.ledger);
        expect(await listedWaiting(projection)).toEqual(expected);
        await projector.rebuild((await projection.current()).position.size);
        expect(await listedWaiting(projection)).toEqual(expected);
      }),
      LIMITS,
    );
  });

  it('is the same where two projectors race each other and the commands', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const known = await start();
        const { ledger } = known.office;
        const { sequencer, projection, projector, objects, sealAll } = sealingOver(ledger);
        const other = createProjector({ projection, files: new LogFiles(objects), ledger });
        const racing: Promise<unknown>[] = [];
        for (const action of sequence) {
          const { size } = await sequencer.round();
          racing.push(projector.catchUp(size), other.catchUp(size));
          await perform(known, action);
        }
        await Promise.allSettled(racing);
        await sealAll();
        expect(await listedWaiting(projection)).toEqual(await foldedWaiting(ledger));
      }),
      LIMITS,
    );
  });
});
