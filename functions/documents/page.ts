import type { Id } from '../../shared/domain/id.ts';
import { writeCursor } from '../../shared/schemas/lists.ts';
import type { Asked, SortedBy } from '../../shared/storage/ports/catalogue.ts';
import type { Page } from '../../shared/storage/ports/ledger.ts';

/** Rows after which a page that has some may be short and go on. One that has none looks on: it is the last then. */
const MAX_LOOKED_AT = 1_000;
/** Rows of one step: what one read of the ledger can look up beside them. */
export const STEP = 100;
/** What a page may weigh, well below what a function can answer with. */
export const MAX_CHARACTERS = 3_000_000;

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: Id;
}

/** A row that was looked at: what is shown of it, or nothing where a filter leaves it out. */
export type Shown = object | undefined;

export interface Listing<T> {
  readonly rows: (asked: Asked) => Promise<Page<T>>;
  readonly idOf: (row: T) => Id;
  /** Its rows in another order, behind one of them, page by page; undefined where they are not known in it. */
  readonly sorted?: (by: SortedBy, after: Id | undefined) => Promise<((limit: number) => Page<T>) | undefined>;
  /** What is shown of each row, in their order. */
  readonly show: (rows: readonly T[]) => Promise<readonly Shown[]>;
}

/** One page of a list, newest first: bounded in rows, in what is looked at for them, and in size. */
export async function listPage<T>({ rows, idOf, show }: Listing<T>, query: PageQuery): Promise<object> {
  const items: object[] = [];
  let after = query.cursor;
  let characters = 0;
  let lookedAt = 0;
  while (lookedAt < MAX_LOOKED_AT || items.length === 0) {
    const limit = lookedAt === 0 ? Math.min(STEP, query.limit + 1) : STEP;
    const step = await rows({ limit, ...(after === undefined ? {} : { after }) });
    const shown = await show(step.items);
    for (const [at, row] of step.items.entries()) {
      if (items.length === query.limit || characters > MAX_CHARACTERS) return { items, ...nextAfter(after) };
      after = idOf(row);
      const item = shown[at];
      if (item === undefined) continue;
      items.push(item);
      characters += JSON.stringify(item).length;
    }
    if (step.next === undefined) return { items };
    lookedAt += step.items.length;
  }
  return { items, ...nextAfter(after) };
}

/** A page of what is known whole, from a place on. */
export function pageFrom<T>(all: readonly T[], from: number, limit: number, idOf: (one: T) => Id): Page<T> {
  const items = all.slice(from, from + limit);
  const last = items.at(-1);
  return last !== undefined && from + limit < all.length ? { items, next: idOf(last) } : { items };
}

function nextAfter(after: Id | undefined) {
  return after === undefined ? {} : { next: writeCursor(after) };
}
