import type { CalendarDate } from '../../domain/calendar.ts';
import type { DocumentKind } from '../../domain/documents.ts';
import type { Entry } from '../../domain/entry.ts';
import type { Id, LotId } from '../../domain/id.ts';
import type { NumberBorne } from '../../domain/numbers-borne.ts';
import type { RegistryKind } from '../../domain/registry.ts';
import type { WaitingKind } from '../../domain/waiting.ts';
import type { EntriesMeant } from '../../schemas/entries-meant.ts';
import type { LotWay, Trail } from '../../schemas/trails.ts';
import type { Language } from '../../words/language.ts';
import type { Page, StoredEntry } from './ledger.ts';
import type { WaitingLists } from './waiting.ts';

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

/** What entries are asked for by: all of the things that they name, at least one of any. */
export interface Naming {
  readonly ids: readonly string[];
  readonly kind?: string | undefined;
  readonly actor?: string | undefined;
}

/** What documents are asked for by: all of the things that they name where they were opened, and days of theirs. */
export interface NamingDocument {
  readonly ids: readonly string[];
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
  /** Purchases of which something is on order, consignments of which something is on its way; or, where false, none. */
  readonly isUnderWay?: boolean | undefined;
  readonly mark?: Mark | undefined;
}

/**
 * What is known of documents beside what they name: that a later entry is about them, that such a one is a reversal, that
 * an invoice is a red one.
 */
export type Mark = 'changed' | 'reversed' | 'red';

/** By what a list is sorted: the largest amount as it is shown first, or the last day, and of equals the newest. */
export type SortedBy = 'amount' | 'date';

/** What a list that is sorted is of. */
export interface Sorting extends NamingDocument {
  readonly by: SortedBy;
  /** Of which something waits, as far as it is sealed. */
  readonly waiting?: WaitingKind | undefined;
}

/** An entry as it is listed: with its canonical bytes as text. */
export type ListedEntry = Pick<StoredEntry, 'entry' | 'canonical'>;

/** An entry that is meant, with by how much it changes the figure that is asked for. */
export interface MeantEntry extends ListedEntry {
  readonly change?: bigint;
}
/** A page of them; the first one says by how much all of them change it. */
export interface MeantPage extends Page<MeantEntry> {
  readonly changed?: bigint;
}

/** What something registered is called. */
export interface Called {
  readonly kind: RegistryKind;
  /** A plan's number, somebody's subject, a threshold's kind of spending; empty of a supplier. */
  readonly code: string;
  /** Empty of somebody and of a threshold. */
  readonly name: string;
}

/** What is searched for in a register. */
export interface Sought {
  /**
   * Every word of it has to be in the code, the name, the initials of the name, a supplier's credit code, or what
   * whoever may read the thing is shown of a phone (the last four digits) or of the name of somebody. What is so called
   * goes first, then what begins so, then the rest, each by code.
   */
  readonly text: string;
  readonly closed?: boolean;
  /** Units directly below one. */
  readonly parent?: Id;
  /** Units with one of these codes, and those below them. */
  readonly units?: readonly string[];
}
/** What bears a number: what of it that is, and whose. */
export type Numbered = Omit<NumberBorne, 'number'>;

/**
 * The one door to lists, searches and trails: what is behind it may change and no caller. Whatever was appended is in it
 * at once, sealed or not. Newest first goes by when the server recorded a thing, whatever the client's clock said.
 */
export interface Catalogue extends WaitingLists {
  /** Documents of a kind, and what is registered, by when they were opened, newest first. */
  documents(kind: DocumentKind, asked: Asked): Promise<Page<Id>>;
  /** All entries, newest first. */
  entries(asked: Asked): Promise<Page<ListedEntry>>;
  /**
   * Those of them that name all of some things in any way, newest first, and in a log that is too long to be held in memory
   * others between them: whoever filters by those sees all that could fit, mostly without going through everything.
   */
  entriesNaming(naming: Naming, asked: Asked): Promise<Page<ListedEntry>>;
  /**
   * Documents of a kind that were opened on some days and name all of some things there, or as it was corrected, newest
   * first; with others between them as above.
   */
  documentsNaming(kind: DocumentKind, naming: NamingDocument, asked: Asked): Promise<Page<Id>>;
  /**
   * The same in another order, behind one of them: gives pages, each going on where the one before it ended. Undefined
   * where the log is too long to be held in memory.
   */
  documentsSorted(kind: DocumentKind, sorting: Sorting, after?: Id): Promise<((limit: number) => Page<Id>) | undefined>;
  /**
   * Reads on in what filters and orders are answered from, a few milliseconds, before anybody asks; says whether there is
   * more of it. Of a very long log it reads nothing.
   */
  readAhead(): Promise<boolean>;
  /** Those of them that are meant by what they move or rest on, newest first. */
  entriesMeant(meant: EntriesMeant, asked: Asked): Promise<MeantPage>;
  /** The way of a lot, told in a language; undefined where nothing brought it. */
  lot(lot: LotId, language: Language): Promise<LotWay | undefined>;
  /** What an entry rests on and what became of it; undefined where there is no such entry. */
  trail(entry: Id, asked: TrailAsked): Promise<Trail | undefined>;
  /**
   * What those of some ids that are registered are called now. What another process renamed a moment ago may go by the
   * name before until it is projected, and for `maxAgeMs` beyond that where it is given; what was registered a moment ago
   * is there.
   */
  named(ids: readonly Id[], asked?: { readonly maxAgeMs: number }): Promise<ReadonlyMap<Id, Called>>;
  /** The entry that commits to what the maker of an entry was called when it was recorded, or else first. */
  namingOf(entry: Pick<Entry, 'recordedAt' | 'actor'>): Promise<Id | undefined>;
  /** Everything registered of a kind that fits, best first. */
  search(kind: RegistryKind, sought: Sought): Promise<readonly Id[]>;
  /** What bears a number, in any width and case and with any blanks: each once, newest first, the newest 100 rows. */
  numbered(number: string): Promise<readonly Numbered[]>;
  /** The entry in a place of the log, counted from 0; undefined where nothing is sealed there yet. */
  placed(place: number): Promise<ListedEntry | undefined>;
}
