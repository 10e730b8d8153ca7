import { BOOK_KINDS, type DocumentRef, type RefKind } from './documents.ts';
import { type Entry, isKind } from './entry.ts';
import type { Beside } from './facts.ts';
import type { Id } from './id.ts';
import { invoiceIn } from './invoice.ts';
import { KINDS } from './kinds.ts';
import { type EveryRef, type Refs, refsOf } from './refs.ts';

/** The document an entry is about: the one that it opened, or the one that it is a step of. */
export function subjectOf(entry: Entry): DocumentRef | undefined {
  const { document } = KINDS[entry.kind];
  if (document === null) return undefined;
  if ('opens' in document) {
    if (document.opens !== 'registered') return { kind: document.opens, id: entry.id };
    return isKind(entry, 'registration') ? { kind: entry.facts.type, id: entry.id } : undefined;
  }
  switch (document.of) {
    case 'registered':
      return isLaterOnRegistered(entry) ? { kind: entry.facts.type, id: registryTarget(entry) } : undefined;
    case 'target':
      return documentNamed(entry.refs);
    default:
      return refTo(document.of, entry.refs);
  }
}

/** Whether the entry changed the document: the one it is about, one that it opened beside, or another beside its own. */
export function isOn(entry: Entry, { kind, id }: DocumentRef): boolean {
  const subject = subjectOf(entry);
  if (subject?.kind === kind && subject.id === id) return true;
  if (kind === 'invoice' && entry.id === id) return invoiceIn(entry) !== undefined;
  return besideIn(entry).some((beside) => beside.kind === kind && beside.id === id);
}

/** The entry before it on the document, where that is not the one that opened it. */
export function previousOn(entry: Entry, { kind, id }: DocumentRef): Id | undefined {
  const beside = besideIn(entry).find((one) => one.kind === kind && one.id === id);
  return beside === undefined ? refsOf(entry).previous : beside.previous;
}

function besideIn({ facts }: Entry): readonly Beside[] {
  return 'beside' in facts ? (facts.beside ?? []) : [];
}

/** What is recorded of something registered after its registration. */
export type LaterOnRegistered = Entry<'amendment' | 'closure' | 'reopening'>;

export function isLaterOnRegistered(entry: Entry): entry is LaterOnRegistered {
  return isKind(entry, 'amendment') || isKind(entry, 'closure') || isKind(entry, 'reopening');
}

/** What an amendment, a closure or a reopening is about. */
export function registryTarget({ id, refs, facts: { type } }: LaterOnRegistered): Id {
  const { fundingLines, ...others } = refsOf({ refs });
  const target = type === 'fundingLine' ? fundingLines?.[0] : others[type];
  if (target === undefined) throw new Error(`${id} names no ${type}`);
  return target;
}

/** The document that the refs of a reversal or of late evidence name, which are those of its target: one, or a line. */
function documentNamed(refs: EveryRef): DocumentRef | undefined {
  for (const kind of BOOK_KINDS) {
    const document = refTo(kind, refs);
    if (document !== undefined) return document;
  }
  return refTo('fundingLine', refs);
}

function refTo(kind: RefKind | 'fundingLine', refs: EveryRef): DocumentRef | undefined {
  const id = kind === 'fundingLine' ? refs.fundingLines?.[0] : refs[kind];
  return id === undefined ? undefined : { kind, id };
}

/** What an entry about another one points at: all that this one does, the document that it opened, and itself. */
export function refsOnto(entry: Entry): Refs['reversal' | 'correction' | 'attachment'] {
  const { previous: _previous, entry: _entry, ...refs } = refsOf(entry);
  const subject = subjectOf(entry);
  const isNamed = subject !== undefined && subject.kind !== 'fundingLine' && subject.kind !== 'period';
  return { ...refs, ...(isNamed ? { [subject.kind]: subject.id } : {}), entry: entry.id };
}
