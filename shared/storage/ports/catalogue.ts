import type { BookKind } from '../../domain/books.ts';
import type { Id, LotId } from '../../domain/id.ts';
import type { EntriesMeant } from '../../schemas/entries-meant.ts';
import type { LotWay, Trail } from '../../schemas/trails.ts';
import type { Language } from '../../words/language.ts';
import type { Page, StoredEntry } from './ledger.ts';

export interface Asked {
  /** 1 to 100. */
  readonly limit: number;
  /** Only what comes after this one in the list's order. */
  readonly after?: Id;
}

/** How far a trail goes in each direction: steps, and entries in all; and in which language it is told. */
export interface TrailAsked {
  readonly depth: number;
  readonly nodes: number;
  readonly language: Language;
}

/** An entry as it is listed: with its canonical bytes as text. */
export type ListedEntry = Pick<StoredEntry, 'entry' | 'canonical'>;

/**
 * The one door to lists, searches and trails: what is behind it may change and no caller. Whatever was appended is in it
 * at once, sealed or not. Newest first goes by when the server recorded a thing, whatever the client's clock said.
 */
export interface Catalogue {
  /** Documents of a kind by when they were opened, newest first. */
  documents(kind: Exclude<BookKind, 'period'>, asked: Asked): Promise<Page<Id>>;
  /** All entries, newest first. */
  entries(asked: Asked): Promise<Page<ListedEntry>>;
  /** Those of them that are meant by what they move or rest on, newest first. */
  entriesMeant(meant: EntriesMeant, asked: Asked): Promise<Page<ListedEntry>>;
  /** The way of a lot, told in a language; undefined where nothing brought it. */
  lot(lot: LotId, language: Language): Promise<LotWay | undefined>;
  /** What an entry rests on and what became of it; undefined where there is no such entry. */
  trail(entry: Id, asked: TrailAsked): Promise<Trail | undefined>;
}
