import { DOCUMENTS } from '../../shared/domain/documents.ts';
import { type Findable, READ_BY } from '../../shared/domain/findable.ts';
import { readNumberAsked } from '../../shared/domain/number-asked.ts';
import { boundTo } from '../../shared/domain/own-units.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import type { Role } from '../../shared/domain/role.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import type { Access } from '../../shared/routes.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { placesOfAll } from '../../shared/storage/ports/projection.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Caller, roleFor } from '../front/caller.ts';
import type { Asked } from '../front/operation.ts';
import { bearersOf, type Found, once, withPurchases } from './bearers.ts';
import { ownUnits } from './units.ts';
import { isWithheld } from './withheld.ts';

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
  const all = await bearersOf(tracker, asked);
  const told = once(all.filter(({ kind }) => mayRead(kind) !== undefined));
  const own = await ofOwnUnits(tracker.ledger, told, mayRead);
  const seen = await notWithheld(tracker.ledger, own, mayRead('entry')?.role ?? null);
  const first = seen.slice(0, MOST_FOUND);
  const found = mayRead('purchase') === undefined ? first : await withPurchases(tracker.ledger, first);
  const isCut = Math.max(seen.length, found.length) > MOST_FOUND;
  return { found: await withNumbers(tracker, found.slice(0, MOST_FOUND)), ...(isCut ? { cut: true } : {}) };
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
