/** Requests a second for the whole API: far above what one union needs, far below what would hurt its account. */
export const THROTTLE = { rateLimit: 200, burstLimit: 400 } as const;
