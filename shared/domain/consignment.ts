import { type Account, delivered, held, stock, transit, writtenOff } from './account.ts';
import { type Balance, isNothing, minus, NOTHING, plus, takeUpTo } from './balance.ts';
import type { ConsignmentBook, Lot, Part } from './books.ts';
import type { Confirm, ConfirmLine, Resolve, ResolveLine, ReturnFromUnit } from './command.ts';
import type { Coverage } from './coverage.ts';
import { decide, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { ConfirmedLine, Facts } from './facts.ts';
import type { Id, LotId } from './id.ts';
import { type InBase, packsGiven } from './in-base.ts';
import type { LotOrigin } from './lot-origin.ts';
import { type Led, ledElsewhere } from './moved-lots.ts';
import { Objections } from './objections.ts';
import { type Goods, inPacks, type Quantity } from './quantity.ts';
import type { Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';
import { coverageBack } from './uncovering.ts';

/** A consignment as its dispatch and its book tell it. */
export interface ConsignmentState {
  readonly actor: string;
  readonly dispatch: Entry<'dispatch'>;
  readonly book: ConsignmentBook;
  /** The lots of its parts, as far as goods may go back into them. */
  readonly lots: ReadonlyMap<LotId, Lot>;
  /** The items of its lines, as far as their packs are needed. */
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
}

export interface ConfirmState extends ConsignmentState {
  readonly id: Id;
}

/** A line as it arrived, in the base measure. */
type Arrived = InBase<ConfirmLine, 'good' | 'damaged' | 'short' | 'refused'>;

/**
 * Confirms what arrived, line by line: good is delivered, damaged and short is held for a decision, refused goes back
 * to stock. Each line is shared out over its parts in the order in which the lots were dispatched.
 */
export function confirm(command: Confirm, state: ConfirmState): Verdict {
  const objections = onLines(command, state.dispatch);
  const lines = command.lines.map(
    (line, at): Arrived =>
      objections.inBase(`/lines/${at}`, line, ['good', 'damaged', 'short', 'refused'], sentGoods(state, line.line)),
  );
  object(lines, command, state, objections);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const transfers = lines
    .toSorted((a, b) => a.line - b.line)
    .flatMap((line) =>
      spread(state, line.line, 'transit', transit, [
        { quantity: line.good, to: delivered },
        { quantity: line.damaged + line.short, to: held },
        { quantity: line.refused, to: (part) => stock(lotOfPart(state.dispatch, part)) },
      ]),
    );
  const coverage = coverageOf(command);
  const draft = {
    kind: 'confirmation',
    effectiveOn: command.effectiveOn,
    refs: { consignment: state.dispatch.id },
    facts: { lines: lines.filter(isTold).map(confirmed) },
    transfers,
    ...(coverage ? { coverage } : {}),
  } as const;
  return decide(draft, { consignment: confirmedBook(state.book, state.id, state.actor), lots: state.lots });
}

/** The book of a consignment that an entry of somebody's confirms. */
export function confirmedBook(book: ConsignmentBook, confirmation: Id, confirmedBy: string): ConsignmentBook {
  return { ...book, confirmation, confirmedBy };
}

function itemOn({ facts }: Entry<'dispatch'>, line: number): Id<'item'> {
  return facts.lines[line - 1]?.item ?? '';
}

/** What a line of a consignment is of, with the packs that it was sent in; `undefined` where there is no such line. */
function sentGoods({ dispatch, items }: ConsignmentState, line: number): Goods | undefined {
  const sent = dispatch.facts.lines[line - 1];
  return sent && { item: items.get(sent.item)?.fields, packs: sent.packs };
}

function object(lines: readonly Arrived[], command: Confirm, state: ConfirmState, objections: Objections): void {
  const { dispatch, book } = state;
  dispatch.facts.lines.forEach((_, at) => {
    if (!lines.some((line) => line.line === at + 1)) objections.bound('/lines', 'missing-line', `${at + 1}`);
  });
  const off = lines.flatMap((line) => {
    const sent = sumOf(dispatch, book, line.line, 'transit').quantity;
    const counted = arrived(line);
    return sent === counted ? [] : [{ line: line.line, sent, counted }];
  });
  const by = book.confirmation;
  if (by !== undefined) objections.refuse({ refusal: 'already-confirmed', consignment: dispatch.id, by });
  if (isWithdrawn(book)) objections.refuse({ refusal: 'consignment-withdrawn', consignment: dispatch.id });
  const isSamePerson = state.actor === dispatch.actor.subject && !command.exception;
  if (isSamePerson) objections.refuse({ refusal: 'same-person', step: 'dispatch' });
  if (off.length > 0) objections.refuse({ refusal: 'quantities-do-not-add-up', lines: off });
}

/** Decides what becomes of what is held: it reached the unit after all, goes back to stock, or is lost. */
export function resolve(command: Resolve, state: ConsignmentState): Verdict {
  const { dispatch, book } = state;
  const objections = onLines(command, dispatch);
  const lines = command.lines.map(
    (line, at): Resolved =>
      objections.inBase(`/lines/${at}`, line, ['toUnit', 'toStock', 'toLoss'], sentGoods(state, line.line)),
  );
  lines.forEach((line, at) => {
    const has = sumOf(dispatch, book, line.line, 'held').quantity;
    const asked = resolved(line);
    if (asked === 0n) objections.field(`/lines/${at}`, 'nothing-to-do');
    if (asked > has) objections.refuse({ refusal: 'above-held', line: line.line, asked, held: has });
  });
  const step = command.exception ? undefined : stepOf(state);
  if (step) objections.refuse({ refusal: 'same-person', step });
  objections.refuse(...notConfirmed(state));
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const transfers = lines.flatMap((line) =>
    spread(state, line.line, 'held', held, [
      { quantity: line.toUnit, to: delivered },
      { quantity: line.toStock, to: (part) => stock(lotOfPart(dispatch, part)) },
      { quantity: line.toLoss, to: writtenOff },
    ]),
  );
  const given = lines.map((line) => ({ ...line, quantity: resolved(line) }));
  const draft = {
    kind: 'resolution',
    effectiveOn: command.effectiveOn,
    refs: { consignment: dispatch.id },
    facts: stated<Facts['resolution']>({
      reason: command.reason,
      packs: packsGiven(given, ({ line }) => ({ line, item: itemOn(dispatch, line) })),
    }),
    transfers,
  } as const;
  return decide(draft, { consignment: book, lots: state.lots });
}

export interface ReturnState extends ConsignmentState {
  readonly id: Id;
  /** The one that the command names. */
  readonly warehouse: Registered<'warehouse'> | undefined;
  readonly origins: ReadonlyMap<LotId, LotOrigin>;
}

/**
 * Takes delivered goods back from the unit, with as much of the coverage as is said, or all of it where nothing stays:
 * into the lots they came from, or into lots of their own in another warehouse.
 */
export function returnFromUnit(command: ReturnFromUnit, state: ReturnState): Verdict {
  const { dispatch, book } = state;
  const objections = onLines(command, dispatch);
  if (command.warehouse !== undefined) objections.isOpen('/warehouse', state.warehouse);
  const lines = command.lines.map((line, at) =>
    objections.inBase(`/lines/${at}`, line, ['quantity'], sentGoods(state, line.line)),
  );
  for (const { line, quantity } of lines) {
    const has = sumOf(dispatch, book, line, 'delivered').quantity;
    if (quantity > has) objections.refuse({ refusal: 'above-delivered', line, asked: quantity, delivered: has });
  }
  objections.refuse(...notConfirmed(state));
  const coverage = coverageBack(command, book.coverage, takesAll(lines, book), objections);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const back = lines.flatMap(({ line, quantity }) =>
    spread(state, line, 'delivered', delivered, [{ quantity, to: (part) => stock(lotOfPart(dispatch, part)) }]),
  );
  const { transfers, moved, arriving } = led(back, command, state);
  const isElsewhere = moved.length > 0;
  const draft = {
    kind: 'unit-return',
    effectiveOn: command.effectiveOn,
    refs: { consignment: dispatch.id },
    facts: stated<Facts['unit-return']>({
      reason: command.reason,
      packs: packsGiven(lines, ({ line }) => ({ line, item: itemOn(dispatch, line) })),
      to: isElsewhere ? command.warehouse : undefined,
      lots: isElsewhere ? moved : undefined,
    }),
    transfers,
    ...(coverage ? { coverage } : {}),
  } as const;
  const lots = new Map([...state.lots, ...arriving.map((lot): [LotId, Lot] => [lot.id, lot])]);
  return decide(draft, { consignment: book, lots });
}

/** Whether nothing of a consignment stays with the unit. */
function takesAll(lines: readonly { readonly quantity: Quantity }[], { parts }: ConsignmentBook): boolean {
  const stands = parts.reduce((sum, part) => sum + part.delivered.quantity, 0n);
  return lines.reduce((sum, { quantity }) => sum + quantity, 0n) >= stands;
}

function led(back: readonly Transfer[], { warehouse, effectiveOn }: ReturnFromUnit, state: ReturnState): Led {
  if (warehouse === undefined) return { transfers: back, moved: [], arriving: [] };
  return ledElsewhere(back, { id: state.id, to: warehouse, effectiveOn }, state.lots, state.origins);
}

/** The lot that gave a part of a consignment. */
export function lotOfPart(dispatch: Entry<'dispatch'>, part: number): LotId {
  const from = dispatch.transfers[part - 1]?.from;
  if (from?.state !== 'stock') throw new Error(`part ${part} of ${dispatch.id} came out of no lot`);
  return from.lot;
}

/** What stands on one side of a line's parts. */
export function sumOf(dispatch: Entry<'dispatch'>, book: ConsignmentBook, line: number, side: keyof Part): Balance {
  return book.parts.reduce<Balance>(
    (sum, part, at) => (dispatch.facts.parts[at] === line ? plus(sum, part[side]) : sum),
    NOTHING,
  );
}

interface Destination {
  readonly quantity: bigint;
  readonly to: (part: number) => Account;
}

/** Shares quantities of one line out over its parts: the first destination from the first lot on, then the next. */
function spread(
  state: ConsignmentState,
  line: number,
  side: keyof Part,
  from: (part: number) => Account,
  destinations: readonly Destination[],
): Transfer[] {
  const transfers: Transfer[] = [];
  const wanted = destinations.map((destination) => destination.quantity);
  state.book.parts.forEach((part, at) => {
    if (state.dispatch.facts.parts[at] !== line) return;
    let has = part[side];
    destinations.forEach((destination, index) => {
      const open = wanted[index] ?? 0n;
      const taken = takeUpTo(has, open);
      if (taken.quantity === 0n) return;
      has = minus(has, taken);
      wanted[index] = open - taken.quantity;
      transfers.push({ from: from(at + 1), to: destination.to(at + 1), ...taken });
    });
  });
  return transfers;
}

/** What stands against a step of a consignment by its date and by the lines that it names. */
function onLines({ effectiveOn, lines }: Confirm | Resolve | ReturnFromUnit, dispatch: Entry<'dispatch'>): Objections {
  const objections = new Objections();
  objections.notBefore(dispatch.effectiveOn, effectiveOn);
  const count = dispatch.facts.lines.length;
  lines.forEach(({ line }, at) => {
    if (line > count) objections.bound(`/lines/${at}/line`, 'unknown-line', `1..${count}`);
    else if (lines.findIndex((other) => other.line === line) !== at) objections.field(`/lines/${at}/line`, 'repeated');
  });
  return objections;
}

/** Whether its dispatch was withdrawn or reversed: nobody confirmed, and nothing is on its way. */
function isWithdrawn({ confirmation, parts }: ConsignmentBook): boolean {
  return confirmation === undefined && parts.every((part) => isNothing(part.transit));
}

/** What stands against a step after the confirmation where there is none. */
function notConfirmed({ dispatch: { id: consignment }, book }: ConsignmentState): Refusal[] {
  if (book.confirmation !== undefined) return [];
  return [{ refusal: isWithdrawn(book) ? 'consignment-withdrawn' : 'not-confirmed', consignment }];
}

/** The step of a consignment that its actor did already. */
function stepOf({ actor, dispatch, book }: ConsignmentState): 'dispatch' | 'confirmation' | undefined {
  if (actor === dispatch.actor.subject) return 'dispatch';
  return actor === book.confirmedBy ? 'confirmation' : undefined;
}

type Resolved = InBase<ResolveLine, 'toUnit' | 'toStock' | 'toLoss'>;

function resolved({ toUnit, toStock, toLoss }: Resolved): Quantity {
  return toUnit + toStock + toLoss;
}

function arrived({ good, damaged, short, refused }: Arrived): Quantity {
  return good + damaged + short + refused;
}

/** Whether the transfers alone would not say everything. */
function isTold(line: Arrived): boolean {
  return line.good !== arrived(line) || line.pack !== undefined || line.reason !== undefined;
}

function confirmed(arrival: Arrived): ConfirmedLine {
  const { line, damaged, short, refused, pack, reason } = arrival;
  return stated<ConfirmedLine>({ line, damaged, short, refused, packs: inPacks(arrived(arrival), pack), reason });
}

/** What was reached, where anything was said of it. */
export function coverageOf(command: Pick<Confirm, 'people' | 'households' | 'sites'>): Coverage | undefined {
  const { people, households, sites } = command;
  const coverage = stated<Coverage>({ people, households, sites });
  return Object.keys(coverage).length === 0 ? undefined : coverage;
}
