import type { Register } from '../form/registers.ts';

/** Conditions as they stand in the address, which are those of the API. */
export type Asked = Readonly<Record<string, string>>;

/** A condition of a list, and how it is chosen. */
export type Filter = {
  /** As the API has it. */
  readonly name: string;
  readonly label: string;
} & (
  | { readonly from: Register }
  /** Each value with what it is called. */
  | { readonly choices: readonly (readonly [value: string, called: string])[] }
  | { readonly is: 'date' | 'text' }
);

/** What a page of a list is, and not what is on it. */
const PAGING = ['cursor', 'limit', 'sort', 'after'];

/** Whether anything is asked for that the whole list has not. */
export function isNarrowed(asked: Asked): boolean {
  return Object.keys(asked).some((name) => !PAGING.includes(name));
}

/** The conditions with one of them changed, from the first page on. */
export function askedWith(asked: Asked, name: string, value: string | undefined): Record<string, string | undefined> {
  return { ...asked, [name]: value === '' ? undefined : value, cursor: undefined };
}
