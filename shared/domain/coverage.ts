import { stated } from './stated.ts';

/** What a delivery or a disbursement reached. Negative in the reversal of one, and where some of it comes back. */
export interface Coverage {
  readonly people?: bigint;
  readonly households?: bigint;
  readonly sites?: bigint;
}

/** What is counted of whom a delivery or a disbursement reached. */
export const COUNTED = ['people', 'households', 'sites'] as const satisfies (keyof Coverage)[];
export type CountedOf = (typeof COUNTED)[number];

/** A coverage that says all that is counted. */
export type WholeCoverage = Required<Coverage>;

export const NOBODY: WholeCoverage = { people: 0n, households: 0n, sites: 0n };

export function plusCoverage(a: Coverage, b: Coverage): WholeCoverage {
  const sum = (what: CountedOf): bigint => (a[what] ?? 0n) + (b[what] ?? 0n);
  return { people: sum('people'), households: sum('households'), sites: sum('sites') };
}

export function negatedCoverage({ people, households, sites }: Coverage): Coverage {
  const minus = (count: bigint | undefined) => (count === undefined ? undefined : -count);
  return stated<Coverage>({ people: minus(people), households: minus(households), sites: minus(sites) });
}

/** What stands of a coverage after an entry that says one of its own; nothing is known of it where nobody ever said. */
export function standingAfter(
  stands: WholeCoverage | undefined,
  said: Coverage | undefined,
): WholeCoverage | undefined {
  return said === undefined ? stands : plusCoverage(stands ?? NOBODY, said);
}
