import fc from 'fast-check';
import type { BoundErrorCode, PlainErrorCode } from '../../shared/domain/refusal.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { EXPORT_KINDS } from '../../shared/schemas/export.ts';
import type { BoundShapeCode, Fault, Format, PlainShapeCode } from '../../shared/schemas/fault.ts';
import { id } from './refusals.ts';

/** Every way in which a field can be wrong, with what may be allowed in its place. */

const PLAIN: Readonly<Record<PlainErrorCode | PlainShapeCode, null>> = {
  'unknown-reference': null,
  'closed-reference': null,
  'future-date': null,
  repeated: null,
  'not-of-this-purchase': null,
  'not-of-this-entry': null,
  'red-invoice': null,
  'reversed-reference': null,
  'nothing-to-do': null,
  'in-the-books': null,
  'no-goods': null,
  allotted: null,
  required: null,
  'own-descendant': null,
  'not-in-list': null,
  'bad-identifier': null,
  'unknown-field': null,
  'not-an-integer': null,
  'bad-format': null,
  'bad-text': null,
  'no-such-date': null,
};

const FORMATS: Readonly<Record<Format, null>> = {
  amount: null,
  price: null,
  decimal: null,
  date: null,
  month: null,
  id: null,
  lot: null,
  code: null,
  uscc: null,
  'resident-id': null,
  phone: null,
  region: null,
  sha256: null,
  'media-type': null,
  'invoice-number': null,
  'invoice-code': null,
  direction: null,
  cursor: null,
};

const number = fc.integer({ min: 1, max: 10 ** 12 }).map(String);
const date = fc.constantFrom('2020-02-29', '2021-01-05');
const listOf = (of: fc.Arbitrary<string>) => fc.array(of, { minLength: 1, maxLength: 3 }).map((all) => all.join(', '));

const BOUND: Readonly<Record<BoundErrorCode | BoundShapeCode, fc.Arbitrary<string>>> = {
  'wrong-type': fc.constantFrom('string', 'number', 'int', 'boolean', 'array', 'object', 'record'),
  'foreign-letter': fc.constant('Х'),
  'not-one-of': listOf(fc.constantFrom(...ROLES, ...EXPORT_KINDS)),
  'not-exactly-one': fc.constantFrom('item, lot', 'fundingLine, funding'),
  'not-at-least-one': fc.constant('approvalAbove, cashAbove'),
  'same-as': fc.constant('from'),
  'only-for': listOf(fc.constantFrom(...EXPORT_KINDS, 'item')),
  'too-small': number,
  'too-large': number,
  'too-short': number,
  'too-long': number,
  'too-few': number,
  'too-many': number,
  'too-many-rows': number,
  'too-deep': number,
  'too-early': date,
  'decided-after': date,
  'too-late': date,
  'outside-validity': fc.tuple(date, fc.constantFrom('', '2021-03-31')).map(([from, to]) => `${from}..${to}`),
  'unknown-measure': listOf(fc.constantFrom('箱', '个')),
  'does-not-add-up': fc.constantFrom('0.00', '18750.00', '36'),
  'unknown-line': number.map((last) => `1..${last}`),
  'goods-by-lot': number,
  'missing-line': number,
  'not-in-this-warehouse': id,
  'not-on-this-line': listOf(id),
  'not-its-funding-line': listOf(id),
  'several-gifts': listOf(id),
  'not-of-this-supplier': id,
  'unknown-field-of-entry': listOf(fc.constantFrom('name', 'reference', 'phone', 'signatory')),
};

const names = <T extends string>(table: Readonly<Record<T, unknown>>) =>
  fc.constantFrom(...(Object.keys(table) as T[]));

const plain: fc.Arbitrary<Fault> = fc.record(
  { pointer: fc.constant('/field'), code: names(PLAIN), format: names(FORMATS) },
  { requiredKeys: ['pointer', 'code'] },
);
const bound = Object.entries(BOUND).map(([code, allowed]) =>
  allowed.map((said) => ({ pointer: '/field', code: code as BoundErrorCode, allowed: said }) satisfies Fault),
);

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(plain, ...bound);
