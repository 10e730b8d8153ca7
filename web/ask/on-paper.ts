import type { Asked } from './addresses.ts';

/** All rows stand on one page. */
export function isWhole({ cursor }: Asked, next: string | undefined): boolean {
  return cursor === undefined && next === undefined;
}

/** The days that are asked for, as paper tells them. */
export function period({ from, to }: Asked): string {
  return from === undefined && to === undefined ? '' : `${from ?? ''} – ${to ?? ''}`;
}
