import { dispatch } from '../../shared/commands/dispatch.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { LotId } from '../../shared/domain/id.ts';
import type { MoveLine, MoveStock } from '../../shared/domain/stock-move.ts';
import { KEEPER, type TestOffice, TODAY } from './office.ts';
import { buy, dispatchOf, openOffice } from './world.ts';

/** A move out of the first warehouse into the second. */
export function moveOf(office: TestOffice, ...lines: readonly MoveLine[]): MoveStock {
  return { from: office.id('warehouse'), to: office.id('warehouse-2'), effectiveOn: TODAY, lines };
}

/** The same the other way. */
export function backOf(office: TestOffice, ...lines: readonly MoveLine[]): MoveStock {
  return { ...moveOf(office, ...lines), from: office.id('warehouse-2'), to: office.id('warehouse') };
}

export function move(office: TestOffice, name: string, body: MoveStock): Promise<Entry> {
  return office.post(KEEPER, moveStock, body, { as: name });
}

export const moveRefusal = (office: TestOffice, body: MoveStock) => office.refusal(KEEPER, moveStock, body);

/** A lot as it stands in the books; one that is spent does not. */
export async function lotRow(office: TestOffice, lot: LotId) {
  const { items } = await office.ledger.lots({ limit: 1_000 });
  return items.find(({ id }) => id === lot);
}

/** 7 masks for 100.00 of a batch and 5 suits for 250.00, in the first warehouse. */
export async function stocked(): Promise<TestOffice> {
  const office = await openOffice();
  const lines = [
    ['masks', 7n, '100.00'],
    ['suits', 5n, '250.00'],
  ] as const;
  await buy(office, 'order', lines, { number: 'P-7', expiresOn: '2021-06-30' });
  return office;
}

/** Sends out of the second warehouse. */
export function sendThence(office: TestOffice, name: string, item: string, quantity: bigint): Promise<Entry> {
  const body = { ...dispatchOf(office, [item, quantity]), warehouse: office.id('warehouse-2') };
  return office.post(KEEPER, dispatch, body, { as: name });
}
