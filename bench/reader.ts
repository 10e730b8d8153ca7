import type { Browser, CDPSession, Page, Request } from 'playwright-core';
import * as z from 'zod';

/** A reader who is signed in, with a browser whose cache and tokens last over all that is opened. */

const HOURS_MS = 3_600_000;
/** As of machines that offices have. */
const SLOWED = 4;
/** Nothing asked, nothing changed for so long: the page is there. */
const QUIET_MS = 300;
const PATIENCE_MS = 60_000;

/** One read of the API, by a page that was being opened. */
export interface Read {
  readonly path: string;
  /** How many reads, one after the other, had to be answered before. */
  readonly stage: number;
}

export interface Opened {
  /** From the start of navigation to the last change of the page, in milliseconds. */
  readonly usableMs: number;
  readonly reads: readonly Read[];
  /** Where the page leads within the desk. */
  readonly links: readonly string[];
}

export interface Reader {
  readonly page: Page;
  readonly origin: string;
  open(path: string): Promise<Opened>;
  /** What is read while something is done on the page. */
  during(act: () => Promise<unknown>): Promise<readonly Read[]>;
  slow(isSlowed: boolean): Promise<void>;
}

/** In the page, before anything of its own: when it last changed. */
const WATCH = `globalThis.changedAt = performance.now();
  new MutationObserver(() => { globalThis.changedAt = performance.now(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });`;
const QUIET = '({ at: globalThis.changedAt, for: performance.now() - globalThis.changedAt })';
const quiet = z.object({ at: z.number(), for: z.number() });
const LINKS = `[...document.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href'))`;

export async function openReader(browser: Browser, origin: string, accessToken: string): Promise<Reader> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const session = JSON.stringify({ accessToken, until: Date.now() + HOURS_MS, subject: 'bench' });
  await context.addInitScript({ content: `sessionStorage.setItem('nuanzhang.session', ${JSON.stringify(session)});` });
  await context.addInitScript({ content: WATCH });
  const page = await context.newPage();
  const protocol: CDPSession = await context.newCDPSession(page);
  const reads = recordReads(page, origin);
  return {
    page,
    origin,
    async open(path) {
      reads.anew();
      await page.goto(`${origin}${path}`);
      const usableMs = await settled(page, reads);
      return { usableMs, reads: reads.made(), links: z.array(z.string()).parse(await page.evaluate(LINKS)) };
    },
    async during(act) {
      reads.anew();
      await act();
      await settled(page, reads);
      return reads.made();
    },
    async slow(isSlowed) {
      await protocol.send('Emulation.setCPUThrottlingRate', { rate: isSlowed ? SLOWED : 1 });
    },
  };
}

interface Reads {
  anew(): void;
  made(): readonly Read[];
  /** Of requests of any kind. */
  readonly pending: number;
}

function recordReads(page: Page, origin: string): Reads {
  let made: (Read & { readonly url: string })[] = [];
  const open = new Map<Request, number>();
  let answered = 0;
  page.on('request', (request) => {
    const url = request.url();
    open.set(request, answered);
    if (!url.startsWith(`${origin}/api/`) || request.method() !== 'GET') return;
    made.push({ url, path: url.slice(origin.length), stage: answered });
  });
  const end = (request: Request) => {
    const stage = open.get(request);
    open.delete(request);
    // A script is no answer that a read waits for.
    if (stage !== undefined && made.some(({ url }) => url === request.url())) answered = Math.max(answered, stage + 1);
  };
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  return {
    anew() {
      made = [];
      open.clear();
      answered = 0;
    },
    made: () => made.map(({ path, stage }) => ({ path, stage })),
    get pending() {
      return open.size;
    },
  };
}

/** When the page last changed, once it asks for nothing and changes no more. */
async function settled(page: Page, reads: Reads): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const told = quiet.parse(await page.evaluate(QUIET));
    if (reads.pending === 0 && told.for >= QUIET_MS) return told.at;
    if (Date.now() > until) throw new Error(`${page.url()} does not come to rest`);
    await page.waitForTimeout(QUIET_MS / 6);
  }
}
