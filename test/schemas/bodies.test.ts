import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { countBody, countersignBody } from '../../shared/schemas/adjustment.ts';
import { parse } from '../../shared/schemas/body.ts';
import { confirmBody, dispatchBody, resolveBody, returnFromUnitBody } from '../../shared/schemas/consignment.ts';
import { appropriateBody, openFundingLineBody } from '../../shared/schemas/funding-line.ts';
import { bookInvoiceBody } from '../../shared/schemas/invoice.ts';
import { amendItemBody, registerItemBody } from '../../shared/schemas/item.ts';
import { amendPlanBody, registerPlanBody } from '../../shared/schemas/plan.ts';
import { acceptBody, orderBody, payBody, returnToSupplierBody } from '../../shared/schemas/purchase.ts';
import { receiveInKindBody } from '../../shared/schemas/receipt.ts';
import { attachEvidenceBody } from '../../shared/schemas/reversal.ts';
import { moveStockBody } from '../../shared/schemas/stock-move.ts';
import { registerSupplierBody } from '../../shared/schemas/supplier.ts';
import { registerTariffBody } from '../../shared/schemas/tariff.ts';
import { registerUnitBody } from '../../shared/schemas/unit.ts';

const TODAY = '2020-12-28';
const A = '01768c2e-6b00-7000-8000-00000000000a';
const B = '01768c2e-6b00-7000-8000-00000000000b';
const C = '01768c2e-6b00-7000-8000-00000000000c';

function faults(schema: z.ZodType, input: unknown): string[] {
  const parsed = parse(schema, input, TODAY);
  return 'faults' in parsed ? parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`) : [];
}

function value<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = parse(schema, input, TODAY);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

const appropriation = { amount: '1000.00', effectiveOn: TODAY, source: '上级拨付' };
const orderLine = { item: A, quantity: 10, amount: '100.00', fundingLine: B };
const order = { supplier: C, effectiveOn: TODAY, lines: [orderLine] };
const paper = { sha256: 'a'.repeat(64), name: '签收单.jpg', bytes: 1024, mediaType: 'image/jpeg' };

describe('an amount', () => {
  const amounts: [unknown, string[]][] = [
    ['0.01', []],
    ['1619170.00', []],
    ['9999999999.99', []],
    ['0.00', ['/amount too-small']],
    ['-1.00', ['/amount too-small']],
    ['10000000000.00', ['/amount too-large']],
    [`${'9'.repeat(400)}.00`, ['/amount too-large']],
    ['1.000', ['/amount bad-format']],
    ['1.0', ['/amount bad-format']],
    ['1', ['/amount bad-format']],
    ['01.00', ['/amount bad-format']],
    ['1,000.00', ['/amount bad-format']],
    ['1e30', ['/amount bad-format']],
    ['0x10', ['/amount bad-format']],
    ['', ['/amount bad-format']],
    [' 1.00', ['/amount bad-format']],
    ['１.00', ['/amount bad-format']],
    [1, ['/amount wrong-type']],
    [1e30, ['/amount wrong-type']],
    [null, ['/amount wrong-type']],
    [undefined, ['/amount required']],
  ];
  test.each(amounts)('%j', (amount, expected) => {
    expect(faults(appropriateBody, { ...appropriation, amount })).toEqual(expected);
  });

  test('is read into fen', () => {
    expect(value(appropriateBody, appropriation).amount).toBe(100_000n);
  });

  test('may be nothing where it is the value of a gift', () => {
    const gift = { kind: 'donation', giver: '某企业', fundingLine: A, warehouse: B, effectiveOn: TODAY };
    const line = { item: C, quantity: 1, value: '0.00' };
    expect(value(receiveInKindBody, { ...gift, lines: [line] }).lines[0]?.value).toBe(0n);
    expect(faults(receiveInKindBody, { ...gift, lines: [{ ...line, value: '-0.01' }] })).toEqual([
      '/lines/0/value too-small',
    ]);
  });
});

describe('a quantity', () => {
  const quantities: [unknown, string[]][] = [
    [1, []],
    [1_000_000_000_000, []],
    [1_000_000_000_001, ['/lines/0/quantity too-large']],
    [1e30, ['/lines/0/quantity too-large']],
    [0, ['/lines/0/quantity too-small']],
    [-1, ['/lines/0/quantity too-small']],
    [1.5, ['/lines/0/quantity not-an-integer']],
    ['10', ['/lines/0/quantity wrong-type']],
    ['0x10', ['/lines/0/quantity wrong-type']],
    [true, ['/lines/0/quantity wrong-type']],
    [[1], ['/lines/0/quantity wrong-type']],
    [undefined, ['/lines/0/quantity required']],
  ];
  test.each(quantities)('%j', (quantity, expected) => {
    expect(faults(orderBody, { ...order, lines: [{ ...orderLine, quantity }] })).toEqual(expected);
  });

  test('is read into a bigint', () => {
    expect(value(orderBody, order).lines[0]?.quantity).toBe(10n);
  });
});

describe('a date', () => {
  const dates: [unknown, string[]][] = [
    [TODAY, []],
    ['2020-02-29', []],
    ['2020-12-29', ['/effectiveOn future-date']],
    ['2021-02-29', ['/effectiveOn no-such-date']],
    ['2020-13-01', ['/effectiveOn no-such-date']],
    ['1970-01-01', ['/effectiveOn no-such-date']],
    ['28.12.2020', ['/effectiveOn bad-format']],
    ['2020-12-28T00:00:00Z', ['/effectiveOn bad-format']],
    ['', ['/effectiveOn bad-format']],
    [20201228, ['/effectiveOn wrong-type']],
  ];
  test.each(dates)('%j', (effectiveOn, expected) => {
    expect(faults(appropriateBody, { ...appropriation, effectiveOn })).toEqual(expected);
  });

  test('of an expiry, or of the end of an emergency, may lie in the future; of a decision it may not', () => {
    const line = { line: 1, good: 1, batch: { expiresOn: '2099-01-01' } };
    expect(faults(acceptBody, { warehouse: A, effectiveOn: TODAY, lines: [line] })).toEqual([]);
    const emergency = { basis: '财办库〔2020〕23号', from: '2020-01-26', to: '2099-01-01' };
    expect(faults(orderBody, { ...order, emergency })).toEqual([]);
    expect(faults(orderBody, { ...order, emergency: { ...emergency, to: '2020-01-25' } })).toEqual([
      '/emergency/to too-early',
    ]);
    const approval = { document: '会议纪要', decidedOn: '2020-12-29', approver: '主席' };
    expect(faults(appropriateBody, { ...appropriation, approval })).toEqual(['/approval/decidedOn future-date']);
  });
});

describe('how an order was procured', () => {
  const quote = { supplier: '供应商乙', amount: '120.00' };
  const procurement = { method: 'open-tender', contract: 'HT-2020-1', quotes: [{ ...quote, evidence: paper }] };

  test('is read whole', () => {
    const read = value(orderBody, { ...order, procurement: { ...procurement, reason: '三家比价' } });
    expect(read.procurement).toEqual({
      method: 'open-tender',
      contract: 'HT-2020-1',
      quotes: [{ supplier: '供应商乙', amount: 12_000n, evidence: paper }],
      reason: '三家比价',
    });
    expect(value(orderBody, order)).not.toHaveProperty('procurement');
  });

  const flawed: [string, object, string[]][] = [
    ['no method', { contract: 'HT-2020-1' }, ['/procurement/method required']],
    ['a method that there is not', { method: 'lottery' }, ['/procurement/method not-one-of']],
    ['a contract without number', { ...procurement, contract: '' }, ['/procurement/contract too-short']],
    ['a contract of 65 characters', { ...procurement, contract: 'x'.repeat(65) }, ['/procurement/contract too-long']],
    ['an empty list of quotes', { ...procurement, quotes: [] }, ['/procurement/quotes too-few']],
    ['ten quotes', { ...procurement, quotes: Array(10).fill(quote) }, []],
    ['eleven quotes', { ...procurement, quotes: Array(11).fill(quote) }, ['/procurement/quotes too-many']],
    [
      'a quote of nothing from nobody',
      { ...procurement, quotes: [{ amount: '0.00' }] },
      ['/procurement/quotes/0/amount too-small', '/procurement/quotes/0/supplier required'],
    ],
    [
      'a paper without its hash',
      { ...procurement, quotes: [{ ...quote, evidence: { ...paper, sha256: 'x' } }] },
      ['/procurement/quotes/0/evidence/sha256 bad-format'],
    ],
    ['a field nobody knows', { ...procurement, winner: '供应商乙' }, ['/procurement/winner unknown-field']],
  ];
  test.each(flawed)('with %s', (_, said, expected) => {
    expect(faults(orderBody, { ...order, procurement: said }).toSorted()).toEqual(expected);
  });
});

describe('an id', () => {
  test.each(['', 'x', A.toUpperCase(), '01768c2e-6b00-4000-8000-00000000000a', `${A} `, `${A}.1`])(
    'is not %j',
    (id) => {
      expect(faults(orderBody, { ...order, supplier: id })).toEqual(['/supplier bad-format']);
    },
  );

  test('of a lot has an ordinal', () => {
    const back = { lines: [{ lot: A, quantity: 1 }], effectiveOn: TODAY, reason: '破损' };
    expect(faults(returnToSupplierBody, back)).toEqual(['/lines/0/lot bad-format']);
    expect(faults(returnToSupplierBody, { ...back, lines: [{ lot: `${A}.1`, quantity: 1 }] })).toEqual([]);
  });
});

describe('a text', () => {
  const names: [string, string, string[]][] = [
    ['spaces alone', '  ', ['/source too-short']],
    ['nothing', '', ['/source too-short']],
    ['two hundred characters', '长'.repeat(200), []],
    ['one more', '长'.repeat(201), ['/source too-long']],
    ['a line break', 'a\nb', ['/source bad-text']],
    ['a null', 'a\u0000b', ['/source bad-text']],
    ['half a character', 'a\ud800', ['/source bad-text']],
    ['a turned direction of writing', 'a\u202eb', ['/source bad-text']],
  ];
  test.each(names)('%s', (_what, source, expected) => {
    expect(faults(appropriateBody, { ...appropriation, source })).toEqual(expected);
  });

  test('is trimmed', () => {
    expect(value(appropriateBody, { ...appropriation, source: '  上级 ' }).source).toBe('上级');
  });

  test('that is a code has no spaces, because tokens list codes between spaces', () => {
    const line = { name: '专项资金', basis: [] };
    for (const code of ['SY-FY-2020', '顺义.01_a']) expect(faults(openFundingLineBody, { ...line, code })).toEqual([]);
    for (const code of ['', 'a b', 'a/b', 'é', 'x'.repeat(33)]) {
      expect(faults(openFundingLineBody, { ...line, code })).toEqual(['/code bad-format']);
    }
  });
});

describe('an identifier', () => {
  test('of a supplier has a right check character', () => {
    expect(faults(registerSupplierBody, { name: '红十字会', uscc: '81440000MCL468545M' })).toEqual([]);
    expect(faults(registerSupplierBody, { name: '某厂', uscc: '91350100M000100Y4Z' })).toEqual([
      '/uscc bad-identifier',
    ]);
  });

  test('of a place has six digits, a phone number is one of the mainland', () => {
    const unit = { code: 'SY-01', name: '高丽营镇', region: '110113', phone: '13812341234' };
    expect(faults(registerUnitBody, unit)).toEqual([]);
    expect(faults(registerUnitBody, { ...unit, phone: '010-69441234' })).toEqual([]);
    expect(faults(registerUnitBody, { ...unit, region: '11011', phone: '1234' })).toEqual([
      '/region bad-format',
      '/phone bad-format',
    ]);
  });

  const invoices: [object, string[]][] = [
    [{ number: '20112000000012345678' }, []],
    [{ number: '12345678', code: '011002000111' }, []],
    [{ number: '12345678', code: '0110020001' }, []],
    [{ number: '12345678' }, ['/code required']],
    [{ number: '12345678', code: '01100200011' }, ['/code bad-format']],
    [{ number: '20112000000012345678', code: '011002000111' }, ['/code bad-format']],
    [{ number: 'A2345678', code: '011002000111' }, ['/number bad-format']],
    [{ number: '' }, ['/number too-short']],
  ];
  test.each(invoices)('of an invoice is %j', (numbers, expected) => {
    expect(faults(bookInvoiceBody, { date: TODAY, amount: '100.00', ...numbers })).toEqual(expected);
  });
});

describe('evidence', () => {
  test('is up to twenty files of up to 20 MB, each named by its hash', () => {
    expect(faults(attachEvidenceBody, { evidence: [paper] })).toEqual([]);
    expect(faults(attachEvidenceBody, { evidence: [] })).toEqual(['/evidence too-few']);
    expect(faults(attachEvidenceBody, { evidence: Array(21).fill(paper) })).toEqual(['/evidence too-many']);
    const wrong = { sha256: 'A'.repeat(64), name: '', bytes: 20_971_521, mediaType: 'jpeg' };
    expect(faults(attachEvidenceBody, { evidence: [wrong] })).toEqual([
      '/evidence/0/sha256 bad-format',
      '/evidence/0/name too-short',
      '/evidence/0/bytes too-large',
      '/evidence/0/mediaType bad-format',
    ]);
  });
});

describe('an order line', () => {
  const { fundingLine: _one, ...unfunded } = orderLine;
  const split = (first: number, second: number) => [
    { fundingLine: A, quantity: first },
    { fundingLine: B, quantity: second },
  ];
  const line = (more: object) => ({ ...order, lines: [{ ...unfunded, ...more }] });

  test('names exactly one of fundingLine and funding', () => {
    expect(faults(orderBody, line({}))).toEqual(['/lines/0/fundingLine not-exactly-one']);
    expect(faults(orderBody, line({ fundingLine: A, funding: split(5, 5) }))).toEqual([
      '/lines/0/fundingLine not-exactly-one',
    ]);
  });

  test('is split into what adds up to it', () => {
    expect(faults(orderBody, line({ funding: split(4, 6) }))).toEqual([]);
    expect(faults(orderBody, line({ funding: split(4, 5) }))).toEqual(['/lines/0/funding does-not-add-up']);
  });

  test('names each funding line once', () => {
    const funding = [...split(4, 3), { fundingLine: A, quantity: 3 }];
    expect(faults(orderBody, line({ funding }))).toEqual(['/lines/0/funding/2/fundingLine repeated']);
  });

  test('is split over eight funding lines at the most, the order into forty shares', () => {
    const shares = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ fundingLine: `${A.slice(0, -2)}${at + 10}`, quantity: 1 }));
    expect(faults(orderBody, line({ quantity: 9, funding: shares(9) }))).toEqual(['/lines/0/funding too-many']);
    const lines = Array(6).fill({ ...unfunded, quantity: 7, funding: shares(7) });
    expect(faults(orderBody, { ...order, lines })).toEqual(['/lines too-many']);
  });

  test('is one of twenty at the most', () => {
    expect(faults(orderBody, { ...order, lines: [] })).toEqual(['/lines too-few']);
    expect(faults(orderBody, { ...order, lines: Array(21).fill(orderLine) })).toEqual(['/lines too-many']);
  });
});

describe('lines', () => {
  test('of an acceptance find something, and may come twice for two batches', () => {
    const accept = { warehouse: A, effectiveOn: TODAY };
    const found = { line: 1, good: 0, damaged: 3 };
    expect(faults(acceptBody, { ...accept, lines: [found, found] })).toEqual([]);
    expect(faults(acceptBody, { ...accept, lines: [{ line: 1, good: 0, damaged: 0 }] })).toEqual([
      '/lines/0/good nothing-to-do',
    ]);
  });

  test('of a confirmation, a resolution or a count name each thing once', () => {
    const confirmation = {
      effectiveOn: TODAY,
      signatory: '张小三',
      lines: [
        { line: 1, good: 1 },
        { line: 1, good: 2 },
      ],
    };
    expect(faults(confirmBody, confirmation)).toEqual(['/lines/1/line repeated']);
    const approval = { document: '纪要', decidedOn: TODAY, approver: '主席' };
    const resolution = { effectiveOn: TODAY, reason: '破损', approval, lines: [{ line: 1, toUnit: 0 }] };
    expect(faults(resolveBody, resolution)).toEqual(['/lines/0 nothing-to-do']);
    const counted = { lot: `${A}.1`, book: 0, counted: 1 };
    expect(faults(countBody, { warehouse: A, effectiveOn: TODAY, reason: '年终', lines: [counted, counted] })).toEqual([
      '/lines/1/lot repeated',
    ]);
  });

  test('of a plan are four hundred at the most, one for a unit and an item', () => {
    const plan = { number: '〔2020〕12号', decidedOn: TODAY, title: '方案' };
    const line = { unit: A, item: B, quantity: 1 };
    expect(faults(registerPlanBody, { ...plan, lines: [line, line] })).toEqual(['/lines/1/item repeated']);
    const lines = Array.from({ length: 401 }, (_, at) => ({
      ...line,
      unit: `01768c2e-6b00-7000-8000-${String(at).padStart(12, '0')}`,
    }));
    expect(faults(registerPlanBody, { ...plan, lines })).toEqual(['/lines too-many']);
  });

  test('of a payment name each funding line once', () => {
    const approval = { document: '纪要', decidedOn: TODAY, approver: '主席' };
    const share = { fundingLine: A, amount: '1.00' };
    const payment = { effectiveOn: TODAY, method: '转账', approval, shares: [share, share] };
    expect(faults(payBody, payment)).toEqual(['/shares/1/fundingLine repeated']);
  });
});

test('every line that takes a quantity takes a measure', () => {
  const measure = '箱';
  const date = { effectiveOn: TODAY, reason: '按规定' };
  const approval = { document: '纪要', decidedOn: TODAY, approver: '主席' };
  const lot = `${A}.1`;
  const plan = { number: '2020-7', decidedOn: TODAY, title: '方案' };
  const gift = { kind: 'donation', giver: '爱心企业', fundingLine: A, warehouse: B, effectiveOn: TODAY };
  const asked: [z.ZodType, object][] = [
    [orderBody, { ...order, lines: [{ ...orderLine, measure }] }],
    [acceptBody, { warehouse: A, effectiveOn: TODAY, lines: [{ line: 1, good: 1, measure }] }],
    [returnToSupplierBody, { ...date, lines: [{ lot, quantity: 1, measure }] }],
    [receiveInKindBody, { ...gift, lines: [{ item: A, quantity: 1, value: '0.00', measure }] }],
    [dispatchBody, { unit: A, warehouse: B, effectiveOn: TODAY, lines: [{ item: A, quantity: 1, measure }] }],
    [confirmBody, { effectiveOn: TODAY, signatory: '签收人', lines: [{ line: 1, good: 1, measure }] }],
    [resolveBody, { ...date, approval, lines: [{ line: 1, toLoss: 1, measure }] }],
    [returnFromUnitBody, { ...date, lines: [{ line: 1, quantity: 1, measure }] }],
    [countBody, { ...date, warehouse: A, lines: [{ lot, book: 2, counted: 1, measure }] }],
    [moveStockBody, { from: A, to: B, effectiveOn: TODAY, lines: [{ lot, quantity: 1, measure }] }],
    [registerPlanBody, { ...plan, lines: [{ unit: A, item: B, quantity: 1, measure }] }],
    [amendPlanBody, { reason: '调整', lines: [{ unit: A, item: B, quantity: 1, measure }] }],
  ];
  for (const [schema, body] of asked) {
    expect(value(schema, body)).toMatchObject({ lines: [{ measure }] });
  }
});

describe('an item', () => {
  const item = { code: 'N95', name: 'N95口罩', baseMeasure: '个' };

  test('has packs of two and more, no two measures of one name', () => {
    expect(value(registerItemBody, item).packs).toEqual([]);
    expect(faults(registerItemBody, { ...item, packs: [{ measure: '箱', of: 1 }] })).toEqual(['/packs/0/of too-small']);
    const packs = [
      { measure: '个', of: 2 },
      { measure: '箱', of: 240 },
      { measure: '箱', of: 120 },
    ];
    expect(faults(registerItemBody, { ...item, packs })).toEqual([
      '/packs/0/measure repeated',
      '/packs/2/measure repeated',
    ]);
  });

  test('is amended in something, never in its code', () => {
    expect(faults(amendItemBody, { reason: '更正', note: '无' })).toEqual([' nothing-to-do']);
    expect(faults(amendItemBody, { reason: '更正', name: 'N96', code: 'N96' })).toEqual(['/code unknown-field']);
  });
});

test('a tariff has a cap above zero and one of three periods', () => {
  const tariff = { code: 'T1', name: '慰问', basis: '办法', cap: '0.00', per: 'week' };
  expect(faults(registerTariffBody, tariff)).toEqual(['/cap too-small', '/per not-one-of']);
});

test('a body that is no object is of the wrong type', () => {
  for (const body of [null, [], 'x', 1]) expect(faults(countersignBody, body)).toEqual([' wrong-type']);
});

test('all errors of a request are told at once, those across fields among them', () => {
  const wrong = {
    supplier: 'x',
    effectiveOn: '2021-02-29',
    lines: [
      { item: A, quantity: 1.5, amount: '0x10', fundingLine: A, funding: [{ fundingLine: B, quantity: '3' }] },
      { item: A, quantity: 10, amount: '1.00', funding: [{ fundingLine: B, quantity: 3 }], colour: 'red' },
    ],
    note: '',
    extra: 1,
  };
  expect(faults(orderBody, wrong)).toEqual([
    '/supplier bad-format',
    '/effectiveOn no-such-date',
    '/lines/0/quantity not-an-integer',
    '/lines/0/amount bad-format',
    '/lines/0/funding/0/quantity wrong-type',
    '/lines/0/fundingLine not-exactly-one',
    '/lines/1/colour unknown-field',
    '/lines/1/funding does-not-add-up',
    '/note too-short',
    '/extra unknown-field',
  ]);
});

test('of very many errors a hundred are told', () => {
  const extra = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`field${at}`, 1]));
  expect(faults(orderBody, { ...order, ...extra })).toHaveLength(100);
});

test('what is left out stays absent', () => {
  expect(Object.keys(value(appropriateBody, appropriation))).toEqual(['amount', 'effectiveOn', 'source']);
});
