import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { movedOnLine } from '../domain/lows.ts';
import type { UnitFields } from '../domain/registry.ts';
import { subjectOf } from '../domain/subject.ts';
import type { Change, FundingLineRow, Opened, StoredEntry } from '../storage/ports/ledger.ts';
import type { Document } from './command.ts';
import { documentNow, documentOf, type Reading } from './document.ts';
import { lineageOf } from './unit-tree.ts';

/**
 * The document that an entry is about as it would stand with the entry, by what the entry would change. Undefined where
 * that does not tell it: of a correction, say, which changes how what opened the document reads.
 */
export async function asItWouldStand(
  office: Reading,
  { stored, changes }: { readonly stored: StoredEntry; readonly changes: readonly Change[] },
): Promise<Document | undefined> {
  const { entry } = stored;
  const subject = subjectOf(entry);
  if (subject === undefined || entry.kind === 'correction') return undefined;
  if (subject.kind === 'fundingLine') return lineAfter(office, entry, changes, subject.id);
  const placed = changes.find(
    (change) =>
      (change.change === 'open' || change.change === 'replace') &&
      change.document.kind === subject.kind &&
      change.document.id === subject.id,
  );
  if (placed === undefined || !('document' in placed)) return undefined;
  const opening = placed.change === 'open' ? stored : (await documentNow(office, subject))?.opening;
  return opening && documentWith(office, placed.document, opening, entry.id);
}

async function documentWith(
  office: Reading,
  { kind, id, state }: Opened,
  opening: StoredEntry,
  version: Id,
): Promise<Document> {
  const document = documentOf(kind, id, opening, version, state);
  if (document.kind !== 'unit') return document;
  return { ...document, lineage: await lineageWith(office, document.state.fields) };
}

/** A unit's own row says what lies directly above it; all that lies above that stays as it is. */
async function lineageWith({ ledger }: Reading, { code, parent }: UnitFields): Promise<readonly string[]> {
  return [code, ...(parent ? await lineageOf(ledger, parent) : [])];
}

async function lineAfter(
  office: Reading,
  entry: Entry,
  changes: readonly Change[],
  id: Id,
): Promise<Document | undefined> {
  const now = await documentNow(office, { kind: 'fundingLine', id });
  if (now?.kind !== 'fundingLine') return undefined;
  return { ...now, line: changes.reduce((line, change) => lineWith(line, change, entry.id), now.line) };
}

function lineWith(line: FundingLineRow, change: Change, entry: Id): FundingLineRow {
  const { closedBy: _closedBy, ...rest } = line;
  if (change.change === 'close-line' && change.id === line.id) return { ...rest, closed: true, closedBy: entry };
  if (change.change === 'reopen-line' && change.id === line.id) return { ...rest, closed: false };
  if (change.change !== 'funds' || change.fundingLine !== line.id) return line;
  const [available, cash] = [line.available + change.available, line.cash + change.cash];
  return { ...line, available, cash, lows: movedOnLine(line.lows, change.on, change) };
}
