import type { StateKind, StateOf } from '../domain/books.ts';
import { BOOK_KINDS } from '../domain/documents.ts';
import type { Id } from '../domain/id.ts';
import type { Ledger, StoredEntry } from '../storage/ports/ledger.ts';
import { asItStands } from './as-it-stands.ts';
import type { Document } from './command.ts';
import { correctionKey } from './corrections.ts';
import { invoiceNow } from './invoices.ts';
import { lineageOf } from './unit-tree.ts';

/** As much of an office as is needed for reading rows. */
export interface Reading {
  readonly ledger: Pick<Ledger, 'read'>;
}

/** The document as it stands now, with what the entry that opened it says now. */
export async function documentNow(
  office: Reading,
  subject: { readonly kind: Document['kind']; readonly id: Id } | undefined,
): Promise<Document | undefined> {
  if (!subject) return undefined;
  const { kind, id } = subject;
  if (kind === 'invoice') {
    const invoice = await invoiceNow(office, id);
    return invoice && documentOf(kind, id, invoice.opening, invoice.version, invoice.book);
  }
  // What is registered is amended: of it no correction changes anything that is shown.
  const corrections = BOOK_KINDS.some((one) => one === kind) ? [correctionKey(id)] : [];
  const found = await office.ledger.read([{ row: kind, id }, { row: 'entry', id }, ...corrections]);
  const written = found.entry(id);
  if (!written) return undefined;
  const opening = await asItStands(office.ledger, written, found);
  if (kind === 'fundingLine') {
    const line = found.fundingLine(id);
    return line && { kind, id, opening, line };
  }
  const row = found.state(kind, id);
  const document = row && documentOf(kind, id, opening, row.version, row.state);
  return document?.kind === 'unit' ? { ...document, lineage: await lineageOf(office.ledger, id) } : document;
}

/** A document put together. Kind and state belong together, which the parameter's type says and a union cannot. */
export function documentOf<K extends StateKind>(
  kind: K,
  id: Id,
  opening: StoredEntry,
  version: Id,
  state: StateOf[K],
): Document {
  const document: { kind: K; id: Id; opening: StoredEntry; version: Id; state: StateOf[K] } = {
    kind,
    id,
    opening,
    version,
    state,
  };
  return document as Document;
}
