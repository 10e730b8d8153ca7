import fc from 'fast-check';
import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { movedLotsOf } from '../../shared/commands/as-it-stands.ts';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import type { Answer, AnyCommand } from '../../shared/commands/command.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { correct } from '../../shared/commands/correct.ts';
import { correctionsOf } from '../../shared/commands/corrections.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { allocateInvoice, recordInvoice } from '../../shared/commands/record-invoice.ts';
import { refund } from '../../shared/commands/refund.ts';
import { amendUnit, closeFundingLine, closeUnit, closeWarehouse } from '../../shared/commands/registry.ts';
import { reopenFundingLine, reopenUnit, reopenWarehouse } from '../../shared/commands/reopen.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { withdrawDispatch, withdrawOrder } from '../../shared/commands/withdraw.ts';
import { sumOf } from '../../shared/domain/consignment.ts';
import { type Correctable, rowOfField, type Said } from '../../shared/domain/correctable.ts';
import { standing } from '../../shared/domain/correction.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { CORRECTABLE_IN, saidIn } from '../../shared/domain/fields.ts';
import { birthOf, type Id, type LotId, lotId, ordinalOf } from '../../shared/domain/id.ts';
import { invoiceIn } from '../../shared/domain/invoice.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import { bringsLots, lotsBrought } from '../../shared/domain/lot-origin.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import { type Route, routes } from '../../shared/routes.ts';
import { type Person, type TestOffice, TODAY, YESTERDAY } from './office.ts';
import { APPROVAL, REASON } from './world.ts';

/**
 * Commands as plain data: small numbers that are read against what is there when their turn comes, so that a failing
 * sequence shrinks to a short one with small numbers. What a number picks does not exist, or is of another kind, where
 * `nonsense` says so.
 */
export interface Action {
  readonly kind: ActionKind;
  /** Which of the things there are: a funding line, an item, a document, a lot. */
  readonly which: number;
  readonly other: number;
  readonly quantity: number;
  readonly part: number;
  readonly amount: number;
  readonly person: number;
  readonly exception: boolean;
  readonly nonsense: boolean;
}

/** What is no goods, which an order may have beside them. */
export const FREIGHT = { code: 'YF', name: '运费', baseMeasure: '次', packs: [], service: true } as const;

/** Each as often as it has to come for sequences to get somewhere. */
const WEIGHTS = {
  appropriate: 1,
  giveBack: 1,
  order: 5,
  accept: 6,
  closePurchase: 2,
  returnToSupplier: 2,
  bookInvoice: 1,
  recordInvoice: 2,
  allocateInvoice: 2,
  pay: 3,
  refund: 2,
  receiveInKind: 2,
  dispatch: 8,
  confirm: 6,
  resolve: 3,
  returnFromUnit: 2,
  disburse: 1,
  takeBack: 1,
  payBenefit: 2,
  count: 3,
  countersign: 4,
  moveStock: 4,
  reverse: 9,
  withdraw: 2,
  correct: 4,
  attachEvidence: 1,
  closeFundingLine: 1,
  closeUnit: 1,
  closeWarehouse: 1,
  reopenFundingLine: 1,
  reopenUnit: 1,
  reopenWarehouse: 1,
  moveUnit: 3,
} as const;

export type ActionKind = keyof typeof WEIGHTS;

/** Any action, or one of those kinds only, but for those of some kinds. */
export function actions({
  only = PERFORMER_KINDS,
  without = [],
}: {
  readonly only?: readonly ActionKind[];
  readonly without?: readonly ActionKind[];
} = {}): fc.Arbitrary<Action> {
  const kinds = only.filter((kind) => !without.includes(kind));
  const kind = fc.oneof(...kinds.map((one) => ({ weight: WEIGHTS[one], arbitrary: fc.constant(one) })));
  return fc.record({
    kind,
    which: fc.nat(7),
    other: fc.nat(5),
    quantity: fc.integer({ min: 1, max: 9 }),
    part: fc.nat(4),
    amount: fc.integer({ min: 1, max: 400 }),
    person: fc.nat(3),
    exception: rarely(3),
    nonsense: rarely(12),
  });
}

function rarely(outOf: number): fc.Arbitrary<boolean> {
  return fc.nat(outOf - 1).map((number) => number === outOf - 1);
}

/** Performs an action; what it recorded is known from then on. */
export async function perform(known: Known, action: Action): Promise<Answer> {
  const answer = await PERFORMERS[action.kind](known, action);
  if ('recorded' in answer) known.entries.push(answer.entry.entry);
  return answer;
}

/** One of four works in every role, so that steps that are separated meet in one hand now and then. */
function subjectOf(role: string, person: number): string {
  return person === 3 ? 'jack-of-all-trades' : `${role}-${person}`;
}

/** What the tests know of an office: everything recorded, in its order. */
export interface Known {
  readonly office: TestOffice;
  readonly entries: Entry[];
}

type Performer = (known: Known, action: Action) => Promise<Answer>;

function pick<T>(list: readonly T[], which: number, otherwise: T): T {
  return list[which % Math.max(1, list.length)] ?? otherwise;
}

const LINES = ['line', 'line-2'];
const ITEMS = ['masks', 'suits'];
const WAREHOUSES = ['warehouse', 'warehouse-2'];
const UNITS = ['town', 'village', 'other-town'];

const lineAt = ({ office }: Known, which: number): Id => office.id(pick(LINES, which, ''));
const itemAt = ({ office }: Known, which: number): Id => office.id(pick(ITEMS, which, ''));

/** A document of the kind, the newest first, or nonsense: a funding line is never any of them. */
function documentAt({ office, entries }: Known, kind: Kind, { which, nonsense }: Action): Id {
  const documents = entries
    .filter((entry) => entry.kind === kind)
    .map(({ id }) => id)
    .toReversed();
  return nonsense ? office.id('line') : pick(documents, which, office.id('line'));
}

/** An invoice, however it was told of, the newest first. */
function invoiceAt({ office, entries }: Known, { which, nonsense }: Action): Id {
  const told = entries.filter((entry) => invoiceIn(entry) !== undefined).map(({ id }) => id);
  return nonsense ? office.id('line') : pick(told.toReversed(), which, office.id('line'));
}

function lotAt({ office, entries }: Known, which: number): LotId {
  const lots = entries.flatMap((entry) => (bringsLots(entry) ? lotsBrought(entry) : []));
  return pick(lots.toReversed(), which, lotId(office.id('line'), 1));
}

const entryOf = ({ entries }: Known, lot: LotId): Entry | undefined => entries.find(({ id }) => id === birthOf(lot));

/** The lot that came from outside, of which the lot is: itself, unless it was moved. */
export function bornOf(known: Known, lot: LotId): LotId {
  const bringing = entryOf(known, lot);
  const moved = bringing && bringsLots(bringing) ? bringing.facts.lots?.[ordinalOf(lot) - 1] : undefined;
  const from = moved !== undefined && 'from' in moved ? moved.from : undefined;
  return from === undefined ? lot : bornOf(known, from);
}

function warehouseOf(known: Known, lot: LotId): Id {
  const bringing = entryOf(known, lot);
  if (!bringing) return known.office.id('warehouse');
  const to = isKind(bringing, 'stock-move') || isKind(bringing, 'unit-return') ? bringing.facts.to : undefined;
  return to ?? refsOf(bringing).warehouse ?? known.office.id('warehouse');
}

/** The one of the two warehouses that the id is not. */
const otherThan = ({ office }: Known, warehouse: Id): Id =>
  office.id(warehouse === office.id('warehouse') ? 'warehouse-2' : 'warehouse');

/** Now and then of a day before, or of one long past. */
function on({ nonsense, part }: Action): string {
  if (!nonsense) return TODAY;
  return part === 0 ? YESTERDAY : part === 1 ? '2019-06-01' : TODAY;
}

const remarks = ({ exception }: Action) => (exception ? { exception: { reason: '人员不足' } } : {});

function send<B>({ office }: Known, role: string, command: AnyCommand<B>, body: B, action: Action, target?: Id) {
  const person: Person = {
    subject: subjectOf(role, action.person),
    roles: [role],
    ...(role === 'coordinator' ? { units: ['SY', 'GM'] } : {}),
  };
  return office.ask(person, command, body, target === undefined ? {} : { on: target });
}

const methodOf = ({ part }: Action) => (part % 2 === 0 ? '现金' : '银行转账');

const back = (action: Action) => ({ amount: BigInt(action.amount), effectiveOn: on(action), ...REASON });

const PURPOSE = '一线职工';
export const CONSENT = {
  document: '同意函',
  evidence: [{ sha256: 'd'.repeat(64), name: '同意函.pdf', bytes: 1, mediaType: 'application/pdf' }],
};

/** Half of all gifts are for a unit or a purpose. */
function directing({ office }: Known, { part, amount }: Action) {
  if (part < 2) return {};
  const directedTo = part === 4 ? { purpose: PURPOSE } : { unit: office.id(pick(UNITS, amount, '')) };
  return { directedTo };
}

/** How many come back is said now and then. */
const uncovering = (action: Action) => (action.part % 2 === 0 ? {} : { people: BigInt(action.amount % 7) });

/** A name stands as a commitment, and is said as it was signed. */
function saidAs(field: Correctable, stands: Said | undefined): Said | null {
  return (field === 'signatory' ? '签收人' : stands) ?? null;
}

function anySaid({ office }: Known, field: Correctable, { quantity, part }: Action): Said | null {
  const { holds, mayBeNothing } = rowOfField(field);
  if (mayBeNothing && part === 0) return null;
  if (holds === 'count') return BigInt(quantity - 1);
  if (holds === 'date') return part === 1 ? YESTERDAY : '2020-06-30';
  return holds === 'supplier' ? office.id('supplier') : `更正${quantity}`;
}

/** Whoever may write an entry of the kind. */
function writerOf(entry: Entry | undefined): string {
  const all: readonly Route[] = routes;
  const route = all.find(({ writes }) => writes !== undefined && writes === entry?.kind);
  return route === undefined || typeof route.access === 'string' ? 'treasurer' : (route.access[0] ?? 'treasurer');
}

const PERFORMERS: { readonly [K in ActionKind]: Performer } = {
  appropriate: (known, action) => {
    const body = { amount: BigInt(action.amount), effectiveOn: on(action), source: '区总工会' };
    return send(known, 'treasurer', appropriate, body, action, lineAt(known, action.which));
  },
  giveBack: (known, action) => send(known, 'treasurer', giveBack, back(action), action, lineAt(known, action.which)),
  order: (known, action) => {
    const quantity = BigInt(action.quantity) * 3n;
    const share = BigInt(Math.min(action.part, action.quantity - 1));
    const line = {
      item: itemAt(known, action.other),
      quantity,
      amount: BigInt(action.amount),
      ...(share > 0n
        ? {
            funding: [
              { fundingLine: lineAt(known, action.which), quantity: share },
              { fundingLine: lineAt(known, action.which + 1), quantity: quantity - share },
            ],
          }
        : { fundingLine: lineAt(known, action.which) }),
    };
    const { office } = known;
    const invoice = { number: `${action.which}`.padStart(20, '2'), date: TODAY, amount: BigInt(action.amount) };
    const body = {
      supplier: office.id(action.nonsense ? 'town' : 'supplier'),
      effectiveOn: TODAY,
      // Now and then with what is no goods.
      lines: [
        line,
        ...(action.exception
          ? [{ ...line, item: action.amount % 2 === 0 ? office.id('freight') : itemAt(known, action.other + 1) }]
          : []),
      ],
      ...(action.exception ? { invoice } : {}),
    };
    return send(known, 'buyer', order, body, action);
  },
  accept: (known, action) => {
    const line = {
      line: action.nonsense || action.other === 1 ? 2 : 1,
      good: BigInt(action.quantity - 1),
      damaged: BigInt(action.quantity === 1 ? 1 : action.part % 3),
      ...(action.other % 2 === 0 || action.quantity === 1 ? {} : { amount: BigInt(action.amount) }),
      ...(action.other % 3 === 0 ? { fundingLine: lineAt(known, action.other) } : {}),
    };
    const body = {
      warehouse: known.office.id(action.other % 5 === 4 ? 'warehouse-2' : 'warehouse'),
      effectiveOn: on(action),
      lines: [line],
      ...remarks(action),
    };
    return send(known, 'keeper', accept, body, action, documentAt(known, 'order', action));
  },
  closePurchase: (known, action) =>
    send(known, 'buyer', closePurchase, REASON, action, documentAt(known, 'order', action)),
  returnToSupplier: (known, action) => {
    const quantity = BigInt(action.quantity);
    const lines = action.part === 4 ? [{ line: 2, quantity }] : [{ lot: lotAt(known, action.other), quantity }];
    const birth = entryOf(known, bornOf(known, lotAt(known, action.other)));
    const purchase = birth && refsOf(birth).purchase;
    const target = action.nonsense
      ? documentAt(known, 'order', action)
      : (purchase ?? documentAt(known, 'order', action));
    return send(known, 'keeper', returnToSupplier, { lines, effectiveOn: on(action), ...REASON }, action, target);
  },
  bookInvoice: (known, action) => {
    const body = { number: `${action.other}`.padStart(20, '2'), date: TODAY, amount: BigInt(action.amount) };
    return send(known, 'buyer', bookInvoice, body, action, documentAt(known, 'order', action));
  },
  recordInvoice: (known, action) => {
    const isRed = action.part % 2 === 1;
    const purchases = [
      documentAt(known, 'order', action),
      documentAt(known, 'order', { ...action, which: action.other }),
    ];
    const amount = BigInt(action.amount);
    const body = {
      supplier: known.office.id('supplier'),
      number: `${action.quantity}${action.other}`.padStart(20, '3'),
      date: TODAY,
      amount,
      ...(isRed ? ({ kind: 'red', corrects: invoiceAt(known, action) } as const) : {}),
      allocations: [...new Set(purchases)].map((purchase) => ({ purchase, amount: amount / 3n + 1n })),
    };
    return send(known, 'buyer', recordInvoice, body, action);
  },
  allocateInvoice: (known, action) => {
    const purchase = documentAt(known, 'order', { ...action, which: action.other });
    const body = { allocations: [{ purchase, amount: BigInt(action.amount) / 4n + 1n }] };
    return send(known, 'buyer', allocateInvoice, body, action, invoiceAt(known, action));
  },
  pay: (known, action) => {
    const shares = [{ fundingLine: lineAt(known, action.other), amount: BigInt(action.amount) }];
    const body = { shares, effectiveOn: on(action), method: methodOf(action), approval: APPROVAL, ...remarks(action) };
    return send(known, 'treasurer', pay, body, action, documentAt(known, 'order', action));
  },
  refund: (known, action) => {
    const shares = [{ fundingLine: lineAt(known, action.other), amount: BigInt(action.amount) }];
    const body = { shares, effectiveOn: on(action), method: '银行转账', ...REASON };
    return send(known, 'treasurer', refund, body, action, documentAt(known, 'order', action));
  },
  receiveInKind: (known, action) => {
    const body = {
      kind: 'donation',
      giver: '爱心企业',
      fundingLine: lineAt(known, action.which),
      warehouse: known.office.id(action.nonsense ? 'town' : 'warehouse'),
      effectiveOn: on(action),
      lines: [
        { item: itemAt(known, action.other), quantity: BigInt(action.quantity), value: BigInt(action.amount % 9) },
      ],
      ...directing(known, action),
    } as const;
    return send(known, 'keeper', receiveInKind, body, action);
  },
  dispatch: (known, action) => {
    const line = {
      item: itemAt(known, action.which),
      quantity: BigInt(action.quantity),
      ...(action.other % 3 === 0 ? {} : { fundingLine: lineAt(known, action.other) }),
    };
    const body = {
      unit: known.office.id(action.nonsense ? 'supplier' : pick(UNITS, action.part, '')),
      warehouse: known.office.id(action.amount % 3 === 0 ? 'warehouse-2' : 'warehouse'),
      effectiveOn: TODAY,
      lines: action.amount % 4 === 0 ? [line, { ...line, quantity: 1n }] : [line],
      ...(action.amount % 2 === 0 ? { plan: known.office.id('plan') } : {}),
      ...(action.which % 3 === 0 ? { purpose: PURPOSE } : {}),
      ...(action.amount % 4 === 1 ? { consent: CONSENT } : {}),
      ...remarks(action),
    };
    return send(known, 'keeper', dispatch, body, action);
  },
  confirm: async (known, action) => {
    const target = documentAt(known, 'dispatch', action);
    const found = await known.office.ledger.read([{ row: 'consignment', id: target }]);
    const opening = known.entries.find(({ id }) => id === target);
    const book = found.state('consignment', target)?.state;
    const lines =
      opening && isKind(opening, 'dispatch') && book
        ? opening.facts.lines.map((_, at) => {
            const sent = sumOf(opening, book, at + 1, 'transit').quantity;
            const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
            const damaged = least(sent, BigInt(action.part));
            const refused = least(sent - damaged, BigInt(action.other));
            return { line: at + 1, good: sent - damaged - refused, damaged, refused };
          })
        : [{ line: 1, good: 1n }];
    const body = {
      effectiveOn: on(action),
      lines,
      signatory: '签收人',
      people: BigInt(action.amount),
      ...remarks(action),
    };
    return send(known, 'coordinator', confirm, body, action, target);
  },
  resolve: (known, action) => {
    const line = {
      line: action.nonsense ? 2 : 1,
      toUnit: BigInt(action.part % 3),
      toStock: BigInt(action.other % 3),
      toLoss: BigInt(action.quantity % 3),
    };
    const body = { lines: [line], effectiveOn: on(action), ...REASON, approval: APPROVAL, ...remarks(action) };
    return send(known, 'treasurer', resolve, body, action, documentAt(known, 'dispatch', action));
  },
  returnFromUnit: (known, action) => {
    const lines = [{ line: 1, quantity: BigInt(action.quantity) }];
    const body = {
      lines,
      effectiveOn: on(action),
      ...REASON,
      ...uncovering(action),
      ...(action.other % 2 === 0 ? {} : { warehouse: known.office.id(pick(WAREHOUSES, action.part, '')) }),
    };
    return send(known, 'keeper', returnFromUnit, body, action, documentAt(known, 'dispatch', action));
  },
  disburse: (known, action) => {
    const body = {
      fundingLine: action.nonsense ? known.office.id('town') : lineAt(known, action.which),
      unit: known.office.id(pick(UNITS, action.other, '')),
      amount: BigInt(action.amount),
      effectiveOn: on(action),
      purpose: '慰问',
      method: methodOf(action),
      people: BigInt(action.quantity),
      ...(action.quantity % 2 === 0 ? { plan: known.office.id('plan') } : {}),
      ...remarks(action),
    };
    return send(known, 'treasurer', disburse, body, action);
  },
  takeBack: (known, action) =>
    send(
      known,
      'treasurer',
      takeBack,
      { ...back(action), ...uncovering(action) },
      action,
      documentAt(known, 'disbursement', action),
    ),
  payBenefit: (known, action) => {
    const body = {
      fundingLine: lineAt(known, action.which),
      tariff: known.office.id(action.nonsense ? 'town' : 'small-tariff'),
      person: { name: '职工', reference: `HY-${action.other % 2}` },
      amount: BigInt(action.amount),
      effectiveOn: on(action),
      method: methodOf(action),
      ...remarks(action),
    };
    return send(known, 'treasurer', payBenefit, body, action);
  },
  count: async (known, action) => {
    const lot = lotAt(known, action.which);
    const books = await known.office.books();
    const book = BigInt(books[known.office.named(`stock/${lot}`)]?.split(' ')[0] ?? 0);
    const lines = [{ lot, book: action.nonsense ? book + 1n : book, counted: BigInt(action.quantity - 1) }];
    const body = { warehouse: warehouseOf(known, lot), effectiveOn: on(action), lines, ...REASON };
    return send(known, 'keeper', count, body, action);
  },
  countersign: (known, action) =>
    send(known, 'keeper', countersign, remarks(action), action, documentAt(known, 'count', action)),
  moveStock: (known, action) => {
    const lot = lotAt(known, action.which);
    const quantity = BigInt(action.quantity);
    const ofItem = {
      item: itemAt(known, action.other),
      quantity,
      ...(action.other % 3 === 0 ? {} : { fundingLine: lineAt(known, action.other) }),
    };
    const from = action.part % 2 === 0 ? warehouseOf(known, lot) : known.office.id('warehouse');
    const body = {
      from,
      to: action.nonsense ? known.office.id('town') : otherThan(known, from),
      effectiveOn: on(action),
      lines: [
        action.part % 2 === 0 ? { lot, quantity } : ofItem,
        ...(action.exception ? [{ ...ofItem, quantity: 1n }] : []),
      ],
    };
    return send(known, 'keeper', moveStock, body, action);
  },
  reverse: (known, action) => {
    const reversed = known.entries.map((entry) => refsOf(entry).entry);
    const standing = known.entries.filter(
      ({ id, kind }) => action.nonsense || (KINDS[kind].reversible && !reversed.includes(id)),
    );
    const id = pick(standing.map((entry) => entry.id).toReversed(), action.which, known.office.id('line'));
    return send(known, 'treasurer', reverse, { ...REASON, ...remarks(action), effectiveOn: on(action) }, action, id);
  },
  withdraw: (known, action) => {
    const [kind, role, command] =
      action.other % 2 === 0
        ? (['order', 'buyer', withdrawOrder] as const)
        : (['dispatch', 'keeper', withdrawDispatch] as const);
    return send(known, role, command, REASON, action, documentAt(known, kind, action));
  },
  correct: async (known, action) => {
    const { office, entries } = known;
    const correctable = entries.filter(({ kind }) => CORRECTABLE_IN[kind].length > 0).toReversed();
    const entry = pick(correctable, action.which, undefined);
    const fields = entry === undefined ? [] : CORRECTABLE_IN[entry.kind];
    // Head-counts are what sums are made of, so they come first.
    const field = pick(fields.toReversed(), action.other, 'note');
    const lot = entry && bringsLots(entry) ? lotsBrought(entry)[0] : undefined;
    const of = rowOfField(field).of === 'lot' && lot !== undefined ? { lot } : {};
    const corrections =
      entry === undefined ? [] : ((await correctionsOf(office.ledger, [entry.id])).get(entry.id) ?? []);
    const told = await movedLotsOf(office.ledger, entry === undefined ? [] : [entry]);
    const stands = entry && saidIn(told(standing(entry, corrections)), field, of);
    const change = {
      field,
      ...of,
      was: action.nonsense ? null : saidAs(field, stands),
      is: anySaid(known, field, action),
    };
    const role = action.nonsense ? 'keeper' : writerOf(entry);
    return send(known, role, correct, { changes: [change], ...REASON }, action, entry?.id ?? office.id('line'));
  },
  attachEvidence: (known, action) => {
    const ids = known.entries.map(({ id }) => id);
    const id = pick(ids, action.which, known.office.id('line'));
    const evidence = [{ sha256: 'c'.repeat(64), name: '凭据.pdf', bytes: 1, mediaType: 'application/pdf' }];
    return send(known, action.other % 2 === 0 ? 'keeper' : 'treasurer', attachEvidence, { evidence }, action, id);
  },
  closeFundingLine: (known, action) =>
    send(known, 'treasurer', closeFundingLine, REASON, action, lineAt(known, action.which)),
  closeWarehouse: (known, action) =>
    send(known, 'treasurer', closeWarehouse, REASON, action, known.office.id(pick(WAREHOUSES, action.which, ''))),
  closeUnit: (known, action) =>
    send(known, 'treasurer', closeUnit, REASON, action, known.office.id(pick(UNITS, action.which, ''))),
  reopenFundingLine: (known, action) =>
    send(known, 'treasurer', reopenFundingLine, REASON, action, lineAt(known, action.which)),
  reopenWarehouse: (known, action) =>
    send(known, 'treasurer', reopenWarehouse, REASON, action, known.office.id(pick(WAREHOUSES, action.which, ''))),
  reopenUnit: (known, action) =>
    send(known, 'treasurer', reopenUnit, REASON, action, known.office.id(pick(UNITS, action.which, ''))),
  moveUnit: (known, action) => {
    const named = action.nonsense ? 'supplier' : pick(UNITS, action.part, '');
    const body = { parent: action.exception ? null : known.office.id(named), ...REASON };
    return send(known, 'treasurer', amendUnit, body, action, known.office.id(pick(UNITS, action.which, '')));
  },
};

const PERFORMER_KINDS = Object.keys(PERFORMERS).filter((kind): kind is ActionKind => kind in WEIGHTS);
