import { dateInShanghai } from '../domain/calendar.ts';
import type { AttachEvidence } from '../domain/command.ts';
import { decide } from '../domain/decision.ts';
import type { Entry, Kind } from '../domain/entry.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Change, Opened } from '../storage/ports/ledger.ts';
import { placed } from './changes.ts';
import { type Command, type Office, type Request, subjectOf } from './command.ts';
import { documentNow } from './document.ts';
import { record } from './record.ts';

/** Who writes each kind of entry, and so may add its papers later. Registrations differ by what they register. */
const WRITERS: { readonly [K in Kind]?: readonly string[] } = {
  order: ['buyer'],
  release: ['buyer'],
  invoice: ['buyer'],
  acceptance: ['keeper'],
  receipt: ['keeper'],
  dispatch: ['keeper'],
  'supplier-return': ['keeper'],
  'unit-return': ['keeper'],
  count: ['keeper'],
  adjustment: ['keeper', 'treasurer'],
  confirmation: ['coordinator'],
};

/** Adds evidence to an entry that stands. The entry is not touched: its papers are an entry of their own. */
export const attachEvidence: Command<AttachEvidence> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target ?? '';
    const found = await office.ledger.read([{ row: 'entry', id }]);
    const entry = found.entry(id)?.entry;
    if (!entry) return { refusal: 'not-found', kind: 'entry', id };
    const refusal = notTheirs(entry, request.roles) ?? (await anothersUnit(office, request, entry));
    if (refusal) return refusal;
    const { previous: _previous, entry: _entry, ...refs } = entry.refs;
    const subject = subjectOf(entry);
    const document = await documentNow(office, subject);
    const own = subject && subject.kind !== 'fundingLine' ? { [subject.kind]: subject.id } : {};
    const decision = decide(
      {
        kind: 'attachment',
        effectiveOn: dateInShanghai(office.clock()),
        refs: { ...refs, ...own, entry: id },
        facts: {},
        transfers: [],
      },
      { fundingLines: [], lots: new Map() },
    );
    if (!document || document.kind === 'fundingLine') return { decision, changes: [] };
    const same: Change = placed(unchanged(document), document.version);
    return { decision, changes: [same], ...(document.version === document.id ? {} : { previous: document.version }) };
  });

/** The document keeps its state and gets the attachment as its last entry, so that its history shows it. */
function unchanged(document: Opened): Opened {
  const { kind, id, state } = document;
  return { kind, id, state } as Opened;
}

function writersOf(entry: Entry): readonly string[] {
  const isSupplier = 'type' in entry.facts && entry.facts.type === 'supplier';
  return isSupplier ? ['buyer', 'treasurer'] : (WRITERS[entry.kind] ?? ['treasurer']);
}

function notTheirs(entry: Entry, held: readonly string[]): Refusal | undefined {
  const roles = writersOf(entry);
  return roles.some((role) => held.includes(role)) ? undefined : { refusal: 'not-your-kind', kind: entry.kind, roles };
}

/** A coordinator adds papers to confirmations of the token's units only. */
async function anothersUnit(
  office: Office,
  request: Request<AttachEvidence>,
  entry: Entry,
): Promise<Refusal | undefined> {
  const { units } = request;
  const consignment = entry.refs.consignment;
  if (units === undefined || consignment === undefined) return undefined;
  const dispatch = (await office.ledger.read([{ row: 'entry', id: consignment }])).entry(consignment)?.entry;
  const unit = dispatch?.refs.unit ?? '';
  const lineage = (await office.ledger.read([{ row: 'unit', id: unit }])).state('unit', unit)?.state.lineage ?? [];
  return lineage.some((code) => units.includes(code)) ? undefined : { refusal: 'not-your-unit', unit };
}
