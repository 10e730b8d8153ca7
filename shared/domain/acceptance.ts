import { type Account, available, committed, spent, stock } from './account.ts';
import { formatYuan } from './amount.ts';
import { type Balance, minus, NOTHING, take, takeUpTo } from './balance.ts';
import type { PurchaseBook, Share } from './books.ts';
import type { Accept, AcceptLine } from './command.ts';
import { decide, moving, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { AcceptedLine, AcceptedLot } from './facts.ts';
import { type Id, lotId } from './id.ts';
import type { InBase } from './in-base.ts';
import { newLots } from './lot-origin.ts';
import { Objections } from './objections.ts';
import { orderedGoods } from './order.ts';
import { inPacks } from './quantity.ts';
import type { Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

/** Lots that one entry may bring or move: what is dispatched must be confirmable in one entry. */
export const MAX_LOTS = 40;

export interface AcceptState {
  readonly id: Id;
  readonly actor: string;
  readonly order: Entry<'order'>;
  readonly book: PurchaseBook;
  /** Who paid for something of it, where that stands. */
  readonly paidBy: ReadonlySet<string>;
  readonly warehouse: Registered<'warehouse'> | undefined;
  /** The items of the purchase, as far as their packs are needed. */
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
}

/** A line as it was found, in the base measure. */
type Found = InBase<AcceptLine, 'good' | 'damaged' | 'short'>;

/**
 * Accepts what is good into stock as new lots, filling a line's shares in the order the purchase named them; what is no
 * goods is spent by it. What is damaged or short is recorded and stays committed. A price below the order gives the difference back to available; one
 * above it commits the difference first.
 */
export function accept(command: Accept, state: AcceptState): Verdict {
  const objections = objectionsTo(command, state);
  const lines = command.lines.map((line, at): Found => {
    const ordered = orderedGoods(state.order, line.line, state.items);
    return objections.inBase(`/lines/${at}`, line, ['good', 'damaged', 'short'], ordered);
  });
  const filling = fill(lines, state);
  objections.refuse(...filling.refusals);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const { fundingLines } = state.order.refs;
  const draft = {
    kind: 'acceptance',
    effectiveOn: command.effectiveOn,
    refs: { purchase: state.order.id, warehouse: command.warehouse, fundingLines },
    facts: {
      lines: lines.map(accepted),
      lots: filling.lots,
    },
    transfers: moving(filling.transfers),
  } as const;
  const lots = newLots({ ...draft, id: state.id }, state.order);
  return decide(draft, { purchase: state.book, lots });
}

function objectionsTo(command: Accept, state: AcceptState): Objections {
  const objections = new Objections();
  objections.isOpen('/warehouse', state.warehouse);
  objections.notBefore(state.order.effectiveOn, command.effectiveOn);
  command.lines.forEach((line, at) => {
    if (line.good === 0n && line.amount !== undefined)
      objections.bound(`/lines/${at}/amount`, 'does-not-add-up', formatYuan(0n));
    const lines = state.order.facts.lines.length;
    if (line.line > lines) objections.bound(`/lines/${at}/line`, 'unknown-line', `1..${lines}`);
    else if (line.fundingLine !== undefined && sharesOf(line, state).length === 0) {
      objections.bound(`/lines/${at}/fundingLine`, 'not-on-this-line', fundingLinesOn(line.line, state).join(', '));
    }
  });
  const step = stepBefore(state);
  if (step && !command.exception) objections.refuse({ refusal: 'same-person', step });
  return objections;
}

/** The step of a purchase that its accepter did already: what is paid in advance is accepted by another. */
function stepBefore({ actor, order, paidBy }: AcceptState): 'order' | 'payment' | undefined {
  if (actor === order.actor.subject) return 'order';
  return paidBy.has(actor) ? 'payment' : undefined;
}

interface Filling {
  readonly transfers: Transfer[];
  readonly lots: AcceptedLot[];
  readonly refusals: Refusal[];
}

function accepted({ line, good, damaged, short, pack, reason }: Found): AcceptedLine {
  const packs = inPacks(good + damaged + short, pack);
  return stated<AcceptedLine>({ line, good, damaged, short, packs, reason });
}

function fill(lines: readonly Found[], state: AcceptState): Filling {
  const open = new Map(state.book.shares.map((share) => [keyOf(share), share.committed]));
  const filling: Filling = { transfers: [], lots: [], refusals: [] };
  /** Recorded damaged or short: it stays on order, and yet nobody can receive it twice in one acceptance. */
  const spoiled = new Map<string, bigint>();
  for (const line of lines) {
    const shares = sharesOf(line, state);
    const bad = line.damaged + line.short;
    const scopes = [
      { key: `${line.line}`, of: state.book.shares.filter((share) => share.line === line.line) },
      ...(line.fundingLine === undefined ? [] : [{ key: `${line.line}/${line.fundingLine}`, of: shares }]),
    ];
    const above = scopes.flatMap(({ key, of }): Refusal[] => {
      const left = of.reduce((sum, share) => sum + (open.get(keyOf(share))?.quantity ?? 0n), 0n);
      const spoilt = (spoiled.get(key) ?? 0n) + bad;
      spoiled.set(key, spoilt);
      const asked = line.good + spoilt;
      return asked > left ? [{ refusal: 'above-order', line: line.line, asked, open: left }] : [];
    });
    if (above.length === 0) fillLine(line, shares, open, filling, state);
    filling.refusals.push(...above);
  }
  if (filling.lots.length > MAX_LOTS) {
    filling.refusals.push({ refusal: 'too-many-lots', lots: filling.lots.length, most: MAX_LOTS });
  }
  return filling;
}

function fillLine(
  line: Found,
  shares: readonly Share[],
  open: Map<string, Balance>,
  to: Filling,
  { id, order }: AcceptState,
): void {
  const isService = order.facts.lines[line.line - 1]?.service === true;
  let good = line.good;
  let cost: Balance | undefined = line.amount === undefined ? undefined : { quantity: line.good, value: line.amount };
  for (const share of shares) {
    const key = keyOf(share);
    const left = open.get(key) ?? NOTHING;
    const planned = takeUpTo(left, good);
    const { quantity } = planned;
    if (quantity === 0n) continue;
    const actual = cost === undefined ? planned : take(cost, quantity);
    if (cost !== undefined) cost = minus(cost, actual);
    open.set(key, minus(left, planned));
    good -= quantity;
    if (!isService) to.lots.push({ line: share.line, fundingLine: share.fundingLine, ...line.batch });
    const place = isService ? spent(share.line, share.fundingLine) : stock(lotId(id, to.lots.length));
    to.transfers.push(...receive(share, place, planned, actual));
  }
}

function receive(share: Share, place: Account, planned: Balance, actual: Balance): Transfer[] {
  const order = committed(share.line, share.fundingLine);
  const budget = available(share.fundingLine);
  const difference = actual.value - planned.value;
  const into: Transfer = { from: order, to: place, ...actual };
  if (difference > 0n) return [{ from: budget, to: order, quantity: 0n, value: difference }, into];
  return [into, { from: order, to: budget, quantity: 0n, value: -difference }];
}

function sharesOf(line: Pick<AcceptLine, 'line' | 'fundingLine'>, state: AcceptState): Share[] {
  const ordinal = line.fundingLine === undefined ? 0 : state.order.refs.fundingLines.indexOf(line.fundingLine) + 1;
  return state.book.shares.filter(
    (share) => share.line === line.line && (line.fundingLine === undefined || share.fundingLine === ordinal),
  );
}

function fundingLinesOn(line: number, state: AcceptState): Id[] {
  return state.book.shares
    .filter((share) => share.line === line)
    .flatMap((share) => state.order.refs.fundingLines[share.fundingLine - 1] ?? []);
}

function keyOf(share: { readonly line: number; readonly fundingLine: number }): string {
  return `${share.line}/${share.fundingLine}`;
}
