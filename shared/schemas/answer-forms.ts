import * as z from 'zod';
import { text, whole, yuan } from './answer-scalars.ts';
import { listedEntryAnswer, markedEntryAnswer } from './entry-answer.ts';
import { treeTold } from './in-tree.ts';

/** The forms in which several things are answered alike. */

const next = text.exactOptional().meta({ description: 'The cursor of the next page; absent on the last one' });

/** A page of a list. */
export function listOf<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ items: z.array(row), next });
}

/** A page of a list that may be asked for with what lies below a unit. */
export function listOfUnits<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ items: z.array(row), next, tree: treeTold.exactOptional() });
}

/** A page of entries; the first one of those that change a figure says by how much they do together. */
export const entriesListed = listOfUnits(listedEntryAnswer).extend({
  changed: z
    .union([yuan, whole])
    .exactOptional()
    .meta({ description: 'By how much all that are asked for change it, these and those of further pages' }),
});

/** A document that is read by itself, under its name, with the entries that made it what it is. */
export function documentRead<Name extends string, Document extends z.ZodType>(name: Name, document: Document) {
  const history = z.array(markedEntryAnswer).meta({ description: 'Its entries, newest first, at most 100' });
  const historyNext = text.exactOptional().meta({ description: 'Where `history` goes on with older entries' });
  const erased = z.literal(true).exactOptional().meta({ description: 'Personal data of it was erased' });
  // A name that is computed widens to string, and the type of what stands under it would be lost.
  const named = { [name]: document } as { readonly [N in Name]: Document };
  return z.strictObject({ ...named, erased, history, historyNext });
}
