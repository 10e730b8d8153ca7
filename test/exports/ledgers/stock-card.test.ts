import { beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../../shared/commands/dispatch.ts';
import { moveStock } from '../../../shared/commands/move-stock.ts';
import { receiveInKind } from '../../../shared/commands/receive-in-kind.ts';
import { resolve } from '../../../shared/commands/resolve.ts';
import { reverse } from '../../../shared/commands/reverse.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { KEEPER, OTHER_TREASURER, type TestOffice, TODAY, TREASURER, YESTERDAY, yuan } from '../../commands/office.ts';
import { APPROVAL, buy, dispatchOf, openOffice, reversal, sign } from '../../commands/world.ts';
import { columnsOf, read, sealedBy, totalsOf } from './reading.ts';

const FIGURES = ['收入数量', '收入金额', '发出数量', '发出金额', '结存数量', '结存金额'];

let office: TestOffice;

/** Fifty masks given on one day for 40.00, and eighty bought on the next for 240.00. */
beforeEach(async () => {
  office = await openOffice();
  const gift = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line-2'),
    warehouse: office.id('warehouse'),
    effectiveOn: YESTERDAY,
    lines: [{ item: office.id('masks'), quantity: 50n, value: yuan('40.00') }],
  } as const;
  await office.post(KEEPER, receiveInKind, gift, { as: 'gift' });
  await buy(office, 'order', [['masks', 80n, '240.00']]);
});

const cardOf = async (selection: Selection = {}) =>
  read('stock-card', await sealedBy(office), { item: office.id('masks'), ...selection });

function send(as: string, quantity: bigint, line: string) {
  const lines = [{ item: office.id('masks'), quantity, fundingLine: office.id(line) }];
  return office.post(KEEPER, dispatch, { ...dispatchOf(office), lines }, { as });
}

describe('the stock card as a ledger', () => {
  it('opens with what was there and closes with what is left', async () => {
    await send('sent', 30n, 'line');
    await sign(office, 'sent', { line: 1, good: 27n, damaged: 3n });
    const lines = [{ line: 1, toStock: 1n, toLoss: 2n }];
    const resolution = { lines, effectiveOn: TODAY, reason: '破损', approval: APPROVAL };
    await office.post(OTHER_TREASURER, resolve, resolution, { on: 'sent' });
    const ledger = await cardOf({ from: TODAY, to: TODAY });
    expect(columnsOf(ledger, '凭证号', '摘要', ...FIGURES)).toEqual([
      [null, '上期结存', null, null, null, null, 50n, 4_000n],
      ['000016', '验收入库：口罩', 80n, 24_000n, 0n, 0n, 130n, 28_000n],
      ['000017', '发放出库：石园街道，口罩', 0n, 0n, 30n, 9_000n, 100n, 19_000n],
      ['000019', '处理待处理物资：石园街道，口罩，破损', 1n, 300n, 0n, 0n, 101n, 19_300n],
    ]);
    expect(totalsOf(ledger, '凭证号', ...FIGURES)).toEqual(['合计', 81n, 24_300n, 30n, 9_000n, 101n, 19_300n]);
    expect(ledger.foot).toEqual({ total: expect.anything(), rows: 3 });
  });

  it('shows a reversal in the column of what it reverses, with a minus', async () => {
    await send('sent', 30n, 'line');
    await office.post(TREASURER, reverse, reversal(), { on: 'sent' });
    expect(columnsOf(await cardOf({ fundingLine: office.id('line') }), ...FIGURES)).toEqual([
      [80n, 24_000n, 0n, 0n, 80n, 24_000n],
      [0n, 0n, 30n, 9_000n, 50n, 15_000n],
      [0n, 0n, -30n, -9_000n, 80n, 24_000n],
    ]);
  });

  it('has moves between warehouses going out and coming in, and nothing more or less there after', async () => {
    const lines = [{ lot: office.lot('gift'), quantity: 12n }];
    const [from, to] = [office.id('warehouse'), office.id('warehouse-2')];
    await office.post(KEEPER, moveStock, { from, to, effectiveOn: TODAY, lines }, { as: 'move' });
    const ledger = await cardOf({ fundingLine: office.id('line-2') });
    expect(columnsOf(ledger, '摘要', ...FIGURES)).toEqual([
      ['捐赠入库：口罩，爱心企业', 50n, 4_000n, 0n, 0n, 50n, 4_000n],
      ['移库：口罩，一号库→二号库', 12n, 960n, 12n, 960n, 50n, 4_000n],
    ]);
  });

  it('can be of one funding line, and empty', async () => {
    await send('sent', 20n, 'line-2');
    expect(totalsOf(await cardOf({ fundingLine: office.id('line-2') }), '结存数量', '结存金额')).toEqual([30n, 2_400n]);
    const none = await cardOf({ item: office.id('suits') });
    expect([none.rows, none.foot.rows]).toEqual([[], 0]);
  });
});
