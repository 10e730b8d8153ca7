import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { order } from '../../shared/commands/order.ts';
import { withdrawOrder } from '../../shared/commands/withdraw.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { openedKey } from '../../shared/projection/opened.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { waitingIn } from '../../shared/projection/waiting.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import type { WaitingLists } from '../../shared/storage/ports/waiting.ts';
import { actions, type Known, perform } from '../commands/actions.ts';
import { BUYER, TestOffice } from '../commands/office.ts';
import { buy, openOffice, orderLine, orderOf, plan, REASON } from '../commands/world.ts';
import { sealingOver } from '../log/sealing.ts';
import { foldedWaiting, listedWaiting } from '../projection/waiting-fold.ts';

/** Where commands write, and where what waits is read. */
export interface WaitingStores {
  readonly ledger: Ledger;
  readonly projection: Projection;
}

/** What the lists of what waits keep, whatever the ledger and the projection stand in. */
export function waitingContract(name: string, open: () => Promise<WaitingStores>): void {
  describe(`what waits: ${name}`, () => {
    let office: TestOffice;
    let projection: Projection;
    let lists: WaitingLists;
    let sealAll: () => Promise<void>;

    beforeEach(async () => {
      const stores = await open();
      office = await openOffice(new TestOffice(stores.ledger));
      projection = stores.projection;
      lists = waitingIn(projection);
      const { sequencer, objects } = sealingOver(stores.ledger);
      const projectors = [1, 2].map(() =>
        createProjector({ projection, files: new LogFiles(objects), ledger: stores.ledger }),
      );
      sealAll = async () => {
        const { size } = await sequencer.round();
        await Promise.all(projectors.map((projector) => projector.catchUp(size)));
      };
    });

    const ordered = async (count: number): Promise<string[]> => {
      const keys: string[] = [];
      for (let at = 0; at < count; at += 1) {
        const entry = await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 3n, '1.00')), {
          as: `order-${at}`,
        });
        keys.push(openedKey(entry));
      }
      await sealAll();
      return keys;
    };

    it('tells a stretch in either order, both ends left out, and whether there is more', async () => {
      const keys = await ordered(5);
      const told = async (stretch: Parameters<WaitingLists['waiting']>[1]) => {
        const { rows, goesOn } = await lists.waiting('to-accept', stretch);
        return [rows.map(({ key }) => keys.indexOf(key)), goesOn];
      };
      const [, second, , fourth] = keys;
      expect(await told({ order: 'rising', limit: 5 })).toEqual([[0, 1, 2, 3, 4], false]);
      expect(await told({ order: 'falling', limit: 2 })).toEqual([[4, 3], true]);
      expect(await told({ order: 'rising', limit: 5, above: second ?? '' })).toEqual([[2, 3, 4], false]);
      expect(await told({ order: 'falling', limit: 1, above: second ?? '', below: fourth ?? '' })).toEqual([
        [2],
        false,
      ]);
      expect(await told({ order: 'rising', limit: 5, above: keys[4] ?? '' })).toEqual([[], false]);
    });

    it('takes out what is done', async () => {
      const keys = await ordered(2);
      expect(await office.ask(BUYER, withdrawOrder, REASON, { on: 'order-0' })).toMatchObject({ recorded: 'now' });
      await sealAll();
      const { rows } = await lists.waiting('to-accept', { order: 'rising', limit: 9 });
      expect(rows.map(({ key }) => key)).toEqual([keys[1]]);
      expect(rows[0]?.tell()).toMatchObject({ purchase: office.id('order-1'), committed: 100n });
    });

    it('tells nothing where a row does not parse', async () => {
      const { position } = await projection.current();
      const rows = new Map([['key', 'secret']]);
      const step = { from: position.size, to: position, sums: new Map(), register: new Map() };
      await (await projection.current()).advance({ ...step, lists: new Map([['waiting/held', rows]]) });
      const { rows: found } = await lists.waiting('held', { order: 'rising', limit: 1 });
      expect(() => found[0]?.tell()).toThrow(expect.objectContaining({ code: 'corrupt-row' }));
    });

    it('is what all documents tell, two projectors at once', async () => {
      await plan(office, ['town', 'masks', 6n]);
      await buy(office, 'order', [['masks', 13n, '10.01']], { expiresOn: '2021-06-01' });
      const names = ['order', 'order-in'];
      const known: Known = { office, entries: await Promise.all(names.map((one) => office.entry(one))) };
      for (const action of fc.sample(actions(), { numRuns: 40, seed: 12 })) {
        await perform(known, action);
        await sealAll();
      }
      expect(await listedWaiting(projection)).toEqual(await foldedWaiting(office.ledger));
    });
  });
}
