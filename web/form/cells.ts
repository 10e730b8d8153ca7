import * as z from 'zod';

/** What stands in a form: texts as they were typed, and beside them what was meant by them. */

/** What something registered is called, and what a form needs to know of it. */
export const choice = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string().exactOptional(),
  /** Of an item: its base measure first, of which `of` is 1, then its packs. */
  measures: z.array(z.object({ measure: z.string(), of: z.int() })).exactOptional(),
  /** More that tells it from others of its name: what it is of, what is left of it. */
  note: z.string().exactOptional(),
});
export type Choice = z.infer<typeof choice>;

/** One field or cell: what was typed, and where something registered is meant, which, or why none is. */
export const typed = z.object({
  text: z.string(),
  chosen: choice.exactOptional(),
  unmatched: z.enum(['unknown', 'several']).exactOptional(),
});
export type Typed = z.infer<typeof typed>;

export const BLANK: Typed = { text: '' };

export function ofText(text: string): Typed {
  return { text };
}

export function ofChoice(chosen: Choice): Typed {
  return { text: chosen.name, chosen };
}

export function isBlank({ text, chosen }: Typed): boolean {
  return text.trim() === '' && chosen === undefined;
}

/** A row of a form: the cells that are not blank. Its key is its own for as long as the draft lives. */
export interface Row<C extends string> {
  readonly key: number;
  readonly cells: Readonly<Partial<Record<C, Typed>>>;
}

/** A row as it was, and the one above it. */
export interface Around<C extends string> {
  readonly before: Row<C>;
  readonly above: Row<C> | undefined;
}

/** The schema of rows with these cells, for a draft. */
export function rowsOf<const C extends string>(columns: readonly C[]) {
  return z.array(z.object({ key: z.int(), cells: z.partialRecord(z.enum(columns), typed) }));
}

export function cellOf<C extends string>({ cells }: Row<C>, column: C): Typed {
  return cells[column] ?? BLANK;
}

export function isBlankRow<C extends string>({ cells }: Row<C>): boolean {
  return Object.values<Typed | undefined>(cells).every((cell) => cell === undefined || isBlank(cell));
}

/** The rows with one of nothing below them. There is always a row: the first of a form is in its empty draft. */
export function withBlankRow<C extends string>(rows: readonly Row<C>[], columns: readonly C[]): readonly Row<C>[] {
  const last = rows.at(-1);
  if (last === undefined) return rows;
  const key = rows.reduce((most, row) => Math.max(most, row.key), 0) + 1;
  let { cells } = last;
  for (const column of columns) cells = { ...cells, [column]: BLANK };
  return [...rows, { key, cells }];
}

/** The rows without one; where it is the only one, without what stands in it. */
export function withoutRow<C extends string>(
  rows: readonly Row<C>[],
  columns: readonly C[],
  key: number,
): readonly Row<C>[] {
  const all = rows.length === 1 ? withBlankRow(rows, columns) : rows;
  return all.filter((row) => row.key !== key);
}

/** The rows with a cell changed. */
export function withCell<C extends string>(
  rows: readonly Row<C>[],
  key: number,
  column: C,
  cell: Typed,
): readonly Row<C>[] {
  return rows.map((row) => (row.key === key ? { ...row, cells: { ...row.cells, [column]: cell } } : row));
}

/** Where each row stands in what is sent, which has no blank ones; undefined for those. */
export function placesOf<C extends string>(rows: readonly Row<C>[]): ReadonlyMap<number, number> {
  return new Map(rows.filter((row) => !isBlankRow(row)).map(({ key }, at) => [key, at]));
}

/** A paper in a draft: it is stored already. */
export const paperOfDraft = z.object({ sha256: z.string(), name: z.string(), bytes: z.int(), mediaType: z.string() });
