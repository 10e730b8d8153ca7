import { countLoss, found, stock } from './account.ts';
import { take, takeUpTo } from './balance.ts';
import type { AdjustmentBook, Lot } from './books.ts';
import type { Count, Countersign, CountLine } from './command.ts';
import { decide, moving, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { CountedLine } from './facts.ts';
import type { Id, LotId } from './id.ts';
import type { InBase } from './in-base.ts';
import { Objections } from './objections.ts';
import { inPacks } from './quantity.ts';
import type { Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

/** The book of a count that nobody countersigned yet, and of one that is posted. */
export const COUNTED: AdjustmentBook = { status: 'counted' };
export const POSTED: AdjustmentBook = { status: 'posted' };

export interface StockState {
  /** The lots named that exist, wherever they are. */
  readonly lots: ReadonlyMap<LotId, Lot>;
}

export interface CountState extends StockState {
  /** The items of those lots, as far as their packs are needed. */
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
}

/** Records a count (盘点). Nothing moves until another person countersigns it. */
export function count(command: Count, state: CountState): Verdict {
  const objections = new Objections();
  command.lines.forEach(({ lot }, at) => {
    objections.isThere(state.lots.get(lot), command.warehouse, at, command);
  });
  const lines = command.lines.map((line, at) => {
    const lot = state.lots.get(line.lot);
    const goods = lot && { item: state.items.get(lot.item)?.fields };
    return objections.inBase(`/lines/${at}`, line, ['book', 'counted'], goods);
  });
  objections.refuse(...changedSince(lines, state));
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const draft = {
    kind: 'count',
    effectiveOn: command.effectiveOn,
    refs: { warehouse: command.warehouse },
    facts: { lines: lines.map(counted), reason: command.reason },
    transfers: [],
  } as const;
  return decide(draft, { lots: state.lots });
}

export interface CountersignState extends StockState {
  readonly actor: string;
  readonly count: Entry<'count'>;
  readonly book: AdjustmentBook;
}

/**
 * Posts a count. What is missing is lost at its share of the lot's value; what is too many comes back from that lot's
 * own count losses at their value, and beyond them is found at value 0.
 */
export function countersign(command: Countersign, state: CountersignState): Verdict {
  const objections = new Objections();
  if (state.book.status !== 'counted') {
    objections.refuse({ refusal: 'already-countersigned', adjustment: state.count.id, status: state.book.status });
  }
  if (state.actor === state.count.actor.subject && !command.exception) {
    objections.refuse({ refusal: 'same-person', step: 'count' });
  }
  objections.refuse(...changedSince(state.count.facts.lines, state));
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const draft = {
    kind: 'adjustment',
    effectiveOn: state.count.effectiveOn,
    refs: { adjustment: state.count.id, warehouse: state.count.refs.warehouse },
    facts: { counter: state.count.actor.subject },
    transfers: moving(state.count.facts.lines.flatMap((line) => correct(line, state))),
  } as const;
  return decide(draft, { lots: state.lots });
}

function counted({ lot, book, counted, pack }: InBase<CountLine, 'book' | 'counted'>): CountedLine {
  return stated<CountedLine>({ lot, book, counted, packs: inPacks(counted, pack) });
}

function correct(line: CountedLine, state: StockState): Transfer[] {
  const lot = state.lots.get(line.lot);
  if (!lot) return [];
  if (line.counted <= line.book) {
    return [{ from: stock(lot.id), to: countLoss(lot.id), ...take(lot.stock, line.book - line.counted) }];
  }
  const surplus = line.counted - line.book;
  const recovered = takeUpTo(lot.lost, surplus);
  return [
    { from: countLoss(lot.id), to: stock(lot.id), ...recovered },
    { from: found, to: stock(lot.id), quantity: surplus - recovered.quantity, value: 0n },
  ];
}

function changedSince(lines: readonly Pick<CountedLine, 'lot' | 'book'>[], state: StockState): Refusal[] {
  const changed = lines.flatMap(({ lot, book }) => {
    const now = state.lots.get(lot)?.stock.quantity;
    return now === undefined || now === book ? [] : [{ lot, book, now }];
  });
  return changed.length === 0 ? [] : [{ refusal: 'stock-changed', lots: changed }];
}
