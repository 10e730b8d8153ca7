import * as z from 'zod';
import { FACTS } from './facts.ts';

/** How the first form wrote what each kind of entry says: kept for ever, as its entries are. */
export const FIRST_FACTS = {
  ...FACTS,
  /** Of later: nothing of the first form says this. */
  naming: () => z.never(),
} as const;
