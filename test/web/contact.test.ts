import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';
import { CONTACT } from './picture-folders.ts';

/**
 * One page of each kind, found by following links from the top bar as a reader would. Two looks at each in every run;
 * `npm run web:contact` looks in all of them, and lays the pictures into `dist/contact`.
 */

interface Variant {
  readonly language: 'zh' | 'en';
  readonly colorScheme: 'light' | 'dark';
  /** CSS pixels: 640 is a screen of 1280 at 200 %. */
  readonly width: 1280 | 1920 | 640;
}

const HEIGHTS = { 1280: 720, 1920: 1080, 640: 360 } as const;
const ALL: readonly Variant[] = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    ([1280, 1920, 640] as const).map((width) => ({ language, colorScheme, width })),
  ),
);
const TWO: readonly Variant[] = [
  { language: 'zh', colorScheme: 'light', width: 1280 },
  { language: 'en', colorScheme: 'dark', width: 640 },
];
const VARIANTS = process.env.NUANZHANG_CONTACT === 'all' ? ALL : TWO;
/** What the top bar does not lead to. */
const BEGINNINGS = ['/overview', '/account', '/begin', '/slip'];
const MOST_KINDS = 60;

describe.skipIf(CHROMIUM === undefined)('one page of each kind (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test.each(VARIANTS)(
    'stands without a serious finding or scrolling sideways: $language, $colorScheme, $width',
    { timeout: 900_000 },
    async ({ language, colorScheme, width }) => {
      const viewport = { width, height: HEIGHTS[width] };
      const { page, flaws, origin } = await site.open('/', { as: 'demo-auditor', colorScheme });
      await page.evaluate(`localStorage.setItem('nuanzhang.language', '${language}')`);
      await page.setViewportSize(viewport);
      const folder = join(CONTACT, `${language}-${colorScheme}-${width}`);
      await mkdir(folder, { recursive: true });
      const found: string[] = [];
      const known = new Map<string, string>();
      const waiting = [...BEGINNINGS];
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const kind = kindOf(next);
        if (known.has(kind) || known.size >= MOST_KINDS) continue;
        known.set(kind, next);
        await page.goto(`${origin}${next}`);
        await stands(page);
        const scrolled = Number(await page.evaluate('document.documentElement.scrollWidth'));
        if (scrolled > width) found.push(`${next} is ${scrolled} wide`);
        found.push(...(await flaws()).map((flaw) => `${next}: ${flaw}`));
        await page.screenshot({ path: join(folder, `${nameOf(kind)}.png`), fullPage: true });
        waiting.push(...(await linksOn(page)));
      }
      expect(known.size).toBeGreaterThan(20);
      expect(found).toEqual([]);
    },
  );
});

/** Without what tells one document from another: an id, a number, a value of the query. */
function kindOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://page');
  const path = pathname.replaceAll(/\/[\da-f]{8}-[\da-f-]{27}/g, '/id').replaceAll(/\/\d+(?=\/|$)/g, '/n');
  // Lists that a figure opens are lists with one more line: of each path one with and one without.
  return searchParams.size === 0 ? path : `${path}?`;
}

function nameOf(kind: string): string {
  return (
    kind
      .replaceAll(/[^\w?]+/g, '-')
      .replace('?', '-of')
      .replace(/^-/, '') || 'home'
  );
}

async function stands(page: Page): Promise<void> {
  await page.locator('main :is(h1, h2)').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}

async function linksOn(page: Page): Promise<string[]> {
  const links: unknown = await page.evaluate(`[...document.querySelectorAll('a[href^="/"]:not([download])')]
    .map((link) => link.getAttribute('href')).filter((href) => !/^\\/(?:api|objects|oidc)/.test(href))`);
  return Array.isArray(links) ? links.map(String) : [];
}
