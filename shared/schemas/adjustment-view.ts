import type { AdjustmentBook } from '../domain/books.ts';
import type { Entry } from '../domain/entry.ts';
import type { AdjustmentView } from './document-answers.ts';

export function adjustmentView(opening: Entry<'count'>, book: AdjustmentBook): AdjustmentView {
  const { id, refs, facts, effectiveOn } = opening;
  return {
    id,
    number: null,
    status: book.status,
    warehouse: refs.warehouse,
    effectiveOn,
    reason: facts.reason,
    lines: facts.lines.map(({ lot, book: before, counted }) => ({
      lot,
      book: Number(before),
      counted: Number(counted),
      difference: Number(counted - before),
    })),
  };
}
