import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import type { Role } from '../../shared/domain/role.ts';
import { CHROMIUM } from '../browser.ts';
import { invoiceXml, utf8 } from '../evidence/files.ts';
import { issueToken } from '../local/issue-token.ts';
import { type Site, useSite } from './page.ts';

const CONTACT = join(import.meta.dirname, '../../dist/contact');
const id = (last: string) => `0190c3a8-0000-7000-8000-0000000000${last}`;
const [TARIFF, BENEFIT, ANNEX, MOVE, COUNT, MEMBER, THRESHOLD, FIX] = [
  'd0',
  'd1',
  'd2',
  'd3',
  'd4',
  'd5',
  'd6',
  'd7',
].map(id);
/** What keepers and treasurers record is of these days, by the clock of the server. */
const DAY = dateInShanghai(Date.now());
const approval = { document: '会议纪要(示例)', decidedOn: '2021-01-06', approver: '主席(示例)' };
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const entries = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      refs: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    }),
  ),
});
const stock = z.looseObject({
  lots: z.array(
    z.looseObject({
      lot: z.string(),
      quantity: z.int(),
      warehouse: z.looseObject({ id: z.string() }),
      item: z.looseObject({ id: z.string() }),
    }),
  ),
});
const declared = z.looseObject({
  upload: z.looseObject({ url: z.string(), headers: z.record(z.string(), z.string()) }).optional(),
});

/** The API as somebody of one role calls it, who is nobody of the demonstration. */
async function caller(site: Site, role: Role, name?: string) {
  const person = { subject: `test-${role}`, roles: [role], units: [], ...(name === undefined ? {} : { name }) };
  const authorization = `Bearer ${await issueToken(site.data, site.origin, person)}`;
  const asked = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${site.origin}${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    read: (path: string) => asked(path, { headers: { authorization } }),
    write: (path: string, key: string | undefined, body: object) =>
      asked(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key ?? '' },
        body: JSON.stringify(body),
      }),
  };
}

/** What stands in the ledger beside the demonstration, by where its pages are. */
async function written(site: Site) {
  const [auditor, treasurer, keeper, admin, buyer] = await Promise.all([
    caller(site, 'auditor'),
    caller(site, 'treasurer', '财务乙(示例)'),
    caller(site, 'keeper'),
    caller(site, 'admin'),
    caller(site, 'buyer'),
  ]);
  const first = async (query: string) => {
    const [one] = entries.parse(await auditor.read(query)).items;
    if (one === undefined) throw new Error(`${query} lists nothing`);
    return one;
  };
  const appropriation = await first('/api/entries?kind=appropriation');
  const [lot] = stock.parse(await auditor.read('/api/stock')).lots.toSorted((a, b) => b.quantity - a.quantity);
  const [order, acceptance, dispatch, confirmation] = [
    await first('/api/entries?kind=order'),
    await first('/api/entries?kind=acceptance'),
    await first('/api/entries?kind=dispatch'),
    await first('/api/entries?kind=confirmation'),
  ];
  await treasurer.write('/api/tariffs', TARIFF, {
    code: 'SL-1',
    name: '困难职工慰问(示例)',
    basis: '办法(示例)',
    cap: '500.00',
    per: 'year',
  });
  await treasurer.write('/api/benefits', BENEFIT, {
    fundingLine: [appropriation.refs.fundingLines].flat()[0],
    tariff: TARIFF,
    person: { name: '示例职工', reference: 'SL-0001' },
    amount: '200.00',
    effectiveOn: DAY,
    method: '银行转账',
    approval,
  });
  await treasurer.write('/api/warehouses', ANNEX, { code: 'SL-2', name: '分库(示例)' });
  await keeper.write('/api/stock-moves', MOVE, {
    from: lot?.warehouse.id,
    to: ANNEX,
    effectiveOn: DAY,
    lines: [{ lot: lot?.lot, quantity: 1 }],
    reason: '腾库(示例)',
  });
  await keeper.write('/api/stock-adjustments', COUNT, {
    warehouse: ANNEX,
    effectiveOn: DAY,
    lines: [{ lot: `${MOVE}.1`, book: 1, counted: 1 }],
    reason: '年终盘点(示例)',
  });
  await admin.write('/api/members', MEMBER, { subject: 'demo-example', roles: ['buyer'] });
  await admin.write('/api/approval-thresholds', THRESHOLD, { spending: 'order', approvalAbove: '50000.00' });
  await keeper.write(`/api/entries/${MOVE}/corrections`, FIX, {
    changes: [{ field: 'note', was: null, is: '已当面清点(示例)' }],
    reason: '漏写(示例)',
  });
  const xml = Buffer.from(utf8(invoiceXml()));
  for (const [at, [name, mediaType, file]] of (
    [
      ['示例.png', 'image/png', PICTURE],
      ['示例.xml', 'application/xml', xml],
    ] as const
  ).entries()) {
    const sha256 = createHash('sha256').update(file).digest('hex');
    const paper = { name, mediaType, bytes: file.length, sha256 };
    const { upload } = declared.parse(await buyer.write('/api/evidence', id(`e${at}`), paper));
    if (upload !== undefined) await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: file });
    await buyer.write(`/api/entries/${order.id}/evidence`, id(`f${at}`), { evidence: [paper] });
  }
  return {
    order: `/entries/${order.id}`,
    acceptance: `/entries/${acceptance.id}`,
    dispatch: `/entries/${dispatch.id}`,
    confirmation: `/entries/${confirmation.id}`,
    correction: `/entries/${FIX}`,
    registration: `/entries/${TARIFF}`,
    tariff: `/tariffs/${TARIFF}`,
    benefit: `/benefits/${BENEFIT}`,
    benefits: `/benefits?tariff=${TARIFF}`,
    move: `/stock-moves/${MOVE}`,
    count: `/stock-adjustments/${COUNT}`,
    member: `/members/${MEMBER}`,
    threshold: `/approval-thresholds/${THRESHOLD}`,
    warehouse: `/warehouses/${ANNEX}`,
    item: `/items/${lot?.item.id}`,
    supplier: `/suppliers/${[order.refs.supplier].flat()[0]}`,
    purchase: `/purchases/${order.id}`,
  };
}

describe.skipIf(CHROMIUM === undefined)('sheets (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  let pages: Awaited<ReturnType<typeof written>>;
  beforeAll(async () => {
    pages = await written(site.site);
  }, 120_000);

  test('stand for every kind in both languages, light and dark', async () => {
    await mkdir(CONTACT, { recursive: true });
    for (const [colorScheme, language] of [
      ['light', 'zh'],
      ['dark', 'en'],
    ] as const) {
      const { page, flaws, origin } = await site.open('/', { as: 'demo-auditor', colorScheme });
      if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${origin}${path}`);
        await page.locator('main .sheet :is(.said, table)').first().waitFor();
        expect(await flaws(), `${name} ${colorScheme} ${language}`).toEqual([]);
        expect(await page.locator('main').textContent()).not.toMatch(/headCount|baseMeasure|approvalAbove|undefined/);
        await page.screenshot({ path: join(CONTACT, `sheet-${name}-${colorScheme}-${language}.png`) });
      }
    }
  }, 360_000);

  test('say who did it by name, and lines and corrections in words', async () => {
    const { page, origin } = await site.open(pages.registration, { as: 'demo-auditor' });
    await page.getByText('财务乙(示例)').waitFor();
    await page.getByText('登录标识 test-treasurer').waitFor();
    await page.goto(`${origin}${pages.order}`);
    const lines = page.getByRole('table', { name: '明细' });
    for (const head of ['物资', '数量', '金额(元)', '专项资金']) {
      await lines.getByRole('columnheader', { name: head, exact: true }).waitFor();
    }
    await page.goto(`${origin}${pages.confirmation}`);
    for (const head of ['完好', '损坏', '短缺', '拒收']) {
      await page.getByRole('columnheader', { name: head, exact: true }).waitFor();
    }
    await page.goto(`${origin}${pages.correction}`);
    const change = page.getByRole('row').filter({ has: page.getByRole('cell', { name: '备注', exact: true }) });
    await change.waitFor();
    expect(await change.getByRole('cell').allTextContents()).toEqual(['备注 ', '未填', '已当面清点(示例)']);
  });

  test('of somebody is told to be for others, where the reader may not see it', async () => {
    const { page } = await site.open(pages.member, { as: 'demo-keeper', except: /status of 403/ });
    await page.getByText('您没有查看这一页的权限').waitFor();
  });

  test('open a paper over the page, which Escape closes, and an invoice file as what is read in it', async () => {
    const { page, flaws } = await site.open(pages.purchase, { as: 'demo-auditor' });
    await page.getByRole('button', { name: '打开 示例.png' }).click();
    const dialog = page.getByRole('dialog', { name: '示例.png' });
    await dialog.locator('img').waitFor();
    expect(await dialog.getByRole('link', { name: '下载原文件' }).getAttribute('download')).toBe('示例.png');
    expect(await flaws()).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByText('示例.xml').count()).toBe(1);
    await page.getByRole('button', { name: '打开 XML 示例.xml' }).click();
    await page.getByRole('dialog', { name: '示例.xml' }).getByText('销售方').waitFor();
    expect(await flaws()).toEqual([]);
    await page.screenshot({ path: join(CONTACT, 'sheet-invoice-file.png') });
  });

  test('a date is taken in any form, shown in one, and told where it is wrong', async () => {
    const { page, flaws } = await site.open('/entries', { as: 'demo-auditor', locale: 'en-US' });
    const from = page.getByLabel('从');
    await from.fill('２０２０/１２/３０');
    await page.waitForURL(/from=2020-12-30/);
    expect(await from.inputValue()).toBe('2020-12-30');
    await page.getByLabel('到').fill('20201229');
    await page.getByRole('alert').filter({ hasText: '不能早于 2020-12-30' }).waitFor();
    expect(page.url()).not.toContain('to=');
    await from.fill('2021-02-29');
    await page.getByRole('alert').filter({ hasText: '没有“2021-02-29”这一天' }).waitFor();
    expect(await flaws()).toEqual([]);
    await from.fill('2021-1-2');
    await from.press('Enter');
    await page.waitForURL(/from=2021-01-02/);
  });
});
