import fc from 'fast-check';
import { CORRECTABLE, REVERSED_INSTEAD } from '../../shared/domain/correctable.ts';
import { COUNTED } from '../../shared/domain/coverage.ts';
import type { DirectedTo } from '../../shared/domain/direction.ts';
import { DOCUMENTS, type DocumentKind } from '../../shared/domain/documents.ts';
import { CORRECTABLE_IN } from '../../shared/domain/fields.ts';
import { lotId } from '../../shared/domain/id.ts';
import { KIND_NAMES } from '../../shared/domain/kinds.ts';
import type { FieldError, Refusal, RefusalName } from '../../shared/domain/refusal.ts';
import { PERIODS, periodOf, REGISTRY_KINDS } from '../../shared/domain/registry.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { SPENDINGS } from '../../shared/domain/threshold.ts';

/** Every refusal that a rule can give, with whatever it may be about. */

type Any = { readonly [N in RefusalName]: fc.Arbitrary<Omit<Extract<Refusal, { refusal: N }>, 'refusal'>> };

const ids = ['a', 'b', 'c'].map((last) => `01768c2e-6b00-7000-8000-00000000000${last}`);
export const id = fc.constantFrom(...ids);
export const lot = fc.tuple(id, fc.integer({ min: 1, max: 40 })).map(([entry, ordinal]) => lotId(entry, ordinal));
/** What people write, in either language. */
export const WRITTEN = ['N95-甲', 'P-X', '某某有限公司', 'A & B Ltd', '25117000000123456789'];
const written = fc.constantFrom(...WRITTEN);
const size = fc.bigInt({ min: 0n, max: 10n ** 12n });
const fen = fc.bigInt({ min: 0n, max: 10n ** 13n });
const line = fc.integer({ min: 1, max: 20 });
const date = fc.constantFrom('2020-02-29', '2021-01-05');
const month = fc.constantFrom('2020-12', '2021-01');
const sha256 = fc.constant('a'.repeat(64));
const bytes = fc.integer({ min: 1, max: 10 ** 8 });
const one = <const T extends readonly [unknown, ...unknown[]]>(...of: T): fc.Arbitrary<T[number]> =>
  fc.constantFrom(...of);
const documentKind: fc.Arbitrary<DocumentKind> = fc.constantFrom(
  ...(Object.keys(DOCUMENTS) as [DocumentKind, ...DocumentKind[]]),
);
const registryKind = fc.constantFrom(...REGISTRY_KINDS);
const kind = fc.constantFrom(...KIND_NAMES);
const field = fc.constantFrom(...CORRECTABLE);
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> => fc.record(model);
const balance = record({ quantity: size, value: fen });
const account = fc.oneof(
  id.map((of) => `available/${of}`),
  id.map((of) => `cash/${of}`),
  lot.map((of) => `stock/${of}`),
  lot.map((of) => `loss/${of}`),
  one(
    'available/1',
    'cash/1',
    'committed/1/1',
    'spent/2/1',
    'invoice',
    'adjustment',
    'transit/1',
    'held/2',
    'unit',
    'unit/3',
    'person',
    'supplier/1',
  ),
);

const direction: fc.Arbitrary<DirectedTo> = fc.oneof(record({ unit: id }), record({ purpose: written }), written);

const fieldError: fc.Arbitrary<FieldError> = fc.constant({ pointer: '/unit', code: 'required' });

const aboveThreshold = record({ spending: one(...SPENDINGS), amount: fen, threshold: fen, together: fen });

const ANY: Any = {
  'not-found': record({
    kind: fc.oneof(documentKind, one('entry', 'lot', 'export', 'import', 'evidence')),
    id: fc.constant('25117000000123456789'),
  }),
  'not-your-unit': record({ unit: id }),
  'not-your-kind': record({ kind, roles: some(one(...ROLES)) }),
  invalid: record({ errors: some(fieldError) }),
  'evidence-differs': fc.oneof(
    record({ sha256, what: one('sha256'), declared: sha256, found: sha256 }),
    record({ sha256, what: one('bytes'), declared: bytes.map(String), found: bytes.map(String) }),
    record({ sha256, what: one('mediaType'), declared: one('image/jpeg') }),
  ),
  'not-uploaded': record({ sha256, name: written }),
  'not-an-invoice': record({ sha256, why: one('media-type', 'too-large', 'malformed', 'other-root') }),
  'consignment-withdrawn': record({ consignment: id }),
  closed: record({ kind: documentKind, id }),
  'funding-line-closed': record({ fundingLine: id }),
  'warehouse-closed': record({ warehouse: id }),
  'already-closed': record({ kind: documentKind, id }),
  'already-open': record({ kind: registryKind, id }),
  'no-personal-data': record({ entry: id, kind }),
  'already-erased': record({ entry: id, by: id }),
  'period-not-over': record({ month, from: date }),
  'period-already-closed': record({ month, closedThrough: month, by: id }),
  'period-closed': record({ month, closedThrough: month, from: date, by: id }),
  'not-reversible': record({ kind }),
  'already-reversed': record({ entry: id, by: id }),
  'correct-the-original': record({ correction: id, original: id }),
  'reverse-instead': record({ field: fc.constantFrom(...REVERSED_INSTEAD) }),
  'not-correctable': kind.chain((of) =>
    record({ kind: fc.constant(of), field, fields: fc.constant(CORRECTABLE_IN[of]) }),
  ),
  'too-many-corrections': record({ entry: id, most: line }),
  'supplier-bound': record({ purchase: id }),
  'was-differs': fc.oneof(
    record({ field: field.filter((one) => one !== 'supplier'), stands: written }),
    record({ field: one('supplier'), stands: id }),
    record({ field }),
  ),
  'not-recorded-by-you': record({ entry: id }),
  'something-followed': record({ entries: fc.array(id, { maxLength: 7 }) }),
  'withdrawal-over': record({ until: fc.nat({ max: 4_102_444_800_000 }) }),
  'already-confirmed': record({ consignment: id, by: id }),
  'not-confirmed': record({ consignment: id }),
  'already-countersigned': record({ adjustment: id, status: one('posted', 'withdrawn') }),
  'not-sealed': record({ entry: id }),
  'export-ended': record({ export: id, state: one('done', 'failed') }),
  'too-many-exports': record({ whose: one('own', 'all'), most: line }),
  'too-many-imports': record({ most: line }),
  'duplicate-code': fc.record(
    { code: written, kind: registryKind, holder: id, name: written, closed: fc.boolean() },
    { requiredKeys: ['code', 'kind', 'holder'] },
  ),
  'threshold-set': record({ spending: one(...SPENDINGS), threshold: id }),
  'duplicate-name': fc.record({ name: written, holder: id, closed: fc.boolean() }, { requiredKeys: ['name'] }),
  'invoice-already-booked': record({ number: written, entry: id }),
  'invoice-withdrawn': record({ invoice: id }),
  'same-person': record({ step: one('order', 'acceptance', 'payment', 'dispatch', 'confirmation', 'count', 'entry') }),
  'own-roles': fc.constant({}),
  'own-approval': fc.constant({}),
  'still-in-use': record({
    uses: some(
      fc.oneof(
        record({ what: one('available', 'cash', 'committed', 'unpaid'), value: fen }),
        record({ what: one('stock', 'transit', 'held'), quantity: size }),
        record({ what: one('sub-units') }),
      ),
    ),
  }),
  'nothing-left': record({ purchase: id }),
  'above-order': record({ line, asked: size, open: size }),
  'above-lot': record({ lot, asked: size, has: size }),
  'above-payable': record({ fundingLine: id, asked: fen, payable: fen }),
  'above-refundable': record({ fundingLine: id, asked: fen, refundable: fen }),
  'above-invoice': record({ asked: fen, left: fen }),
  'above-blue-invoice': fc.record(
    { invoice: id, purchase: id, asked: fen, left: fen },
    { requiredKeys: ['invoice', 'asked', 'left'] },
  ),
  'above-held': record({ line, asked: size, held: size }),
  'above-delivered': record({ line, asked: size, delivered: size }),
  'above-disbursed': record({ asked: fen, disbursed: fen }),
  'above-coverage': fc.oneof(
    record({ what: one(...COUNTED), asked: size, stands: size }),
    record({ what: one(...COUNTED), asked: size, stands: size, least: size }),
    record({ what: one(...COUNTED), asked: size, stands: size, most: size }),
  ),
  'coverage-left': record({ what: one(...COUNTED), asked: size, stands: size }),
  'coverage-of-nothing': record({ what: one(...COUNTED), by: size }),
  'quantities-do-not-add-up': record({ lines: some(record({ line, sent: size, counted: size })) }),
  'funding-line-not-named': record({ line, fundingLines: some(id) }),
  'insufficient-stock': fc.record(
    {
      line,
      item: id,
      available: size,
      shortfall: size,
      unusable: size,
      directedElsewhere: fc.array(record({ receipt: id, quantity: size, to: direction }), {
        minLength: 1,
        maxLength: 5,
      }),
    },
    { requiredKeys: ['line', 'item', 'available', 'shortfall', 'unusable'] },
  ),
  'too-many-lots': record({ lots: line, most: line }),
  'above-plan': record({ line, planned: size, dispatched: size }),
  'above-planned-amount': record({ planned: fen, disbursed: fen }),
  'stock-changed': record({ lots: some(record({ lot, book: size, now: size })) }),
  'cap-exceeded': record({ cap: fen, paid: fen, period: one(...PERIODS).map((per) => periodOf(per, '2020-12-28')) }),
  'approval-needed': aboveThreshold,
  'cash-above-threshold': aboveThreshold,
  'insufficient-funds': record({ fundingLine: id, available: fen, shortfall: fen }),
  'insufficient-cash': record({ fundingLine: id, cash: fen, shortfall: fen }),
  'stands-in-the-way': record({ account, has: balance, needs: balance, entries: fc.array(id, { maxLength: 3 }) }),
  'entry-too-large': record({ bytes, most: bytes }),
};

export const anyRefusal: fc.Arbitrary<Refusal> = fc.oneof(
  ...Object.entries(ANY).map(([refusal, fields]) => fields.map((own) => ({ refusal, ...own }) as Refusal)),
);
