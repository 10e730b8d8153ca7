import type { ReactNode } from 'react';
import type { Asked } from '../ask/addresses.ts';
import { NothingListed } from './nothing-listed.tsx';
import { PageLinks } from './pages.tsx';

interface PageOfProps {
  readonly path: string;
  readonly asked: Asked;
  readonly isEmpty: boolean;
  readonly next: string | undefined;
  readonly children: ReactNode;
}

/** The rows of a page of a report, which knows whether it goes on, and the way to the next; or that there is nothing. */
export function PageOf({ path, asked, isEmpty, next, children }: PageOfProps) {
  if (isEmpty) return <NothingListed path={path} asked={asked} />;
  return (
    <>
      {children}
      <PageLinks path={path} asked={asked} next={next} />
    </>
  );
}
