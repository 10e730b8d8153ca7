import { formatYuan } from '../domain/amount.ts';
import { type Balance, minus, NOTHING, plus } from '../domain/balance.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import { birthOf, type Id, type LotId, lotId } from '../domain/id.ts';
import { allocatedBy, invoiceIn } from '../domain/invoice.ts';
import { movedFrom, movesLotsOn, standingBatch } from '../domain/lot-batch.ts';
import { type LotOrigin, originOf } from '../domain/lot-origin.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { stated } from '../domain/stated.ts';
import { entriesAt } from '../schemas/entries-meant.ts';
import type { LotWay } from '../schemas/trails.ts';
import { Corrections } from './as-they-stand.ts';
import { writeDirection } from './directions.ts';
import { writeBalance } from './figures.ts';
import { byCode, type Register } from './register.ts';
import type { Steps } from './steps.ts';

/** Consignments that are told of one lot, the newest, and moves that it is followed back, at the most. */
export const LOT_WAY = { consignments: 200, back: 100 } as const;

/**
 * The way of a lot: what brought it, back to what came from outside, with its purchase and its invoices; where it went, and
 * what is left. Undefined where nothing brought it. The postings say what stands.
 */
export function lotWay(
  postings: readonly Posting[],
  register: Register,
  { lot, steps }: { readonly lot: LotId; readonly steps: Steps },
): LotWay | undefined {
  const find = (id: Id): Entry | undefined => steps.find(id)?.entry;
  const origin = originOf(lot, find);
  if (origin === undefined) return undefined;
  const reading = { postings, register, steps, find, lot, origin };
  const touching = postings.filter(({ movements }) => movements.some((movement) => movement.lot === lot));
  const consignments = consignmentsOf(reading);
  const told = consignments.slice(-LOT_WAY.consignments).reverse();
  const more = consignments.length - told.length;
  return {
    lot: factsOf(reading),
    from: backwards(reading),
    ...purchaseOf(reading),
    consignments: told,
    units: byUnit(consignments),
    moves: movesOf(reading),
    supplierReturns: changesBy(reading, touching, ['supplier-return']),
    counts: changesBy(reading, touching, ['adjustment']),
    received: writeBalance(stockChange(steps.find(birthOf(lot)), lot)),
    left: writeBalance(touching.reduce((sum, posting) => plus(sum, stockChange(posting, lot)), NOTHING)),
    ...(more === 0 ? {} : { cut: { consignments: more, entries: entriesAt({ lot }) } }),
  };
}

interface Reading {
  readonly postings: readonly Posting[];
  readonly register: Register;
  readonly steps: Steps;
  readonly find: (id: Id) => Entry | undefined;
  readonly lot: LotId;
  readonly origin: LotOrigin;
}

/** What an entry changes of a lot in stock. */
function stockChange(posting: Posting | undefined, lot: LotId): Balance {
  let change = NOTHING;
  for (const movement of posting?.movements ?? []) {
    if (movement.lot !== lot) continue;
    if (movement.to === 'stock') change = plus(change, movement);
    if (movement.from === 'stock') change = minus(change, movement);
  }
  return change;
}

function factsOf({ postings, register, find, lot, origin }: Reading): LotWay['lot'] {
  const { facts, birth, share } = origin;
  const corrections = new Corrections();
  for (const { entry } of postings) corrections.enter(entry);
  const batch = standingBatch(lot, { find, correctionsOf: (id) => corrections.of(id) });
  const gift = find(birthOf(birth));
  return stated<LotWay['lot']>({
    id: lot,
    item: register.item(facts.item),
    fundingLine: register.named(facts.fundingLine),
    warehouse: register.named(facts.warehouse),
    inKind: facts.inKind,
    giver: gift?.kind === 'receipt' ? gift.facts.giver : undefined,
    directedTo: facts.directed === undefined ? undefined : writeDirection(facts.directed.to, register),
    receivedOn: facts.receivedOn,
    batch: batch.number,
    expiresOn: batch.expiresOn,
    line: share?.line,
  });
}

/** What brought the lot, then what brought the one that it came from. */
function backwards({ register, steps, find, lot }: Reading): LotWay['from'] {
  const from: LotWay['from'] = [];
  const seen = new Set<LotId>();
  for (let at: LotId | undefined = lot; at !== undefined && !seen.has(at) && from.length < LOT_WAY.back; ) {
    seen.add(at);
    const posting = steps.find(birthOf(at));
    const warehouse = originOf(at, find)?.facts.warehouse;
    if (posting === undefined || warehouse === undefined) break;
    from.push({ ...steps.write(posting, register), lot: at, warehouse: register.named(warehouse) });
    at = movedFrom(at, { find });
  }
  return from;
}

function purchaseOf({ postings, register, steps, origin }: Reading): Pick<LotWay, 'purchase' | 'invoices'> {
  const id = origin.share?.purchase;
  const posting = id === undefined ? undefined : steps.find(id);
  if (posting === undefined || !isKind(posting.entry, 'order')) return { invoices: [] };
  const invoices = postings.flatMap((one) => {
    const allocated = allocatedBy(one.entry).filter(({ purchase }) => purchase === id);
    const opening = isKind(one.entry, 'invoice-allocation') ? steps.find(one.entry.refs.invoice) : one;
    const invoice = opening === undefined ? undefined : invoiceIn(opening.entry);
    if (allocated.length === 0 || opening === undefined || invoice === undefined) return [];
    const amount = allocated.reduce((sum, part) => sum + part.amount, 0n);
    return [{ ...steps.write(opening, register), invoice: invoice.number, amount: formatYuan(amount) }];
  });
  const supplier = register.named(posting.entry.refs.supplier);
  return { purchase: { ...steps.write(posting, register), supplier }, invoices };
}

/** What a consignment did with what this lot gave to it, state by state. */
interface Sent {
  readonly dispatch: Posting & { readonly entry: Entry<'dispatch'> };
  /** By the accounts of its parts that are of this lot. */
  readonly states: Map<string, Balance>;
  returned: Balance;
  confirmation: Id | undefined;
}

function consignmentsOf({ postings, register, steps, lot }: Reading): LotWay['consignments'] {
  const sent = new Map<Id, Sent>();
  for (const posting of postings) {
    const { entry } = posting;
    if (isDispatch(posting) && posting.movements.some((movement) => movement.lot === lot)) {
      sent.set(entry.id, { dispatch: posting, states: new Map(), returned: NOTHING, confirmation: undefined });
    }
    const consignment = isKind(entry, 'dispatch') ? entry.id : posting.opening?.id;
    const one = consignment === undefined ? undefined : sent.get(consignment);
    if (one === undefined) continue;
    if (isKind(entry, 'confirmation')) one.confirmation = entry.id;
    else if (isKind(entry, 'reversal') && entry.refs.entry === one.confirmation) one.confirmation = undefined;
    for (const movement of posting.movements) enter(one, entry, movement, lot);
  }
  return [...sent.values()].map((one) => writeConsignment(one, register, steps));
}

function isDispatch(posting: Posting): posting is Sent['dispatch'] {
  return isKind(posting.entry, 'dispatch');
}

/** Which of its parts a lot gave, a dispatch tells by the place of its transfers. */
function isOfLot({ dispatch }: Sent, account: string, lot: LotId): boolean {
  const part = Number(account.split('/').at(-1));
  return dispatch.movements[part - 1]?.lot === lot;
}

function enter(sent: Sent, entry: Entry, movement: Movement, lot: LotId): void {
  const { from, to, fromAccount, toAccount } = movement;
  if (to !== 'stock' && isOfLot(sent, toAccount, lot)) add(sent, to, movement, 1n);
  if (from !== 'stock' && isOfLot(sent, fromAccount, lot)) {
    add(sent, from, movement, -1n);
    if (to === 'stock' && entry.kind !== 'reversal') sent.returned = plus(sent.returned, movement);
  }
  // What comes back and goes out again is no longer back.
  const isUndone = from === 'stock' && entry.kind === 'reversal' && isOfLot(sent, toAccount, lot);
  if (isUndone) sent.returned = minus(sent.returned, movement);
}

function add({ states }: Sent, state: string, { quantity, value }: Balance, sign: bigint): void {
  const change = { quantity: sign * quantity, value: sign * value };
  states.set(state, plus(states.get(state) ?? NOTHING, change));
}

function writeConsignment(
  { dispatch, states, returned, confirmation }: Sent,
  register: Register,
  steps: Steps,
): LotWay['consignments'][number] {
  const stands = (state: string): Balance => states.get(state) ?? NOTHING;
  const there = ['transit', 'held', 'unit', 'loss'].map(stands).reduce(plus, returned);
  return {
    ...steps.write(dispatch, register),
    unit: register.named(dispatch.entry.refs.unit),
    sent: writeBalance(there),
    inTransit: writeBalance(stands('transit')),
    held: writeBalance(stands('held')),
    delivered: writeBalance(stands('unit')),
    returned: writeBalance(returned),
    lost: writeBalance(stands('loss')),
    ...(confirmation === undefined ? {} : { confirmation }),
  };
}

function byUnit(consignments: LotWay['consignments']): LotWay['units'] {
  const units = new Map<Id, LotWay['units'][number]>();
  for (const { unit, inTransit, held, delivered } of consignments) {
    const sum = units.get(unit.id) ?? { unit, inTransit: 0, held: 0, delivered: 0 };
    units.set(unit.id, {
      unit,
      inTransit: sum.inTransit + inTransit.quantity,
      held: sum.held + held.quantity,
      delivered: sum.delivered + delivered.quantity,
    });
  }
  return [...units.values()].sort((a, b) => byCode(a.unit, b.unit));
}

/** Where it went to other warehouses, straight or back from a unit, each time with the lot that it is there. */
function movesOf({ postings, register, steps, lot }: Reading): LotWay['moves'] {
  return postings.flatMap((posting) => {
    const { entry } = posting;
    if (!movesLotsOn(entry)) return [];
    const { to, lots = [] } = entry.facts;
    const at = lots.findIndex(({ from }) => from === lot);
    if (at < 0 || to === undefined) return [];
    const there = lotId(entry.id, at + 1);
    return [
      {
        ...steps.write(posting, register),
        lot: there,
        warehouse: register.named(to),
        arrived: writeBalance(stockChange(posting, there)),
        change: writeBalance(stockChange(posting, lot)),
      },
    ];
  });
}

/** What entries of some kinds, or their reversals, changed of the lot in stock. */
function changesBy(
  { register, steps, lot }: Reading,
  touching: readonly Posting[],
  kinds: readonly string[],
): LotWay['counts'] {
  return touching.flatMap((posting) => {
    const { entry } = posting;
    const kind = isKind(entry, 'reversal') ? entry.facts.kind : entry.kind;
    if (!kinds.includes(kind)) return [];
    return [{ ...steps.write(posting, register), change: writeBalance(stockChange(posting, lot)) }];
  });
}
