import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING, plus } from '../domain/balance.ts';
import { DOCUMENTS, type DocumentKind } from '../domain/documents.ts';
import { type Entry, isKind, papersOf } from '../domain/entry.ts';
import type { Kind } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { bringsLots, lotsBrought } from '../domain/lot-origin.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { stated } from '../domain/stated.ts';
import { subjectOf } from '../domain/subject.ts';
import { documentNumber, voucherNumber } from '../domain/voucher.ts';
import type { Paper, Step } from '../schemas/trails.ts';
import { writeQuantity } from './figures.ts';
import type { Register } from './register.ts';
import { summaryOf } from './summary.ts';

/** Entries as trails tell them, with what came to each later: papers, and what reversed it. */
export class Steps {
  readonly #postings = new Map<Id, Posting>();
  readonly #attached = new Map<Id, Entry<'attachment'>[]>();
  readonly #reversals = new Map<Id, Id>();
  readonly #placeOf: (id: Id) => number | undefined;

  constructor(postings: Iterable<Posting>, placeOf: (id: Id) => number | undefined) {
    this.#placeOf = placeOf;
    for (const posting of postings) {
      const { entry } = posting;
      this.#postings.set(entry.id, posting);
      if (isKind(entry, 'reversal')) this.#reversals.set(entry.refs.entry, entry.id);
      if (!isKind(entry, 'attachment')) continue;
      this.#attached.set(entry.refs.entry, [...(this.#attached.get(entry.refs.entry) ?? []), entry]);
    }
  }

  find(id: Id): Posting | undefined {
    return this.#postings.get(id);
  }

  write(posting: Posting, register: Register): Step {
    const { entry } = posting;
    const place = this.#placeOf(entry.id);
    const subject = subjectOf(entry);
    const opening = subject === undefined ? undefined : this.#placeOf(subject.id);
    const moved = movedBy(posting);
    const lots = bringsLots(entry) ? lotsBrought(entry) : [];
    const items = new Set(posting.movements.map(({ item }) => item));
    return stated<Step>({
      id: entry.id,
      kind: entry.kind,
      number: place === undefined ? null : voucherNumber(place),
      document: subject === undefined ? undefined : { ...subject, ...numberOf(subject.kind, opening) },
      effectiveOn: entry.effectiveOn,
      summary: summaryOf(posting, register),
      amount: posting.movements.length === 0 ? undefined : formatYuan(moved.value),
      quantity: items.size === 1 && !items.has(undefined) ? writeQuantity(moved.quantity) : undefined,
      lots: lots.length === 0 ? undefined : lots,
      reversedBy: this.#reversals.get(entry.id),
      evidence: this.#papersOf(entry),
    });
  }

  #papersOf(entry: Entry): Paper[] {
    const named = [entry, ...(this.#attached.get(entry.id) ?? [])].flatMap(papersOf);
    const papers = new Map(
      named.map(({ sha256, name, bytes, mediaType }) => [sha256, { sha256, name, bytes, mediaType }]),
    );
    return [...papers.values()];
  }
}

/** What is registered has a code, which stands among the names. */
function numberOf(kind: DocumentKind, place: number | undefined): { readonly number?: string | null } {
  if (DOCUMENTS[kind].letters === null) return {};
  return { number: place === undefined ? null : documentNumber(kind, place) };
}

/** What an entry moves in all: of money that moves in both chains once, and of goods under way within it once. */
export function movedBy({ entry, movements }: Posting): Balance {
  const kind: Kind = isKind(entry, 'reversal') ? entry.facts.kind : entry.kind;
  const budget = movements.filter(({ chain }) => chain === 'budget');
  const meant = budget.length === 0 ? movements : budget;
  const isOnce = ({ to }: Movement): boolean => kind !== 'stock-move' || to === 'stock';
  return meant.filter(isOnce).reduce<Balance>(plus, NOTHING);
}
