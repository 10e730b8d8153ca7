/**
 * By which version of the code a stored row was written: by this one, or by the next, which may have added to it and
 * changed nothing of what this one knows. What is still later is not read.
 */
export type RowVersion = 'own' | 'next';
