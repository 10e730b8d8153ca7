/**
 * What stands where in the object store. Used by those who name keys and by the infrastructure, so it imports nothing.
 * A prefix is what a function is granted and what a rule of the bucket speaks of.
 */
export const PREFIXES = {
  /** The static files of the log, as they are published. */
  log: 'log/',
  /** Rounds of sealing that are not committed yet. */
  staged: 'log-staged/',
  /** Papers under their hashes, and beside each what it is. */
  evidence: 'evidence/',
  /** Papers that were uploaded and not looked at yet. */
  incoming: 'evidence/incoming/',
  /** What uploads were declared as. */
  declared: 'evidence/declared/',
  /** The files of export jobs. */
  exports: 'exports/',
} as const;
