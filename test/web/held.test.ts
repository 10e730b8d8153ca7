import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;

const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();

describe.skipIf(CHROMIUM === undefined)('what is held, and what comes back (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** The form for the one delivery of the demonstration of which something is held. */
  const resolving = async (options: { readonly colorScheme?: 'light' | 'dark' } = {}) => {
    const reader = await site.open('/', { as: 'demo-treasurer', except: PROVOKED, ...options });
    const { page } = reader;
    await page.getByRole('link', { name: /^待处理/ }).click();
    await page.getByRole('heading', { name: '待处理' }).waitFor();
    await page.getByRole('link', { name: /^处理 FF-/ }).click();
    await page.getByRole('heading', { name: /^处理 FF-/ }).waitFor();
    return reader;
  };
  const returning = async (
    list: '/purchases' | '/consignments',
    number: RegExp,
    offered: string,
    options: { readonly colorScheme?: 'light' | 'dark' } = {},
  ) => {
    const reader = await site.open(list, { as: 'demo-keeper', except: PROVOKED, ...options });
    const { page } = reader;
    await page.getByRole('link', { name: number }).first().click();
    await page.getByRole('link', { name: offered }).click();
    await page.getByRole('heading', { name: new RegExp(`^${offered} `) }).waitFor();
    return reader;
  };
  const fromUnit = (options = {}) => returning('/consignments', /FF-000091$/, '单位退回', options);
  const toSupplier = (options = {}) => returning('/purchases', /CG-000092$/, '退给供应商', options);

  test.each(['light', 'dark'] as const)(
    'they stand without a serious finding in the %s look, in both languages',
    async (colorScheme) => {
      for (const [open, all] of [
        [resolving, '全部报损'],
        [fromUnit, '全部退回'],
        [toSupplier, '全部退货'],
      ] as const) {
        const { page, flaws } = await open({ colorScheme });
        await page.getByRole('button', { name: all }).click();
        await page.locator('[data-cell]').first().fill('1000000');
        await page.keyboard.press('Control+Enter');
        await page.getByText(/处需要改/).waitFor();
        expect(await flaws()).toEqual([]);
        await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('heading', { name: /^(Resolve|Return) / }).waitFor();
        expect(await flaws()).toEqual([]);
      }
    },
  );

  test('what was torn is written off and taken back, no more than is held, and then nothing is held', async () => {
    const { page, flaws, origin } = await resolving();
    await page.getByText('大米:破损 4(包装破损)').waitFor();
    await page.getByRole('button', { name: '全部报损' }).click();
    expect(await page.getByLabel(/ 报损$/).inputValue()).toBe('4');
    await page.getByLabel(/ 退回仓库$/).fill('1');
    await expect.poll(() => page.getByLabel(/ 报损$/).inputValue()).toBe('3');
    await page.getByLabel(/ 报损$/).fill('5');
    await page.keyboard.press('Control+Enter');
    await page.getByText('报损:多了 2').waitFor();
    await page.getByLabel(/ 报损$/).fill('3');
    await page.getByLabel('处理意见').fill('三袋破损报损,一袋完好退库');
    await page.getByLabel('审批文件').fill('处理审批单(示例)');
    await page.getByLabel('审批人').fill('财务负责人(示例)');
    await page.getByLabel('审批日期').fill('20201130');
    await page.getByText(/待处理 → 损失/).waitFor();
    await page.getByText(/待处理 → 库存/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await booked(page);
    await expect.poll(() => page.getByRole('link', { name: '处理', exact: true }).count()).toBe(0);
    await page.goto(`${origin}/held`);
    await page.getByText('没有待处理的物资').waitFor();
    expect(await flaws()).toEqual([]);
  });

  test('a unit gives some back, and those whom it reached are fewer', async () => {
    const { page } = await fromUnit();
    await page.getByText(/现记 196 户/).waitFor();
    await page.getByLabel(/^大米 袋 退回$/).fill('10');
    await page.getByLabel('户数').fill('10');
    await page.getByLabel('退回原因').fill('多发(示例)');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await booked(page);
    await page
      .getByText(/186 户/)
      .first()
      .waitFor();
  });

  test('goods go back to their supplier out of the lot in which they lie, and are on order again', async () => {
    const { page } = await toSupplier();
    await page.getByLabel(/^洗衣液 退货$/).fill('801');
    await page.getByLabel('退货原因').fill('渗漏(示例)');
    await page.keyboard.press('Control+Enter');
    await page.getByText('退货:多了 1').waitFor();
    await page.getByLabel(/^洗衣液 退货$/).fill('5');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
    await booked(page);
    await page.getByRole('link', { name: '验收入库' }).waitFor();
    await page.getByRole('cell', { name: '795', exact: true }).waitFor();
  });

  test('none of them is offered to who may not send it', async () => {
    const { page, origin } = await site.open('/consignments', { as: 'demo-buyer', except: PROVOKED });
    await page.getByRole('link', { name: /FF-000091$/ }).click();
    await page.getByRole('heading', { name: /FF-000091/ }).waitFor();
    expect(await page.getByRole('link', { name: '单位退回' }).count()).toBe(0);
    const at = new URL(page.url()).pathname;
    await page.goto(`${origin}${at}/return`);
    await page.getByText('您不能办退回').waitFor();
    await page.goto(`${origin}${at}/resolve`);
    await page.getByText('您不能处理').waitFor();
    await page.goto(`${origin}/held`);
    await page.getByText('没有待处理的物资').waitFor();
  });
});
