import type { Route } from '../../shared/routes.ts';

/** How many requests a second a route takes, and how many at once after some quiet. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/**
 * The most that any route takes: far above what one union needs, far below what would hurt its account. The server on one
 * machine gives so much to each caller, and counts those who are not signed in by their address, so nobody there is
 * stopped by others.
 */
export const THROTTLE = { rateLimit: 200, burstLimit: 400 } as const satisfies Throttle;

/**
 * In AWS nobody tells callers apart before a function runs, so each route has a figure of its own: what anybody may ask
 * takes nothing from what those who are signed in do. A page asks for some thirty files when it is first opened. A proof may
 * read the whole log. Sixty-four people who order at the same moment, twice over, are not told to wait.
 */
export const THROTTLES = {
  page: THROTTLE,
  open: { rateLimit: 50, burstLimit: 100 },
  proof: { rateLimit: 10, burstLimit: 20 },
  reading: { rateLimit: 100, burstLimit: 200 },
  writing: { rateLimit: 50, burstLimit: 128 },
} as const satisfies Record<string, Throttle>;

type Throttled = keyof typeof THROTTLES;

/** What a route of the table is throttled as. */
export function throttledAs({ access, method, operation }: Route): Throttled {
  if (access !== 'public') return method === 'GET' ? 'reading' : 'writing';
  return operation === 'readProof' ? 'proof' : 'open';
}
