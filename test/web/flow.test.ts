import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

const CONTACT = join(import.meta.dirname, '../../dist/contact');

/** `1,619,170.00 元`, `+30.00` or `−30.00` in fen. */
function fenIn(shown: string): bigint {
  const text = shown.replaceAll(/[^\d.−-]/g, '').replace('−', '-');
  if (!/^-?\d+\.\d{2}$/.test(text)) throw new Error(`no amount: ${shown}`);
  return BigInt(text.replace('.', ''));
}

const sumOf = (shown: readonly string[]) => shown.reduce((sum, one) => sum + fenIn(one), 0n);

/** What the rows of a list change, page by page to the last. */
async function listed(page: Page, href: string): Promise<bigint> {
  await page.goto(href);
  const cells = page.locator('main tbody td[data-figure]');
  let sum = 0n;
  for (;;) {
    await cells.first().waitFor();
    sum += sumOf(await cells.allTextContents());
    const next = page.getByRole('link', { name: '下一页' });
    if ((await next.count()) === 0) return sum;
    await page.goto(new URL((await next.getAttribute('href')) ?? '', page.url()).href);
  }
}

interface Figure {
  readonly href: string;
  readonly value: bigint;
}

/** The figures of the picture and of its tables, with where each leads. */
async function figuresOf(page: Page): Promise<Figure[]> {
  await page.locator('.flow-tables a').first().waitFor();
  const links = await page.locator(':is(.flow a, .flow-tables td a, main .rows td[data-figure] a)').all();
  return Promise.all(
    links.map(async (link) => ({
      href: new URL((await link.getAttribute('href')) ?? '', page.url()).href,
      value: fenIn((await link.textContent())?.match(/−?[\d,]+\.\d{2}$/)?.[0] ?? ''),
    })),
  );
}

describe.skipIf(CHROMIUM === undefined)('每一分钱去了哪里 (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test.each(['', '?from=2021-01-01'])(
    'each of its figures opens a list that adds up to it to the fen, and each row of that its entries%s',
    async (period) => {
      const { page, origin, flaws } = await site.open('/', { as: 'demo-auditor' });
      await page.goto(`${origin}/overview${period}`);
      const figures = await figuresOf(page);
      const nodes = await page.locator('.flow-place').count();
      expect(nodes).toBeGreaterThan(3);
      expect(figures.length).toBeGreaterThan(nodes);
      const known = new Map<string, bigint>();
      for (let waiting = figures; waiting.length > 0; ) {
        const [figure, ...others] = waiting;
        waiting = others;
        if (figure === undefined || known.has(figure.href)) continue;
        const sum = await listed(page, figure.href);
        known.set(figure.href, sum);
        const isNode = new URL(figure.href).pathname === '/overview/node';
        if (isNode) {
          const parts = await page.locator('main .rows td[data-figure] a').all();
          const isEarlier = figure.href.endsWith('node=earlier');
          for (const part of parts) {
            const value = fenIn((await part.textContent()) ?? '');
            waiting = [
              ...waiting,
              {
                href: new URL((await part.getAttribute('href')) ?? '', page.url()).href,
                value: isEarlier ? -value : value,
              },
            ];
          }
          expect(await flaws()).toEqual([]);
        }
        expect([figure.href, sum]).toEqual([figure.href, figure.value]);
      }
      for (const { href, value } of figures) expect([href, known.get(href)]).toEqual([href, value]);
      await mkdir(CONTACT, { recursive: true });
      const [list] = known.keys();
      const node = [...known.keys()].find((href) => href.includes('/overview/node'));
      for (const [name, href] of Object.entries({ list, node })) {
        if (href === undefined) continue;
        await page.goto(href);
        await page.locator('main tbody td[data-figure]').first().waitFor();
        await page.screenshot({ path: join(CONTACT, `flow-${name}-${period === '' ? 'all' : 'period'}.png`) });
      }
    },
    360_000,
  );
});
