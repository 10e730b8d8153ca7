import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const focused = (page: Page) => () => page.evaluate('document.activeElement.textContent');
const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();

/** Goods are counted where they come in and where they arrive: the two forms that do so. */
describe.skipIf(CHROMIUM === undefined)('counting goods (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** The form of the newest purchase or consignment that still waits, from its page. */
  const accepting = async (options: { readonly colorScheme?: 'light' | 'dark' } = {}) => {
    const reader = await site.open('/purchases', { as: 'demo-keeper', except: PROVOKED, ...options });
    const { page } = reader;
    await page
      .getByRole('row', { name: /进行中/ })
      .getByRole('link', { name: /CG-/ })
      .first()
      .click();
    await page.getByRole('link', { name: '验收入库' }).click();
    await page.getByRole('heading', { name: /^验收入库 CG-/ }).waitFor();
    return reader;
  };
  const confirming = async (options: { readonly colorScheme?: 'light' | 'dark' } = {}) => {
    const reader = await site.open('/', { as: 'demo-coordinator', except: PROVOKED, ...options });
    const { page } = reader;
    await page.getByRole('link', { name: /^签收/ }).first().click();
    await page.getByRole('heading', { name: /^签收 FF-/ }).waitFor();
    return reader;
  };

  test('both stand without a serious finding, light and dark, in both languages', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [open, first] of [
        [accepting, '照单全收'],
        [confirming, '全部完好'],
      ] as const) {
        const { page, flaws } = await open({ colorScheme });
        await page.getByRole('button', { name: first }).click();
        await page
          .getByLabel(/ 破损$/)
          .first()
          .fill('1000000');
        await page
          .getByText(/^ ?多 /)
          .first()
          .waitFor();
        await page.keyboard.press('Control+Enter');
        await page.getByText(/处需要改/).waitFor();
        expect(await flaws()).toEqual([]);
        await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('heading', { name: /^(Accept|Confirm) / }).waitFor();
        expect(await flaws()).toEqual([]);
      }
    }
  });

  test('a purchase is accepted as ordered by two presses of Enter, and its page tells so', async () => {
    const { page } = await accepting();
    await expect.poll(focused(page)).toBe('照单全收');
    await page.keyboard.press('Enter');
    await expect.poll(focused(page)).toBe('入库');
    await expect.poll(() => page.getByLabel('入库仓库').inputValue()).not.toBe('');
    await page.getByText('提交后将会').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
    await booked(page);
    await page
      .getByText(/· 已关闭/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('link', { name: '验收入库' }).count()).toBe(0);
  });

  test('what is torn is less of what is good and stays on order; more than was ordered is refused at its line', async () => {
    const { page } = await accepting();
    await page.getByRole('button', { name: '照单全收' }).click();
    const good = page.getByLabel(/ 完好$/).first();
    const whole = Number((await good.inputValue()).replaceAll(',', ''));
    await page
      .getByLabel(/ 破损$/)
      .first()
      .fill('3');
    await expect.poll(async () => Number((await good.inputValue()).replaceAll(',', ''))).toBe(whole - 3);
    await good.fill(String(whole));
    await page.keyboard.press('Control+Enter');
    await page.getByText('完好:比未收的多 3').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
    await good.fill(String(whole - 3));
    await page
      .getByLabel(/ 原因$/)
      .first()
      .fill('包装破损');
    await page
      .getByLabel(/ 批号$/)
      .first()
      .fill('示例-7');
    await page
      .getByLabel(/ 有效期至$/)
      .first()
      .fill('20301231');
    await page.locator('input[type=file]').setInputFiles({ name: '照片.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByRole('img', { name: '照片.png' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await page.locator('.papers img').waitFor();
    await page.getByRole('link', { name: '验收入库' }).click();
    await expect.poll(() => page.getByRole('cell', { name: /^3 / }).count()).toBe(1);
  });

  test('a delivery is confirmed from the home of its unit: what lacks is told, and then all adds up', async () => {
    const { page } = await confirming();
    await expect.poll(focused(page)).toBe('全部完好');
    await page.keyboard.press('Enter');
    await expect.poll(focused(page)).toBe('签收');
    const good = page.getByLabel(/ 完好$/).first();
    const whole = Number((await good.inputValue()).replaceAll(',', ''));
    await good.fill(String(whole - 2));
    await page.getByText(/^ ?差 2$/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('有 2 处需要改').waitFor();
    await page.getByText('完好:与发出数还差 2').waitFor();
    await page
      .getByLabel(/ 短少$/)
      .first()
      .fill('2');
    await expect.poll(() => page.getByText(/^ ?差 2$/).count()).toBe(0);
    await page.getByLabel('签收人').fill('签收人(示例)');
    await page.getByLabel('户数').fill('120');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await page.getByText(/^已记账/).waitFor();
    await page.getByText('待处理').first().waitFor();
    await expect.poll(() => page.getByRole('link', { name: '签收', exact: true }).count()).toBe(0);
  });

  test('neither is offered to who may not send it', async () => {
    const { page, origin } = await site.open('/purchases', { as: 'demo-buyer', except: PROVOKED });
    await page.getByRole('link', { name: /CG-/ }).first().click();
    await page.getByRole('heading', { name: /^采购 CG-/ }).waitFor();
    expect(await page.getByRole('link', { name: '验收入库' }).count()).toBe(0);
    await page.goto(`${origin}${new URL(page.url()).pathname}/accept`);
    await page.getByText('您不能验收入库').waitFor();
  });
});
