import type { ReactNode } from 'react';

/** A term and what is said of it. */
export function Said({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  if (children === undefined || children === null || children === '' || children === false) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
