import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
import type { Correctable, ReversedInstead } from './correctable.ts';
import type { CountedOf } from './coverage.ts';
import type { DirectedTo } from './direction.ts';
import type { DocumentKind } from './documents.ts';
import type { Kind } from './facts.ts';
import type { Id, LotId } from './id.ts';
import type { RegistryKind } from './registry.ts';
import type { Role } from './role.ts';
import type { Spending } from './threshold.ts';

/** What is wrong with one field of a request; `pointer` is a JSON pointer into its body (RFC 6901). */
export type FieldError =
  | { readonly pointer: string; readonly code: PlainErrorCode; readonly allowed?: never }
  /** `allowed` is what the code alone does not say: a bound, a list of measures, where something is instead. */
  | { readonly pointer: string; readonly code: BoundErrorCode; readonly allowed: string };

/** Field errors that only the state can show; those of shape come from the schemas. */
export type PlainErrorCode =
  | 'unknown-reference'
  | 'closed-reference'
  | 'future-date'
  | 'repeated'
  | 'not-of-this-purchase'
  /** It has another paper of that sort, or another lot. */
  | 'not-of-this-entry'
  /** A red invoice takes back a blue one. */
  | 'red-invoice'
  /** What recorded it was reversed. */
  | 'reversed-reference'
  | 'nothing-to-do'
  /** It was ordered or came in already. */
  | 'in-the-books'
  /** It is no goods. */
  | 'no-goods'
  /** An open plan allots some of it. */
  | 'allotted'
  | 'required'
  | 'own-descendant'
  /** A page cannot go on behind what left the list. */
  | 'not-in-list'
  | 'bad-identifier';

export type BoundErrorCode =
  | 'unknown-measure'
  | 'too-large'
  | 'too-many'
  /** More rows fit than are sorted. */
  | 'too-many-rows'
  /** How many levels there may be. */
  | 'too-deep'
  | 'too-early'
  /** `from..to`, or `from..` without an end. */
  | 'outside-validity'
  | 'does-not-add-up'
  /** `first..last` */
  | 'unknown-line'
  /** Goods of the line go back by their lots: its number. */
  | 'goods-by-lot'
  | 'missing-line'
  /** The warehouse where it is. */
  | 'not-in-this-warehouse'
  /** The funding lines that the line draws on. */
  | 'not-on-this-line'
  /** The funding lines that the purchase draws on. */
  | 'not-its-funding-line'
  /** One consent would take of all of these gifts. */
  | 'several-gifts'
  /** The supplier whose it is. */
  | 'not-of-this-supplier'
  /** What comes late is of a day before the one on which it takes effect. */
  | 'too-late'
  /** An approval is of the day of what it approves, or of one before. */
  | 'decided-after'
  | 'only-for'
  /** The entry has no personal data of that name; those that it has. */
  | 'unknown-field-of-entry';

/** Every way in which a rule can say no. The order is the precedence: of several that hold, the first is told. */
export const PRECEDENCE = [
  'not-found',
  'not-your-unit',
  'not-your-kind',
  'consignment-withdrawn',
  'invalid',
  'evidence-differs',
  'not-uploaded',
  'not-an-invoice',
  'closed',
  'funding-line-closed',
  'warehouse-closed',
  'already-closed',
  'already-open',
  'no-personal-data',
  'already-erased',
  'period-not-over',
  'period-already-closed',
  'period-closed',
  'not-reversible',
  'already-reversed',
  'correct-the-original',
  'reverse-instead',
  'not-correctable',
  'too-many-corrections',
  'supplier-bound',
  'was-differs',
  'not-recorded-by-you',
  'something-followed',
  'withdrawal-over',
  'already-confirmed',
  'not-confirmed',
  'already-countersigned',
  'not-sealed',
  'export-ended',
  'too-many-exports',
  'too-many-imports',
  'duplicate-code',
  'threshold-set',
  'duplicate-name',
  'invoice-already-booked',
  'invoice-withdrawn',
  'same-person',
  'own-roles',
  'own-approval',
  'still-in-use',
  'nothing-left',
  'above-order',
  'above-lot',
  'above-payable',
  'above-refundable',
  'above-invoice',
  'above-blue-invoice',
  'above-held',
  'above-delivered',
  'above-disbursed',
  'above-coverage',
  'coverage-left',
  'coverage-of-nothing',
  'quantities-do-not-add-up',
  'funding-line-not-named',
  'insufficient-stock',
  'too-many-lots',
  'above-plan',
  'above-planned-amount',
  'stock-changed',
  'cap-exceeded',
  'approval-needed',
  'cash-above-threshold',
  'insufficient-funds',
  'insufficient-cash',
  'stands-in-the-way',
  'entry-too-large',
] as const;

/** A document and what of it is still in use. */
export interface InUse {
  readonly what: 'available' | 'cash' | 'committed' | 'stock' | 'transit' | 'held' | 'unpaid' | 'sub-units';
  readonly value?: Fen;
  readonly quantity?: bigint;
}

/** What of a gift lies there that its giver meant for somebody else. */
export interface DirectedElsewhere {
  readonly receipt: Id<'receipt'>;
  readonly quantity: bigint;
  readonly to: DirectedTo;
}

/** `together` is what counts, with what else is paid to the same payee within seven days. */
export interface AboveThreshold {
  readonly spending: Spending;
  readonly amount: Fen;
  readonly threshold: Fen;
  readonly together: Fen;
}

/** An earlier step that somebody did who may not do the next: `entry` is the recording of what would be reversed. */
export type Step = 'order' | 'acceptance' | 'payment' | 'dispatch' | 'confirmation' | 'count' | 'entry';

/** What can be asked for by an id and is no document. */
export type Beside = 'entry' | 'lot' | 'export' | 'import' | 'evidence';

export type Refusal =
  | { readonly refusal: 'not-found'; readonly kind: DocumentKind | Beside; readonly id: Id }
  | { readonly refusal: 'not-your-unit'; readonly unit: Id }
  /** Late evidence is attached by those who write that kind of entry. */
  | { readonly refusal: 'not-your-kind'; readonly kind: Kind; readonly roles: readonly Role[] }
  | { readonly refusal: 'invalid'; readonly errors: readonly FieldError[] }
  /** A file is not what was declared under its hash; `found` is absent where it is nothing that is accepted. */
  | {
      readonly refusal: 'evidence-differs';
      readonly sha256: string;
      readonly what: 'sha256' | 'bytes' | 'mediaType';
      readonly declared: string;
      readonly found?: string;
    }
  | { readonly refusal: 'not-uploaded'; readonly sha256: string; readonly name: string }
  | {
      readonly refusal: 'not-an-invoice';
      readonly sha256: string;
      readonly why: 'media-type' | 'too-large' | 'malformed' | 'other-root';
    }
  /** Its dispatch was withdrawn or reversed: nothing of it is on its way, nor with the unit. */
  | { readonly refusal: 'consignment-withdrawn'; readonly consignment: Id }
  | { readonly refusal: 'closed'; readonly kind: DocumentKind; readonly id: Id }
  | { readonly refusal: 'funding-line-closed'; readonly fundingLine: Id }
  /** Goods would come to lie in it. */
  | { readonly refusal: 'warehouse-closed'; readonly warehouse: Id }
  | { readonly refusal: 'already-closed'; readonly kind: DocumentKind; readonly id: Id }
  | { readonly refusal: 'already-open'; readonly kind: RegistryKind; readonly id: Id }
  | { readonly refusal: 'no-personal-data'; readonly entry: Id; readonly kind: Kind }
  | { readonly refusal: 'already-erased'; readonly entry: Id; readonly by: Id }
  /** A month is closed when it is over. */
  | { readonly refusal: 'period-not-over'; readonly month: string; readonly from: CalendarDate }
  | {
      readonly refusal: 'period-already-closed';
      readonly month: string;
      readonly closedThrough: string;
      readonly by: Id;
    }
  /** Nothing takes effect in that month any more; `by` closed it. */
  /** `from` is the first day that is open. */
  | {
      readonly refusal: 'period-closed';
      readonly month: string;
      readonly closedThrough: string;
      readonly from: CalendarDate;
      readonly by: Id;
    }
  | { readonly refusal: 'not-reversible'; readonly kind: Kind }
  | { readonly refusal: 'already-reversed'; readonly entry: Id; readonly by: Id }
  /** A correction is neither corrected nor reversed: its original is corrected again. */
  | { readonly refusal: 'correct-the-original'; readonly correction: Id; readonly original: Id }
  /** The field moves something, or says when. */
  | { readonly refusal: 'reverse-instead'; readonly field: ReversedInstead }
  | {
      readonly refusal: 'not-correctable';
      readonly kind: Kind;
      readonly field: Correctable;
      readonly fields: readonly Correctable[];
    }
  | { readonly refusal: 'too-many-corrections'; readonly entry: Id; readonly most: number }
  /** Something was paid for the purchase, or an invoice of it is booked. */
  | { readonly refusal: 'supplier-bound'; readonly purchase: Id }
  /** `stands` is left out where the field says nothing; a name of a person is masked. */
  | { readonly refusal: 'was-differs'; readonly field: Correctable; readonly stands?: string }
  | { readonly refusal: 'not-recorded-by-you'; readonly entry: Id }
  /** What of it stands, the newest first; none where all of it was reversed. */
  | { readonly refusal: 'something-followed'; readonly entries: readonly Id[] }
  /** `until` was the last instant, in milliseconds since 1970 UTC. */
  | { readonly refusal: 'withdrawal-over'; readonly until: number }
  | { readonly refusal: 'already-confirmed'; readonly consignment: Id; readonly by: Id }
  | { readonly refusal: 'not-confirmed'; readonly consignment: Id }
  | { readonly refusal: 'already-countersigned'; readonly adjustment: Id; readonly status: 'posted' | 'withdrawn' }
  /** The entry is recorded and has no place in the log yet. */
  | { readonly refusal: 'not-sealed'; readonly entry: Id }
  /** `state` is what became of the export. */
  | { readonly refusal: 'export-ended'; readonly export: Id; readonly state: 'done' | 'failed' }
  /** So many exports are open: the caller's own, or everybody's together. */
  | { readonly refusal: 'too-many-exports'; readonly whose: 'own' | 'all'; readonly most: number }
  /** So many imports of the caller's are open. */
  | { readonly refusal: 'too-many-imports'; readonly most: number }
  /** `holder` has that code, and is called so; `closed` says whether it may be reopened. */
  | {
      readonly refusal: 'duplicate-code';
      readonly code: string;
      readonly kind: RegistryKind;
      readonly holder: Id;
      readonly name?: string;
      readonly closed?: boolean;
    }
  /** The spending has a threshold. */
  | { readonly refusal: 'threshold-set'; readonly spending: Spending; readonly threshold: Id }
  /** Another supplier of that name, and how it is written there; the first of them. */
  | { readonly refusal: 'duplicate-name'; readonly name: string; readonly holder?: Id; readonly closed?: boolean }
  | { readonly refusal: 'invoice-already-booked'; readonly number: string; readonly entry: Id }
  | { readonly refusal: 'invoice-withdrawn'; readonly invoice: Id }
  /** `step` is the earlier one that the same person did. */
  | { readonly refusal: 'same-person'; readonly step: Step }
  /** Nobody grants roles to themself, or changes or withdraws their own. */
  | { readonly refusal: 'own-roles' }
  /** Nobody approves what they record. */
  | { readonly refusal: 'own-approval' }
  | { readonly refusal: 'still-in-use'; readonly uses: readonly InUse[] }
  | { readonly refusal: 'nothing-left'; readonly purchase: Id }
  | { readonly refusal: 'above-order'; readonly line: number; readonly asked: bigint; readonly open: bigint }
  | { readonly refusal: 'above-lot'; readonly lot: LotId; readonly asked: bigint; readonly has: bigint }
  | { readonly refusal: 'above-payable'; readonly fundingLine: Id; readonly asked: Fen; readonly payable: Fen }
  /** `refundable` is what was paid beyond what is on order and what was accepted. */
  | { readonly refusal: 'above-refundable'; readonly fundingLine: Id; readonly asked: Fen; readonly refundable: Fen }
  /** `left` is what of the invoice is for no purchase yet. */
  | { readonly refusal: 'above-invoice'; readonly asked: Fen; readonly left: Fen }
  /** More than the blue invoice says that no red one took back, in all or of one purchase. */
  | {
      readonly refusal: 'above-blue-invoice';
      readonly invoice: Id;
      readonly purchase?: Id;
      readonly asked: Fen;
      readonly left: Fen;
    }
  | { readonly refusal: 'above-held'; readonly line: number; readonly asked: bigint; readonly held: bigint }
  | { readonly refusal: 'above-delivered'; readonly line: number; readonly asked: bigint; readonly delivered: bigint }
  | { readonly refusal: 'above-disbursed'; readonly asked: Fen; readonly disbursed: Fen }
  /** More would come back of whom it reached than stands; of a correction, what the field may say instead. */
  | {
      readonly refusal: 'above-coverage';
      readonly what: CountedOf;
      readonly asked: bigint;
      readonly stands: bigint;
      readonly least?: bigint;
      readonly most?: bigint;
    }
  /** Nothing would stay at the unit but those whom it reached. */
  | { readonly refusal: 'coverage-left'; readonly what: CountedOf; readonly asked: bigint; readonly stands: bigint }
  /** Nothing is left with the unit, so that nobody more can have been reached. */
  | { readonly refusal: 'coverage-of-nothing'; readonly what: CountedOf; readonly by: bigint }
  | {
      readonly refusal: 'quantities-do-not-add-up';
      readonly lines: readonly { readonly line: number; readonly sent: bigint; readonly counted: bigint }[];
    }
  | { readonly refusal: 'funding-line-not-named'; readonly line: number; readonly fundingLines: readonly Id[] }
  | {
      readonly refusal: 'insufficient-stock';
      readonly line: number;
      readonly item: Id;
      readonly available: bigint;
      readonly shortfall: bigint;
      /** In that warehouse too, but past its date or received after the dispatch's date. */
      readonly unusable: bigint;
      /** There too, but given for somebody else, gift by gift; absent where nothing is. */
      readonly directedElsewhere?: readonly DirectedElsewhere[];
    }
  | { readonly refusal: 'too-many-lots'; readonly lots: number; readonly most: number }
  /** `dispatched` is what was before. */
  | { readonly refusal: 'above-plan'; readonly line: number; readonly planned: bigint; readonly dispatched: bigint }
  | { readonly refusal: 'above-planned-amount'; readonly planned: Fen; readonly disbursed: Fen }
  | {
      readonly refusal: 'stock-changed';
      readonly lots: readonly { readonly lot: LotId; readonly book: bigint; readonly now: bigint }[];
    }
  | { readonly refusal: 'cap-exceeded'; readonly cap: Fen; readonly paid: Fen; readonly period: string }
  | ({ readonly refusal: 'approval-needed' } & AboveThreshold)
  | ({ readonly refusal: 'cash-above-threshold' } & AboveThreshold)
  | {
      readonly refusal: 'insufficient-funds';
      readonly fundingLine: Id;
      readonly available: Fen;
      readonly shortfall: Fen;
    }
  | { readonly refusal: 'insufficient-cash'; readonly fundingLine: Id; readonly cash: Fen; readonly shortfall: Fen }
  /** A reversal would take `account` below zero: what it held has moved on. */
  | {
      readonly refusal: 'stands-in-the-way';
      readonly account: string;
      readonly has: { readonly quantity: bigint; readonly value: Fen };
      readonly needs: { readonly quantity: bigint; readonly value: Fen };
      /** Later entries on the same document or lot: reverse them first, the last one first. */
      readonly entries: readonly Id[];
    }
  | { readonly refusal: 'entry-too-large'; readonly bytes: number; readonly most: number };

export type RefusalName = Refusal['refusal'];

/** Of several refusals that hold at once, the one that is told. */
export function foremost(refusals: readonly Refusal[]): Refusal | undefined {
  return refusals.toSorted((a, b) => PRECEDENCE.indexOf(a.refusal) - PRECEDENCE.indexOf(b.refusal))[0];
}

export function isRefusal(value: object): value is Refusal {
  return 'refusal' in value;
}

export const invalid = (errors: readonly FieldError[]): Refusal => ({ refusal: 'invalid', errors });
