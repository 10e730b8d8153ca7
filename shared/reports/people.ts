import { approverOf } from '../domain/approval.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { nameCommittedIn } from '../domain/naming.ts';

/** What those commitments commit to that are not forgotten, by their entries. */
export type Names = ReadonlyMap<Id, string>;

/**
 * Whoever did or approved what an entry says: told apart from what they are called, which is known once all entries were
 * entered. It names a subject, a member, or one who is called so on a paper.
 */
export type Doer = string;

interface Naming {
  readonly entry: Id;
  readonly recordedAt: number;
}

/**
 * Who the people behind the subjects of sign-ins are to a reader. Each entry is told by the name its maker had when it was
 * recorded, or, where there was none yet, by the first that they got. Whose name is forgotten or was never said is told
 * by the subject, in short.
 */
export class People {
  /** By subject, in the order in which they were recorded. */
  readonly #namings = new Map<string, Naming[]>();
  /** The subjects of members, by their registrations. */
  readonly #members = new Map<Id, string>();
  readonly #committed: Id[] = [];

  enter(entry: Entry): void {
    const subject = this.#subjectOf(entry);
    if (subject === undefined || nameCommittedIn(entry) === undefined) return;
    const { id, recordedAt } = entry;
    const namings = this.#namings.get(subject) ?? [];
    const after = namings.findIndex((naming) => naming.recordedAt > recordedAt);
    namings.splice(after < 0 ? namings.length : after, 0, { entry: id, recordedAt });
    this.#namings.set(subject, namings);
    this.#committed.push(id);
  }

  /** The entries that commit to a name, in the order in which they were entered. */
  get committed(): readonly Id[] {
    return this.#committed;
  }

  /** What whoever did it is called. */
  called(doer: Doer, names: Names): string {
    if (doer.startsWith(ON_PAPER)) return doer.slice(ON_PAPER.length);
    const [, recordedAt = '', how, who = ''] = /^(\d+)([ @])(.*)$/s.exec(doer) ?? [];
    const subject = how === BY_MEMBER ? (this.#members.get(who) ?? who) : who;
    return this.#calledThen(subject, Number(recordedAt), names);
  }

  /** The entry that commits to what the maker of an entry was called then; undefined where nobody ever said it. */
  namingOf({ recordedAt, actor }: Pick<Entry, 'recordedAt' | 'actor'>): Id | undefined {
    return this.#namingThen(actor.subject, recordedAt)?.entry;
  }

  #namingThen(subject: string, recordedAt: number): Naming | undefined {
    const namings = this.#namings.get(subject) ?? [];
    return namings.findLast((one) => one.recordedAt <= recordedAt) ?? namings[0];
  }

  #calledThen(subject: string, recordedAt: number, names: Names): string {
    const naming = this.#namingThen(subject, recordedAt);
    return (naming && names.get(naming.entry)) ?? shortOf(subject);
  }

  /** Whom an entry is about that says what somebody is called. */
  #subjectOf(entry: Entry): string | undefined {
    if (isKind(entry, 'naming')) return entry.actor.subject;
    if (isKind(entry, 'amendment')) {
      return entry.facts.type === 'member' && 'member' in entry.refs ? this.#members.get(entry.refs.member) : undefined;
    }
    if (!isKind(entry, 'registration') || entry.facts.type !== 'member') return undefined;
    const { subject } = entry.facts.fields;
    if (subject !== undefined) this.#members.set(entry.id, subject);
    return subject;
  }
}

const BY_SUBJECT = ' ';
const BY_MEMBER = '@';
const ON_PAPER = ':';

export function doerOf({ recordedAt, actor }: Pick<Entry, 'recordedAt' | 'actor'>): Doer {
  return `${recordedAt}${BY_SUBJECT}${actor.subject}`;
}

/** Who approved what an entry says, where anybody did. */
export function approvedBy(entry: Pick<Entry, 'form' | 'recordedAt' | 'approval'>): Doer | undefined {
  const approver = approverOf(entry);
  if (approver === undefined) return undefined;
  return 'member' in approver ? `${entry.recordedAt}${BY_MEMBER}${approver.member}` : `${ON_PAPER}${approver.name}`;
}

/** Up to so many characters a subject is printed as it is. */
const SHORT = 16;
const [FIRST, LAST] = [8, 4];

/** A subject of many characters by its first eight and last four, which tell apart those that begin alike. */
export function shortOf(subject: string): string {
  const characters = Array.from(subject);
  if (characters.length <= SHORT) return subject;
  return `${characters.slice(0, FIRST).join('')}…${characters.slice(-LAST).join('')}`;
}
