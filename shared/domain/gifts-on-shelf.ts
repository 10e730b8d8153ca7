import type { Lot } from './books.ts';
import type { Dispatch } from './command.ts';
import { isFor, isInWordsAlone, isPurpose, type Recipient } from './direction.ts';
import type { Id } from './id.ts';
import type { Objections } from './objections.ts';
import { type ExpiryOf, firstExpiredFirst, type Picked } from './picking.ts';
import type { DirectedElsewhere, Refusal } from './refusal.ts';

/** For whom what lies on a shelf was given, as one dispatch finds it. */
const RANKS = ['for-purpose', 'own', 'free', 'freed', 'elsewhere'] as const;
type Rank = (typeof RANKS)[number];

/**
 * The lots of a shelf by whom their givers meant. What was given for the purpose that is named goes first, then what was
 * given for the recipient, then what is free, and what was given for somebody else last: with the giver's consent, or,
 * where old words name nobody, by exception.
 */
export class GiftsOnShelf {
  readonly #lots: readonly Lot[];
  readonly #recipient: Recipient;
  readonly #command: Dispatch;
  readonly #byExpiry: (a: Lot, b: Lot) => number;

  constructor(command: Dispatch, recipient: Recipient, lots: readonly Lot[], expiryOf: ExpiryOf) {
    this.#command = command;
    this.#recipient = recipient;
    this.#lots = lots;
    this.#byExpiry = firstExpiredFirst(expiryOf);
  }

  /** What may go to the recipient at all. */
  get forIt(): readonly Lot[] {
    return this.#lots.filter((lot) => this.#rankOf(lot) !== 'elsewhere');
  }

  readonly order = (a: Lot, b: Lot): number =>
    RANKS.indexOf(this.#rankOf(a)) - RANKS.indexOf(this.#rankOf(b)) || this.#byExpiry(a, b);

  /** A lack of stock, with what of it lies there for somebody else. */
  told(
    refusal: Refusal,
    lines: readonly { readonly fundingLine?: Id<'fundingLine'> }[],
    isUsable: (lot: Lot) => boolean,
  ): Refusal {
    if (refusal.refusal !== 'insufficient-stock') return refusal;
    const fundingLine = lines[refusal.line - 1]?.fundingLine;
    const elsewhere = new Map<Id, DirectedElsewhere>();
    for (const lot of this.#lots) {
      const { directed, stock } = lot;
      const isMeant = lot.item === refusal.item && (fundingLine === undefined || lot.fundingLine === fundingLine);
      if (directed === undefined || !isMeant || this.#rankOf(lot) !== 'elsewhere' || !isUsable(lot)) continue;
      const { to, receipt } = directed;
      const quantity = (elsewhere.get(receipt)?.quantity ?? 0n) + stock.quantity;
      elsewhere.set(receipt, { receipt, quantity, to });
    }
    return elsewhere.size === 0 ? refusal : { ...refusal, directedElsewhere: [...elsewhere.values()] };
  }

  /** One consent is one giver's: where it could be of several gifts, it has to say of which. */
  object(picked: readonly Picked[], objections: Objections): void {
    const { consent } = this.#command;
    if (consent === undefined || consent.receipt !== undefined) return;
    const gifts = new Set(
      picked.flatMap(({ lot }) => (this.#rankOf(lot) === 'freed' ? (lot.directed?.receipt ?? []) : [])),
    );
    if (gifts.size > 1) objections.bound('/consent/receipt', 'several-gifts', [...gifts].join(', '));
  }

  /** The parts whose givers meant somebody else; undefined where there are none. */
  redirectedIn(picked: readonly Picked[]): readonly number[] | undefined {
    const parts = picked.flatMap(({ lot }, at) => (this.#rankOf(lot) === 'freed' ? [at + 1] : []));
    return parts.length === 0 ? undefined : parts;
  }

  #rankOf({ directed }: Lot): Rank {
    if (directed === undefined) return 'free';
    if (isFor(directed, this.#recipient)) return isPurpose(directed) ? 'for-purpose' : 'own';
    const { consent, exception } = this.#command;
    const isConsented = consent !== undefined && (consent.receipt ?? directed.receipt) === directed.receipt;
    const isExcepted = exception !== undefined && isInWordsAlone(directed, this.#recipient);
    return isConsented || isExcepted ? 'freed' : 'elsewhere';
  }
}
