import type { AdjustmentBook } from '../domain/books.ts';
import type { Entry } from '../domain/entry.ts';
import { stated } from '../domain/stated.ts';
import type { AdjustmentView } from './document-answers.ts';
import { packsView } from './showing.ts';

export function adjustmentView(opening: Entry<'count'>, book: AdjustmentBook): AdjustmentView {
  const { id, refs, facts, effectiveOn } = opening;
  return {
    id,
    number: null,
    status: book.status,
    warehouse: refs.warehouse,
    effectiveOn,
    reason: facts.reason,
    lines: facts.lines.map(({ lot, book: before, counted, packs }) =>
      stated<AdjustmentView['lines'][number]>({
        lot,
        book: Number(before),
        counted: Number(counted),
        packs: packsView(counted, packs),
        difference: Number(counted - before),
      }),
    ),
  };
}
