import type { Exceptions } from '../../shared/schemas/reports.ts';

/** The lists of what an auditor looks at first, in the order in which they are told. */

export type ExceptionKind = keyof Exceptions['counts'];

export const EXCEPTION_KINDS = [
  'waivedSeparations',
  'overPlan',
  'belated',
  'redirectedGifts',
  'headCounts',
  'withdrawals',
  'backdated',
  'closedMonths',
  'unapproved',
  'approvedOnPaper',
  'cashAboveThreshold',
  'splitOrders',
  'latePapers',
  'unconfirmed',
  'idleAppropriations',
  'invoiceDiffers',
  'payableBelowZero',
  'paidWithoutPaper',
  'sameBankReference',
  'unusualPrices',
] as const satisfies readonly ExceptionKind[];
