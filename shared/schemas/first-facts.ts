import * as z from 'zod';
import { words } from './canonical.ts';
import { FACTS } from './facts.ts';

/** What came with a later form was never written in this one. */
const never = () => z.never();

/** How the first form wrote what each kind of entry says: kept for ever, as its entries are. */
export const FIRST_FACTS = {
  ...FACTS,
  'unit-return': () => z.strictObject({ reason: words }),
  refund: never,
} as const;
