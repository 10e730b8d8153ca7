import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { withQuery } from '../ask/addresses.ts';
import { type Answer, useAnswer } from '../ask/answers.ts';
import { lastBooked } from '../form/booked.ts';

/** What lies in a warehouse, lot by lot. */

type StockTold = z.output<typeof reportAnswers.stock>;

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
