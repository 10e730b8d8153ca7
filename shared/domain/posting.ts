import type { Account, Chain, State } from './account.ts';
import { writeAccount } from './account.ts';
import type { Balance } from './balance.ts';
import { type Entry, isKind, type Transfer } from './entry.ts';
import { type Id, type LotId, lotId } from './id.ts';

/** A transfer with its accounts resolved: what moved, on which funding line, where from and where to. */
export interface Movement extends Balance {
  readonly chain: Chain;
  readonly from: State;
  readonly to: State;
  /** The two accounts in full, unique across the ledger. */
  readonly fromAccount: string;
  readonly toAccount: string;
  readonly fundingLine: Id;
  /** Goods that came in kind stand apart from the money of their funding line. */
  readonly inKind: boolean;
  readonly item?: Id;
  readonly lot?: LotId;
  readonly warehouse?: Id;
  readonly unit?: Id;
  readonly purchase?: Id;
  readonly consignment?: Id;
}

/** An entry with its movements. */
export interface Posting {
  readonly entry: Entry;
  readonly movements: readonly Movement[];
}

/** What a purchase, a lot, a consignment or a disbursement is, as later entries refer to it. */
interface PurchaseContext {
  readonly fundingLines: readonly Id[];
  readonly items: readonly Id[];
}

interface LotContext {
  readonly item: Id;
  readonly fundingLine: Id;
  readonly warehouse: Id;
  readonly inKind: boolean;
  readonly purchase?: Id;
}

interface ConsignmentContext {
  readonly unit: Id;
  readonly lots: readonly LotId[];
}

/** Thrown when an entry refers to one that was not resolved before it: it has to wait for that one. */
export class MissingContext extends Error {}

/**
 * Resolves entries one after the other, remembering what later ones refer to. It reads nothing but entries, so whoever
 * holds them can do the same.
 */
export class Resolver {
  readonly #purchases = new Map<Id, PurchaseContext>();
  readonly #lots = new Map<LotId, LotContext>();
  readonly #consignments = new Map<Id, ConsignmentContext>();
  /** The unit of each disbursement. */
  readonly #disbursements = new Map<Id, Id>();

  lot(lot: LotId): LotContext | undefined {
    return this.#lots.get(lot);
  }

  /** The posting of an entry. Throws MissingContext, having remembered nothing, where what it refers to is not there. */
  resolve(entry: Entry): Posting {
    this.#introduce(entry);
    return { entry, movements: entry.transfers.map((transfer) => this.#movement(entry, transfer)) };
  }

  #introduce(entry: Entry): void {
    if (isKind(entry, 'order')) {
      this.#purchases.set(entry.id, {
        fundingLines: entry.refs.fundingLines ?? [],
        items: entry.facts.lines.map((line) => line.item),
      });
    } else if (isKind(entry, 'acceptance')) {
      const purchase = known(this.#purchases, entry.refs.purchase);
      entry.facts.lots.forEach((lot, at) => {
        this.#lots.set(lotId(entry.id, at + 1), {
          item: nth(purchase.items, lot.line),
          fundingLine: nth(purchase.fundingLines, lot.fundingLine),
          warehouse: entry.refs.warehouse ?? '',
          inKind: false,
          ...(entry.refs.purchase === undefined ? {} : { purchase: entry.refs.purchase }),
        });
      });
    } else if (isKind(entry, 'receipt')) {
      const fundingLine = nth(entry.refs.fundingLines ?? [], 1);
      entry.facts.lots.forEach((lot, at) => {
        const context = { item: lot.item, fundingLine, warehouse: entry.refs.warehouse ?? '', inKind: true };
        this.#lots.set(lotId(entry.id, at + 1), context);
      });
    } else if (isKind(entry, 'dispatch')) {
      const lots = entry.transfers.map((transfer) => (transfer.from.state === 'stock' ? transfer.from.lot : ''));
      for (const lot of lots) known(this.#lots, lot);
      this.#consignments.set(entry.id, { unit: entry.refs.unit ?? '', lots });
    } else if (isKind(entry, 'disbursement')) {
      this.#disbursements.set(entry.id, entry.refs.unit ?? '');
    }
  }

  #movement(entry: Entry, transfer: Transfer): Movement {
    const purchase = entry.refs.purchase ?? (entry.kind === 'order' ? entry.id : undefined);
    const consignment = entry.refs.consignment ?? (entry.kind === 'dispatch' ? entry.id : undefined);
    const disbursement = entry.refs.disbursement ?? (entry.kind === 'disbursement' ? entry.id : undefined);
    const lot = this.#lotOf(transfer.from, consignment) ?? this.#lotOf(transfer.to, consignment);
    const context = lot === undefined ? undefined : known(this.#lots, lot);
    const fundingLine = context?.fundingLine ?? this.#fundingLineOf(entry, transfer, purchase);
    const unit =
      consignment === undefined
        ? disbursement === undefined
          ? undefined
          : known(this.#disbursements, disbursement)
        : known(this.#consignments, consignment).unit;
    const item = context?.item ?? this.#itemOnOrder(transfer, purchase);
    const document = purchase ?? consignment ?? disbursement ?? entry.refs.benefit ?? entry.id;
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
      ...(lot === undefined ? {} : { lot }),
      ...(context === undefined ? {} : { warehouse: context.warehouse }),
      ...(unit === undefined ? {} : { unit }),
      ...(purchase === undefined ? {} : { purchase }),
      ...(consignment === undefined ? {} : { consignment }),
    };
  }

  #lotOf(account: Account, consignment: Id | undefined): LotId | undefined {
    if ('lot' in account) return account.lot;
    if ('part' in account && account.part !== undefined)
      return nth(known(this.#consignments, consignment).lots, account.part);
    return undefined;
  }

  #fundingLineOf(entry: Entry, transfer: Transfer, purchase: Id | undefined): Id {
    const account = 'fundingLine' in transfer.from ? transfer.from : transfer.to;
    const ordinal = 'fundingLine' in account ? account.fundingLine : 1;
    const lines =
      purchase === undefined ? (entry.refs.fundingLines ?? []) : known(this.#purchases, purchase).fundingLines;
    return nth(lines, ordinal);
  }

  #itemOnOrder(transfer: Transfer, purchase: Id | undefined): Id | undefined {
    const account = transfer.from.state === 'committed' ? transfer.from : transfer.to;
    return account.state === 'committed' ? nth(known(this.#purchases, purchase).items, account.line) : undefined;
  }
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
    default: {
      const [state, ...ordinals] = writeAccount(account).split('/');
      return [state, document, ...ordinals].join('/');
    }
  }
}

function known<T>(contexts: ReadonlyMap<string, T>, key: string | undefined): T {
  const context = key === undefined ? undefined : contexts.get(key);
  if (context === undefined) throw new MissingContext(`nothing is known yet of ${key}`);
  return context;
}

function nth<T>(list: readonly T[], ordinal: number): T {
  const element = list[ordinal - 1];
  if (element === undefined) throw new MissingContext(`there is no ordinal ${ordinal} among ${list.length}`);
  return element;
}
