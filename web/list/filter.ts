import type { Asked } from '../ask/addresses.ts';
import type { Picked } from '../form/register-pick.tsx';

/** A condition of a list, and how it is chosen. */
export type Filter = {
  /** As the API has it. */
  readonly name: string;
  readonly label: string;
} & (
  | { readonly from: Picked | 'fundingLine' | 'warehouse' }
  /** Each value with what it is called. */
  | { readonly choices: Choices }
  | { readonly is: 'text' }
);

/** Each value with what it is called. */
export type Choices = readonly (readonly [value: string, called: string])[];

/** What a page of a list is, and not what is on it. */
const PAGING = ['cursor', 'limit', 'sort', 'after'];

/** Whether anything is asked for that the whole list has not. */
export function isNarrowed(asked: Asked): boolean {
  return Object.keys(asked).some((name) => !PAGING.includes(name));
}
