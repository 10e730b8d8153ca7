import type { BookKind } from '../../domain/books.ts';
import type { Id } from '../../domain/id.ts';
import type { NumberBorne } from '../../domain/numbers-borne.ts';
import type { Page, StoredEntry } from './ledger.ts';

export interface Asked {
  /** 1 to 100. */
  readonly limit: number;
  /** Only what comes after this one in the list's order. */
  readonly after?: Id;
}

/** An entry as it is listed: with its canonical bytes as text. */
export type ListedEntry = Pick<StoredEntry, 'entry' | 'canonical'>;

/** What bears a number: what of it that is, and whose. */
export type Numbered = Omit<NumberBorne, 'number'>;

/**
 * The one door to lists, searches and trails: what is behind it may change and no caller. Whatever was appended is in it
 * at once, sealed or not. Newest first goes by when the server recorded a thing, whatever the client's clock said.
 */
export interface Catalogue {
  /** Documents of a kind by when they were opened, newest first. */
  documents(kind: Exclude<BookKind, 'period'>, asked: Asked): Promise<Page<Id>>;
  /** All entries, newest first. */
  entries(asked: Asked): Promise<Page<ListedEntry>>;
  /** What bears a number, in any width and case and with any blanks: each once, newest first, the newest 100 rows. */
  numbered(number: string): Promise<readonly Numbered[]>;
  /** The entry in a place of the log, counted from 0; undefined where nothing is sealed there yet. */
  placed(place: number): Promise<ListedEntry | undefined>;
}
