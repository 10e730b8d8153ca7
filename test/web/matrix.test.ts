import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHROMIUM } from '../browser.ts';
import { asked, paste } from './asking.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of 4\d\d|ERR_FAILED/;
const MANY = { timeout: 60_000 };

const UNITS = 40;
const ITEMS = 12;
const EACH = 5;

const booked = z.object({ entry: z.object({ id: z.string() }) });
const listed = z.object({ items: z.array(z.object({ id: z.string(), unit: z.string() })) });

const unitNamed = (at: number) => `示例单位${String(at).padStart(2, '0')}`;
const itemNamed = (at: number) => `示例物资${String(at).padStart(2, '0')}`;
const places = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
/** The id of an entry that this test makes. */
const keyOf = (kind: number, at: number) =>
  `01900000-0000-7000-8${String(kind).padStart(3, '0')}-${String(at).padStart(12, '0')}`;

describe.skipIf(CHROMIUM === undefined)('dispatching to many units (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** Units and items of this test, and of each item enough for all. */
  const provide = async () => {
    const { page } = await site.open('/', { as: 'demo-treasurer' });
    for (const at of places(UNITS)) {
      const unit = { code: `SL-${at}`, name: unitNamed(at), region: '110113' };
      booked.parse(await asked(page, '/api/units', unit, keyOf(1, at)));
    }
    for (const at of places(ITEMS)) {
      const item = { code: `SLW-${at}`, name: itemNamed(at), baseMeasure: '件' };
      booked.parse(await asked(page, '/api/items', item, keyOf(2, at)));
    }
    const keeper = await site.open('/consignments/matrix', { as: 'demo-keeper', except: PROVOKED });
    const [fundingLine, warehouse] = await Promise.all([
      firstOf(keeper.page, '/api/funding-lines'),
      firstOf(keeper.page, '/api/warehouses'),
    ]);
    const receipt = {
      kind: 'donation',
      giver: '捐赠方(示例)',
      fundingLine,
      warehouse,
      effectiveOn: '2020-12-01',
      lines: places(ITEMS).map((at) => ({ item: keyOf(2, at), quantity: UNITS * EACH * 2, value: '100.00' })),
    };
    booked.parse(await asked(keeper.page, '/api/receipts', receipt, keyOf(3, 1)));
    return keeper.page;
  };
  const firstOf = async (page: Page, path: string) =>
    z.object({ items: z.array(z.object({ id: z.string() })) }).parse(await asked(page, path)).items[0]?.id;

  /** Units and items as columns of a spreadsheet, and all quantities as one block of it. */
  const fillIn = async (page: Page, units: readonly number[]) => {
    await page.getByLabel('加单位').focus();
    await paste(page, units.map(unitNamed).join('\r\n'));
    await page.getByRole('rowheader', { name: unitNamed(units.at(-1) ?? 0) }).waitFor();
    if ((await page.locator('.matrix tbody input').count()) === 0) {
      await page.getByLabel('加物资').focus();
      await paste(page, places(ITEMS).map(itemNamed).join('\r\n'));
    }
    const first = page.locator('.matrix tbody input').first();
    await first.focus();
    await paste(
      page,
      units
        .map(() =>
          places(ITEMS)
            .map(() => EACH)
            .join('\t'),
        )
        .join('\r\n'),
    );
    await page.getByRole('button', { name: `发放 ${units.length} 个单位` }).waitFor();
  };
  const sentTo = async (page: Page) => {
    const { items } = listed.parse(await asked(page, '/api/consignments?limit=200'));
    return items.map(({ unit }) => unit).filter((unit) => unit.startsWith('01900000'));
  };

  test('40 units by 12 items go out with their progress, each once; an answer that was lost is asked for under the same key', async () => {
    const page = await provide();
    await page.getByRole('heading', { name: '多单位发放' }).waitFor();
    await fillIn(page, places(UNITS));
    await expect
      .poll(() => page.locator('.matrix tfoot tr').first().textContent())
      .toBe(
        `合计${places(ITEMS)
          .map(() => UNITS * EACH)
          .join('')}2,400`,
      );
    // One answer never comes, though it is booked; those after it wait until the page is loaded anew.
    let posts = 0;
    await page.route('**/api/consignments', async (route) => {
      posts += 1;
      if (posts < 10) return route.continue();
      if (posts === 10) await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: `发放 ${UNITS} 个单位` }).click();
    await page.getByText('已发 9 / 40').waitFor(MANY);
    await page.getByText(/个单位不知道是否已记账/).waitFor(MANY);
    await page.unroute('**/api/consignments');
    await page.reload();
    await page.getByRole('button', { name: '继续发放 31 个单位' }).waitFor(MANY);
    await page.getByRole('button', { name: '继续发放 31 个单位' }).click();
    await page.getByText('已发 40 / 40').waitFor(MANY);
    const units = await sentTo(page);
    expect(units).toHaveLength(UNITS);
    expect(new Set(units).size).toBe(UNITS);
    await page
      .getByRole('link', { name: /^已发放 FF-\d{6}$/ })
      .nth(UNITS - 1)
      .waitFor(MANY);
    await page.getByRole('button', { name: '收起已发放的单位' }).click();
    await expect.poll(() => page.locator('.matrix tbody tr').count()).toBe(0);

    await fillIn(page, places(UNITS));
    await page.getByRole('button', { name: `发放 ${UNITS} 个单位` }).click();
    await page.getByText('已发 40 / 40').waitFor(MANY);
    expect(await sentTo(page)).toHaveLength(2 * UNITS);
    await expect
      .poll(() => page.locator('.matrix tfoot tr').nth(1).textContent())
      .toBe(
        `本库可发${places(ITEMS)
          .map(() => 0)
          .join('')}`,
      );
  }, 360_000);
});
