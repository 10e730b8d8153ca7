import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { reportAnswers, type Stock } from '../../shared/schemas/reports.ts';
import { withQuery } from '../ask/addresses.ts';
import { type Answer, useAnswer } from '../ask/answers.ts';
import { lastBooked } from '../form/booked.ts';
import type { Choice } from '../form/cells.ts';

/** What lies in a warehouse, lot by lot. */

type StockTold = z.output<typeof reportAnswers.stock>;
export type StockLot = Stock['lots'][number];

/** Every lot of a warehouse fits one page of its stock. */
const LOTS = 10_000;

/** With what was booked here just before. */
export function useStockOf(warehouse: string | undefined): Answer<StockTold> {
  const path = withQuery('/api/stock', { warehouse, limit: LOTS, after: lastBooked()?.entry });
  return useAnswer(path, reportAnswers.stock, { enabled: warehouse !== undefined });
}

/** The day on which a form is opened. */
export function useToday(): string {
  return useMemo(() => dateInShanghai(Date.now()), []);
}

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
