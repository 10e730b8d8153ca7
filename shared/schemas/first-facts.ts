import { FACTS } from './facts.ts';

/** How the first form wrote what each kind of entry says: kept for ever, as its entries are. */
export const FIRST_FACTS = { ...FACTS } as const;
