import { available, committed } from './account.ts';
import { formatYuan } from './amount.ts';
import { type Balance, NOTHING, take } from './balance.ts';
import { MAX_SHARES, type PurchaseBook, type Share } from './books.ts';
import type { Order, OrderLine } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { Facts, OrderedLine } from './facts.ts';
import type { Id } from './id.ts';
import { Objections } from './objections.ts';
import { costOf, costs } from './price.ts';
import { type Goods, inPacks, packSize, type Quantity } from './quantity.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

export interface OrderState {
  readonly supplier: Registered<'supplier'> | undefined;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  /** The funding lines that exist, and whether each is closed. */
  readonly fundingLines: ReadonlyMap<Id, { readonly closed: boolean }>;
}

/** Orders: commits what is available, one transfer for each line's share of each funding line. */
export function order(command: Order, state: OrderState): Verdict {
  const refusal = objectionsTo(command, state).foremost();
  if (refusal) return refusal;
  const fundingLines = fundingLinesOf(command);
  const transfers = command.lines.flatMap((line, at) => commit(line, at + 1, fundingLines, state));
  const draft = {
    kind: 'order',
    effectiveOn: command.effectiveOn,
    refs: { supplier: command.supplier, fundingLines },
    facts: stated<Facts['order']>({
      lines: command.lines.map((line) => ordered(line, state)),
      emergency: command.emergency,
      procurement: command.procurement,
      invoice: command.invoice,
    }),
    transfers,
  } as const;
  return decide(draft, { purchase: emptyPurchase(draft) });
}

/** The book of a purchase before its order is posted: every share, with nothing on it. */
export function emptyPurchase({
  effectiveOn,
  refs,
  transfers,
}: Pick<Entry<'order'>, 'effectiveOn' | 'refs' | 'transfers'>): PurchaseBook {
  const shares = transfers.flatMap(({ to }): Share[] =>
    to.state === 'committed'
      ? [{ line: to.line, fundingLine: to.fundingLine, committed: NOTHING, accepted: NOTHING }]
      : [],
  );
  const paid = refs.fundingLines.map(() => 0n);
  return { shares, paid, laterInvoices: 0, days: { openedOn: effectiveOn, fed: {} } };
}

/** What a line ordered in all, over its shares. */
export function orderedOn(entry: Entry<'order'>, line: number): Balance {
  return entry.transfers.reduce<Balance>(
    (sum, { to, quantity, value }) =>
      to.state === 'committed' && to.line === line
        ? { quantity: sum.quantity + quantity, value: sum.value + value }
        : sum,
    NOTHING,
  );
}

/** What a line of an order is of, with the packs that it was ordered in; `undefined` where there is no such line. */
export function orderedGoods(
  { facts }: Entry<'order'>,
  line: number,
  items: ReadonlyMap<Id, Registered<'item'>>,
): Goods | undefined {
  const ordered = facts.lines[line - 1];
  return ordered && { item: items.get(ordered.item)?.fields, packs: ordered.packs };
}

function objectionsTo(command: Order, state: OrderState): Objections {
  const objections = new Objections();
  objections.isOpen('/supplier', state.supplier);
  const { emergency, procurement, effectiveOn } = command;
  if (procurement?.method === 'emergency' && !emergency) objections.field('/emergency', 'required');
  if (emergency && (effectiveOn < emergency.from || (emergency.to !== undefined && effectiveOn > emergency.to))) {
    objections.bound('/effectiveOn', 'outside-validity', `${emergency.from}..${emergency.to ?? ''}`);
  }
  command.lines.forEach((line, at) => {
    checkLine(line, `/lines/${at}`, state, objections);
  });
  if (command.lines.reduce((sum, line) => sum + (line.funding?.length ?? 1), 0) > MAX_SHARES) {
    objections.bound('/lines', 'too-many', `${MAX_SHARES}`);
  }
  const fundingLine = fundingLinesOf(command).find((id) => state.fundingLines.get(id)?.closed);
  if (fundingLine !== undefined) objections.refuse({ refusal: 'funding-line-closed', fundingLine });
  return objections;
}

function checkLine(line: OrderLine, pointer: string, state: OrderState, objections: Objections): void {
  const item = state.items.get(line.item);
  if (objections.isOpen(`${pointer}/item`, item)) objections.inBase(pointer, line, ['quantity'], { item: item.fields });
  if (line.unitPrice !== undefined && !costs(line.unitPrice, line.quantity, line.amount)) {
    objections.bound(`${pointer}/amount`, 'does-not-add-up', formatYuan(costOf(line.unitPrice, line.quantity)));
  }
  if (line.fundingLine !== undefined && !state.fundingLines.has(line.fundingLine)) {
    objections.field(`${pointer}/fundingLine`, 'unknown-reference');
  }
  line.funding?.forEach((share, at) => {
    if (!state.fundingLines.has(share.fundingLine)) {
      objections.field(`${pointer}/funding/${at}/fundingLine`, 'unknown-reference');
    }
  });
}

function fundingOf(line: OrderLine): readonly { readonly fundingLine: Id; readonly quantity: bigint }[] {
  if (line.funding) return line.funding;
  return line.fundingLine === undefined ? [] : [{ fundingLine: line.fundingLine, quantity: line.quantity }];
}

function fundingLinesOf(command: Order): Id[] {
  return [...new Set(command.lines.flatMap((line) => fundingOf(line).map((share) => share.fundingLine)))];
}

function commit(line: OrderLine, ordinal: number, fundingLines: readonly Id[], state: OrderState): Transfer[] {
  const size = sizeOf(line, state);
  let rest: Balance = { quantity: line.quantity * size, value: line.amount };
  return fundingOf(line).map((share) => {
    const taken = take(rest, share.quantity * size);
    rest = { quantity: rest.quantity - taken.quantity, value: rest.value - taken.value };
    const at = fundingLines.indexOf(share.fundingLine) + 1;
    return { from: available(at), to: committed(ordinal, at), ...taken };
  });
}

function ordered(line: OrderLine, state: OrderState): OrderedLine {
  const { item, measure, unitPrice } = line;
  const of = sizeOf(line, state);
  const packs = measure === undefined ? undefined : inPacks(line.quantity * of, { measure, of });
  return stated<OrderedLine>({ item, packs, unitPrice });
}

function sizeOf({ item, measure }: OrderLine, state: OrderState): Quantity {
  return packSize({ item: state.items.get(item)?.fields }, measure) ?? 1n;
}
