import { describe, expect, test } from 'vitest';
import { GATEWAY_PROBLEMS, type GatewayProblemName } from '../../functions/problems/gateway-problems.ts';
import { gatewayProblem } from '../../functions/problems/problem.ts';
import { problemOfRefusal } from '../../functions/problems/refusal.ts';
import { PRECEDENCE, type Refusal, type RefusalName } from '../../shared/domain/refusal.ts';
import { detailOf } from '../../shared/words/fault-texts.ts';
import { LANGUAGES, languageOf } from '../../shared/words/language.ts';

const A = '01768c2e-6b00-7000-8000-00000000000a';
const B = '01768c2e-6b00-7000-8000-00000000000b';
const HASH = 'a'.repeat(64);

/** One refusal of every name, with its status and the fields it has on the wire. */
const EXAMPLES: { readonly [N in RefusalName]: readonly [Extract<Refusal, { refusal: N }>, number, object] } = {
  'not-found': [{ refusal: 'not-found', kind: 'purchase', id: A }, 404, { kind: 'purchase', id: A }],
  'not-your-unit': [{ refusal: 'not-your-unit', unit: A }, 403, { unit: A }],
  'not-your-kind': [
    { refusal: 'not-your-kind', kind: 'order', roles: ['buyer'] },
    403,
    { kind: 'order', roles: ['buyer'] },
  ],
  invalid: [
    { refusal: 'invalid', errors: [{ pointer: '/supplier', code: 'unknown-reference' }] },
    422,
    { errors: [{ pointer: '/supplier', code: 'unknown-reference', detail: expect.any(String) }] },
  ],
  'evidence-differs': [
    { refusal: 'evidence-differs', sha256: HASH, what: 'mediaType', declared: 'image/png', found: 'image/jpeg' },
    409,
    { sha256: HASH, what: 'mediaType', declared: 'image/png', found: 'image/jpeg' },
  ],
  'not-uploaded': [
    { refusal: 'not-uploaded', sha256: HASH, name: 'receipt.jpg' },
    409,
    { sha256: HASH, name: 'receipt.jpg' },
  ],
  'not-an-invoice': [
    { refusal: 'not-an-invoice', sha256: HASH, why: 'media-type' },
    409,
    { sha256: HASH, why: 'media-type' },
  ],
  'consignment-withdrawn': [{ refusal: 'consignment-withdrawn', consignment: A }, 409, { consignment: A }],
  closed: [{ refusal: 'closed', kind: 'unit', id: A }, 409, { kind: 'unit', id: A }],
  'funding-line-closed': [{ refusal: 'funding-line-closed', fundingLine: A }, 409, { fundingLine: A }],
  'warehouse-closed': [{ refusal: 'warehouse-closed', warehouse: A }, 409, { warehouse: A }],
  'already-closed': [{ refusal: 'already-closed', kind: 'unit', id: A }, 409, { kind: 'unit', id: A }],
  'already-open': [{ refusal: 'already-open', kind: 'unit', id: A }, 409, { kind: 'unit', id: A }],
  'not-reversible': [{ refusal: 'not-reversible', kind: 'registration' }, 409, { kind: 'registration' }],
  'already-reversed': [{ refusal: 'already-reversed', entry: A, by: B }, 409, { entry: A, by: B }],
  'correct-the-original': [
    { refusal: 'correct-the-original', correction: A, original: B },
    409,
    { correction: A, original: B },
  ],
  'reverse-instead': [{ refusal: 'reverse-instead', field: 'amount' }, 409, { field: 'amount' }],
  'not-correctable': [
    { refusal: 'not-correctable', kind: 'order', field: 'giver', fields: ['note', 'paper', 'supplier'] },
    409,
    { kind: 'order', field: 'giver', fields: ['note', 'paper', 'supplier'] },
  ],
  'too-many-corrections': [{ refusal: 'too-many-corrections', entry: A, most: 50 }, 409, { entry: A, most: 50 }],
  'supplier-bound': [{ refusal: 'supplier-bound', purchase: A }, 409, { purchase: A }],
  'was-differs': [{ refusal: 'was-differs', field: 'people', stands: '600' }, 409, { field: 'people', stands: '600' }],
  'not-recorded-by-you': [{ refusal: 'not-recorded-by-you', entry: A }, 403, { entry: A }],
  'something-followed': [{ refusal: 'something-followed', entries: [A] }, 409, { entries: [A] }],
  'withdrawal-over': [{ refusal: 'withdrawal-over', until: 1_609_120_800_000 }, 409, { until: 1_609_120_800_000 }],
  'already-confirmed': [{ refusal: 'already-confirmed', consignment: A, by: B }, 409, { consignment: A, by: B }],
  'not-confirmed': [{ refusal: 'not-confirmed', consignment: A }, 409, { consignment: A }],
  'already-countersigned': [
    { refusal: 'already-countersigned', adjustment: A, status: 'posted' },
    409,
    { adjustment: A, state: 'posted' },
  ],
  'not-sealed': [{ refusal: 'not-sealed', entry: A }, 409, { entry: A }],
  'export-ended': [{ refusal: 'export-ended', export: A, state: 'done' }, 409, { export: A, state: 'done' }],
  'too-many-exports': [{ refusal: 'too-many-exports', whose: 'own', most: 10 }, 409, { whose: 'own', most: 10 }],
  'too-many-imports': [{ refusal: 'too-many-imports', most: 10 }, 409, { most: 10 }],
  'duplicate-code': [
    { refusal: 'duplicate-code', code: 'N95', kind: 'item', holder: A, name: 'A & B', closed: true },
    409,
    { code: 'N95', kind: 'item', holder: A, name: 'A & B', closed: true },
  ],
  'threshold-set': [
    { refusal: 'threshold-set', spending: 'payment', threshold: A },
    409,
    { spending: 'payment', threshold: A },
  ],
  'duplicate-name': [{ refusal: 'duplicate-name', name: 'A & B', holder: A }, 409, { name: 'A & B', holder: A }],
  'invoice-already-booked': [
    { refusal: 'invoice-already-booked', number: '12345678', entry: A },
    409,
    { number: '12345678', entry: A },
  ],
  'invoice-withdrawn': [{ refusal: 'invoice-withdrawn', invoice: A }, 409, { invoice: A }],
  'no-personal-data': [{ refusal: 'no-personal-data', entry: A, kind: 'order' }, 409, { entry: A, kind: 'order' }],
  'already-erased': [{ refusal: 'already-erased', entry: A, by: B }, 409, { entry: A, by: B }],
  'period-not-over': [
    { refusal: 'period-not-over', month: '2020-12', from: '2021-01-01' },
    409,
    { month: '2020-12', from: '2021-01-01' },
  ],
  'period-already-closed': [
    { refusal: 'period-already-closed', month: '2020-11', closedThrough: '2020-12', by: A },
    409,
    { month: '2020-11', closedThrough: '2020-12', by: A },
  ],
  'period-closed': [
    { refusal: 'period-closed', month: '2020-11', closedThrough: '2020-12', from: '2021-01-01', by: A },
    409,
    { month: '2020-11', closedThrough: '2020-12', from: '2021-01-01', by: A },
  ],
  'own-approval': [{ refusal: 'own-approval' }, 409, {}],
  'own-roles': [{ refusal: 'own-roles' }, 409, {}],
  'same-person': [{ refusal: 'same-person', step: 'order' }, 409, { step: 'order' }],
  'still-in-use': [
    {
      refusal: 'still-in-use',
      uses: [
        { what: 'stock', value: 100n, quantity: 2n },
        { what: 'cash', value: 5n },
        { what: 'sub-units', quantity: 1n },
      ],
    },
    409,
    {
      uses: [
        { what: 'stock', value: '1.00', quantity: 2 },
        { what: 'cash', value: '0.05' },
        { what: 'sub-units', quantity: 1 },
      ],
    },
  ],
  'nothing-left': [{ refusal: 'nothing-left', purchase: A }, 409, { purchase: A }],
  'above-order': [{ refusal: 'above-order', line: 1, asked: 51n, open: 50n }, 409, { line: 1, asked: 51, open: 50 }],
  'above-lot': [{ refusal: 'above-lot', lot: `${A}.1`, asked: 3n, has: 2n }, 409, { lot: `${A}.1`, asked: 3, has: 2 }],
  'above-payable': [
    { refusal: 'above-payable', fundingLine: A, asked: 101n, payable: 100n },
    409,
    { fundingLine: A, asked: '1.01', payable: '1.00' },
  ],
  'above-refundable': [
    { refusal: 'above-refundable', fundingLine: A, asked: 101n, refundable: 100n },
    409,
    { fundingLine: A, asked: '1.01', refundable: '1.00' },
  ],
  'above-invoice': [{ refusal: 'above-invoice', asked: 101n, left: 100n }, 409, { asked: '1.01', left: '1.00' }],
  'above-blue-invoice': [
    { refusal: 'above-blue-invoice', invoice: A, purchase: B, asked: 101n, left: 100n },
    409,
    { invoice: A, purchase: B, asked: '1.01', left: '1.00' },
  ],
  'above-held': [{ refusal: 'above-held', line: 1, asked: 3n, held: 2n }, 409, { line: 1, asked: 3, held: 2 }],
  'above-delivered': [
    { refusal: 'above-delivered', line: 1, asked: 3n, delivered: 2n },
    409,
    { line: 1, asked: 3, delivered: 2 },
  ],
  'above-disbursed': [
    { refusal: 'above-disbursed', asked: 101n, disbursed: 100n },
    409,
    { asked: '1.01', disbursed: '1.00' },
  ],
  'above-coverage': [
    { refusal: 'above-coverage', what: 'people', asked: 7n, stands: 6n },
    409,
    { what: 'people', asked: 7, stands: 6 },
  ],
  'coverage-left': [
    { refusal: 'coverage-left', what: 'households', asked: 5n, stands: 6n },
    409,
    { what: 'households', asked: 5, stands: 6 },
  ],
  'coverage-of-nothing': [{ refusal: 'coverage-of-nothing', what: 'people', by: 5n }, 409, { what: 'people', by: 5 }],
  'quantities-do-not-add-up': [
    { refusal: 'quantities-do-not-add-up', lines: [{ line: 1, sent: 10n, counted: 9n }] },
    409,
    { lines: [{ line: 1, sent: 10, counted: 9 }] },
  ],
  'funding-line-not-named': [
    { refusal: 'funding-line-not-named', line: 1, fundingLines: [A, B] },
    409,
    { line: 1, fundingLines: [A, B] },
  ],
  'insufficient-stock': [
    { refusal: 'insufficient-stock', line: 1, item: A, available: 7n, shortfall: 3n, unusable: 2n },
    409,
    { line: 1, item: A, available: 7, shortfall: 3, unusable: 2 },
  ],
  'too-many-lots': [{ refusal: 'too-many-lots', lots: 41, most: 40 }, 409, { lots: 41, most: 40 }],
  'above-plan': [
    { refusal: 'above-plan', line: 1, planned: 10n, dispatched: 11n },
    409,
    { line: 1, planned: 10, dispatched: 11 },
  ],
  'above-planned-amount': [
    { refusal: 'above-planned-amount', planned: 1000n, disbursed: 1100n },
    409,
    { planned: '10.00', disbursed: '11.00' },
  ],
  'stock-changed': [
    { refusal: 'stock-changed', lots: [{ lot: `${A}.1`, book: 10n, now: 9n }] },
    409,
    { lots: [{ lot: `${A}.1`, book: 10, now: 9 }] },
  ],
  'cap-exceeded': [
    { refusal: 'cap-exceeded', cap: 4_000_000n, paid: 3_900_000n, period: '2020' },
    409,
    { cap: '40000.00', paid: '39000.00', period: '2020' },
  ],
  'approval-needed': [
    { refusal: 'approval-needed', spending: 'payment', amount: 100n, threshold: 150n, together: 200n },
    409,
    { spending: 'payment', amount: '1.00', threshold: '1.50', together: '2.00' },
  ],
  'cash-above-threshold': [
    { refusal: 'cash-above-threshold', spending: 'benefit', amount: 200n, threshold: 150n, together: 200n },
    409,
    { spending: 'benefit', amount: '2.00', threshold: '1.50', together: '2.00' },
  ],
  'insufficient-funds': [
    { refusal: 'insufficient-funds', fundingLine: A, available: 4_000n, shortfall: 6_000n },
    409,
    { fundingLine: A, available: '40.00', shortfall: '60.00' },
  ],
  'insufficient-cash': [
    { refusal: 'insufficient-cash', fundingLine: A, cash: 4_000n, shortfall: 6_000n },
    409,
    { fundingLine: A, cash: '40.00', shortfall: '60.00' },
  ],
  'stands-in-the-way': [
    {
      refusal: 'stands-in-the-way',
      account: `stock/${A}.1`,
      has: { quantity: 1n, value: 100n },
      needs: { quantity: 2n, value: 200n },
      entries: [B],
    },
    409,
    {
      account: `stock/${A}.1`,
      has: { quantity: 1, value: '1.00' },
      needs: { quantity: 2, value: '2.00' },
      entries: [B],
    },
  ],
  'entry-too-large': [
    { refusal: 'entry-too-large', bytes: 60_001, most: 60_000 },
    413,
    { bytes: 60_001, most: 60_000 },
  ],
};

describe.each(PRECEDENCE)('the refusal %s', (name) => {
  const [refusal, status, fields] = EXAMPLES[name];

  test.each(LANGUAGES)('is told in %s, saying what stands in the way', (language) => {
    const problem = problemOfRefusal(refusal, language);
    expect(problem).toMatchObject({ name, status, title: expect.stringMatching(/.{2,}/) });
    expect(problem.detail).toMatch(language === 'zh' ? /\p{Script=Han}.*。$/su : /^[^\p{Script=Han}]*\.$/su);
  });

  test('has its own fields as the wire writes them', () => {
    expect(problemOfRefusal(refusal, 'zh').members).toEqual(fields);
  });

  test('does not overwrite the members that every problem has', () => {
    const members = Object.keys(problemOfRefusal(refusal, 'en').members ?? {});
    expect(members.filter((member) => ['type', 'title', 'status', 'detail'].includes(member))).toEqual([]);
  });
});

test.each(['media-type', 'too-large', 'malformed', 'other-root'] as const)(
  'a file that is no invoice because of its %s is told which would be one',
  (why) => {
    const refusal = { refusal: 'not-an-invoice', sha256: HASH, why } as const;
    expect(problemOfRefusal(refusal, 'zh').detail).toContain('XML');
    expect(problemOfRefusal(refusal, 'en').detail).toContain('upload');
  },
);

test('a file that is nothing of what is accepted is told so', () => {
  const refusal = { refusal: 'evidence-differs', sha256: HASH, what: 'mediaType', declared: 'image/png' } as const;
  expect(problemOfRefusal(refusal, 'en')).toMatchObject({
    detail:
      'The type of the file was declared as image/png and is nothing that is accepted: declare the file as it is, then upload it.',
    members: { sha256: HASH, what: 'mediaType', declared: 'image/png' },
  });
});

test.each([
  [
    { refusal: 'not-correctable', kind: 'order', field: 'purpose', fields: ['note'] },
    'The purpose of an order is not corrected: what can be is note.',
  ],
  [{ refusal: 'not-reversible', kind: 'amendment' }, /^An amendment is never reversed/],
  [{ refusal: 'not-reversible', kind: 'registration' }, /^A registration is never reversed/],
  [{ refusal: 'was-differs', field: 'sites' }, /^The entry now says nothing as its sites:/],
  [{ refusal: 'was-differs', field: 'people', stands: '41' }, /^The entry now says “41” as its people:/],
  [
    { refusal: 'coverage-of-nothing', what: 'people', by: 10n },
    /^Nothing is left with the unit, so that the number of people cannot rise by 10:/,
  ],
  [
    { refusal: 'cap-exceeded', cap: 100_000n, paid: 100_000n, period: 'once' },
    /^This person was paid 1000\.00 of 1000\.00 yuan in all:/,
  ],
] as const satisfies readonly (readonly [Refusal, string | RegExp])[])(
  'the English of %o is English',
  (refusal, words) => {
    const { detail } = problemOfRefusal(refusal, 'en');
    if (typeof words === 'string') expect(detail).toBe(words);
    else expect(detail).toMatch(words);
  },
);

test('a key used for something else is 422', () => {
  expect(problemOfRefusal({ refusal: 'key-reused' }, 'en')).toMatchObject({ name: 'key-reused', status: 422 });
});

const names = Object.keys(GATEWAY_PROBLEMS).filter((name): name is GatewayProblemName => name in GATEWAY_PROBLEMS);

test.each(names)('the gateway tells %s in both languages', (name) => {
  for (const language of LANGUAGES) {
    const { statusCode, headers, body } = gatewayProblem(name, language);
    const problem: unknown = JSON.parse(body);
    expect(problem).toEqual({
      type: `/problems/${name}`,
      title: expect.any(String),
      status: statusCode,
      detail: expect.stringMatching(language === 'zh' ? /。$/ : /\.$/),
    });
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  }
});

test('a caller is told to come back where that helps', () => {
  expect(gatewayProblem('busy', 'en').headers['retry-after']).toBe('1');
  expect(gatewayProblem('internal-error', 'en').headers['retry-after']).toBeUndefined();
});

test('a wrong field is told what would pass', () => {
  expect(detailOf({ pointer: '/amount', code: 'bad-format', format: 'amount' }, 'en')).toBe(
    'Write yuan as a string with exactly two places, such as "1619170.00".',
  );
  expect(detailOf({ pointer: '/quantity', code: 'too-large', allowed: '1000000000000' }, 'zh')).toBe(
    '不能大于 1000000000000。',
  );
  expect(detailOf({ pointer: '/lines/0/measure', code: 'unknown-measure', allowed: '个, 箱' }, 'zh')).toBe(
    '计量单位应为:个、箱。',
  );
});

test.each([
  [undefined, 'zh'],
  ['', 'zh'],
  ['fr', 'zh'],
  ['en', 'en'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en;q=0.3, zh-TW;q=0.7', 'zh'],
  ['fr;q=1, en;q=0.5', 'en'],
  ['en;q=0', 'zh'],
  ['en;q=x', 'zh'],
])('of %j the language is %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language);
});
