import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Role } from '../../shared/domain/role.ts';
import { CHROMIUM } from '../browser.ts';
import { issueToken } from '../local/issue-token.ts';
import { REPORTED, type Site, useSite } from './page.ts';

/** One pixel, for the case that no paper is cited yet. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const INVOICE = '0190c3a8-0000-7000-8000-0000000000c0';
const GIFT = '0190c3a8-0000-7000-8000-0000000000c1';
const PLAN = '0190c3a8-0000-7000-8000-0000000000c2';

const entries = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      refs: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      evidence: z.array(z.looseObject({ mediaType: z.string() })).optional(),
    }),
  ),
});
const purchases = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      supplier: z.string(),
      lines: z.array(z.looseObject({ item: z.string() })),
      funding: z.array(z.looseObject({ fundingLine: z.string() })),
    }),
  ),
});
const headline = z.looseObject({ entries: z.looseObject({ invested: z.string() }) });
const declared = z.looseObject({
  upload: z.looseObject({ url: z.string(), headers: z.record(z.string(), z.string()) }).optional(),
});

/** The API as somebody of one role calls it, who is nobody of the demonstration. */
async function caller(site: Site, role: Role) {
  const person = { subject: `test-${role}`, roles: [role], units: [] };
  const authorization = `Bearer ${await issueToken(site.data, site.origin, person)}`;
  const asked = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${site.origin}${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    read: (path: string) => asked(path, { headers: { authorization } }),
    write: (path: string, id: string, body: object) =>
      asked(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify(body),
      }),
  };
}

/** A picture that some voucher of a purchase cites; one is attached where none is. */
async function pictureOf(site: Site, purchase: string): Promise<void> {
  const auditor = await caller(site, 'auditor');
  const { items } = entries.parse(await auditor.read(`/api/entries?document=${purchase}`));
  if (items.some(({ evidence = [] }) => evidence.some(({ mediaType }) => mediaType.startsWith('image/')))) return;
  const buyer = await caller(site, 'buyer');
  const paper = {
    name: '示例发票.png',
    mediaType: 'image/png',
    bytes: PICTURE.length,
    sha256: createHash('sha256').update(PICTURE).digest('hex'),
  };
  const declaring = await buyer.write('/api/evidence', '0190c3a8-0000-7000-8000-0000000000a0', paper);
  const { upload } = declared.parse(declaring);
  if (upload !== undefined) await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: PICTURE });
  await buyer.write(`/api/entries/${purchase}/evidence`, '0190c3a8-0000-7000-8000-0000000000a1', { evidence: [paper] });
}

/** A page that stands has its heading, and names a voucher. */
async function namesVoucher(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page
    .locator('main')
    .getByText(/(凭证|voucher) ?\d{6}/i)
    .first()
    .waitFor();
}

describe.skipIf(CHROMIUM === undefined)('the trail (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test('leads from what was invested to the picture of a paper in three clicks, each step by its voucher', async () => {
    const auditor = await caller(site.site, 'auditor');
    const figure = headline.parse(await auditor.read('/api/reports/headline')).entries.invested;
    const { items } = entries.parse(await auditor.read(figure));
    const bought = items.find(({ refs }) => typeof refs.purchase === 'string');
    await pictureOf(site.site, String(bought?.refs.purchase));

    // The first click is that on the figure, which opens this list.
    const { page, flaws } = await site.open(figure.replace('/api/entries', '/entries'), { as: 'demo-auditor' });
    await page.getByRole('heading', { name: '台账:累计投入' }).waitFor();
    await namesVoucher(page);
    expect(await flaws()).toEqual([]);

    await page.locator(`main a.voucher[href="/entries/${bought?.id}"]`).click();
    await page.getByRole('heading', { name: /^凭证 \d{6} · 验收入库$/ }).waitFor();
    await namesVoucher(page);
    for (const word of ['谁', '何时', '从哪里', '到哪里']) await page.getByText(word, { exact: true }).waitFor();
    await page.getByRole('heading', { name: '依据' }).waitFor();
    expect(await flaws()).toEqual([]);

    await page
      .locator('dl a', { hasText: /采购 CG-\d{6}/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /^采购 CG-\d{6}$/ }).waitFor();
    await namesVoucher(page);
    const picture = page.locator('.papers img').first();
    await picture.waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('.papers img').naturalWidth")).toBeGreaterThan(0);
    expect(await flaws()).toEqual([]);
  });

  test('leads from a purchase to its lots, their deliveries and units, and back', async () => {
    const { page } = await site.open(`/purchases?fundingLine=${REPORTED}`, { as: 'demo-treasurer' });
    await page.getByRole('heading', { name: '采购', exact: true }).waitFor();
    await page.locator('main tbody a').first().click();
    await page.getByRole('heading', { name: /^采购 CG-/ }).waitFor();
    const purchase = new URL(page.url()).pathname;
    await page.locator('.links a').first().click();
    await page.getByRole('heading', { name: /^批次 / }).waitFor();
    await namesVoucher(page);
    const lot = new URL(page.url()).pathname;
    expect(await page.locator(`main a[href="${purchase}"]`).count()).toBeGreaterThan(0);
    await page.locator('main td a', { hasText: '发放单 FF-' }).first().click();
    await page.getByRole('heading', { name: /^发放单 FF-/ }).waitFor();
    await namesVoucher(page);
    expect(await page.locator(`main a[href="${lot}"]`).count()).toBeGreaterThan(0);
    await page.locator('dl a[href^="/units/"]').first().click();
    await page.getByRole('heading', { name: '收到的物资和资金' }).waitFor();
    await namesVoucher(page);
  });

  test('leads from an invoice to its purchase, and from a gift to its lot and the stock', async () => {
    const [auditor, buyer, keeper, treasurer] = await Promise.all(
      (['auditor', 'buyer', 'keeper', 'treasurer'] as const).map((role) => caller(site.site, role)),
    );
    const { items } = purchases.parse(await auditor?.read('/api/purchases'));
    const [bought] = items;
    const sent = entries.parse(await auditor?.read('/api/entries?kind=dispatch')).items[0]?.refs ?? {};
    const item = bought?.lines[0]?.item;
    await buyer?.write('/api/invoices', INVOICE, {
      supplier: bought?.supplier,
      number: '25112000000012345679',
      date: '2021-01-06',
      amount: '100.00',
      allocations: [{ purchase: bought?.id, amount: '100.00' }],
    });
    await keeper?.write('/api/receipts', GIFT, {
      kind: 'donation',
      giver: '爱心企业(示例)',
      fundingLine: bought?.funding[0]?.fundingLine,
      warehouse: sent.warehouse,
      effectiveOn: '2021-01-09',
      lines: [{ item, quantity: 10, value: '8.00' }],
    });
    await treasurer?.write('/api/allocation-plans', PLAN, {
      number: '示例 2021-1',
      decidedOn: '2021-01-09',
      title: '春节慰问分配方案(示例)',
      lines: [{ unit: sent.unit, item, quantity: 5 }],
    });

    const { page, origin } = await site.open(`/invoices/${INVOICE}`, { as: 'demo-buyer' });
    await page.getByRole('heading', { name: /^发票 FP-\d{6}$/ }).waitFor();
    await namesVoucher(page);
    await page.locator('td a', { hasText: /采购 CG-\d{6}/ }).click();
    await page.getByRole('heading', { name: /^采购 CG-\d{6}$/ }).waitFor();
    await page.locator('.history a', { hasText: /发票 FP-\d{6}/ }).click();
    await page.getByRole('heading', { name: /^发票 FP-\d{6}$/ }).waitFor();

    await page.goto(`${origin}/receipts/${GIFT}`);
    await page.getByText('爱心企业(示例)').waitFor();
    await namesVoucher(page);
    await page.locator('.links a').click();
    await page.getByRole('heading', { name: /^批次 / }).waitFor();
    await page.getByRole('link', { name: '库存', exact: true }).click();
    await page.locator(`main a[href="/lots/${GIFT}.1"]`).first().waitFor();

    await page.goto(`${origin}/allocation-plans/${PLAN}`);
    await page.getByRole('cell', { name: '5', exact: true }).first().waitFor();
    await namesVoucher(page);
  });

  test('marks a reversed voucher with 冲销, and links both ways', async () => {
    const treasurer = await caller(site.site, 'treasurer');
    const paid = entries.parse(await treasurer.read(`/api/entries?kind=payment&fundingLine=${REPORTED}`)).items[0]?.id;
    const reversal = '0190c3a8-0000-7000-8000-0000000000b0';
    await treasurer.write(`/api/entries/${paid}/reversal`, reversal, {
      reason: '重复付款(示例)',
      effectiveOn: '2021-01-10',
      approval: { document: '冲销审批单(示例)', decidedOn: '2021-01-06', approver: '主席(示例)' },
    });
    const { page } = await site.open(`/entries?kind=payment&fundingLine=${REPORTED}`, { as: 'demo-auditor' });
    const mark = page.locator('main td a.reversed', { hasText: '冲销' }).first();
    await mark.waitFor();
    await mark.click();
    await page.getByRole('heading', { name: /· 冲销$/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/entries/${reversal}`);
    await page.locator('.marks a.reversed').click();
    await page.getByRole('heading', { name: /· 付款$/ }).waitFor();
    expect(await page.locator('.marks').textContent()).toMatch(/已被凭证 \d{6} 冲销/);
  });

  test('shows a coordinator deliveries of the own unit, and no price', async () => {
    const { page, flaws } = await site.open('/consignments', { as: 'demo-coordinator' });
    await page.getByRole('heading', { name: '发放', exact: true }).waitFor();
    await page.locator('main tbody a').first().click();
    await page.getByRole('heading', { name: /^发放单 FF-/ }).waitFor();
    await page.locator('.history li').first().waitFor();
    expect(await page.locator('main .yuan').count()).toBe(0);
    expect(await page.locator('main').textContent()).not.toContain('(元)');
    // What they may not read is told and not linked.
    expect(await page.locator('main a:is([href^="/lots"], [href^="/entries"], [href^="/stock"])').count()).toBe(0);
    expect(await flaws()).toEqual([]);
  });
});
