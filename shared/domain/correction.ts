import type { ConsignmentBook, DisbursementBook, PurchaseBook } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import { type ClosedThrough, dayBeside } from './closed-months.ts';
import type { Correct } from './command.ts';
import { type Correctable, type FieldOf, rowOfField, type Said } from './correctable.ts';
import { COUNTED, type CountedOf, type Coverage, NOBODY } from './coverage.ts';
import { type Decision, decide, type Verdict } from './decision.ts';
import { type Entry, isKind, type OfDay } from './entry.ts';
import type { FieldChange } from './facts.ts';
import { CORRECTABLE_IN, covering, hasField, saidIn, saying } from './fields.ts';
import type { Id } from './id.ts';
import { asPrinted } from './normal-form.ts';
import { Objections } from './objections.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';
import { refsOnto } from './subject.ts';

/** Corrections of one entry at the most. */
export const MOST_CORRECTIONS = 50;

/** An entry as it stands: what it said, put right by its corrections one after the other. */
export function standing<E extends Entry>(entry: E, corrections: readonly Entry<'correction'>[]): E {
  let stands: Entry = entry;
  for (const { facts } of corrections) {
    for (const { field, is, ...of } of facts.changes) stands = saying(stands, field, is, of);
  }
  // Its kind is what no correction changes.
  return stands as E;
}

export interface CorrectState {
  /** As it was recorded. */
  readonly target: Entry;
  readonly earlier: readonly Entry<'correction'>[];
  /** It as it stands, by those and, of lots that it moved on, by those of where they came from. */
  readonly stands: Entry;
  /** The reversal that it has. */
  readonly reversedBy: Id | undefined;
  readonly today: CalendarDate;
  readonly closed: ClosedThrough | undefined;
  /** The book of its document, where that tells what a correction has to keep to. */
  readonly purchase?: PurchaseBook | undefined;
  readonly consignment?: ConsignmentBook | undefined;
  readonly disbursement?: DisbursementBook | undefined;
  /** The suppliers that the changes name, by their ids. */
  readonly suppliers: ReadonlyMap<Id, Registered<'supplier'>>;
  /** What stands as the name of a person, so far as it may be told. */
  readonly masked?: string | undefined;
}

export interface Corrected extends Decision {
  /** The day of what is corrected, where its month is closed. */
  readonly belongsTo: OfDay | undefined;
}

/**
 * Corrects (更正) what moves nothing. It is dated as its entry, so that a period is told right; where that month is closed, it
 * is of today and belongs to that day. Head-counts change by a difference, so that sums stay sums.
 */
export function correct(command: Correct, asked: readonly FieldChange[], state: CorrectState): Corrected | Refusal {
  const { target, stands, closed, today, consignment, disbursement } = state;
  const refusal = objectionsTo(asked, state).foremost();
  if (refusal) return refusal;
  const changes = asked.map(({ field, lot, paper, is }) =>
    stated<FieldChange>({ field, lot, paper, was: saidIn(stands, field, stated<FieldOf>({ lot, paper })), is }),
  );
  const effectiveOn = dayBeside(target, today, closed);
  const coverage = coverageOf(target, changes);
  const supplier = changes.find(({ field }) => field === 'supplier')?.is;
  const verdict: Verdict = decide(
    {
      kind: 'correction',
      effectiveOn,
      refs: { ...refsOnto(target), ...(typeof supplier === 'string' ? { supplier } : {}) },
      facts: { kind: target.kind, reason: command.reason, changes },
      transfers: [],
      ...(coverage === undefined ? {} : { coverage }),
    },
    { ...(consignment ? { consignment } : {}), ...(disbursement ? { disbursement } : {}) },
  );
  if (isRefusal(verdict)) return verdict;
  const isLate = effectiveOn !== target.effectiveOn;
  return { ...verdict, belongsTo: isLate ? { date: target.effectiveOn, reason: command.reason } : undefined };
}

/** By how much the changes alter whom the entry reached. */
export function coverageOf({ kind }: Entry, changes: readonly FieldChange[]): Coverage | undefined {
  const [people, households, sites] = COUNTED.map((what) => {
    const change = changes.find(({ field }) => field === what);
    if (change === undefined) return undefined;
    const difference = covering(kind, numberIn(change.is) - numberIn(change.was));
    return difference === 0n ? undefined : difference;
  });
  const coverage = stated<Coverage>({ people, households, sites });
  return Object.keys(coverage).length === 0 ? undefined : coverage;
}

/** How few a head-count may say so that no more goes than stands; of one that came back, how many. */
function boundOf(
  { kind }: Entry,
  changes: readonly FieldChange[],
  what: CountedOf,
  stands: bigint,
): { readonly least: bigint } | { readonly most: bigint } {
  const was = numberIn(changes.find(({ field }) => field === what)?.was);
  return covering(kind, 1n) > 0n ? { least: was - stands } : { most: was + stands };
}

function numberIn(said: Said | undefined): bigint {
  return typeof said === 'bigint' ? said : 0n;
}

function objectionsTo(changes: readonly FieldChange[], state: CorrectState): Objections {
  const { target, earlier, stands, reversedBy } = state;
  const objections = new Objections();
  if (isKind(target, 'correction')) {
    objections.refuse({ refusal: 'correct-the-original', correction: target.id, original: target.refs.entry });
  }
  if (reversedBy !== undefined) objections.refuse({ refusal: 'already-reversed', entry: target.id, by: reversedBy });
  if (earlier.length >= MOST_CORRECTIONS) {
    objections.refuse({ refusal: 'too-many-corrections', entry: target.id, most: MOST_CORRECTIONS });
  }
  const seen = new Set<string>();
  changes.forEach((change, at) => {
    const { field, lot, paper } = change;
    const pointer = `/changes/${at}`;
    if (!CORRECTABLE_IN[target.kind].includes(field)) {
      objections.refuse({ refusal: 'not-correctable', kind: target.kind, field, fields: CORRECTABLE_IN[target.kind] });
      return;
    }
    const { of, mayBeNothing } = rowOfField(field);
    if (of !== undefined && !hasField(target, field, change)) {
      objections.field(`${pointer}/${of}`, change[of] === undefined ? 'required' : 'not-of-this-entry');
      return;
    }
    if (seen.has(`${field} ${lot} ${paper}`)) objections.field(`${pointer}/field`, 'repeated');
    seen.add(`${field} ${lot} ${paper}`);
    if (change.is === undefined && !mayBeNothing) objections.field(`${pointer}/is`, 'required');
    if (isSame(field, change.is, change.was)) objections.field(`${pointer}/is`, 'nothing-to-do');
    const said = saidIn(stands, field, change);
    if (!isSame(field, said, change.was)) objections.refuse(differing(field, said, state));
    if (field === 'supplier') supplierObjections(pointer, change, objections, state);
  });
  coverageObjections(changes, objections, state);
  return objections;
}

/** Whether two say the same; nobody said is nobody reached. */
export function isSame(field: Correctable, one: Said | undefined, other: Said | undefined): boolean {
  if (rowOfField(field).holds === 'count') return numberIn(one) === numberIn(other);
  return typeof one === 'string' && typeof other === 'string' ? asPrinted(one) === asPrinted(other) : one === other;
}

function differing(field: Correctable, said: Said | undefined, { masked }: CorrectState): Refusal {
  const stands = rowOfField(field).holds === 'person' ? masked : said?.toString();
  return { refusal: 'was-differs', field, ...(stands === undefined ? {} : { stands }) };
}

/** Whoever was paid, or whose invoice is booked, is whom it was bought from. */
function supplierObjections(
  pointer: string,
  { is }: FieldChange,
  objections: Objections,
  { target, purchase, suppliers }: CorrectState,
): void {
  objections.isOpen(`${pointer}/is`, typeof is === 'string' ? suppliers.get(is) : undefined);
  const isInvoiced = (isKind(target, 'order') && target.facts.invoice !== undefined) || purchase?.laterInvoices !== 0;
  const isPaid = purchase?.paid.some((paid) => paid !== 0n) === true;
  if (isInvoiced || isPaid) objections.refuse({ refusal: 'supplier-bound', purchase: target.id });
}

/** No fewer than nobody, and where nothing is left with the unit, no more than before. */
function coverageObjections(
  changes: readonly FieldChange[],
  objections: Objections,
  { target, consignment, disbursement }: CorrectState,
): void {
  const stands = (consignment ?? disbursement)?.coverage ?? NOBODY;
  const isAnythingLeft =
    consignment?.parts.some(({ delivered }) => delivered.quantity > 0n) === true ||
    (disbursement !== undefined && disbursement.remaining > 0n);
  const difference = coverageOf(target, changes) ?? {};
  for (const what of COUNTED) {
    const by = difference[what] ?? 0n;
    const after = stands[what] + by;
    if (after < 0n) {
      const bound = boundOf(target, changes, what, stands[what]);
      objections.refuse({ refusal: 'above-coverage', what, asked: -by, stands: stands[what], ...bound });
    }
    if (after >= 0n && by > 0n && !isAnythingLeft) objections.refuse({ refusal: 'coverage-of-nothing', what, by });
  }
}
