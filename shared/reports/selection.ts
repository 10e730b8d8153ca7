import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { Period } from './period.ts';

/** What rows or entries are asked for by. What is left out is not asked for: every funding line, every date. */
export interface Selection extends Period {
  readonly fundingLine?: Id;
  /** What went to this unit; to it alone, unless those below it when a document was opened are asked for too. */
  readonly unit?: Id;
  readonly below?: boolean;
  readonly item?: Id;
}

export const SELECTED_BY = [
  'fundingLine',
  'unit',
  'below',
  'item',
  'from',
  'to',
] as const satisfies (keyof Selection)[];

/** What is selected, out of something that says more; what it says nothing of is left out. */
export function selectionIn(asked: { readonly [name in keyof Selection]?: Selection[name] | undefined }): Selection {
  const fields = SELECTED_BY.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]] as const]));
  return Object.fromEntries(fields);
}

/** Where goods or money are. */
interface Belonging {
  readonly fundingLine: Id;
  readonly item?: Id;
  readonly warehouse?: Id;
}

/** Whether goods or money belong to the funding line, the item and the warehouse that are asked for. */
export function belongs(
  { fundingLine, item, warehouse }: Belonging,
  selection: { readonly [name in keyof Belonging]?: Id },
): boolean {
  return (
    (selection.fundingLine === undefined || fundingLine === selection.fundingLine) &&
    (selection.item === undefined || item === selection.item) &&
    (selection.warehouse === undefined || warehouse === selection.warehouse)
  );
}

/** Whether an entry is of what is asked for, by what it moves or names. */
export function isOf(
  { entry, movements, about, covers }: Posting,
  { fundingLine, unit, item }: Selection,
  isAsked = (one: Id): boolean => one === unit,
): boolean {
  const refs = refsOf(entry);
  return (
    (fundingLine === undefined ||
      refs.fundingLines?.includes(fundingLine) === true ||
      (about !== undefined && covers?.includes(fundingLine) === true) ||
      movements.some((movement) => movement.fundingLine === fundingLine)) &&
    (unit === undefined || [refs.unit, about, movements[0]?.unit].some((one) => one !== undefined && isAsked(one))) &&
    (item === undefined || refs.item === item || movements.some((movement) => movement.item === item))
  );
}
