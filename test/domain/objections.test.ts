import { describe, expect, it } from 'vitest';
import { Objections } from '../../shared/domain/objections.ts';
import { WAREHOUSE } from '../reports/entries.ts';
import { BOOKS, LINE_A, LOT } from './books.ts';

const WATER = { baseMeasure: '个', packs: [{ measure: '箱', of: 240n }] };
const DAY = '2020-12-28';

describe('what stands against a command', () => {
  it('is nothing where nothing was found', () => {
    expect(new Objections().foremost()).toBeUndefined();
  });

  it('is all its wrong fields at once, in the order in which they were found', () => {
    const objections = new Objections();
    objections.field('/unit', 'unknown-reference');
    objections.bound('/lines', 'missing-line', '2');
    expect(objections.foremost()).toStrictEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/unit', code: 'unknown-reference' },
        { pointer: '/lines', code: 'missing-line', allowed: '2' },
      ],
    });
  });

  it('is the foremost of its refusals, of which wrong fields are one', () => {
    const objections = new Objections();
    objections.refuse(
      { refusal: 'same-person', step: 'order' },
      { refusal: 'funding-line-closed', fundingLine: LINE_A },
    );
    expect(objections.foremost()).toStrictEqual({ refusal: 'funding-line-closed', fundingLine: LINE_A });
    objections.field('/unit', 'unknown-reference');
    expect(objections.foremost()).toMatchObject({ refusal: 'invalid' });
    objections.refuse({ refusal: 'not-found', kind: 'unit', id: LINE_A });
    expect(objections.foremost()).toMatchObject({ refusal: 'not-found' });
  });
});

/** What is told after one look. */
function told(look: (objections: Objections) => unknown): unknown {
  const objections = new Objections();
  look(objections);
  return objections.foremost();
}

const invalid = (pointer: string, code: string, allowed?: string) => ({
  refusal: 'invalid',
  errors: [{ pointer, code, ...(allowed === undefined ? {} : { allowed }) }],
});

describe('what a field names', () => {
  it.each([
    ['is not known', undefined, false, invalid('/unit', 'unknown-reference')],
    ['is closed', { closed: true }, false, invalid('/unit', 'closed-reference')],
    ['is open', { closed: false }, true, undefined],
  ])('%s', (_how, named, isOpen, refusal) => {
    expect(new Objections().isOpen('/unit', named)).toBe(isOpen);
    expect(told((objections) => objections.isOpen('/unit', named))).toEqual(refusal);
  });

  it.each([
    ['is a funding line that is not known', undefined, invalid('/fundingLine', 'unknown-reference')],
    ['is a closed funding line', { closed: true }, { refusal: 'funding-line-closed', fundingLine: LINE_A }],
    ['is an open funding line', { closed: false }, undefined],
  ])('%s', (_how, named, refusal) => {
    expect(told((objections) => objections.fundingLine(LINE_A, named))).toEqual(refusal);
  });
});

describe('a date', () => {
  it('before what it is about is told with the earliest that passes', () => {
    expect(told((objections) => objections.notBefore(DAY, '2020-12-27'))).toEqual(
      invalid('/effectiveOn', 'too-early', DAY),
    );
  });

  it('of the same day passes', () => {
    expect(told((objections) => objections.notBefore(DAY, DAY))).toBeUndefined();
  });
});

describe('a lot that a line names', () => {
  const lot = BOOKS.lots.get(LOT);
  const once = { effectiveOn: DAY, lines: [{ lot: LOT }] };

  it.each([
    ['has to exist', undefined, WAREHOUSE, 0, once, invalid('/lines/0/lot', 'unknown-reference')],
    [
      'lies in another warehouse',
      lot,
      LINE_A,
      0,
      once,
      invalid('/lines/0/lot', 'not-in-this-warehouse', lot?.warehouse),
    ],
    [
      'is named once',
      lot,
      lot?.warehouse ?? '',
      1,
      { ...once, lines: [{ lot: LOT }, { lot: LOT }] },
      invalid('/lines/1/lot', 'repeated'),
    ],
    [
      'came later',
      lot,
      lot?.warehouse ?? '',
      0,
      { ...once, effectiveOn: '2019-01-01' },
      invalid('/effectiveOn', 'too-early', lot?.receivedOn),
    ],
    ['is there', lot, lot?.warehouse ?? '', 0, once, undefined],
  ])('%s', (_how, named, warehouse, at, command, refusal) => {
    expect(told((objections) => objections.isThere(named, warehouse, at, command))).toEqual(refusal);
    expect(new Objections().isThere(named, warehouse, at, command)).toBe(refusal === undefined);
  });
});

describe('a quantity', () => {
  it.each<[string, { readonly quantity: bigint; readonly measure?: string }, object]>([
    ['in the base measure is itself', { quantity: 7n }, { quantity: 7n }],
    ['in packs is what they hold', { quantity: 2n, measure: '箱' }, { quantity: 480n, pack: WATER.packs[0] }],
    ['in the base measure by its name is itself', { quantity: 7n, measure: '个' }, { quantity: 7n }],
  ])('%s', (_how, line, inBase) => {
    expect(new Objections().inBase('/lines/0', line, ['quantity'], { item: WATER })).toEqual(inBase);
  });

  it('in the packs of the document is what they held when its line was given', () => {
    const line = { quantity: 2n, measure: '箱' };
    const goods = { item: WATER, packs: { measure: '箱', of: 12n } };
    expect(new Objections().inBase('/lines/0', line, ['quantity'], goods)).toMatchObject({ quantity: 24n });
    const unknown = { ...goods, item: { ...WATER, packs: [] } };
    expect(new Objections().inBase('/lines/0', line, ['quantity'], unknown)).toMatchObject({ quantity: 24n });
  });

  it('that is left out is nothing, and all of a line are in its measure', () => {
    const line: { good: bigint; damaged?: bigint; short?: bigint; measure: string } = {
      good: 2n,
      short: 1n,
      measure: '箱',
    };
    const found = new Objections().inBase('/lines/0', line, ['good', 'damaged', 'short'], { item: WATER });
    expect(found).toMatchObject({ good: 480n, damaged: 0n, short: 240n });
  });

  it('in a measure that the item does not know is told with those that it knows', () => {
    const line = { quantity: 1n, measure: '吨' };
    expect(told((objections) => objections.inBase('/lines/0', line, ['quantity'], { item: WATER }))).toEqual(
      invalid('/lines/0/measure', 'unknown-measure', '个, 箱'),
    );
  });

  it('beyond what a field may name is told with the most that passes', () => {
    const line = { quantity: 4_166_666_667n, measure: '箱' };
    expect(told((objections) => objections.inBase('/lines/0', line, ['quantity'], { item: WATER }))).toEqual(
      invalid('/lines/0/quantity', 'too-large', '4166666666'),
    );
  });
});
