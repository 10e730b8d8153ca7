import { dateInShanghai } from '../domain/calendar.ts';
import type { AttachEvidence } from '../domain/command.ts';
import { statement } from '../domain/decision.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import { refsOf } from '../domain/refs.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Role } from '../domain/role.ts';
import { refsOnto, subjectOf } from '../domain/subject.ts';
import { type Route, routes } from '../routes.ts';
import { unchanged } from './changes.ts';
import type { CommandOn, Office, Request } from './command.ts';
import { documentNow } from './document.ts';
import { anothersUnit } from './own-unit.ts';
import { record } from './record.ts';

/** Adds evidence to an entry that stands. The entry is not touched: its papers are an entry of their own. */
export const attachEvidence: CommandOn<AttachEvidence> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target;
    const found = await office.ledger.read([{ row: 'entry', id }]);
    const entry = found.entry(id)?.entry;
    if (!entry) return { refusal: 'not-found', kind: 'entry', id };
    const refusal = notTheirs(entry, request.roles) ?? (await anothersDelivery(office, request, entry));
    if (refusal) return refusal;
    const document = await documentNow(office, subjectOf(entry));
    const effectiveOn = dateInShanghai(office.clock());
    const decision = statement({ kind: 'attachment', effectiveOn, refs: refsOnto(entry), facts: {}, transfers: [] });
    if (!document || document.kind === 'fundingLine') return { decision, changes: [] };
    const { id: subject, version } = document;
    return { decision, changes: [unchanged(document)], ...(version === subject ? {} : { previous: version }) };
  });

/** Whether anybody in one of those roles may add papers to the entry, or correct it. */
export function notTheirs(entry: Entry, held: readonly string[]): Refusal | undefined {
  const roles = writersOf(entry);
  return roles.some((role) => held.includes(role)) ? undefined : { refusal: 'not-your-kind', kind: entry.kind, roles };
}

/** A coordinator is about confirmations of the token's units only. */
export async function anothersDelivery(
  office: Office,
  request: Request<unknown>,
  entry: Entry,
): Promise<Refusal | undefined> {
  const { consignment } = refsOf(entry);
  if (request.units === undefined || consignment === undefined) return undefined;
  const dispatch = (await office.ledger.read([{ row: 'entry', id: consignment }])).entry(consignment)?.entry;
  if (dispatch === undefined || !isKind(dispatch, 'dispatch')) throw new Error(`${consignment} is no consignment`);
  return anothersUnit(office, request, dispatch.refs.unit);
}

const ROUTES: readonly Route[] = routes;
const attaches = ({ operation }: Route) => operation === 'attachEvidence';
const withdraws = ({ path }: Route) => path.endsWith('/withdrawal');

function rolesOf(routes: readonly Route[]): readonly Role[] {
  return routes.flatMap(({ access }) => (typeof access === 'string' ? [] : access));
}

/**
 * Who adds papers to an entry: those who may write its kind, and attach at all. Where none of them may (of roles and
 * persons, and of papers themselves), a treasurer does.
 */
function writersOf(entry: Entry): readonly Role[] {
  const registered = 'type' in entry.facts ? entry.facts.type : undefined;
  const kind = isKind(entry, 'reversal') && entry.facts.withdrawn ? entry.facts.kind : entry.kind;
  const writing = ROUTES.filter((route) => route.writes === kind && route.about === registered && !withdraws(route));
  const attaching = rolesOf(ROUTES.filter(attaches));
  const writers = rolesOf(writing.filter((route) => !attaches(route))).filter((role) => attaching.includes(role));
  return writers.length === 0 ? ['treasurer'] : writers;
}
