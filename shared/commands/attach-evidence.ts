import { dateInShanghai } from '../domain/calendar.ts';
import type { AttachEvidence } from '../domain/command.ts';
import { statement } from '../domain/decision.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { refsOf } from '../domain/refs.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { Role } from '../domain/role.ts';
import { refsOnto, subjectOf } from '../domain/subject.ts';
import type { Route } from '../routes.ts';
import { unchanged } from './changes.ts';
import type { CommandOn, Office, Request } from './command.ts';
import { documentNow } from './document.ts';
import { roleOver } from './own-unit.ts';
import { record } from './record.ts';

/** Adds evidence to an entry that stands. The entry is not touched: its papers are an entry of their own. */
export const attachEvidence: CommandOn<AttachEvidence> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target;
    const found = await office.ledger.read([{ row: 'entry', id }]);
    const entry = found.entry(id)?.entry;
    if (!entry) return { refusal: 'not-found', kind: 'entry', id };
    const writing = await roleOfWriter(office, request, entry);
    if (isRefusal(writing)) return writing;
    const document = await documentNow(office, subjectOf(entry));
    const effectiveOn = dateInShanghai(office.clock());
    const decision = statement({ kind: 'attachment', effectiveOn, refs: refsOnto(entry), facts: {}, transfers: [] });
    if (!document || document.kind === 'fundingLine') return { decision, changes: [], ...writing };
    const { id: subject, version } = document;
    return {
      decision,
      changes: [unchanged(document)],
      ...writing,
      ...(version === subject ? {} : { previous: version }),
    };
  });

/** The role in which the caller may write what the entry is, or correct it, for its unit. */
export async function roleOfWriter(
  office: Office,
  request: Request<unknown>,
  entry: Entry,
): Promise<{ readonly role: string } | Refusal> {
  const roles = await writersOf(entry);
  const writing = await roleOver(office, request, roles, await unitOf(office, entry));
  return writing ?? { refusal: 'not-your-kind', kind: entry.kind, roles };
}

/** The unit of the consignment or the disbursement that an entry is of. */
async function unitOf({ ledger }: Office, entry: Entry): Promise<Id<'unit'> | undefined> {
  const { unit, consignment, disbursement } = refsOf(entry);
  const id = consignment ?? disbursement;
  if (unit !== undefined || id === undefined) return unit;
  const opening = (await ledger.read([{ row: 'entry', id }])).entry(id)?.entry;
  return opening && refsOf(opening).unit;
}

const attaches = ({ operation }: Route) => operation === 'attachEvidence';
const withdraws = ({ path }: Route) => path.endsWith('/withdrawal');

function rolesOf(routes: readonly Route[]): readonly Role[] {
  return routes.flatMap(({ access }) => (typeof access === 'string' ? [] : access));
}

/**
 * Who adds papers to an entry: those who may write its kind, and attach at all. Where none of them may (of roles and
 * persons, and of papers themselves), a treasurer does.
 */
async function writersOf(entry: Entry): Promise<readonly Role[]> {
  // 20 KB that few writes ask for: a start does without.
  const routes: readonly Route[] = (await import('../routes.ts')).routes;
  const registered = 'type' in entry.facts ? entry.facts.type : undefined;
  const kind = isKind(entry, 'reversal') && entry.facts.withdrawn ? entry.facts.kind : entry.kind;
  const writing = routes.filter((route) => route.writes === kind && route.about === registered && !withdraws(route));
  const attaching = rolesOf(routes.filter(attaches));
  const writers = rolesOf(writing.filter((route) => !attaches(route))).filter((role) => attaching.includes(role));
  return writers.length === 0 ? ['treasurer'] : writers;
}
