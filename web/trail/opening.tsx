import type { ReactNode } from 'react';
import type { Operation } from '../../shared/routes.ts';
import { mayCall, useMe } from '../sign-in/me.ts';

interface OpeningProps {
  readonly href: string;
  /** What the page there asks for. */
  readonly by: Operation;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link, for whoever may read what it leads to; its text for all others. */
export function Opening({ href, by, className, children }: OpeningProps) {
  const { data: me } = useMe();
  if (me !== undefined && !mayCall(me, by)) return <span className={className}>{children}</span>;
  return (
    <a className={className === undefined ? 'opens' : `opens ${className}`} href={href}>
      {children}
    </a>
  );
}
