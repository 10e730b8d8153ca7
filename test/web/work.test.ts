import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { type Reader, useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;
const LOADING = { timeout: 30_000 };

const booked = (page: Page) => page.getByText(/^已记账/).waitFor(LOADING);
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor(LOADING);

describe.skipIf(CHROMIUM === undefined)('what waits (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  const open = (path: string, as: string, options: { readonly colorScheme?: 'light' | 'dark' } = {}): Promise<Reader> =>
    site.open(path, { as, except: PROVOKED, ...options });

  test('is told kind by kind, each row with what it is and the way to where it is done', async () => {
    const { page, flaws } = await open('/', 'demo-auditor');
    await page.getByRole('link', { name: '待办', exact: true }).click();
    await heading(page, '待办');
    const kinds = page.getByRole('navigation', { name: '待办的种类' }).getByRole('link');
    await kinds.first().waitFor();
    const count = await kinds.count();
    expect(count).toBeGreaterThan(6);
    for (let at = 0; at < count; at += 1) {
      const kind = kinds.nth(at);
      const of = Number(/\d+$/.exec((await kind.textContent()) ?? '')?.[0]);
      await kind.click();
      await page.locator(`[aria-current="page"]:has-text("${(await kind.textContent()) ?? ''}")`).waitFor();
      await expect.poll(() => page.locator('main tbody tr').count()).toBe(Math.min(of, 50));
      expect(await flaws()).toEqual([]);
    }
    // An auditor does none of it.
    expect(await page.locator('main tbody .plain-button').count()).toBe(0);
    await page.getByRole('button', { name: 'English' }).click();
    await heading(page, 'Waiting');
    expect(await flaws()).toEqual([]);
  });

  test('has pages, none of which is empty', async () => {
    const { page } = await open('/work?kind=to-close', 'demo-treasurer');
    const rows = page.locator('main tbody tr');
    await expect.poll(() => rows.count()).toBe(50);
    const first = await rows.first().textContent();
    await page.getByRole('link', { name: '下一页' }).click();
    await expect.poll(() => rows.first().textContent()).not.toBe(first);
    expect(await rows.count()).toBeGreaterThan(0);
    expect(await page.getByRole('link', { name: '下一页' }).count()).toBe(0);
    await page.goto(`${site.site.origin}/work?kind=nonsense&cursor=nonsense`);
    await page.getByRole('navigation', { name: '待办的种类' }).waitFor();
  });

  test('after one is done the next that waits is offered', async () => {
    const { page } = await open('/', 'demo-keeper');
    await page
      .locator('.waits')
      .getByRole('link', { name: /待验收/ })
      .click();
    await heading(page, '待办');
    await page.getByRole('link', { name: '验收 CG-000101' }).click();
    await heading(page, /^验收入库 CG-000101/);
    await page.getByRole('button', { name: '照单全收' }).click();
    await page.getByRole('button', { name: '入库' }).click();
    await booked(page);
    await heading(page, /^采购 CG-000101/);
    await page.getByRole('link', { name: '下一件待办' }).click();
    await heading(page, /^验收入库 CG-/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toContain('CG-000101');
  });

  test('months that are over are closed together, by treasurers alone', async () => {
    const { page, flaws, origin } = await open('/work?kind=to-close', 'demo-treasurer', { colorScheme: 'dark' });
    await page.getByRole('link', { name: '下一页' }).click();
    const last = page.getByRole('link', { name: /^结账 \d{4}-\d{2}$/ }).last();
    await page.locator('main tbody tr').nth(10).waitFor();
    const month = /\d{4}-\d{2}/.exec((await last.getAttribute('aria-label')) ?? '')?.[0] ?? '';
    await last.click();
    await heading(page, `结账 ${month}`);
    await page.getByText(/连同 \d{4}-\d{2} 起未结账的,共 \d+ 个月一起结账/).waitFor();
    await page.getByRole('heading', { name: '截至该月未了的事项' }).waitFor();
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: '结账' }).click();
    await heading(page, /^凭证 (\d{6}|待封存) · /);
    await booked(page);
    await page.goto(`${origin}/months/${month}/close`);
    await page.getByText('该月已经结账,或还没有结束').waitFor();
    await page.getByRole('link', { name: '去看待结账的月份' }).click();
    await page.getByText('没有待结账的事项').waitFor();
    const keeper = await open(`/months/${month}/close`, 'demo-keeper');
    await keeper.page.getByText('您不能结账').waitFor();
  });
});
