/**
 * How the names of claims and of counters begin: by what they guard. Who makes such a name says so in its type, and whoever
 * may write rows is granted names by these beginnings, so it imports nothing.
 */

export const CLAIMS = {
  /** A code under which something is registered. */
  code: 'code/',
  threshold: 'threshold/',
  invoice: 'invoice/',
  reversal: 'reversal/',
  erasure: 'erasure/',
  period: 'period/',
  /** The place of a correction behind the ones before. */
  correction: 'correction/',
  /** The place of what somebody is called behind what they were called before. */
  naming: 'naming/',
} as const;

export const COUNTERS = {
  /** Suppliers of a name. */
  name: 'name/',
  /** Open units below a unit. */
  subUnits: 'sub-units/',
  /** Changes of what lies below what. */
  tree: 'tree-of-units',
  /** What was paid to a person under a tariff. */
  benefit: 'benefit/',
  /** What was paid to one payee in seven days. */
  paid: 'paid/',
  /** What was taken under an allocation plan. */
  plan: 'plan/',
  /** Corrections that change by what lots of an item are told. */
  batchCorrections: 'batch-corrections/',
} as const;

export type ClaimFamily = keyof typeof CLAIMS;
export type CounterFamily = keyof typeof COUNTERS;

export type ClaimName = `${(typeof CLAIMS)[ClaimFamily]}${string}`;
export type CounterName = `${(typeof COUNTERS)[CounterFamily]}${string}`;
