import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes, or takes away. */
const PROVOKED = /status of 4\d\d|ERR_FAILED/;

/** What the demonstration owes: one purchase that came, and two that are still to come, which may be paid ahead. */
const CAME = /CG-000092$/;
const COMING = [/CG-000100$/, /CG-000101$/] as const;

const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();
const amountOf = (page: Page, number: string) => page.getByLabel(new RegExp(`^${number} .* 付款金额`));
/** What the page of what is owed says of a purchase, cell by cell. */
const rowOf = (page: Page, number: RegExp) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: number }) });

/** In the page of the admin: above 10,000 yuan a payment needs an approval, above 1,000 it is not in cash. */
const SET_THRESHOLD = `fetch('/api/approval-thresholds', {
  method: 'POST',
  headers: {
    authorization: 'Bearer ' + JSON.parse(sessionStorage.getItem('nuanzhang.session')).accessToken,
    'content-type': 'application/json',
    'idempotency-key': '01769c58-4800-7000-8000-0000000000f1',
  },
  body: JSON.stringify({ spending: 'payment', approvalAbove: '10000.00', cashAbove: '1000.00' }),
}).then(({ status }) => status)`;

async function approve(page: Page): Promise<void> {
  await page.getByLabel('审批文件').fill('付款审批单(示例)');
  await page.getByLabel('审批人').fill('财务负责人(示例)');
  await page.getByLabel('审批日期').fill('20201130');
}

describe.skipIf(CHROMIUM === undefined)('paying (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** Chooses purchases on the page of what is owed, and goes on to pay them. */
  const choosing = async (numbers: readonly RegExp[]) => {
    const reader = await site.open('/pay', { as: 'demo-treasurer', except: PROVOKED });
    const { page } = reader;
    for (const number of numbers) await rowOf(page, number).getByRole('checkbox').check();
    await page.getByText(new RegExp(`^已选 ${numbers.length} 笔`)).waitFor();
    await page.getByRole('button', { name: '付所选的' }).click();
    await page.getByRole('heading', { name: `付款 ${numbers.length} 笔` }).waitFor();
    return reader;
  };
  /** The keys under which payments go out, in their order. */
  const keysSent = (page: Page): string[] => {
    const keys: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'POST' || !/\/payments$/.test(request.url())) return;
      keys.push(request.headers()['idempotency-key'] ?? '');
    });
    return keys;
  };

  test('what is owed and the form stand without a serious finding, light and dark, in both languages', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, flaws } = await site.open('/pay', { as: 'demo-treasurer', except: PROVOKED, colorScheme });
      await rowOf(page, CAME).getByText('相符').waitFor();
      expect(await flaws()).toEqual([]);
      await page.getByLabel(/^选 示例供应商5/).check();
      await rowOf(page, COMING[0]).getByRole('checkbox').check();
      await page.getByRole('button', { name: '付所选的' }).click();
      await page.getByRole('heading', { name: '付款 2 笔' }).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByText('有 3 处需要改').waitFor();
      expect(await flaws()).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Pay 2 purchases' }).waitFor();
      expect(await flaws()).toEqual([]);
    }
  });

  test('what is owed is asked for by supplier in the address, and an auditor only reads it', async () => {
    const { page, origin } = await site.open('/pay', { as: 'demo-auditor', except: PROVOKED });
    await rowOf(page, CAME).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: '付所选的' }).count()).toBe(0);
    await page.getByLabel('供应商').selectOption({ label: '示例供应商4' });
    await page.waitForURL(/\/pay\?supplier=[0-9a-f-]{36}$/);
    await expect.poll(() => rowOf(page, CAME).count()).toBe(0);
    await rowOf(page, COMING[0]).getByText('未收').waitFor();
    await page.goto(`${origin}/pay/several`);
    await page.getByText('您不能付款').waitFor();
  });

  test('of three paid at once one is refused at its cell, mended and sent again, and the others are not', async () => {
    const { page, origin } = await choosing([CAME, ...COMING]);
    const keys = keysSent(page);
    await amountOf(page, 'CG-000092').fill('600');
    await amountOf(page, 'CG-000100').fill('1000');
    await amountOf(page, 'CG-000101').fill('30000');
    await page.getByText('人民币叁万壹仟陆佰元整').waitFor();
    await approve(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('1 笔被拒绝,2 笔已记账').waitFor();
    await page.getByText(/最多付 22500\.00 元/).waitFor();
    expect(await amountOf(page, 'CG-000101').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('link', { name: /已记账/ }).count()).toBe(2);
    await amountOf(page, 'CG-000101').fill('500');
    await expect.poll(() => page.getByText(/最多付 22500\.00 元/).count()).toBe(0);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: '3 笔付款都已记账' }).waitFor();
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(3);
    expect(keys[3]).toBe(keys[2]);
    await page.getByRole('link', { name: '回到付款' }).click();
    await rowOf(page, CAME).getByText('25,000.00').first().waitFor();
    await rowOf(page, COMING[1]).getByText('500.00', { exact: true }).first().waitFor();
    expect(await page.getByText(/上一批付款/).count()).toBe(0);
    await page.goto(`${origin}/pay/several`);
    await page.getByRole('heading', { name: '3 笔付款都已记账' }).waitFor();
  });

  test('a lost answer and a page loaded anew in the middle send the same key again, and nothing is paid twice', async () => {
    const { page } = await choosing(COMING);
    const keys = keysSent(page);
    await amountOf(page, 'CG-000100').fill('11');
    await amountOf(page, 'CG-000101').fill('22');
    await approve(page);
    // It is booked, and nobody is told.
    await page.route('**/payments', async (route: Route) => {
      await route.fetch();
      await route.abort('failed');
    });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('不知道是否已记账').waitFor();
    await page.unroute('**/payments');
    // The second one hangs.
    await page.route('**/payments', async (route: Route) => {
      if (keys.length < 3) await route.continue();
      else await route.fetch();
    });
    await page.keyboard.press('Control+Enter');
    await page.getByText('正在付……').waitFor();
    await expect.poll(() => keys.length, { timeout: 20_000 }).toBe(3);
    await page.reload();
    await page.getByRole('link', { name: /已记账/ }).waitFor();
    await page.getByText('没有收到答复。').waitFor();
    await page.unroute('**/payments');
    await page.getByRole('button', { name: /^付款/ }).click();
    await page.getByRole('heading', { name: '2 笔付款都已记账' }).waitFor();
    expect(keys).toHaveLength(4);
    expect([keys[1], keys[3]]).toEqual([keys[0], keys[2]]);
    await page.getByRole('link', { name: '回到付款' }).click();
    await rowOf(page, COMING[0]).getByText('1,011.00').first().waitFor();
    await rowOf(page, COMING[1]).getByText('522.00', { exact: true }).first().waitFor();
  });

  test('one is paid from its own page, by its number of the bank and with its slip, after what it moves was said', async () => {
    const { page } = await site.open('/', { as: 'demo-treasurer', except: PROVOKED });
    await page.getByRole('link', { name: /^待付款/ }).click();
    await page.getByRole('link', { name: CAME }).click();
    await page.getByRole('link', { name: '付款', exact: true }).click();
    await page.getByRole('heading', { name: '付款 CG-000092' }).waitFor();
    expect(await page.getByLabel(/付款金额/).inputValue()).toBe('25,000.00');
    await page.getByText('人民币贰万伍仟元整').waitFor();
    await page.getByLabel('银行流水号').fill('示例-1130');
    await approve(page);
    await page.getByText('提交后将会').waitFor();
    await page.getByText(/资金余额 → 供应商/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
    await booked(page);
    await expect.poll(() => page.getByRole('link', { name: '付款', exact: true }).count()).toBe(0);
    await page.goto(`${page.url()}/pay`);
    await page.getByText('这笔采购没有可付的').waitFor();
  });

  test('more in cash than the threshold lets is asked a reason for, before it is sent and by the refusal', async () => {
    const { page: admin } = await site.open('/', { as: 'demo-admin', except: PROVOKED });
    expect(await admin.evaluate(SET_THRESHOLD)).toBe(201);
    const { page } = await site.open('/pay', { as: 'demo-treasurer', except: PROVOKED });
    await rowOf(page, COMING[0]).getByRole('link', { name: COMING[0] }).click();
    await page.getByRole('link', { name: '付款', exact: true }).click();
    await page.getByText(/^超过 10,000\.00 元的付款须先审批/).waitFor();
    await page.getByLabel(/付款金额/).fill('2000');
    expect(await page.getByLabel('例外理由').isVisible()).toBe(false);
    await page.getByLabel('付款方式').fill('现金');
    await page.getByText(/^现金付款超过 1,000\.00 元/).waitFor();
    await approve(page);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('超过现金支付限额').waitFor();
    await expect.poll(() => page.getByLabel('例外理由').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('例外理由').fill('供应商不能收转账(示例)');
    await page.keyboard.press('Control+Enter');
    await booked(page);
  });

  test('what never comes is closed by its buyer, and what was paid for it is taken back by the treasurer', async () => {
    const buyer = await site.open('/purchases', { as: 'demo-buyer', except: PROVOKED });
    await buyer.page.getByRole('link', { name: COMING[1] }).click();
    await buyer.page.getByRole('link', { name: '结清' }).click();
    await buyer.page.getByRole('heading', { name: '结清 CG-000101' }).waitFor();
    await buyer.page.getByRole('cell', { name: '22,500.00' }).first().waitFor();
    expect(await buyer.flaws()).toEqual([]);
    await buyer.page.getByLabel('原因').fill('不再供货');
    await buyer.page.getByText(/已订未收 → 可用额度/).waitFor();
    await buyer.page.keyboard.press('Control+Enter');
    await booked(buyer.page);

    const { page, flaws } = await site.open('/pay', { as: 'demo-treasurer', except: PROVOKED });
    await rowOf(page, COMING[1]).getByText('多付 522.00').waitFor();
    await rowOf(page, COMING[1]).getByRole('link', { name: '登记供应商退款' }).click();
    await page.getByRole('heading', { name: '供应商退款 CG-000101' }).waitFor();
    expect(await page.getByLabel(/退款金额/).inputValue()).toBe('522.00');
    await page.getByLabel(/退款金额/).fill('600');
    await page.keyboard.press('Control+Enter');
    await page.getByText('最多退 522.00 元').waitFor();
    expect(await flaws()).toEqual([]);
    await page.getByLabel(/退款金额/).fill('522');
    await page.getByLabel('退款原因').fill('不再供货');
    await page.getByText(/供应商 → 资金余额/).waitFor();
    await page.keyboard.press('Control+Enter');
    await booked(page);
    await expect.poll(() => page.getByRole('link', { name: '登记退款' }).count()).toBe(0);
  });
});
