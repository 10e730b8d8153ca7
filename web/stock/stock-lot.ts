import type { Stock } from '../../shared/schemas/reports.ts';
import type { Choice } from '../form/cells.ts';

/** A lot as the stock tells it. */

export type StockLot = Stock['lots'][number];

/** What tells a lot from others of its item, and of what there is how much. */
export interface LotTold {
  readonly batch: (number: string) => string;
  readonly expires: (day: string) => string;
  readonly received: (day: string) => string;
  readonly left: (quantity: string, measure: string) => string;
}

export function tellingOf(
  { batch, expiresOn, receivedOn }: Pick<StockLot, 'batch' | 'expiresOn' | 'receivedOn'>,
  told: LotTold,
) {
  return [
    batch === undefined ? undefined : told.batch(batch),
    expiresOn === undefined ? undefined : told.expires(expiresOn),
    told.received(receivedOn),
  ]
    .filter((one) => one !== undefined)
    .join(' · ');
}

/** A lot as it is offered. */
export function lotChoice(lot: StockLot, told: LotTold, grouped: (quantity: number) => string): Choice {
  const { item, quantity, fundingLine } = lot;
  const left = told.left(grouped(quantity), item.baseMeasure);
  return {
    id: lot.lot,
    name: `${item.name} ${tellingOf(lot, told)}`,
    code: left,
    measures: [{ measure: item.baseMeasure, of: 1 }],
    note: fundingLine.name,
  };
}
