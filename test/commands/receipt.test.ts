import { describe, expect, it } from 'vitest';
import { giveBack } from '../../shared/commands/give-back.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { closeFundingLine, closeItem, closeWarehouse } from '../../shared/commands/registry.ts';
import type { ReceiveInKind } from '../../shared/domain/command.ts';
import { KEEPER, type TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import { openOffice, REASON } from './world.ts';

const gift = (office: TestOffice, lines: ReceiveInKind['lines']): ReceiveInKind => ({
  kind: 'donation',
  giver: '爱心企业',
  fundingLine: office.id('line'),
  warehouse: office.id('warehouse'),
  effectiveOn: TODAY,
  lines,
});

describe('a receipt in kind', () => {
  it('brings each line into stock as a lot at the value stated, from its giver', async () => {
    const office = await openOffice();
    const lines = [
      { item: office.id('masks'), quantity: 2n, measure: '箱', value: yuan('480.00'), batch: { number: 'G1' } },
      { item: office.id('suits'), quantity: 5n, value: 0n },
    ];
    const directedTo = { purpose: '一线职工' };
    const body = { ...gift(office, lines), kind: 'allocation', directedTo } as const;
    const entry = await office.post(KEEPER, receiveInKind, body, { as: 'gift' });
    expect(office.moves(entry)).toEqual(['giver → stock/gift.1: 480 for 480.00', 'giver → stock/gift.2: 5 for 0.00']);
    expect(entry.facts).toEqual({
      kind: 'allocation',
      giver: '爱心企业',
      directedTo: { purpose: '一线职工' },
      lots: [
        { item: office.id('masks'), packs: { quantity: 2n, measure: '箱', of: 240n }, number: 'G1' },
        { item: office.id('suits') },
      ],
    });
    expect(await office.stands('stock/gift.1', 'stock/gift.2', 'available/line')).toEqual([
      '480 for 480.00',
      '5 for 0.00',
      '10000.00',
    ]);
  });

  it('is refused on a closed funding line', async () => {
    const office = await openOffice();
    await office.post(TREASURER, giveBack, { amount: yuan('10000.00'), effectiveOn: TODAY, ...REASON }, { on: 'line' });
    await office.post(TREASURER, closeFundingLine, REASON, { on: 'line' });
    const body = gift(office, [{ item: office.id('masks'), quantity: 1n, value: 1n }]);
    expect(await office.refusal(KEEPER, receiveInKind, body)).toEqual({
      refusal: 'funding-line-closed',
      fundingLine: office.id('line'),
    });
  });

  it('is refused with every wrong field at once', async () => {
    const office = await openOffice();
    await office.post(TREASURER, closeItem, REASON, { on: 'suits' });
    await office.post(TREASURER, closeWarehouse, REASON, { on: 'warehouse' });
    const unknown = office.id('nothing');
    const lines = [
      { item: unknown, quantity: 1n, value: 1n },
      { item: office.id('suits'), quantity: 1n, value: 1n },
      { item: office.id('masks'), quantity: 1n, measure: '件', value: 1n },
      { item: office.id('masks'), quantity: 4_166_666_667n, measure: '箱', value: 1n },
    ];
    const body = { ...gift(office, lines), fundingLine: unknown };
    expect(await office.refusal(KEEPER, receiveInKind, body)).toEqual({
      refusal: 'invalid',
      errors: [
        { pointer: '/fundingLine', code: 'unknown-reference' },
        { pointer: '/warehouse', code: 'closed-reference' },
        { pointer: '/lines/0/item', code: 'unknown-reference' },
        { pointer: '/lines/1/item', code: 'closed-reference' },
        { pointer: '/lines/2/measure', code: 'unknown-measure', allowed: '只, 箱' },
        { pointer: '/lines/3/quantity', code: 'too-large', allowed: '4166666666' },
      ],
    });
  });
});
