import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHROMIUM } from '../browser.ts';
import { asked } from './asking.ts';
import { type Reader, useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d|ERR_FAILED/;

const LOADING = { timeout: 15_000 };

const GIFT = '019aa000-0000-7000-8000-000000000001';
const registered = z.object({ items: z.array(z.object({ id: z.string() })) });
const plansListed = z.object({ items: z.array(z.object({ id: z.string() })) });
const consignmentsListed = z.object({
  items: z.array(z.object({ id: z.string(), unit: z.string() })),
  next: z.string().optional(),
});

const focused = (page: Page) =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

/** A name is typed, and what is offered first is taken. */
async function choose(page: Page, text: string, offered: string | RegExp): Promise<void> {
  await page.keyboard.type(text);
  await page.getByRole('option', { name: offered, selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

describe.skipIf(CHROMIUM === undefined)('dispatching (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  const open = (path: string, options: { readonly colorScheme?: 'light' | 'dark' } = {}): Promise<Reader> =>
    site.open(path, { as: 'demo-keeper', except: PROVOKED, ...options });

  /** The plan of the demonstration, half of which is served. */
  const planOf = async (page: Page) => {
    const { items } = plansListed.parse(await asked(page, '/api/allocation-plans'));
    return items[0]?.id ?? '';
  };
  const warehouseIsThere = (page: Page) => expect.poll(() => page.getByLabel('发出仓库').inputValue()).not.toBe('');

  test('is offered beside the consignments to who may dispatch, and to nobody else', async () => {
    const { page } = await open('/consignments');
    await page.locator('.sheet').getByRole('link', { name: '发放', exact: true }).click();
    await page.getByRole('heading', { name: '新发放' }).waitFor();
    const buyer = await site.open('/consignments/new', { as: 'demo-buyer' });
    await buyer.page.getByText('您不能发放物资').waitFor();
    await buyer.page.goto(`${buyer.origin}/consignments/matrix`);
    await buyer.page.getByText('您不能发放物资').waitFor();
  });

  test('one consignment is typed without a mouse; what lacks is said before, and marked where it is refused', async () => {
    const { page } = await open('/consignments/new');
    await page.getByRole('heading', { name: '新发放' }).waitFor();
    await warehouseIsThere(page);
    await choose(page, 'SY-02', /高丽营镇/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('第 1 行 物资');
    await choose(page, '大米', /大米/);
    await page.getByText(/可发 [\d,]+ 袋/).waitFor();
    await page.keyboard.type('1000000');
    await page.getByText(/^库存差/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('库存不足').waitFor();
    const quantity = page.getByLabel('第 1 行 数量');
    await expect.poll(() => quantity.getAttribute('aria-invalid')).toBe('true');
    await quantity.focus();
    await page.keyboard.type('3');
    await expect.poll(() => quantity.getAttribute('aria-invalid')).toBe(null);
    await page.getByText('提交后将会').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await page.getByText(/^已记账,凭证 \d{6}$/).waitFor();
    await page.getByRole('link', { name: '再发一笔' }).waitFor();
  });

  test('it is withdrawn by who recorded it, with a reason, and what that moves is told before', async () => {
    const { page } = await open('/consignments?status=in-transit');
    await page.getByRole('link', { name: /FF-/ }).first().click();
    await page.getByRole('link', { name: '撤回' }).click();
    await page.getByRole('heading', { name: /^撤回发放 FF-/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('此项必填').waitFor();
    await page.keyboard.type('单位选错');
    await page.getByText('在途 → 库存').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await page.getByText(/^已记账/).waitFor();
    await page
      .getByText(/· 已撤回/)
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: '撤回' }).count()).toBe(0);
    await page.goto(`${page.url()}/withdraw`);
    await page.getByText('不能撤回了').waitFor();
  });

  test('a purchase is withdrawn alike by its buyer', async () => {
    const { page } = await site.open('/purchases', { as: 'demo-buyer', except: PROVOKED });
    await page
      .getByRole('row', { name: /进行中/ })
      .getByRole('link', { name: /CG-/ })
      .first()
      .click();
    await page.getByRole('link', { name: '撤回' }).click();
    await page.getByRole('heading', { name: /^撤回采购 CG-/ }).waitFor();
    await page.getByLabel('撤回原因').fill('重复记账');
    await page.getByText('已订未收 → 可用额度').waitFor();
    await page.getByRole('button', { name: '撤回' }).click();
    await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
    await page.getByText(/^已记账/).waitFor();
  });

  test('under a plan a unit is chosen, what is left is filled in, and the next one is offered', async () => {
    const { page, origin } = await open('/consignments');
    const plan = await planOf(page);
    await page.goto(`${origin}/allocation-plans/${plan}`);
    await page.locator('.sheet').getByRole('link', { name: '发放', exact: true }).click();
    await page
      .getByRole('link', { name: /^发放 / })
      .first()
      .click();
    await page.getByText('200 / 0 / 200').waitFor();
    await warehouseIsThere(page);
    await expect.poll(() => page.getByLabel('大米 数量').inputValue()).toBe('200');
    await page.getByLabel('大米 数量').fill('201');
    await page.getByText('超方案 1').waitFor();
    await page.getByLabel('大米 数量').fill('150');
    await page.getByText('提交后将会').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/consignments\/[0-9a-f-]{36}$/);
    await page.getByText(/^已记账/).waitFor();
    await page.getByRole('link', { name: '下一个单位' }).click();
    await page.getByText('200 / 0 / 200').waitFor();
    await page.getByRole('link', { name: '换一个单位' }).click();
    await page.getByText(/200 \/ 150 \//).waitFor();
  });

  test('a matrix of the plan: one row is refused and the others are booked; it is mended, and nothing is sent twice', async () => {
    const { page, origin } = await open('/consignments');
    const plan = await planOf(page);
    await page.goto(`${origin}/consignments/matrix?plan=${plan}`);
    await page.getByRole('heading', { name: /^多单位发放/ }).waitFor();
    await warehouseIsThere(page);
    await page.getByRole('button', { name: '填入全部未发数量' }).click();
    const rows = page.locator('.matrix tbody tr');
    const units = await rows.count();
    expect(units).toBe(4);
    const rice = page.getByLabel(/ 大米$/);
    await rice.nth(1).fill('201');
    await page.getByText('多 1').waitFor();
    await page.getByRole('button', { name: `发放 ${units} 个单位` }).click();
    await page.getByText(`已发 ${units - 1} / ${units}`).waitFor(LOADING);
    await page.getByText('1 个单位未发出').waitFor();
    expect(await rice.nth(1).getAttribute('aria-invalid')).toBe('true');
    expect(await rice.nth(0).getAttribute('readonly')).toBe('');
    await page
      .getByRole('link', { name: /^已发放 FF-\d{6}$/ })
      .nth(units - 2)
      .waitFor(LOADING);
    await rice.nth(1).fill('200');
    await page.keyboard.press('Control+Enter');
    await page.getByText(`已发 ${units} / ${units}`).waitFor(LOADING);
    const { items } = consignmentsListed.parse(await asked(page, `/api/consignments?plan=${plan}&limit=200`));
    await page.getByRole('button', { name: `打印发放单和签领表(${units} 张)` }).click();
    const papers = page.frameLocator('iframe[title=发放单和签领表]');
    await papers
      .locator('article')
      .nth(2 * units - 1)
      .waitFor(LOADING);
    expect(await papers.getByRole('heading', { name: '发放单' }).count()).toBe(units);
    await page.getByRole('button', { name: '关闭' }).click();
    // Four of before, one by hand, and these four.
    expect(items).toHaveLength(4 + 1 + units);
  });

  test('papers are printed of one, and of those that are chosen from the list', async () => {
    const { page } = await open('/consignments');
    await page.getByRole('button', { name: /^选中今天的/ }).click();
    await page.getByRole('button', { name: /^打印发放单和签领表/ }).waitFor();
    await page.getByRole('checkbox', { checked: true }).first().uncheck();
    await page.getByRole('link', { name: /FF-/ }).first().click();
    await page.getByRole('button', { name: '打印发放单和签领表' }).click();
    const papers = page.frameLocator('iframe[title=发放单和签领表]');
    await papers.getByRole('heading', { name: '签领表' }).waitFor(LOADING);
  });

  test('keys go from cell to cell, and from above', async () => {
    const { page } = await open('/consignments/matrix');
    await page.getByRole('heading', { name: '多单位发放' }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.labels?.[0]?.textContent')).toBe('加单位');
    await choose(page, '高丽营', /高丽营镇/);
    await choose(page, 'nfx', /南法信镇/);
    await page.getByLabel('加物资').focus();
    await choose(page, '大米', /大米/);
    await choose(page, '食用油', /食用油/);
    const first = page.locator('.matrix tbody input').first();
    await first.focus();
    const label = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    const start = await label();
    await page.keyboard.type('５');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('7');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+d');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+d');
    await page.keyboard.press('ArrowUp');
    expect(await label()).toBe(start);
    await expect.poll(() => page.locator('.matrix tfoot tr').first().textContent()).toMatch(/合计101424/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await label()).toMatch(/食用油$/);
  });

  test('they stand without a serious finding, light and dark, in both languages', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, origin, flaws } = await open('/consignments', { colorScheme });
      const plan = await planOf(page);
      await page.goto(`${origin}/consignments/new`);
      await page.getByRole('button', { name: '发放', exact: true }).click();
      await page.getByText(/处需要改/).waitFor();
      expect(await flaws()).toEqual([]);
      await page.goto(`${origin}/consignments/matrix?plan=${plan}`);
      await page.getByRole('heading', { name: /多单位发放/ }).waitFor();
      expect(await flaws()).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: /^Dispatch to several units/ }).waitFor();
      expect(await flaws()).toEqual([]);
    }
  });

  test('a gift that was meant for others goes elsewhere with its giver’s consent, and its paper', async () => {
    const { page } = await open('/consignments/new');
    await warehouseIsThere(page);
    const idIn = async (path: string) => registered.parse(await asked(page, path)).items[0]?.id ?? '';
    const gift = {
      kind: 'donation',
      giver: '捐赠单位(示例)',
      fundingLine: await idIn('/api/funding-lines'),
      warehouse: await idIn('/api/warehouses'),
      effectiveOn: '2026-11-20',
      lines: [{ item: await idIn('/api/items?q=大米'), quantity: 50_000, measure: '袋', value: '9000.00' }],
      directedTo: { unit: await idIn('/api/units?q=SY-01') },
    };
    expect(await asked(page, '/api/receipts', gift, GIFT)).toMatchObject({ entry: { kind: 'receipt' } });
    await page.reload();
    await warehouseIsThere(page);
    await choose(page, 'SY-02', /高丽营镇/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await choose(page, '大米', /大米/);
    await page.keyboard.type('40000');
    await page.keyboard.press('Control+Enter');
    await page
      .getByText(/定向捐赠,不能发给该单位/)
      .first()
      .waitFor();
    await page.locator('summary', { hasText: '捐赠人同意改变定向' }).click();
    await page.getByLabel('捐赠人同意书').fill('同意调整用途的函(示例)');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: '同意书(示例).pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
      });
    await page.getByText('已上传').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /^发放单 / }).waitFor(LOADING);
    await page.getByText('同意调整用途的函(示例)').first().waitFor();
    await page
      .getByText(/^同意书\(示例\)\.pdf/)
      .first()
      .waitFor();
  });
});
