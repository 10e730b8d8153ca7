import * as z from 'zod';

/** The query of a write: nothing, or that it is only to be tried. */
export const dryRunQuery = z.strictObject({
  'dry-run': z
    .literal('true')
    .exactOptional()
    .meta({
      description:
        'Decides as the write would be decided and records nothing: answers its refusal, or 200 with the entry as it would ' +
        'stand. The key stays free for the write itself',
    }),
});
