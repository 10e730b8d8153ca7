import { useMemo } from 'react';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import type { Typed } from '../form/cells.ts';
import { readDate } from '../form/typed.ts';
import { type Shelves, shelvesOf } from './shelf.ts';

/** Every lot of a warehouse fits one page of its stock. */
const LOTS = 10_000;

/** What lies in a warehouse on a day; undefined until both are known, and where stock cannot be read. */
export function useShelves(warehouse: Typed, day: Typed): { readonly shelves?: Shelves; readonly isUnread: boolean } {
  const id = warehouse.chosen?.id;
  const read = readDate(day.text);
  const date = read !== undefined && 'value' in read ? read.value : undefined;
  const { data, isError } = useAnswer(withQuery('/api/stock', { warehouse: id, limit: LOTS }), reportAnswers.stock, {
    enabled: id !== undefined,
  });
  const shelves = useMemo(
    () => (data === undefined || date === undefined ? undefined : shelvesOf(data, date)),
    [data, date],
  );
  return { ...(shelves === undefined ? {} : { shelves }), isUnread: isError };
}
