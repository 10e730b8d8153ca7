import { DOCUMENT_KINDS } from '../../domain/documents.ts';
import { REGISTRY_KINDS } from '../../domain/registry.ts';
import { WAITING_KINDS } from '../../domain/waiting.ts';

/**
 * Lists of the projection: rows that are found by what they are asked for, not by going through everything. Each has its
 * rows by key, in the order of the keys' characters. What fills them is `shared/projection/listing.ts`.
 */
export const LIST_NAMES = [
  /** What was opened or registered, by when that was recorded. */
  ...DOCUMENT_KINDS.map((kind) => `opened/${kind}` as const),
  /** What is registered, packed for searching. */
  ...REGISTRY_KINDS.map((kind) => `search/${kind}` as const),
  /** What waits for somebody, by when it was opened or recorded, a lot by its day of expiry, an item by its id. */
  ...WAITING_KINDS.map((kind) => `waiting/${kind}` as const),
  /** Which of those pages changed, by the place of the entry that did it. */
  'search/changes',
  /** Numbers that papers bear, in their normal form. */
  'number',
] as const;
export type ListName = (typeof LIST_NAMES)[number];

/** Which rows of a list: those whose keys lie between, both ends left out. */
export interface Stretch {
  readonly list: ListName;
  readonly order: 'rising' | 'falling';
  /** 1 to 1,000. */
  readonly limit: number;
  readonly above?: string;
  readonly below?: string;
}

export interface ListedRow {
  readonly key: string;
  readonly text: string;
}

export interface ListedPage {
  /** It may hold fewer rows than asked for although the stretch goes on. */
  readonly rows: readonly ListedRow[];
  /** False on the last one only; what goes on may turn out to have nothing more. */
  readonly goesOn: boolean;
}

/** What rows of lists are from now on, by list and key; undefined for those that go. */
export type ListRows = ReadonlyMap<ListName, ReadonlyMap<string, string | undefined>>;
