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
    [undefined, undefined],
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

  it('has the discount taken off that follows it under its name', () => {
    const lines = prefill([
      { name: '口罩', quantity: '10', amount: 1_000n, tax: 130n },
      { name: '口罩', amount: -100n, tax: -13n },
      { name: '手套', quantity: '1', amount: 200n, tax: 0n },
      { name: '运费', amount: -5n, tax: 0n },
    ]);
    expect(lines.map(({ name, amount }) => [name, amount])).toEqual([
      ['口罩', 1_017n],
      ['手套', 200n],
      ['运费', -5n],
    ]);
  });
});
