import { invoiceNow } from '../../shared/commands/invoices.ts';
import { DOCUMENTS, type DocumentRef } from '../../shared/domain/documents.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { type Findable, type FoundBy, READ_BY } from '../../shared/domain/findable.ts';
import type { Id } from '../../shared/domain/id.ts';
import { type NumberAsked, readNumberAsked } from '../../shared/domain/number-asked.ts';
import { boundTo } from '../../shared/domain/own-units.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import type { Role } from '../../shared/domain/role.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { openedBy } from '../../shared/projection/opened.ts';
import type { Access } from '../../shared/routes.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { placesOfAll } from '../../shared/storage/ports/projection.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Caller, roleFor } from '../front/caller.ts';
import type { Asked } from '../front/operation.ts';
import { ownUnits } from './units.ts';
import { isWithheld } from './withheld.ts';

interface Found {
  readonly by: FoundBy;
  readonly kind: Findable;
  readonly id: Id;
}

/** Most that is told. */
const MOST_FOUND = 20;

/** Finds what bears a number on paper, of that only what the caller may read. Who may read nothing of it finds nothing. */
export async function find(
  tracker: Tracker,
  { number }: { readonly number: string },
  { caller }: Asked,
): Promise<object> {
  const asked = readNumberAsked(number);
  const mayRead = await readerOf(caller);
  const all = (await Promise.all([placedOf(tracker, asked), namedOf(tracker, asked), borneOf(tracker, asked)])).flat();
  const told = once(all.filter(({ kind }) => mayRead(kind) !== undefined));
  const own = await ofOwnUnits(tracker.ledger, told, mayRead);
  const seen = await notWithheld(tracker.ledger, own, mayRead('entry')?.role ?? null);
  const found = await withPurchases(tracker, seen.slice(0, MOST_FOUND), mayRead('purchase') !== undefined);
  return { found: await withNumbers(tracker, found.slice(0, MOST_FOUND)) };
}

/** How a caller may read a kind: in which role, and of which units where they are bound to some; undefined where they may not. */
type MayRead = (
  kind: Findable,
) => { readonly role: Role | null; readonly units: readonly string[] | undefined } | undefined;

async function readerOf(caller: Caller): Promise<MayRead> {
  const { routes } = await import('../../shared/routes.ts');
  const known = new Map<string, { readonly access: Access; readonly units: 'any' | 'own' }>(
    routes.map((route) => [route.operation, route]),
  );
  return (kind) => {
    const route = known.get(READ_BY[kind]);
    const role = route && roleFor(route.access, caller);
    if (route === undefined || role === undefined) return undefined;
    return { role, units: route.units === 'own' ? boundTo(role, caller.units) : undefined };
  };
}

/** What opens or is a step of a document, by its voucher number; what opened one, by the document's. */
async function placedOf({ catalogue }: Tracker, { voucher, document }: NumberAsked): Promise<Found[]> {
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
async function namedOf({ ledger }: Tracker, { slip, id }: NumberAsked): Promise<Found[]> {
  const named = slip?.entry ?? id;
  if (named === undefined) return [];
  const stored = (await ledger.read([{ row: 'entry', id: named }])).entry(named);
  if (stored === undefined) return [];
  if (slip === undefined) return entryWithDocument('id', stored.entry);
  const leaf = Buffer.from(leafHash(Buffer.from(stored.canonical))).toString('base64url');
  return leaf === slip.leaf ? entryWithDocument('slip', stored.entry) : [];
}

async function borneOf({ catalogue }: Tracker, { borne }: NumberAsked): Promise<Found[]> {
  if (borne === undefined) return [];
  const numbered = await catalogue.numbered(borne);
  return numbered.flatMap(({ by, entry, document }): Found[] => [
    ...foundAs(by, document),
    // What is registered or is an invoice is that document, and what says so is beside it.
    ...(by === 'bank-reference' || by === 'batch' ? [{ by, kind: 'entry', id: entry } as const] : []),
  ]);
}

function once(found: readonly Found[]): Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const name = `${one.kind} ${one.id}`;
    if (!seen.has(name)) seen.set(name, one);
  }
  return [...seen.values()];
}

/** Those that belong to the caller's own units, where they are bound to units for that kind. */
async function ofOwnUnits(ledger: Ledger, found: readonly Found[], mayRead: MayRead): Promise<Found[]> {
  const bound = found.filter(({ kind }) => mayRead(kind)?.units !== undefined);
  const units = bound.map(({ kind }) => mayRead(kind)?.units).at(0);
  if (units === undefined) return [...found];
  const openings = await storedEntries(
    ledger,
    bound.map(({ id }) => id),
  );
  const unitOf = new Map(openings.map(({ entry }) => [entry.id, refsOf(entry).unit]));
  const about = ({ kind, id }: Found) => (kind === 'unit' ? id : unitOf.get(id));
  const isOwn = await ownUnits(ledger, units, bound.map(about));
  return found.filter((one) => !bound.includes(one) || isOwn(about(one)));
}

/** Without the entries that are told to fewer than may read entries. */
async function notWithheld(ledger: Ledger, found: readonly Found[], role: Role | null): Promise<Found[]> {
  const ids = found.flatMap(({ kind, id }) => (kind === 'entry' ? [id] : []));
  const entries = await storedEntries(ledger, ids);
  const withheld = new Set(entries.flatMap(({ entry }) => (isWithheld(entry, role) ? [entry.id] : [])));
  return found.filter(({ kind, id }) => kind !== 'entry' || !withheld.has(id));
}

/** Invoices with the purchases that they are for. */
async function withPurchases({ ledger }: Tracker, found: readonly Found[], mayRead: boolean): Promise<Found[]> {
  if (!mayRead) return [...found];
  const told = await Promise.all(
    found.map(async (one): Promise<Found[]> => {
      if (one.kind !== 'invoice') return [one];
      const allocations = (await invoiceNow({ ledger }, one.id))?.book.allocations ?? [];
      return [one, ...allocations.map(({ purchase }) => ({ by: one.by, kind: 'purchase', id: purchase }) as const)];
    }),
  );
  return once(told.flat());
}

async function withNumbers({ projection }: Tracker, found: readonly Found[]): Promise<object[]> {
  const places = await placesOfAll(
    projection,
    found.map(({ id }) => id),
  );
  return found.map((one) => {
    const { kind, id } = one;
    const place = places.get(id);
    // What is registered goes under its code.
    if (kind !== 'entry' && DOCUMENTS[kind].letters === null) return one;
    if (place === undefined) return { ...one, number: null };
    return { ...one, number: kind === 'entry' ? voucherNumber(place) : documentNumber(kind, place) };
  });
}
