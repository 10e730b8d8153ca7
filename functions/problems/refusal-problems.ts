import { CALLERS } from './tellings/callers.ts';
import { GOODS } from './tellings/goods.ts';
import { MONEY } from './tellings/money.ts';
import { PAPERS } from './tellings/papers.ts';
import { REGISTERED } from './tellings/registered.ts';
import type { Tellings } from './tellings/telling.ts';
import { UNDOING } from './tellings/undoing.ts';

/** Every refusal of the ledger. What is left out here does not compile. */
export const REFUSALS = {
  ...CALLERS,
  ...PAPERS,
  ...REGISTERED,
  ...UNDOING,
  ...GOODS,
  ...MONEY,
} as const satisfies Tellings;
