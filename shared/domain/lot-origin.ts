import { NOTHING } from './balance.ts';
import type { Lot, LotFacts } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Entry } from './entry.ts';
import type { Batch, Facts, Kind, MovedLot, ShareRef } from './facts.ts';
import { birthOf, type Id, type LotId, lotId, ordinalOf } from './id.ts';
import { stated } from './stated.ts';

/** Where a lot came from, and what it is by that. */
export interface LotOrigin {
  readonly facts: LotFacts;
  /** The lot that came from outside, of which it is: itself, unless it was moved. */
  readonly birth: LotId;
  /** As it was told when the lot came, until what stands of it is looked up. */
  readonly batch: Batch;
  /** The share of a purchase that it belongs to; a gift belongs to none. */
  readonly share?: ShareRef;
}

/** An entry as far as lots are told by it: also one that is being decided. */
type Told<K extends Kind = Kind> = K extends Kind
  ? Pick<Entry<K>, 'id' | 'kind' | 'effectiveOn' | 'refs' | 'facts'>
  : never;
/** The kinds of entries that bring lots: those that say which, always or now and then. */
export type BringingKind = {
  [K in Kind]: string extends keyof Facts[K] ? never : 'lots' extends keyof Facts[K] ? K : never;
}[Kind];
/** What brings lots, from outside or from another warehouse. */
export type Bringing = Told<BringingKind>;
/** Whether they come from outside. */
const FROM_OUTSIDE = {
  acceptance: true,
  receipt: true,
  'stock-move': false,
  'unit-return': false,
} as const satisfies { readonly [K in BringingKind]: boolean };
/** What brings goods from outside. */
export type Birth = Bringing & {
  readonly kind: { [K in BringingKind]: (typeof FROM_OUTSIDE)[K] extends true ? K : never }[BringingKind];
};

/** Finds the entries that openings are told by; those that are not there yet are undefined. */
export type FindEntry = (id: Id) => Told | undefined;

/** Whether lots come with an entry. */
export function bringsLots(entry: Told): entry is Bringing {
  return 'lots' in entry.facts;
}

/** Whether they come from outside. */
export function isBirth(entry: Told): entry is Birth {
  return bringsLots(entry) && FROM_OUTSIDE[entry.kind];
}

/** The lots that come with an entry, in the order of their ordinals. */
export function lotsBrought(birth: Bringing): LotId[] {
  return (birth.facts.lots ?? []).map((_lot, at) => lotId(birth.id, at + 1));
}

/** The lots that come with an entry as they are before it is posted. `others` are what it counts in. */
export function newLots(birth: Bringing, ...others: readonly Told[]): Map<LotId, Lot> {
  const find: FindEntry = (id) => [birth, ...others].find((one) => one.id === id);
  return new Map(
    lotsBrought(birth).map((id): [LotId, Lot] => {
      const origin = originOf(id, find);
      if (origin === undefined) throw new Error(`lot ${id} comes from nowhere`);
      return [id, { ...origin.facts, stock: NOTHING, lows: [], lost: NOTHING }];
    }),
  );
}

/** What a lot is, by the entry that brought it and those that this one counts in; undefined where one is missing. */
export function originOf(lot: LotId, find: FindEntry): LotOrigin | undefined {
  const birth = find(birthOf(lot));
  if (birth === undefined || !bringsLots(birth)) return undefined;
  switch (birth.kind) {
    case 'acceptance':
      return acceptedOrigin(birth, lot, find);
    case 'receipt':
      return givenOrigin(birth, lot);
    case 'stock-move':
    case 'unit-return':
      return movedOrigin(birth, lot, find);
    default:
      return birth satisfies never;
  }
}

/** The entries that a lot's origin is told by beside the one that brought it. */
export function countsIn(birth: Bringing): Id[] {
  switch (birth.kind) {
    case 'acceptance':
      return [birth.refs.purchase];
    case 'receipt':
      return [];
    case 'stock-move':
      return birthsOf(birth.facts.lots);
    case 'unit-return':
      return [birth.refs.consignment, ...birthsOf(birth.facts.lots)];
  }
}

function birthsOf(lots: readonly MovedLot[] = []): Id[] {
  return lots.map((lot) => birthOf(lot.birth));
}

function acceptedOrigin(birth: Told<'acceptance'>, lot: LotId, find: FindEntry): LotOrigin | undefined {
  const order = find(birth.refs.purchase);
  const accepted = birth.facts.lots[ordinalOf(lot) - 1];
  if (order?.kind !== 'order' || accepted === undefined) return undefined;
  const { line, fundingLine: ordinal, ...batch } = accepted;
  const item = order.facts.lines[line - 1]?.item;
  const fundingLine = order.refs.fundingLines[ordinal - 1];
  if (item === undefined || fundingLine === undefined) return undefined;
  const share = { purchase: order.id, line, fundingLine: ordinal };
  return {
    facts: { ...standingOf(birth.effectiveOn, birth.refs.warehouse, lot, batch), item, fundingLine, inKind: false },
    birth: lot,
    batch,
    share,
  };
}

function givenOrigin(birth: Told<'receipt'>, lot: LotId): LotOrigin | undefined {
  const given = birth.facts.lots[ordinalOf(lot) - 1];
  if (given === undefined) return undefined;
  const { item, number, expiresOn } = given;
  const batch = stated<Batch>({ number, expiresOn });
  const [fundingLine] = birth.refs.fundingLines;
  return {
    facts: {
      ...standingOf(birth.effectiveOn, birth.refs.warehouse, lot, batch),
      item,
      fundingLine,
      inKind: true,
      ...directedBy(birth),
    },
    birth: lot,
    batch,
  };
}

/** Its direction goes along with a gift, whatever becomes of it. */
function directedBy({ id, facts: { directedTo } }: Told<'receipt'>): Pick<LotFacts, 'directed'> {
  return directedTo === undefined ? {} : { directed: { to: directedTo, receipt: id } };
}

function movedOrigin(move: Told<'stock-move' | 'unit-return'>, lot: LotId, find: FindEntry): LotOrigin | undefined {
  const { to, lots } = move.facts;
  const moved = lots?.[ordinalOf(lot) - 1];
  if (moved === undefined || to === undefined) return undefined;
  const { from: _from, birth, item, fundingLine, share, ...batch } = moved;
  const facts = { ...standingOf(move.effectiveOn, to, lot, batch), item, fundingLine };
  if (share !== undefined) return { facts: { ...facts, inKind: false }, birth, batch, share };
  const receipt = find(birthOf(birth));
  if (receipt?.kind !== 'receipt') return undefined;
  return { facts: { ...facts, inKind: true, ...directedBy(receipt) }, birth, batch };
}

function standingOf(receivedOn: CalendarDate, warehouse: Id, id: LotId, { expiresOn }: Batch) {
  const expiry = expiresOn === undefined ? {} : { expiresOn };
  return { id, warehouse, receivedOn, ...expiry };
}
