import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d/;
const ENTRY = /\/entries\/[0-9a-f-]{36}$/;
const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();

/** Entries are put right beside themselves, and never changed. */
describe.skipIf(CHROMIUM === undefined)('putting entries right (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** The newest entry of a kind, as somebody who may put it right. */
  const opened = async (kind: string, as: string, nth = 0) => {
    const reader = await site.open(`/entries?kind=${kind}`, { as, except: PROVOKED });
    await reader.page.locator('a.voucher').nth(nth).click();
    await reader.page.waitForURL(ENTRY);
    return reader;
  };

  test('a bank reference is corrected: both entries stand, each leading to the other', async () => {
    const { page, flaws } = await opened('payment', 'demo-treasurer');
    await page.getByRole('link', { name: '更正', exact: true }).click();
    await page.getByRole('heading', { name: /^更正凭证 \d{6}$/ }).waitFor();
    await page.getByRole('button', { name: '更正' }).click();
    await page.getByText('还没有更正任何内容').first().waitFor();
    await page.getByLabel('银行流水号 更正为').fill('示例流水 20261130');
    await page.getByLabel('原因').fill('录入错误');
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: '更正' }).click();
    await page.waitForURL(ENTRY);
    await booked(page);
    await page.getByRole('heading', { name: '更正', level: 2 }).waitFor();
    await page.getByText('示例流水 20261130').first().waitFor();
    // Right under its heading: what follows it arrives later.
    await page
      .locator('h2:text-is("更正") + div')
      .getByRole('link', { name: /^凭证 \d{6}$/ })
      .click();
    await page.getByRole('heading', { name: /更正/, level: 1 }).waitFor();
    // A correction is corrected at the entry that it corrects.
    expect(await page.getByRole('link', { name: '更正', exact: true }).count()).toBe(0);
  });

  test('what was typed is there after a reload, and the same correction is not made twice', async () => {
    const { page } = await opened('disbursement', 'demo-treasurer');
    await page.getByRole('link', { name: '更正', exact: true }).click();
    await page.getByLabel('用途 更正为').fill('疫情防控工作经费(更正)');
    await page.reload();
    await expect.poll(() => page.getByLabel('用途 更正为').inputValue()).toBe('疫情防控工作经费(更正)');
    await page.getByLabel('原因').fill('用途写全');
    await page.getByRole('button', { name: '更正' }).click();
    await page.waitForURL(ENTRY);
    await booked(page);
    await page.goBack();
    await page.getByLabel('用途 更正为').waitFor();
    expect(await page.getByLabel('用途 更正为').inputValue()).toBe('');
  });

  test('what stands in the way of a reversal is said before it is sent, and told when it is', async () => {
    const { page, flaws } = await opened('appropriation', 'demo-treasurer');
    await page.getByRole('link', { name: '冲销', exact: true }).click();
    await page.getByRole('heading', { name: /^冲销凭证 \d{6}$/ }).waitFor();
    await page.getByLabel('原因').fill('拨入有误');
    // What was bought of it stands in the way, and is said at once.
    await page.getByText('这张凭证的变动').waitFor();
    await page.locator('.trial[data-refused]').waitFor();
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: '冲销' }).click();
    await page.locator('.form-told').waitFor();
  });

  test('a reversal shows what it will move before it is sent; the entry is marked, and reversed no more', async () => {
    const { page, origin } = await site.open('/entries?kind=acceptance', { as: 'demo-treasurer', except: PROVOKED });
    // Of what came, nothing was paid or sent on.
    await page
      .getByRole('row', { name: /CG-000092/ })
      .locator('a.voucher')
      .click();
    await page.waitForURL(ENTRY);
    const at = new URL(page.url()).pathname;
    await page.getByRole('link', { name: '冲销', exact: true }).click();
    await page.getByLabel('原因').fill('收货有误');
    await page.getByText('提交后将会').waitFor();
    await expect.poll(() => page.locator('.trial').textContent()).toContain('25,600.00');
    await page.getByRole('button', { name: '冲销' }).click();
    await page.waitForURL(ENTRY);
    await booked(page);
    await page
      .getByText(/已被(凭证 \d{6} )?冲销/)
      .first()
      .waitFor();
    await page.goto(`${origin}${at}/reverse`);
    await page.getByText('这张凭证已被冲销').waitFor();
  });

  test('a paper that came late is added', async () => {
    const { page } = await opened('payment', 'demo-treasurer');
    await page.getByRole('link', { name: '补充凭据' }).click();
    await page.getByRole('heading', { name: /^补充凭据 \d{6}$/ }).waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: '回单(示例).pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
    });
    await page.getByText('已上传').waitFor();
    await page.getByRole('button', { name: '补充' }).click();
    await page.waitForURL(ENTRY);
    await booked(page);
    await page.getByText('回单(示例).pdf').first().waitFor();
  });

  test('none of them is offered to who may not, nor open to them', async () => {
    const { page, origin } = await opened('payment', 'demo-auditor');
    await page.getByText('付款').first().waitFor();
    for (const [path, name] of [
      ['correct', '更正'],
      ['reverse', '冲销'],
      ['attach', '补充凭据'],
    ] as const) {
      expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0);
      const at = new URL(page.url()).pathname;
      await page.goto(`${origin}${at}/${path}`);
      await page.getByText('您不能更改这笔账').waitFor();
      await page.getByRole('link', { name: '回到凭证' }).click();
      await page.waitForURL(ENTRY);
    }
  });

  test('the forms stand without a serious finding in the dark and in English', async () => {
    const { page, flaws, origin } = await site.open('/entries?kind=confirmation', {
      as: 'demo-treasurer',
      except: PROVOKED,
      colorScheme: 'dark',
    });
    await page.locator('a.voucher').first().click();
    await page.waitForURL(ENTRY);
    const at = new URL(page.url()).pathname;
    await page.getByRole('button', { name: 'English' }).click();
    for (const [path, heading] of [
      ['correct', /^Correct voucher/],
      ['reverse', /^Reverse voucher/],
      ['attach', /^Add papers/],
    ] as const) {
      await page.goto(`${origin}${at}/${path}`);
      await page.getByRole('heading', { name: heading }).waitFor();
      expect(await flaws()).toEqual([]);
    }
  });
});
