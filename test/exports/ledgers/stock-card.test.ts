import { describe, expect, it } from 'vitest';
import { mirror } from '../../../shared/domain/reversal.ts';
import { at, ENTRIES, id, LINE_B, MASK, RICE } from '../../reports/entries.ts';
import { MOVED_STORY } from '../../reports/moved.ts';
import { columnsOf, read, sealedOf, totalsOf } from './reading.ts';

const FIGURES = ['收入数量', '收入金额', '发出数量', '发出金额', '结存数量', '结存金额'];

describe('the stock card as a ledger', () => {
  it('opens with what was there and closes with what is left', async () => {
    const ledger = await read('stock-card', sealedOf(ENTRIES), { item: MASK, from: '2020-12-08', to: '2020-12-31' });
    expect(columnsOf(ledger, '凭证号', '摘要', ...FIGURES)).toEqual([
      [null, '上期结存', null, null, null, null, 130n, 28_000n],
      ['000016', '发放出库：甲镇，口罩', 0n, 0n, 50n, 10_600n, 80n, 17_400n],
      ['000022', '处理待处理物资：甲镇，口罩，破损', 1n, 300n, 0n, 0n, 81n, 17_700n],
    ]);
    expect(totalsOf(ledger, '凭证号', ...FIGURES)).toEqual(['合计', 1n, 300n, 50n, 10_600n, 81n, 17_700n]);
    expect(ledger.foot).toEqual({ total: expect.anything(), rows: 2 });
  });

  it('shows a reversal in the column of what it reverses, with a minus', async () => {
    const [dispatched] = ENTRIES.filter((entry) => entry.id === id(18));
    const reversal = at(40, {
      kind: 'reversal',
      effectiveOn: '2021-01-09',
      refs: { consignment: id(18), entry: id(18) },
      facts: { reason: '录入有误', kind: 'dispatch' },
      transfers: mirror(dispatched!.transfers),
    });
    const ledger = await read('stock-card', sealedOf([...ENTRIES, reversal]), { item: RICE });
    expect(columnsOf(ledger, ...FIGURES)).toEqual([
      [10n, 10_000n, 0n, 0n, 10n, 10_000n],
      [0n, 0n, 4n, 4_000n, 6n, 6_000n],
      [0n, 0n, -4n, -4_000n, 10n, 10_000n],
    ]);
  });

  it('has moves between warehouses going out and coming in, and nothing more or less there after', async () => {
    const ledger = await read('stock-card', sealedOf(MOVED_STORY), { item: MASK, from: '2021-01-09' });
    expect(columnsOf(ledger, '结存数量', '结存金额')).toEqual([
      [75n, 15_300n],
      [75n, 15_300n],
      [75n, 15_300n],
      [71n, 15_000n],
      [67n, 13_800n],
    ]);
    const [, first, second] = columnsOf(ledger, '收入数量', '收入金额', '发出数量', '发出金额');
    expect([first?.slice(0, 2), second?.slice(0, 2)]).toEqual([first?.slice(2), second?.slice(2)]);
    expect(columnsOf(ledger, '摘要')[1]?.[0]).toMatch(/^移库：.+，.+→.+/);
  });

  it('can be of one funding line, and empty', async () => {
    const ofB = await read('stock-card', sealedOf(ENTRIES), { item: MASK, fundingLine: LINE_B });
    expect(totalsOf(ofB, '结存数量', '结存金额')).toEqual([32n, 2_400n]);
    const none = await read('stock-card', sealedOf(ENTRIES), { item: id(99) });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
  });
});
