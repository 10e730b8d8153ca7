import * as z from 'zod';
import { text } from './answer-scalars.ts';

/** Beside whatever carries ids. */
export const names = z
  .record(z.string(), z.strictObject({ code: text, name: text }))
  .exactOptional()
  .meta({
    id: 'Names',
    description:
      'By id, what the ids mean beside which nothing else says it, as far as the caller may read it: code and name of ' +
      'what is registered, of a lot its item, number and kind of a document, the voucher number of an entry. A document ' +
      'or an entry that is read goes by the names of its day, all else by those of now',
  });
