import type * as z from 'zod';
import type { entryRead } from '../../shared/schemas/entry-read.ts';

/** A paper as an entry cites it. */
export type PaperTold = NonNullable<z.infer<typeof entryRead>['entry']['evidence']>[number];
