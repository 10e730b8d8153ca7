import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import * as z from 'zod';
import { readAccountKey } from '../../local/keys.ts';
import { Accounts } from '../../local/sign-in/accounts.ts';
import { startBrowser } from '../browser.ts';
import { type Program, startProgram } from '../local/server-process.ts';

/** Pages as a reader has them: the server that `npm start` starts, and a real browser. */

/** The funding line that the report tells of, where all was paid and delivered. */
export const REPORTED = '01769c58-4800-7000-8000-000000000001';

export interface Site {
  readonly data: string;
  readonly origin: string;
  /** What the server printed so far. */
  readonly printed: () => string;
  password(subject: string): Promise<string>;
  stop(): Promise<void>;
}

/** The server over a folder of its own; `NUANZHANG_DEMO: 'on'` plays the demonstration, which this waits for. */
export async function startSite(variables: Readonly<Record<string, string>> = {}): Promise<Site> {
  const data = await mkdtemp(join(tmpdir(), 'nuanzhang-web-'));
  const given = { NUANZHANG_WEB: 'on', NUANZHANG_DEMO: 'off', ...variables };
  const server: Program = startProgram(data, given);
  const stop = async () => {
    await server.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    const origin = await server.origin();
    if (given.NUANZHANG_DEMO === 'on') await server.printed(/#code=[0-9a-z]{41}/);
    return {
      data,
      origin,
      printed: server.stdout,
      password: async (subject) => new Accounts(data, await readAccountKey(data)).password(subject),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One site and one browser for the tests of a file. */
export function useSite(variables: Readonly<Record<string, string>> = {}) {
  let site: Site | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [site, browser] = await Promise.all([startSite(variables), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  return {
    get site(): Site {
      if (site === undefined) throw new Error('the site is not there yet');
      return site;
    },
    /** A page in a context of its own, closed after the test; what it complains of fails the test. */
    async open(path: string, options: Opening = {}): Promise<Reader> {
      if (site === undefined || browser === undefined) throw new Error('the site is not there yet');
      return openReader(browser, site, path, options);
    },
  };
}

export interface Opening extends BrowserContextOptions {
  /** Whose account to sign in with: `demo-auditor`. */
  readonly as?: string;
  /** Complaints that belong to the test: a browser tells of each answer of 401 by itself. */
  readonly except?: RegExp;
}

export interface Reader {
  readonly page: Page;
  readonly origin: string;
  /** Fills in the provider's page, where one is asked to sign in. */
  signIn(subject: string): Promise<void>;
  /** Has the server refuse the tokens of this tab from now on, as if the session had ended. */
  endSession(): Promise<void>;
  /** What axe-core finds on the page as it stands, from `serious` on. */
  flaws(): Promise<string[]>;
}

/** In the page, from its first script on. */
const POLICY_WATCH = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  complainOfPolicy(violatedDirective + ' ' + blockedURI + ' ' + sourceFile + ':' + lineNumber));`;

async function openReader(browser: Browser, site: Site, path: string, { as, except, ...options }: Opening) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    ...options,
  });
  const complaints: string[] = [];
  const complain = (said: string) => {
    if (except?.test(said) !== true) complaints.push(said);
  };
  await context.exposeFunction('complainOfPolicy', (said: string) => complain(`policy: ${said}`));
  await context.addInitScript({ content: POLICY_WATCH });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complain(`error: ${error.stack ?? error.message}`));
  onTestFinished(async () => {
    await context.close();
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  });
  const reader: Reader = {
    page,
    origin: site.origin,
    async signIn(subject) {
      await page.getByLabel('账号', { exact: true }).fill(subject);
      await page.getByLabel('密码').fill(await site.password(subject));
      await page.getByRole('button', { name: '登录' }).click();
    },
    async endSession() {
      await page.evaluate(END_SESSION);
    },
    flaws: () => flawsOf(page),
  };
  await page.goto(`${site.origin}${path}`);
  if (as !== undefined) {
    await page.getByRole('button', { name: '登录' }).click();
    await reader.signIn(as);
    await page.getByRole('button', { name: '退出' }).waitFor();
  }
  return reader;
}

const END_SESSION = `sessionStorage.setItem('nuanzhang.session', JSON.stringify({
  ...JSON.parse(sessionStorage.getItem('nuanzhang.session')), accessToken: 'refused', refreshToken: 'refused' }))`;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const found = z.object({
  violations: z.array(
    z.looseObject({
      id: z.string(),
      impact: z.string().nullish(),
      help: z.string(),
      nodes: z.array(z.looseObject({ html: z.string() })),
    }),
  ),
});

async function flawsOf(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = found.parse(await page.evaluate('axe.run(document)'));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}
