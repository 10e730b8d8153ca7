import { type Account, type Chain, type State, writeAccount } from './account.ts';
import type { Balance } from './balance.ts';
import type { CalendarDate } from './calendar.ts';
import { BOOK_KINDS } from './documents.ts';
import { type Entry, isKind, type Transfer } from './entry.ts';
import type { Kind } from './facts.ts';
import { birthOf, type Id, type LotId } from './id.ts';
import { bringsLots, countsIn, type LotOrigin, lotsBrought, originOf } from './lot-origin.ts';
import { isOpening, type Openings, type OpeningsKept, RecentOpenings } from './openings.ts';
import { refsOf } from './refs.ts';

/** A transfer with its accounts resolved: what moved, on which funding line, where from and where to. */
export interface Movement extends Balance {
  readonly chain: Chain;
  readonly from: State;
  readonly to: State;
  /** The two accounts in full, unique across the ledger. */
  readonly fromAccount: string;
  readonly toAccount: string;
  readonly fundingLine: Id<'fundingLine'>;
  /** Goods that came in kind stand apart from the money of their funding line. */
  readonly inKind: boolean;
  readonly item?: Id<'item'>;
  readonly lot?: LotId;
  /** The lot that came from outside, of which that is. */
  readonly birth?: LotId;
  readonly warehouse?: Id<'warehouse'>;
  readonly unit?: Id<'unit'>;
  readonly purchase?: Id<'purchase'>;
  readonly consignment?: Id<'consignment'>;
  /** The day whose events it undoes, where that was looked up (`undone.ts`) and it undoes any. */
  readonly undoes?: CalendarDate;
}

/** An entry with its movements. */
export interface Posting {
  readonly entry: Entry;
  readonly movements: readonly Movement[];
  /** What opened the document whose unit the movements have. */
  readonly opening?: Entry<'dispatch' | 'disbursement'>;
  /** The funding lines that a delivery is of whose coverage the entry tells: also those of goods that it leaves alone. */
  readonly covers?: readonly Id[];
  /** The unit that a correction is about, which moves nothing to it. */
  readonly about?: Id<'unit'>;
  /** The day whose events a correction of whom they reached alters, where that was looked up (`undone.ts`). */
  readonly undoes?: CalendarDate;
}

/** Thrown when an entry refers to one that was not resolved before it: it has to wait for that one. */
export class MissingContext extends Error {}

/**
 * Resolves entries by those they count in. It reads nothing but entries, so whoever holds them can do the same. Openings
 * that are kept by somebody else only have to be there: see `neededBy`.
 */
export class Resolver {
  readonly #openings: OpeningsKept;

  constructor(openings: OpeningsKept = new RecentOpenings()) {
    this.#openings = openings;
  }

  /** The posting of an entry. Throws MissingContext, having kept nothing, where what it refers to is not there. */
  resolve(entry: Entry): Posting {
    const view = new View(this.#openings, entry);
    view.assertWhole();
    const covers = view.covers();
    const opening = view.ofUnit();
    const movements = entry.transfers.map((transfer) => view.movement(transfer, opening?.refs.unit));
    const about = isKind(entry, 'correction') ? opening?.refs.unit : undefined;
    const posting = {
      entry,
      movements,
      ...(opening === undefined ? {} : { opening }),
      ...(covers === undefined ? {} : { covers }),
      ...(about === undefined ? {} : { about }),
    };
    this.#openings.keep(entry);
    return posting;
  }
}

/** One entry among those that it counts in; it may count in itself. */
class View {
  readonly #openings: Openings;
  readonly #entry: Entry;

  constructor(openings: Openings, entry: Entry) {
    this.#openings = openings;
    this.#entry = entry;
  }

  /** What an entry opens is told whole, although not every lot of it has to move. */
  assertWhole(): void {
    const entry = this.#entry;
    if (bringsLots(entry)) for (const lot of lotsBrought(entry)) this.#lot(lot);
    else if (isKind(entry, 'dispatch')) for (const lot of lotsOf(entry)) this.#lot(lot);
  }

  /** Whom a delivery reached is told of it whole, so what comes back of that is of all of its funding lines. */
  covers(): readonly Id[] | undefined {
    const { consignment, disbursement, fundingLines } = refsOf(this.#entry);
    const isCorrection = this.#entry.kind === 'correction';
    if (this.#entry.coverage === undefined && !isCorrection) return undefined;
    // Money says in its transfers which line it is of; a correction has none.
    if (isCorrection && disbursement !== undefined) return fundingLines;
    if (consignment === undefined) return undefined;
    const lots = lotsOf(this.#opened(consignment, 'dispatch'));
    return [...new Set(lots.map((lot) => this.#lot(lot).facts.fundingLine))];
  }

  /** What opened the document by which its movements have a unit. */
  ofUnit(): Entry<'dispatch' | 'disbursement'> | undefined {
    const entry = this.#entry;
    const refs = refsOf(entry);
    const consignment = refs.consignment ?? (entry.kind === 'dispatch' ? entry.id : undefined);
    if (consignment !== undefined) return this.#opened(consignment, 'dispatch');
    const disbursement = refs.disbursement ?? (entry.kind === 'disbursement' ? entry.id : undefined);
    return disbursement === undefined ? undefined : this.#opened(disbursement, 'disbursement');
  }

  movement(transfer: Transfer, unit: Id | undefined): Movement {
    const entry = this.#entry;
    const refs = refsOf(entry);
    const purchase = refs.purchase ?? (entry.kind === 'order' ? entry.id : undefined);
    const consignment = refs.consignment ?? (entry.kind === 'dispatch' ? entry.id : undefined);
    // What comes back elsewhere is of the lot that it arrives as, not of the one that gave the part.
    const lot = lotNamed(transfer) ?? this.#lotOfPart(transfer, consignment);
    const origin = lot === undefined ? undefined : this.#lot(lot);
    const context = origin?.facts;
    const fundingLine = context?.fundingLine ?? this.#fundingLineOf(transfer, purchase);
    const item = context?.item ?? this.#itemOnOrder(transfer, purchase);
    const document = BOOK_KINDS.map((kind) => refs[kind]).find((id) => id !== undefined) ?? entry.id;
    return {
      quantity: transfer.quantity,
      value: transfer.value,
      chain: transfer.from.state === 'cash' || transfer.to.state === 'cash' ? 'cash' : 'budget',
      from: transfer.from.state,
      to: transfer.to.state,
      fromAccount: inFull(transfer.from, fundingLine, document),
      toAccount: inFull(transfer.to, fundingLine, document),
      fundingLine,
      inKind: context?.inKind ?? false,
      ...(item === undefined ? {} : { item }),
      ...(lot === undefined || origin === undefined ? {} : { lot, birth: origin.birth }),
      ...(context === undefined ? {} : { warehouse: context.warehouse }),
      ...(unit === undefined ? {} : { unit }),
      ...(purchase === undefined ? {} : { purchase }),
      ...(consignment === undefined ? {} : { consignment }),
    };
  }

  #opened<K extends Kind>(id: Id | undefined, kind: K): Entry<K> {
    const entry = id === this.#entry.id ? this.#entry : id === undefined ? undefined : this.#openings.find(id);
    if (entry === undefined || !isKind(entry, kind)) throw new MissingContext(`nothing is known yet of ${id}`);
    return entry;
  }

  #lot(lot: LotId): LotOrigin {
    const origin = originOf(lot, (id) => (id === this.#entry.id ? this.#entry : this.#openings.find(id)));
    if (origin === undefined) throw new MissingContext(`nothing is known yet of lot ${lot}`);
    return origin;
  }

  #lotOfPart({ from, to }: Transfer, consignment: Id | undefined): LotId | undefined {
    // Of an entry that is about no consignment a part is on its way within the entry alone.
    const part = consignment === undefined ? undefined : (partOf(from) ?? partOf(to));
    return part === undefined ? undefined : nth(lotsOf(this.#opened(consignment, 'dispatch')), part);
  }

  #fundingLineOf(transfer: Transfer, purchase: Id | undefined): Id {
    const account = 'fundingLine' in transfer.from ? transfer.from : transfer.to;
    const ordinal = 'fundingLine' in account ? account.fundingLine : 1;
    const { fundingLines } = refsOf(purchase === undefined ? this.#entry : this.#opened(purchase, 'order'));
    return nth(fundingLines ?? [], ordinal);
  }

  #itemOnOrder(transfer: Transfer, purchase: Id | undefined): Id | undefined {
    const account = transfer.from.state === 'committed' ? transfer.from : transfer.to;
    return account.state === 'committed'
      ? nth(this.#opened(purchase, 'order').facts.lines, account.line).item
      : undefined;
  }
}

function lotNamed({ from, to }: Transfer): LotId | undefined {
  return 'lot' in from ? from.lot : 'lot' in to ? to.lot : undefined;
}

function partOf(account: Account): number | undefined {
  return 'part' in account ? account.part : undefined;
}

/** The lot of each part of a consignment. */
function lotsOf(dispatch: Entry<'dispatch'>): LotId[] {
  return dispatch.transfers.map(({ from }) => {
    if (from.state !== 'stock') throw new MissingContext(`a part of ${dispatch.id} comes out of no lot`);
    return from.lot;
  });
}

/**
 * The openings that resolving an entry, or telling what it is about, takes and that are not there. Asked again once they
 * are: an acceptance needs its order too, a dispatch the births of its lots.
 */
export function neededBy(entry: Entry, openings: Openings): Id[] {
  const { purchase, consignment, disbursement } = refsOf(entry);
  const missing = new Set<Id>();
  const look = (id: Id | undefined): void => {
    if (id === undefined || id === entry.id || missing.has(id)) return;
    const opening = openings.find(id);
    if (opening === undefined) missing.add(id);
    else if (bringsLots(opening)) countsIn(opening).forEach(look);
    else if (isKind(opening, 'dispatch')) for (const lot of lotsOf(opening)) look(birthOf(lot));
  };
  for (const id of [purchase, consignment, disbursement]) look(id);
  if ((isKind(entry, 'reversal') || isKind(entry, 'correction')) && isOpening(entry.facts)) look(entry.refs.entry);
  for (const { from, to } of entry.transfers) {
    if ('lot' in from) look(birthOf(from.lot));
    if ('lot' in to) look(birthOf(to.lot));
  }
  return [...missing];
}

/** An account's name across the ledger: its own text with the document's or the funding line's id in place. */
function inFull(account: Account, fundingLine: Id, document: Id): string {
  switch (account.state) {
    case 'source':
    case 'available':
    case 'cash':
      return `${account.state}/${fundingLine}`;
    case 'giver':
    case 'found':
      return account.state;
    case 'stock':
      return writeAccount(account);
    case 'loss':
      return 'lot' in account ? writeAccount(account) : `loss/${document}/${account.part}`;
    case 'person':
      return `person/${document}`;
    default: {
      const [state, ...ordinals] = writeAccount(account).split('/');
      return [state, document, ...ordinals].join('/');
    }
  }
}

function nth<T>(list: readonly T[], ordinal: number): T {
  const element = list[ordinal - 1];
  if (element === undefined) throw new MissingContext(`there is no ordinal ${ordinal} among ${list.length}`);
  return element;
}
