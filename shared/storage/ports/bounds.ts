/** The most items of one page. */
export const MAX_PAGE = 1_000;

/** The most lots of one item in one warehouse that are looked at, the oldest first. */
export const MAX_LOTS = 2_000;

/** The most rows that one read names. */
export const MAX_KEYS = 100;

/** Throws where a caller asks for a page of no size or of too large a one. */
export function boundedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw new RangeError(`a page holds 1 to ${MAX_PAGE} items`);
  }
  return limit;
}
