import type { DocumentKind } from '../domain/documents.ts';
import type { Id } from '../domain/id.ts';
import type { NamingDocument, SortedBy } from '../storage/ports/catalogue.ts';
import type { Prefix } from '../storage/ports/journal.ts';
import type { Page } from '../storage/ports/ledger.ts';
import { NamedDocuments } from './named-documents.ts';
import type { NamedEntries } from './named-entries.ts';
import { idInKey } from './opened.ts';
import { keyInPlace } from './order-place.ts';

/** The keys of documents of a kind that name some things, the newest first: as many as are asked for, where there are. */
export function namingDocuments(
  prefix: Prefix,
  named: NamedEntries,
  kind: DocumentKind,
  naming: NamingDocument,
  { most, below }: { readonly most: number; readonly below: string | undefined },
): readonly string[] {
  const sealed = named.documents.below(below, kind, naming).take(most);
  const keys = new Set([...waitingOver(prefix, named).below(below, kind, naming), ...sealed]);
  return [...keys].sort().reverse().slice(0, most);
}

/** What a sorted list has of a kind. */
export interface InOrder extends NamingDocument {
  readonly kind: DocumentKind;
  readonly by: SortedBy;
  /** Keys of the only ones that are meant, rising, where not all are. */
  readonly among?: readonly string[] | undefined;
}

/** Pages of documents in another order, behind one of them: each goes on where the one before it ended. */
export function sortedDocuments(
  prefix: Prefix,
  named: NamedEntries,
  { by, ...fitting }: InOrder,
  after: Id | undefined,
): (limit: number) => Page<Id> {
  const over = waitingOver(prefix, named);
  const [waiting, sealed] = [over.sorted(by, fitting), named.documents.sorted(by, fitting)];
  // Of what is not there nothing comes after it.
  let below = after === undefined ? undefined : (over.placeOf(after, fitting.kind, by) ?? '');
  return (limit) => {
    const most = limit + 1;
    const places = new Set([...waiting(below), ...Iterator.from(sealed(below)).take(most)]);
    const page = [...places].sort().reverse().slice(0, most);
    const items = page.slice(0, limit).map((place) => idInKey(keyInPlace(place)));
    below = page[items.length - 1] ?? below;
    const next = page.length > limit ? items.at(-1) : undefined;
    return next === undefined ? { items } : { items, next };
  };
}

/** What is not sealed stands behind what is. */
function waitingOver({ postings, asOf }: Prefix, named: NamedEntries): NamedDocuments {
  const waiting = new NamedDocuments(named.documents);
  for (const posting of postings.slice(asOf?.size ?? 0)) waiting.enter(posting, named.namesIn(posting));
  return waiting;
}
