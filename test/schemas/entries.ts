import fc from 'fast-check';
import type { Account } from '../../shared/domain/account.ts';
import { CORRECTABLE } from '../../shared/domain/correctable.ts';
import type { Coverage } from '../../shared/domain/coverage.ts';
import type { Entry, Transfer } from '../../shared/domain/entry.ts';
import type { Facts, PackedItem as Given, Kind } from '../../shared/domain/facts.ts';
import type { Id } from '../../shared/domain/id.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import { PROCUREMENT_METHODS } from '../../shared/domain/procurement.ts';
import type { EveryRef, Refs } from '../../shared/domain/refs.ts';
import { REGISTRY_KINDS, type RegistryFields, type RegistryKind } from '../../shared/domain/registry.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { SPENDINGS } from '../../shared/domain/threshold.ts';

/** Entries of every kind as `Entry` allows them, not only as decisions make them: what is written must be read. */

export const ids: fc.Arbitrary<Id> = fc
  .stringMatching(/^[0-9a-f]{12}[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
  .map((hex) => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}-${hex.slice(15, 19)}-${hex.slice(19)}`);

const lots = fc.tuple(ids, fc.integer({ min: 1, max: 99 })).map(([entry, ordinal]) => `${entry}.${ordinal}`);
const words = fc.string({ unit: 'binary', maxLength: 12 });
const dates = fc
  .date({ min: new Date('1992-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const fen = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const quantities = fc.bigInt({ min: 0n, max: 10n ** 12n });
const ordinals = fc.integer({ min: 1, max: 999 });
const truth = fc.boolean();

/** A record whose optional fields are absent now and then, and never there as undefined. */
function some<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>>;
function some<T extends object, R extends keyof T>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
  required: readonly R[],
): fc.Arbitrary<Partial<T> & Pick<T, R>>;
function some(fields: Record<string, fc.Arbitrary<unknown>>, required: readonly string[] = []) {
  return fc.record(fields, { requiredKeys: [...required], noNullPrototype: true });
}

function whole<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(fields, { noNullPrototype: true });
}

const accounts: fc.Arbitrary<Account> = fc.oneof(
  whole({
    state: fc.constantFrom('source' as const, 'available' as const, 'cash' as const, 'supplier' as const),
    fundingLine: ordinals,
  }),
  whole({ state: fc.constantFrom('committed' as const, 'spent' as const), line: ordinals, fundingLine: ordinals }),
  whole({ state: fc.constant('stock' as const), lot: lots }),
  whole({ state: fc.constant('loss' as const), lot: lots }),
  whole({ state: fc.constantFrom('transit' as const, 'held' as const), part: ordinals }),
  whole({ state: fc.constant('unit' as const), part: ordinals }),
  whole({ state: fc.constant('loss' as const), part: ordinals }),
  whole({
    state: fc.constantFrom('unit' as const, 'person' as const, 'giver' as const, 'found' as const),
  }),
);

const transfers: fc.Arbitrary<Transfer> = whole({ from: accounts, to: accounts, quantity: quantities, value: fen });

const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
const invoice = some({ code: words, number: words, digitalNumber: words, date: dates, amount: fen }, [
  'number',
  'date',
  'amount',
]);
const allocations = few(whole({ purchase: ids, amount: fen }));
const invoiceRow = some(
  {
    name: words,
    spec: words,
    measure: words,
    quantity: words,
    unitPrice: words,
    amount: fen,
    taxRate: words,
    tax: fen,
  },
  ['name', 'amount'],
);
const besides = few(whole({ kind: fc.constantFrom('purchase' as const, 'invoice' as const), id: ids, previous: ids }));
const evidence = whole({ sha256: words, name: words, bytes: fc.nat(), mediaType: words });
const procurement = some(
  {
    method: fc.constantFrom(...PROCUREMENT_METHODS),
    contract: words,
    quotes: few(some({ supplier: words, amount: fen, evidence }, ['supplier', 'amount'])),
    reason: words,
  },
  ['method'],
);
const batch = { number: words, expiresOn: dates };
const pack = whole({ measure: words, of: quantities });
const packs = whole({ quantity: quantities, measure: words, of: quantities });
const measured = some({ threshold: ids, overCash: whole({ above: fen, together: fen }) }, ['threshold']);
const prices = fc.stringMatching(/^[1-9]\d{0,9}(\.\d{1,13})?$/);

const fields: { [K in RegistryKind]: fc.Arbitrary<RegistryFields> } = {
  fundingLine: some({ code: words, name: words, basis: few(words), permittedUses: words }),
  unit: some({ code: words, name: words, parent: ids, region: words }),
  item: some({
    code: words,
    name: words,
    spec: words,
    grade: words,
    baseMeasure: words,
    packs: few(pack),
    perishable: truth,
    service: truth,
  }),
  supplier: some({ name: words, uscc: words }),
  warehouse: some({ code: words, name: words }),
  tariff: some({
    code: words,
    name: words,
    basis: words,
    cap: fen,
    per: fc.constantFrom('once' as const, 'year' as const, 'month' as const),
  }),
  member: some({ subject: words, roles: few(fc.constantFrom(...ROLES)), units: few(words) }),
  threshold: some({ spending: fc.constantFrom(...SPENDINGS), approvalAbove: fen, cashAbove: fen }),
  plan: some({
    number: words,
    decidedOn: dates,
    title: words,
    lines: few(some({ unit: ids, item: ids, quantity: quantities, packs }, ['unit', 'item', 'quantity'])),
  }),
};

/** The type and its fields belong together, which a choice among all of them cannot say. */
const registered = fc
  .constantFrom(...REGISTRY_KINDS)
  .chain((type) => whole({ type: fc.constant(type), fields: fields[type] })) as fc.Arbitrary<Facts['registration']>;
const reason = whole({ reason: words });

const movedLots = few(
  some(
    {
      from: lots,
      birth: lots,
      item: ids,
      fundingLine: ids,
      share: whole({ purchase: ids, line: ordinals, fundingLine: ordinals }),
      ...batch,
    },
    ['from', 'birth', 'item', 'fundingLine'],
  ),
);
/** What was given in packs of something. */
function given<T extends object>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  const one = fc.tuple(whole(of), whole({ item: ids }), packs).map((parts) => Object.assign({}, ...parts) as T & Given);
  return some({ reason: words, packs: few(one) }, ['reason']);
}

const saidInFields = fc.oneof(words, quantities);

export const facts: { readonly [K in Kind]: fc.Arbitrary<Facts[K]> } = {
  registration: registered,
  amendment: fc.tuple(registered, words).map(([one, why]) => ({ ...one, reason: why })),
  closure: whole({ type: fc.constantFrom(...REGISTRY_KINDS), reason: words }),
  reopening: whole({ type: fc.constantFrom(...REGISTRY_KINDS), reason: words }),
  appropriation: some({ source: words, giver: words }, ['source']),
  'give-back': reason,
  order: some(
    {
      lines: few(some({ item: ids, service: fc.constant(true as const), packs, unitPrice: prices }, ['item'])),
      emergency: some({ basis: words, from: dates, to: dates }, ['basis', 'from']),
      procurement,
      invoice,
    },
    ['lines'],
  ),
  acceptance: whole({
    lines: few(
      some({ line: ordinals, good: quantities, damaged: quantities, short: quantities, packs, reason: words }, [
        'line',
        'good',
        'damaged',
        'short',
      ]),
    ),
    lots: few(some({ line: ordinals, fundingLine: ordinals, ...batch }, ['line', 'fundingLine'])),
  }),
  'supplier-return': given({ lot: lots }),
  release: reason,
  invoice: whole({ invoice }),
  invoicing: some({ invoice, allocations, lines: few(invoiceRow), beside: besides }, [
    'invoice',
    'allocations',
    'beside',
  ]),
  'invoice-allocation': whole({ allocations, beside: besides }),
  payment: some(
    {
      method: words,
      bankReference: words,
      samePersonAs: fc.constantFrom('order' as const, 'acceptance' as const),
      measured,
    },
    ['method'],
  ),
  refund: some({ method: words, bankReference: words, reason: words }, ['method']),
  receipt: some(
    {
      kind: fc.constantFrom('donation' as const, 'allocation' as const),
      giver: words,
      directedTo: fc.oneof(words, whole({ unit: ids }), whole({ purpose: words })),
      lots: few(some({ item: ids, packs, ...batch }, ['item'])),
    },
    ['kind', 'giver', 'lots'],
  ),
  dispatch: some(
    {
      lines: few(some({ item: ids, quantity: quantities, packs, fundingLine: ids }, ['item', 'quantity'])),
      parts: few(ordinals),
      purpose: words,
      consent: some({ document: words, evidence: few(evidence), receipt: ids }, ['document', 'evidence']),
      redirected: few(ordinals).filter(({ length }) => length > 0),
    },
    ['lines', 'parts'],
  ),
  confirmation: whole({
    lines: few(
      some({ line: ordinals, damaged: quantities, short: quantities, refused: quantities, packs, reason: words }, [
        'line',
        'damaged',
        'short',
        'refused',
      ]),
    ),
  }),
  resolution: given({ line: ordinals }),
  'unit-return': fc
    .tuple(given({ line: ordinals }), some({ to: ids, lots: movedLots.filter(({ length }) => length > 0) }))
    .map(([said, elsewhere]) => ({ ...said, ...elsewhere })),
  disbursement: some({ purpose: words, method: words, measured }, ['purpose', 'method']),
  'take-back': reason,
  benefit: some({ method: words, period: words, measured }, ['method', 'period']),
  count: whole({
    lines: few(some({ lot: lots, book: quantities, counted: quantities, packs }, ['lot', 'book', 'counted'])),
    reason: words,
  }),
  adjustment: whole({ counter: words }),
  'stock-move': some(
    {
      to: ids,
      reason: words,
      lots: movedLots,
      packs: few(whole({ item: ids, quantity: quantities, measure: words, of: quantities })),
    },
    ['to', 'lots'],
  ),
  reversal: some(
    {
      reason: words,
      kind: fc.constantFrom<Kind>('order', 'give-back', 'confirmation'),
      withdrawn: fc.constant(true as const),
      beside: besides.filter(({ length }) => length > 0),
    },
    ['reason', 'kind'],
  ),
  correction: whole({
    reason: words,
    kind: fc.constantFrom<Kind>('order', 'give-back', 'confirmation'),
    changes: few(
      some({ field: fc.constantFrom(...CORRECTABLE), lot: lots, paper: words, was: saidInFields, is: saidInFields }, [
        'field',
      ]),
    ).filter(({ length }) => length > 0),
  }),
  attachment: fc.constant({}),
  'period-closure': whole({ month: dates.map((date) => date.slice(0, 7)) }),
  naming: fc.constant({}),
  disclosure: whole({ fields: few(words), reason: words }),
  erasure: whole({ fields: few(words), reason: words }),
};

const people = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const coverage: fc.Arbitrary<Coverage> = some({ people, households: people, sites: people });

const everyRef: { readonly [R in keyof Required<EveryRef>]: fc.Arbitrary<NonNullable<EveryRef[R]>> } = {
  fundingLines: few(ids),
  unit: ids,
  item: ids,
  supplier: ids,
  warehouse: ids,
  tariff: ids,
  plan: ids,
  purchase: ids,
  consignment: ids,
  disbursement: ids,
  benefit: ids,
  adjustment: ids,
  invoice: ids,
  corrects: ids,
  purchases: few(ids),
  receipt: ids,
  stockMove: ids,
  member: ids,
  threshold: ids,
  entry: ids,
  previous: ids,
};

const line = fc.tuple(ids);

/** What an entry of a kind may point at, as the kind declares it. */
function refsOf<K extends Kind>(kind: K): fc.Arbitrary<Refs[K]> {
  const { refs } = KINDS[kind];
  if (refs === 'target') return some(everyRef, ['entry']) as fc.Arbitrary<Refs[K]>;
  if (refs === 'registered') {
    const one = fc.constantFrom(...REGISTRY_KINDS).chain((type) =>
      fc.record<Record<string, unknown>>(type === 'fundingLine' ? { fundingLines: line } : { [type]: ids }, {
        noNullPrototype: true,
      }),
    );
    const later = some({ previous: ids });
    return fc.tuple(one, later).map(([named, more]) => ({ ...named, ...more })) as fc.Arbitrary<Refs[K]>;
  }
  const marks = Object.entries<string>(refs);
  const values = { one: ids, maybe: ids, many: few(ids), lines: few(ids), line } as Record<
    string,
    fc.Arbitrary<unknown>
  >;
  return fc.record(Object.fromEntries(marks.map(([name, mark]) => [name, values[mark] ?? ids])), {
    requiredKeys: marks.flatMap(([name, mark]) => (mark === 'maybe' ? [] : [name])),
    noNullPrototype: true,
  }) as fc.Arbitrary<Refs[K]>;
}

type Said = { readonly [K in Kind]: Pick<Entry<K>, 'kind' | 'facts' | 'refs'> }[Kind];

function said<K extends Kind>(kind: K) {
  return fc.tuple(facts[kind], refsOf(kind)).map(([one, refs]) => ({ kind, facts: one, refs }));
}

/** What each kind of entry says, with its kind. */
const SAID: { readonly [K in Kind]: fc.Arbitrary<Said> } = {
  registration: said('registration'),
  amendment: said('amendment'),
  closure: said('closure'),
  reopening: said('reopening'),
  appropriation: said('appropriation'),
  'give-back': said('give-back'),
  order: said('order'),
  acceptance: said('acceptance'),
  'supplier-return': said('supplier-return'),
  release: said('release'),
  invoice: said('invoice'),
  invoicing: said('invoicing'),
  'invoice-allocation': said('invoice-allocation'),
  payment: said('payment'),
  refund: said('refund'),
  receipt: said('receipt'),
  dispatch: said('dispatch'),
  confirmation: said('confirmation'),
  resolution: said('resolution'),
  'unit-return': said('unit-return'),
  disbursement: said('disbursement'),
  'take-back': said('take-back'),
  benefit: said('benefit'),
  count: said('count'),
  adjustment: said('adjustment'),
  'stock-move': said('stock-move'),
  reversal: said('reversal'),
  correction: said('correction'),
  attachment: said('attachment'),
  'period-closure': said('period-closure'),
  naming: said('naming'),
  disclosure: said('disclosure'),
  erasure: said('erasure'),
};

const envelope = some(
  {
    id: ids,
    effectiveOn: dates,
    recordedAt: fc.nat({ max: 4_102_444_800_000 }),
    actor: whole({ subject: words, role: words }),
    transfers: few(transfers),
    coverage,
    evidence: few(evidence),
    approval: whole({ document: words, decidedOn: dates, approver: words }),
    exception: reason,
    note: words,
    blinded: fc.dictionary(fc.stringMatching(/^[A-Za-z][\w.-]{0,9}$/), words, { maxKeys: 3, noNullPrototype: true }),
  },
  ['id', 'effectiveOn', 'recordedAt', 'actor', 'transfers', 'evidence'],
);

/** Entries of one kind. */
export function entriesOf(kind: Kind): fc.Arbitrary<Entry> {
  return fc.tuple(envelope, SAID[kind]).map(([around, inside]) => ({ ...around, ...inside }));
}
