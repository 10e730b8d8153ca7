import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

const rows = (page: Page) => page.locator('table.rows tbody tr');
const asked = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const offered = (page: Page) => page.getByRole('listbox').getByRole('option').first();
const yuan = (text: string) => BigInt(text.replaceAll(/[^\d]/g, ''));

/** Lists, as they are narrowed, sorted, leafed through and laid out. */
describe.skipIf(CHROMIUM === undefined)('lists (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('what is asked for stands in the address: it is there after a reload, and goes by the way back', async () => {
    const { page, flaws } = await site.open('/purchases', { as: 'demo-auditor' });
    await rows(page).first().waitFor();
    const all = await rows(page).count();
    await page.getByRole('combobox', { name: '物资' }).fill('nst');
    await page.getByRole('option', { name: /暖身贴/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(page).item).toMatch(/^[0-9a-f-]{36}$/);
    // While they are asked for there are none.
    let some = 0;
    await expect
      .poll(async () => {
        some = await rows(page).count();
        return 0 < some && some < all;
      })
      .toBe(true);
    await page.getByRole('combobox', { name: '状态' }).selectOption('closed');
    await expect.poll(() => asked(page).status).toBe('closed');
    await page.reload();
    await rows(page).first().waitFor();
    expect(await page.getByRole('combobox', { name: '状态' }).inputValue()).toBe('closed');
    await expect.poll(() => page.getByRole('combobox', { name: '物资' }).inputValue()).toContain('暖身贴');
    await page.goBack();
    await expect.poll(() => rows(page).count()).toBe(some);
    await page.goBack();
    await expect.poll(() => rows(page).count()).toBe(all);
    expect(await flaws()).toEqual([]);
  });

  test('a condition is taken off by emptying its field', async () => {
    const { page } = await site.open('/consignments?status=confirmed', { as: 'demo-auditor' });
    await rows(page).first().waitFor();
    await page.getByRole('combobox', { name: '单位' }).fill('南');
    await offered(page).click();
    await expect.poll(() => asked(page).unit).toBeDefined();
    await page.getByRole('combobox', { name: '单位' }).fill('');
    await expect.poll(() => asked(page)).toEqual({ status: 'confirmed' });
  });

  test('a list is sorted as it is asked to be', async () => {
    const { page } = await site.open('/purchases', { as: 'demo-auditor' });
    await rows(page).first().waitFor();
    await page.getByRole('combobox', { name: '排序' }).selectOption('amount');
    await expect.poll(() => asked(page).sort).toBe('amount');
    const amounts = async () => (await rows(page).locator('td:nth-child(5)').allTextContents()).map(yuan);
    await expect
      .poll(async () => {
        const found = await amounts();
        return found.length > 2 && found.every((amount, at) => at === 0 || amount <= (found[at - 1] ?? 0n));
      })
      .toBe(true);
  });

  test('columns are shown as they were chosen, whatever is loaded anew', async () => {
    const { page } = await site.open('/purchases', { as: 'demo-auditor' });
    const head = (name: string) => page.getByRole('columnheader', { name });
    await head('供应商').waitFor();
    expect(await head('物资').count()).toBe(0);
    await page.getByText(/^列 /).click();
    await page.getByRole('checkbox', { name: '物资' }).check();
    await page.getByRole('checkbox', { name: '供应商' }).uncheck();
    await head('物资').waitFor();
    await page.reload();
    await head('物资').waitFor();
    expect(await head('供应商').count()).toBe(0);
    await page.getByText(/^列 /).click();
    await page.getByRole('button', { name: '全部显示' }).click();
    await head('供应商').waitFor();
  });

  test('every page has something on it, and the last one leads to none', async () => {
    const { page } = await site.open('/purchases?limit=1&status=open', { as: 'demo-auditor' });
    const seen = new Set<string>();
    const next = page.getByRole('link', { name: '下一页' });
    for (;;) {
      await rows(page).first().waitFor();
      const [called = ''] = await rows(page).locator('td').first().allTextContents();
      expect(seen.has(called)).toBe(false);
      seen.add(called);
      // The page after this one is read ahead, and the link goes where nothing is on it.
      await page.waitForLoadState('networkidle');
      if ((await next.count()) === 0) break;
      await next.click();
      await expect.poll(() => rows(page).locator('td').first().textContent()).not.toBe(called);
    }
    const { page: whole } = await site.open('/purchases?status=open', { as: 'demo-auditor' });
    await rows(whole).first().waitFor();
    expect(await rows(whole).count()).toBe(seen.size);
  });

  test('where nothing fits the way to everything is offered', async () => {
    const { page, flaws } = await site.open('/purchases?to=2001-01-01', { as: 'demo-auditor' });
    await page.getByText('没有符合条件的记录').waitFor();
    expect(await flaws()).toEqual([]);
    await page.getByRole('link', { name: '去掉全部条件' }).click();
    await rows(page).first().waitFor();
    expect(asked(page)).toEqual({});
  });

  test('each list leads to those beside it, in both languages', async () => {
    const { page, flaws, origin } = await site.open('/purchases', { as: 'demo-auditor' });
    await rows(page).first().waitFor();
    const left = ['/purchases', '/stock', '/consignments', '/funding-lines', '/entries'];
    const seen = new Set(left);
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      await page.goto(`${origin}${path}`);
      await page.getByRole('form').waitFor();
      await rows(page).first().or(page.getByText('没有符合')).first().waitFor();
      const beside = await page.getByRole('navigation', { name: '相关列表' }).getByRole('link').all();
      for (const link of beside) {
        const at = (await link.getAttribute('href')) ?? '';
        if (!seen.has(at)) left.push(at);
        seen.add(at);
      }
      expect(await flaws()).toEqual([]);
    }
    expect(seen.size).toBe(17);
    await page.getByRole('button', { name: 'English' }).click();
    for (const path of ['/invoices', '/units', '/consignments']) {
      await page.goto(`${origin}${path}`);
      await page.getByText(/^Columns /).waitFor();
      expect(await flaws()).toEqual([]);
    }
  }, 360_000);
});
