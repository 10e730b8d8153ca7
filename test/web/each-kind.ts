import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Language } from '../../shared/words/language.ts';
import { useSite } from './page.ts';
import { CONTACT } from './picture-folders.ts';

/**
 * One page of each kind, found by following links from the top bar as a reader would. Two looks at each in every run;
 * `npm run web:contact` looks in all of them, and lays the pictures into `dist/contact`.
 */

interface Look {
  readonly colorScheme: 'light' | 'dark';
  /** CSS pixels: 640 is a screen of 1280 at 200 %. */
  readonly width: 1280 | 1920 | 640;
}

const HEIGHTS = { 1280: 720, 1920: 1080, 640: 360 } as const;
const ALL: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([1280, 1920, 640] as const).map((width) => ({ colorScheme, width })),
);
/** In every run one of each language, which differ in all else. */
const ONE: Readonly<Record<Language, Look>> = {
  zh: { colorScheme: 'light', width: 1280 },
  en: { colorScheme: 'dark', width: 640 },
};
const TAKES_ALL = process.env.NUANZHANG_CONTACT === 'all';
/** Whose forms are looked at in every run by tests of their own. */
const OTHERS = ['demo-buyer', 'demo-keeper', 'demo-treasurer'];
/** Whoever reads everything, and whoever reads least: no link leads to what is not for them. */
const READERS = ['demo-auditor', 'demo-coordinator', ...(TAKES_ALL ? OTHERS : [])];
/** A form that would be refused as it stands is told so before it is sent. */
const TRIED = /status of 4\d\d .*dry-run=true/;
/** What the top bar does not lead to. */
const HOME = '/';
const BEGINNINGS = ['/overview', '/account', '/begin', '/slip'];
const MOST_KINDS = 120;

/** The tests of a language, in every look that is taken of it. */
export function testEachKind(language: Language): void {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  test.each(TAKES_ALL ? ALL : [ONE[language]])(
    'stands without a serious finding or scrolling sideways: $colorScheme, $width',
    { timeout: 1_800_000 },
    async ({ colorScheme, width }) => {
      const folder = join(CONTACT, `${language}-${colorScheme}-${width}`);
      await mkdir(folder, { recursive: true });
      const found: string[] = [];
      const known = new Set<string>();
      for (const as of READERS) {
        const { page, flaws, origin } = await site.open('/', { as, colorScheme, except: TRIED });
        await page.evaluate(`localStorage.setItem('nuanzhang.language', '${language}')`);
        await page.setViewportSize({ width, height: HEIGHTS[width] });
        // Each begins at home, which is not the same for all, and comes by what others have seen already.
        known.delete(HOME);
        const visited = new Set<string>();
        const waiting = [HOME, ...BEGINNINGS];
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const kind = kindOf(next);
          if (visited.has(kind) || visited.size >= MOST_KINDS) continue;
          visited.add(kind);
          await page.goto(`${origin}${next}`);
          await stands(page);
          waiting.push(...(await linksOn(page)));
          if (known.has(kind)) continue;
          known.add(kind);
          const scrolled = Number(await page.evaluate('document.documentElement.scrollWidth'));
          if (scrolled > width) found.push(`${next} is ${scrolled} wide`);
          found.push(...(await overlapping(page)).map((two) => `${next}: ${two}`));
          found.push(...(await flaws()).map((flaw) => `${next}: ${flaw}`));
          const name = kind === HOME ? `home-${as}` : nameOf(kind);
          await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
        }
      }
      expect(known.size).toBeGreaterThan(20);
      expect(found).toEqual([]);
    },
  );
}

/** Without what tells one document from another: an id, a number, a value of the query. */
function kindOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://page');
  const path = pathname.replaceAll(/\/[\da-f]{8}-[\da-f-]{27}/g, '/id').replaceAll(/\/\d[\d-]*(?=\/|$)/g, '/n');
  // Lists that a figure opens are lists with one more line: of each path one with and one without.
  return searchParams.size === 0 ? path : `${path}?`;
}

function nameOf(kind: string): string {
  return kind
    .replaceAll(/[^\w?]+/g, '-')
    .replace('?', '-of')
    .replace(/^-/, '');
}

async function stands(page: Page): Promise<void> {
  await page.locator('main :is(h1, h2)').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}

/** Controls that lie over one another, each pair by what it is called. */
async function overlapping(page: Page): Promise<string[]> {
  const pairs: unknown = await page.evaluate(`{
    const controls = [...document.querySelectorAll('main :is(input, select, textarea, button, .plain-button)')]
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ control, box }) => box.width > 2 && box.height > 2 && control.checkVisibility());
    const called = ({ control }) => control.labels?.[0]?.textContent || control.getAttribute('aria-label') || control.textContent;
    const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const along = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    controls.flatMap((one, at) => controls.slice(at + 1)
      .filter((other) => !one.control.contains(other.control) && across(one.box, other.box) > 2 && along(one.box, other.box) > 2)
      .map((other) => called(one) + ' lies over ' + called(other)));
  }`);
  return Array.isArray(pairs) ? pairs.map(String) : [];
}

async function linksOn(page: Page): Promise<string[]> {
  const links: unknown = await page.evaluate(`[...document.querySelectorAll('a[href^="/"]:not([download])')]
    .map((link) => link.getAttribute('href')).filter((href) => !/^\\/(?:api|objects|oidc)/.test(href))`);
  return Array.isArray(links) ? links.map(String) : [];
}
