/** What a report lists without pages names the newest so many. */
export const MOST_LISTED = 1_000;

/** Where a page begins and how long it is. `cursor` is the key of the last row of the page before. */
export interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
}

export interface RowPage<T> {
  readonly rows: T[];
  readonly next?: string;
}

/** Cuts a page out of rows that were all computed; undefined where the cursor is no row's key. */
export function pageOf<T>(rows: readonly T[], keyOf: (row: T) => string, options: PageOptions): RowPage<T> | undefined {
  const { limit, cursor } = options;
  const start = cursor === undefined ? 0 : rows.findIndex((row) => keyOf(row) === cursor) + 1;
  if (start === 0 && cursor !== undefined) return undefined;
  const cut = rows.slice(start, start + limit);
  const last = cut.at(-1);
  const isLast = last === undefined || start + limit >= rows.length;
  return isLast ? { rows: cut } : { rows: cut, next: keyOf(last) };
}
