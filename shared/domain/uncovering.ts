import { COUNTED, type Coverage, NOBODY, type WholeCoverage } from './coverage.ts';
import type { Objections } from './objections.ts';
import { stated } from './stated.ts';

/**
 * The coverage that comes back with goods or money, negated: as much as is said, never more than stands. What leaves
 * nothing takes all that still stands, so that nobody is counted whom nothing reached in the end.
 */
export function coverageBack(
  said: Coverage,
  stands: WholeCoverage = NOBODY,
  leavesNothing: boolean,
  objections: Objections,
): Coverage | undefined {
  const back = COUNTED.map((what) => {
    const asked = said[what] ?? (leavesNothing ? stands[what] : 0n);
    if (asked > stands[what]) objections.refuse({ refusal: 'above-coverage', what, asked, stands: stands[what] });
    else if (leavesNothing && asked < stands[what])
      objections.refuse({ refusal: 'coverage-left', what, asked, stands: stands[what] });
    return asked === 0n ? undefined : -asked;
  });
  const [people, households, sites] = back;
  return back.every((count) => count === undefined) ? undefined : stated<Coverage>({ people, households, sites });
}
