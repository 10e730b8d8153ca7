/**
 * The tree by which figures belong to what lies above a unit: as it was when the document was opened that they are of, or
 * as it is now.
 */
export const TREES = ['then', 'now'] as const;
export type Tree = (typeof TREES)[number];
