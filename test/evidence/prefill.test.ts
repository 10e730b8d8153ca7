import { describe, expect, it } from 'vitest';
import { prefill } from '../../shared/evidence/prefill.ts';

describe('a line of an order from an invoice', () => {
  it('costs what it cost with tax', () => {
    const line = { name: '口罩', spec: 'N95', measure: '个', quantity: '100', unitPrice: '1', taxRate: '0.13' };
    expect(prefill([{ ...line, amount: 10_000n, tax: 1_300n }])).toEqual([
      { name: '口罩', spec: 'N95', measure: '个', quantity: 100n, unitPrice: '1.13', amount: 11_300n },
    ]);
  });

  it.each([
    ['2.5', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['1000000000001', undefined],
    ['1000000000000', 1_000_000_000_000n],
    [undefined, 1n],
  ])('has a quantity where the invoice has a whole one: %s', (quantity, expected) => {
    const [line] = prefill([{ name: '口罩', amount: 100n, tax: 0n, ...(quantity === undefined ? {} : { quantity }) }]);
    expect(line?.quantity).toBe(expected);
  });

  it('has a unit price where that ends, in as many places as it takes', () => {
    const [line] = prefill([{ name: '口罩', quantity: '3', amount: 100n, tax: 0n }]);
    expect(line).toEqual({ name: '口罩', quantity: 3n, amount: 100n });
    const [cheap] = prefill([{ name: '暖身贴', quantity: '30000', amount: 1_875_000n, tax: 0n }]);
    expect(cheap?.unitPrice).toBe('0.625');
  });

  it('is kept where it comes to nothing, and known where it is no goods', () => {
    const lines = prefill([
      { name: '*医疗器械*口罩', quantity: '10', amount: 0n, tax: 0n },
      { name: '*运输服务*运费', amount: 100n, tax: 9n },
      { name: '装卸费', quantity: '2', amount: 100n, tax: 0n },
    ]);
    expect(lines).toEqual([
      { name: '*医疗器械*口罩', quantity: 10n, amount: 0n },
      { name: '*运输服务*运费', quantity: 1n, unitPrice: '1.09', amount: 109n, service: true },
      { name: '装卸费', quantity: 2n, unitPrice: '0.50', amount: 100n, service: true },
    ]);
  });

  it('of a red invoice stands as it is', () => {
    const lines = prefill([
      { name: '口罩', quantity: '-10', amount: -100n, tax: -13n },
      { name: '手套', quantity: '-1', amount: -20n, tax: 0n },
    ]);
    expect(lines.map(({ amount }) => amount)).toEqual([-113n, -20n]);
  });

  it('has the discount taken off that follows it under its name, or else under another one', () => {
    const lines = prefill([
      { name: '口罩', quantity: '10', amount: 1_000n, tax: 130n },
      { name: '口罩', amount: -100n, tax: -13n },
      { name: '手套', quantity: '1', amount: 200n, tax: 0n },
      { name: '折扣', amount: -205n, tax: 0n },
    ]);
    expect(lines.map(({ name, amount }) => [name, amount])).toEqual([
      ['口罩', 1_012n],
      ['手套', 0n],
    ]);
  });
});
