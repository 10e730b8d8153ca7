import type { DocumentKind } from '../../domain/documents.ts';
import type { Id } from '../../domain/id.ts';
import type { Page, StoredEntry } from './ledger.ts';
import type { WaitingLists } from './waiting.ts';

export interface Asked {
  /** 1 to 100. */
  readonly limit: number;
  /** Only what comes after this one in the list's order. */
  readonly after?: Id;
}

/** An entry as it is listed: with its canonical bytes as text. */
export type ListedEntry = Pick<StoredEntry, 'entry' | 'canonical'>;

/**
 * The one door to lists, searches and trails: what is behind it may change and no caller. Whatever was appended is in it
 * at once, sealed or not. Newest first goes by when the server recorded a thing, whatever the client's clock said.
 */
export interface Catalogue extends WaitingLists {
  /** Documents of a kind, and what is registered, by when they were opened, newest first. */
  documents(kind: DocumentKind, asked: Asked): Promise<Page<Id>>;
  /** All entries, newest first. */
  entries(asked: Asked): Promise<Page<ListedEntry>>;
}
