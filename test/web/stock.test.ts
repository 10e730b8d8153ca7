import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { dateInShanghai, dayBefore, daysAfter } from '../../shared/domain/calendar.ts';
import { CHROMIUM } from '../browser.ts';
import { asked } from './asking.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;
const id = (last: number) => `0190c3a8-0000-7000-8000-0000000005${String(last).padStart(2, '0')}`;
const [ANNEX, SOAP, OTHER] = [id(1), id(2), id(3)];
const TODAY = dateInShanghai(Date.now());

const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();
const stock = z.object({
  lots: z.array(
    z.object({ lot: z.string(), quantity: z.int(), warehouse: z.object({ id: z.string(), name: z.string() }) }),
  ),
});

interface Looking {
  readonly colorScheme?: 'light' | 'dark';
}

describe.skipIf(CHROMIUM === undefined)('stock at the desk (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  const as = (who: 'keeper' | 'treasurer' | 'buyer', path: string, options: Looking = {}) =>
    site.open(path, { as: `demo-${who}`, except: PROVOKED, ...options });

  /** A second warehouse, and an item that comes in packs. */
  const registered = async () => {
    const { page } = await as('treasurer', '/stock');
    await page.getByRole('heading', { name: '在库批次' }).waitFor();
    await asked(page, '/api/warehouses', { code: 'CK-2', name: '分库(示例)' }, ANNEX);
    const packs = [{ measure: '箱', of: 24 }];
    await asked(page, '/api/items', { code: 'SL-9', name: '香皂', baseMeasure: '块', packs }, SOAP);
  };

  const counting = async (options: Looking = {}) => {
    const reader = await as('keeper', '/stock-adjustments/new', options);
    const { page } = reader;
    await page.getByRole('heading', { name: /^盘点/, level: 1 }).waitFor();
    const choose = page.getByRole('link', { name: '盘点 区总工会物资仓库' });
    await page.getByRole('button', { name: '全部与账面相符' }).or(choose).waitFor();
    if ((await choose.count()) > 0) await choose.click();
    await page.getByRole('button', { name: '全部与账面相符' }).waitFor();
    return reader;
  };

  describe.each(['light', 'dark'] as const)('in the %s look', (colorScheme) => {
    test.each([
      ['/stock-moves/new', '移库', '移库'],
      ['/receipts/new', '接收实物', '入库'],
    ])(
      '%s stands without a serious finding with all that is wrong told, in both languages',
      async (path, title, sends) => {
        const { page, flaws } = await as('keeper', path, { colorScheme });
        await page.getByRole('heading', { name: title, exact: true }).waitFor();
        await page.getByRole('button', { name: sends, exact: true }).click();
        await page.getByText(/处需要改/).waitFor();
        expect(await flaws()).toEqual([]);
        await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('heading', { name: /^(Move goods|Receive in kind)$/ }).waitFor();
        expect(await flaws()).toEqual([]);
      },
    );

    test('the stock, a count and its sheet stand without a serious finding', async () => {
      const { page, flaws, origin } = await counting({ colorScheme });
      await page.getByRole('button', { name: '全部与账面相符' }).click();
      await page.locator('[data-cell]').first().fill('1.5');
      await page.keyboard.press('Tab');
      await page.getByText('实盘:数量应为整数').waitFor();
      await page.getByRole('button', { name: '提交盘点' }).click();
      await page.getByText(/处需要改/).waitFor();
      expect(await flaws()).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('link', { name: 'Print the sheet' }).click();
      await page.getByRole('button', { name: 'Print' }).waitFor();
      expect(await flaws()).toEqual([]);
      await page.goto(`${origin}/stock`);
      await page.getByRole('heading', { name: 'Lots in stock' }).waitFor();
      expect(await flaws()).toEqual([]);
    });
  });

  test('a count is countersigned by another person, who sees what it moves before', async () => {
    const { page, flaws } = await as('treasurer', '/');
    await page.getByRole('link', { name: /^待复核/ }).click();
    await page.getByRole('heading', { name: /^复核 PD-/ }).waitFor();
    await page.getByRole('row', { name: /洗衣液.* 800 桶 798 桶 少 2 −64\.00/ }).waitFor();
    await page.getByText(/库存 → 损失/).waitFor();
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: '复核' }).click();
    await page.waitForURL(/\/stock-adjustments\/[0-9a-f-]{36}$/);
    await booked(page);
    await page
      .getByText(/已入账/)
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: '复核', exact: true }).count()).toBe(0);
  });

  test('gifts come in with batch and expiry, and what expires is told and found', async () => {
    await registered();
    const { page } = await as('keeper', '/stock');
    await page.getByRole('link', { name: '接收实物' }).first().click();
    await page.getByLabel('捐赠或调拨方').fill('某企业(示例)');
    await page.getByLabel('专项资金').fill('SY-BF-2026');
    await page.getByLabel('入库仓库').fill('CK-2');
    for (const [row, quantity, value, batch, expiresOn] of [
      [1, '10', '2,400', 'B-1', daysAfter(TODAY, 20)],
      [2, '2', '480', 'B-2', dayBefore(TODAY)],
    ] as const) {
      if (row === 2) await page.getByRole('button', { name: '加一行' }).click();
      await page.getByLabel(`第 ${row} 行 物资`).fill('SL-9');
      await page.getByLabel(`第 ${row} 行 数量`).fill(quantity);
      await page.getByLabel(`第 ${row} 行 单位`).fill('箱');
      await page.getByLabel(`第 ${row} 行 价值(元)`).fill(value);
      await page.getByLabel(`第 ${row} 行 批号`).fill(batch);
      await page.getByLabel(`第 ${row} 行 有效期至`).fill(expiresOn);
    }
    await page.getByText('2,880.00').first().waitFor();
    await page.getByText(/捐赠或调拨方 → 库存/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/receipts\/[0-9a-f-]{36}$/);
    await booked(page);
    await page.getByRole('link', { name: '再接收一笔' }).waitFor();
    await page.getByRole('link', { name: '库存', exact: true }).first().click();
    await page.getByRole('heading', { name: '在库批次' }).waitFor();
    const lots = page.getByRole('table', { name: '在库批次' });
    await lots.getByRole('row').nth(1).getByText('已过期').waitFor();
    await lots.getByRole('row').nth(2).getByText('还有 20 天').waitFor();
    await page.getByLabel('到期').selectOption({ label: '已过期' });
    await page.waitForURL(/expiresBy=/);
    await expect.poll(() => lots.getByRole('row').count()).toBe(2);
    await page.getByLabel('到期').selectOption({ label: '30 天内到期或已过期' });
    await expect.poll(() => lots.getByRole('row').count()).toBe(3);
    await page.getByRole('link', { name: '收发存卡 香皂 SL-9' }).click();
    await page.waitForURL(/\/reports\/stock-card\?item=/);
  });

  test('a lot moves into another warehouse, and no more of it than lies there', async () => {
    const { page } = await as('keeper', '/stock');
    await page.getByRole('link', { name: '移库 大米 区总工会物资仓库' }).click();
    await page.getByLabel('移入仓库').fill('CK-2');
    expect(await page.getByLabel('移出仓库').inputValue()).toBe('区总工会物资仓库');
    await page.getByLabel('第 1 行 数量').fill('1201');
    await page.getByText('差 1').waitFor();
    await page.getByText('照现在这样提交会被拒绝').waitFor();
    await page.getByLabel('第 1 行 数量').fill('3');
    await page.getByLabel('原因').fill('腾库(示例)');
    await page.getByText(/库存 → 在途/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/stock-moves\/[0-9a-f-]{36}$/);
    await booked(page);
    await page.getByRole('link', { name: '再移一笔' }).click();
    await page.getByRole('heading', { name: '移库明细' }).waitFor();
  });

  test('the annex is counted in packs and pieces, and what the books say since is told at its row', async () => {
    const { page } = await as('keeper', `/stock-adjustments/new?warehouse=${ANNEX}`);
    await page.getByLabel('香皂 箱 实盘').first().fill('1');
    await page.getByLabel('香皂 块 实盘').first().fill('20');
    await page.getByText('少 4').waitFor();
    await page.getByLabel('大米 袋 实盘').fill('3');
    await page.getByText('已盘 2 / 3 个批次,1 个有差异').waitFor();
    const tried = page.waitForResponse((answer) => answer.url().includes('dry-run=true') && answer.ok());
    await page.getByLabel('盘点事由').fill('月末(示例)');
    await tried;
    const { lots } = stock.parse(await asked(page, `/api/stock?warehouse=${ANNEX}`));
    const rice = lots.find(({ quantity }) => quantity === 3);
    const main = stock.parse(await asked(page, '/api/stock')).lots.find(({ warehouse }) => warehouse.id !== ANNEX);
    const back = {
      from: ANNEX,
      to: main?.warehouse.id,
      effectiveOn: TODAY,
      lines: [{ lot: rice?.lot, quantity: 1 }],
    };
    await asked(page, '/api/stock-moves', back, OTHER);
    await page.keyboard.press('Control+Enter');
    await page.getByText('账面在盘点后由 3 变为 2').waitFor();
    await page.getByRole('button', { name: '大米 按现在的账面 2' }).click();
    await page.getByText('多 1').waitFor();
    await page.getByLabel('大米 袋 实盘').fill('2');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/stock-adjustments\/[0-9a-f-]{36}$/);
    await booked(page);
    await page.getByText('这是您自己盘点的').waitFor();
    await page.getByRole('link', { name: '没有第二个人时' }).click();
    await page.getByText('这是您自己盘点的,要由另一人复核').waitFor();
    await page.getByText('照现在这样提交会被拒绝').waitFor();
    await page.getByLabel('例外理由').fill('只有一人值班(示例)');
    await page.getByText(/库存 → 损失/).waitFor();
  });

  test('the sheet prints what is counted, and blind without the books', async () => {
    const { page } = await counting();
    await page.getByRole('link', { name: '打印盘点表' }).click();
    const sheet = page.getByRole('table');
    await sheet.getByRole('columnheader', { name: '账面' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false);
    for (const name of ['实盘数', '备注', '批号', '有效期至']) {
      expect(await sheet.getByRole('columnheader', { name }).isVisible()).toBe(true);
    }
    expect(await page.getByText('监盘人').isVisible()).toBe(true);
    expect((await page.pdf()).byteLength).toBeGreaterThan(1_000);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: '打印盲盘表(不印账面数)' }).click();
    await page.getByText('盲盘:不印账面数').waitFor();
    expect(await sheet.getByRole('columnheader', { name: '账面' }).count()).toBe(0);
  });

  test('none of it is offered to who may not do it', async () => {
    const { page, origin } = await as('buyer', '/stock');
    await page.getByRole('heading', { name: '在库批次' }).waitFor();
    for (const name of ['盘点', '移库', '接收实物']) {
      expect(await page.locator('a.plain-button', { hasText: name }).count()).toBe(0);
    }
    for (const [path, said] of [
      ['/stock-moves/new', '您不能移库'],
      ['/receipts/new', '您不能接收实物'],
      ['/stock-adjustments/new', '您不能盘点'],
      [`/stock-adjustments/${id(9)}/countersign`, '您不能复核盘点'],
    ] as const) {
      await page.goto(`${origin}${path}`);
      await page.getByText(said).waitFor();
    }
  });
});
