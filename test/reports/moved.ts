import { dispatch } from '../../shared/commands/dispatch.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { registerWarehouse } from '../../shared/commands/registry.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { KEEPER, type TestOffice, TREASURER } from '../commands/office.ts';
import { on, winter } from './winter.ts';

/** What went on after the winter in a second warehouse. */

/** Masks and rice go to a new warehouse: numbers 29 and 30. */
export async function moved(): Promise<TestOffice> {
  const office = await winter();
  await office.post(TREASURER, registerWarehouse, { code: 'FK', name: '分库' }, { as: 'annex' });
  const body = {
    from: office.id('warehouse'),
    to: office.id('annex'),
    reason: '分库启用',
    lines: [
      { lot: office.lot('bought'), quantity: 10n },
      { lot: office.lot('given'), quantity: 12n },
      { lot: office.lot('bought', 2), quantity: 2n },
    ],
  };
  await on(office, '2021-01-09', KEEPER, moveStock, body, { as: 'move' });
  return office;
}

/** Five of the masks given come back: number 31. */
export async function movedBack(): Promise<TestOffice> {
  const office = await moved();
  const lines = [{ lot: office.lot('move', 2), quantity: 5n }];
  const body = { from: office.id('annex'), to: office.id('warehouse'), lines };
  await on(office, '2021-01-10', KEEPER, moveStock, body, { as: 'back' });
  return office;
}

/** Four more are sent from there, and four that were bought go back to the supplier: numbers 32 and 33. */
export async function movedOn(): Promise<TestOffice> {
  const office = await movedBack();
  const ofGift = [{ item: office.id('masks'), quantity: 4n, fundingLine: office.id('line-2') }];
  const sent = { unit: office.id('village'), warehouse: office.id('annex'), lines: ofGift };
  await on(office, '2021-01-11', KEEPER, dispatch, sent, { as: 'thence' });
  const lines = [{ lot: office.lot('move'), quantity: 4n }];
  await on(office, '2021-01-12', KEEPER, returnToSupplier, { lines, reason: '质量问题' }, { on: 'order' });
  return office;
}
