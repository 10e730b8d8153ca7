import { invoiceNow } from '../../shared/commands/invoices.ts';
import type { DocumentRef } from '../../shared/domain/documents.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Findable, FoundBy } from '../../shared/domain/findable.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { NumberAsked } from '../../shared/domain/number-asked.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { openedBy } from '../../shared/projection/opened.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';

/** What bears a number, and by which of its numbers. */
export interface Found {
  readonly by: FoundBy;
  readonly kind: Findable;
  readonly id: Id;
}

interface Sources {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly catalogue: Pick<Catalogue, 'placed' | 'numbered'>;
}

/** All that bears what was typed or scanned, whoever may read it. */
export async function bearersOf(sources: Sources, asked: NumberAsked): Promise<Found[]> {
  const [placed, named, borne] = await Promise.all([
    placedOf(sources, asked),
    namedOf(sources, asked),
    borneOf(sources, asked),
  ]);
  return [...placed, ...named, ...borne];
}

/** What opens or is a step of a document, by its voucher number; what opened one, by the document's. */
async function placedOf({ catalogue }: Sources, { voucher, document }: NumberAsked): Promise<Found[]> {
  const place = document?.place ?? voucher;
  const placed = place === undefined ? undefined : await catalogue.placed(place);
  if (placed === undefined) return [];
  const { entry } = placed;
  if (document === undefined) return entryWithDocument('voucher', entry);
  const { kind } = document;
  return openedBy(entry).includes(kind) ? foundAs('document-number', { kind, id: entry.id }) : [];
}

function entryWithDocument(by: FoundBy, entry: Entry): Found[] {
  return [{ by, kind: 'entry', id: entry.id }, ...foundAs(by, subjectOf(entry))];
}

function foundAs(by: FoundBy, document: DocumentRef | undefined): Found[] {
  if (document === undefined || document.kind === 'period') return [];
  return [{ by, kind: document.kind, id: document.id }];
}

/** By the code of a slip, which has to be that of this very entry; or by an id. */
async function namedOf({ ledger }: Sources, { slip, id }: NumberAsked): Promise<Found[]> {
  const named = slip?.entry ?? id;
  if (named === undefined) return [];
  const stored = (await ledger.read([{ row: 'entry', id: named }])).entry(named);
  if (stored === undefined) return [];
  if (slip === undefined) return entryWithDocument('id', stored.entry);
  const leaf = Buffer.from(leafHash(Buffer.from(stored.canonical))).toString('base64url');
  return leaf === slip.leaf ? entryWithDocument('slip', stored.entry) : [];
}

async function borneOf({ catalogue }: Sources, { borne }: NumberAsked): Promise<Found[]> {
  if (borne === undefined) return [];
  const numbered = await catalogue.numbered(borne);
  return numbered.flatMap(({ by, entry, document }): Found[] => [
    ...foundAs(by, document),
    // What is registered or is an invoice is that document, and what says so is beside it.
    ...(by === 'bank-reference' || by === 'batch' ? [{ by, kind: 'entry', id: entry } as const] : []),
  ]);
}

/** Each once, by what was found first. */
export function once(found: readonly Found[]): Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const name = `${one.kind} ${one.id}`;
    if (!seen.has(name)) seen.set(name, one);
  }
  return [...seen.values()];
}

/** Invoices with the purchases that they are for. */
export async function withPurchases(ledger: Pick<Ledger, 'read'>, found: readonly Found[]): Promise<Found[]> {
  const told = await Promise.all(
    found.map(async (one): Promise<Found[]> => {
      if (one.kind !== 'invoice') return [one];
      const allocations = (await invoiceNow({ ledger }, one.id))?.book.allocations ?? [];
      return [one, ...allocations.map(({ purchase }) => ({ by: one.by, kind: 'purchase', id: purchase }) as const)];
    }),
  );
  return once(told.flat());
}
