import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { Machine } from '../../local/compose.ts';
import { readAccountKey } from '../../local/keys.ts';
import { demoAccounts } from '../../local/sign-in/accounts.ts';
import { newDoorCode } from '../../local/sign-in/door-codes.ts';
import { DOORS, Doors } from '../../local/sign-in/doors.ts';
import { CHROMIUM, startBrowser } from '../browser.ts';
import { listening } from '../listening.ts';
import { commanded } from './commanded.ts';
import { codeOf, doorsOf, portOf, seesPasswordPage, start, useCode } from './entering.ts';
import { freshFolder } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { tokens, Visitor } from './visitor.ts';

/** A browser that used a code. */
async function admitted(machine: Machine): Promise<Visitor> {
  const visitor = new Visitor(machine.origin);
  const answer = await useCode(machine.origin, codeOf(machine));
  expect(answer.status).toBe(200);
  visitor.keep(answer);
  return visitor;
}

/** Goes through a door, and gives what was answered for the code of its token. */
async function enter(visitor: Visitor, door: string) {
  const { url } = await visitor.go(visitor.through(door));
  const answer = await visitor.token({ grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '' });
  return tokens.parse(await answer.json());
}

const isOpen = z.strictObject({ open: z.boolean() });

async function holds({ origin }: Machine, visitor: Visitor): Promise<boolean> {
  const cookie = [...visitor.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  return isOpen.parse(await (await fetch(`${origin}/oidc/doors`, { headers: { cookie } })).json()).open;
}

describe('a one-time code', () => {
  test('stands in the address of a start, behind the sign that no browser sends on', async () => {
    const machine = await start(await freshFolder());
    expect(machine.entrance?.()).toMatch(new RegExp(`^${machine.origin}/#code=[0-9a-z]{41}$`));
  });

  test('opens the doors once, for one browser, until the server stops', async () => {
    const machine = await start(await freshFolder());
    const code = codeOf(machine);
    const answer = await useCode(machine.origin, code);
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([
      200,
      'no-store',
      { open: true },
    ]);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      new RegExp(
        `^nuanzhang-doors-${portOf(machine)}=[\\w-]{43}; Path=/oidc; Max-Age=43200; HttpOnly; SameSite=Strict$`,
      ),
    );
    const visitor = new Visitor(machine.origin);
    visitor.keep(answer);
    expect([await holds(machine, visitor), await holds(machine, new Visitor(machine.origin))]).toEqual([true, false]);
    const again = await useCode(machine.origin, code);
    expect([again.status, again.headers.getSetCookie()]).toEqual([410, []]);
  });

  test.each([
    ['zh', /只能用一次.*10 分钟.*npm run open/],
    ['en', /works once, within 10 minutes.*npm run open/],
  ])('that is outdated says how to get another, in %s', async (language, told) => {
    const data = await freshFolder();
    const machine = await start(data);
    const old = newDoorCode(await readAccountKey(data), Date.now() - 601_000);
    const answer = await useCode(machine.origin, old, language);
    const problem = z.object({ type: z.string(), detail: z.string() }).parse(await answer.json());
    expect([answer.status, problem.type]).toEqual([410, '/problems/door-code-spent']);
    expect(problem.detail).toMatch(told);
  });

  test('of another folder, or made up, opens nothing; after five that were wrong whoever comes waits', async () => {
    const machine = await start(await freshFolder());
    const elsewhere = await start(await freshFolder());
    const [mine, theirs] = [codeOf(machine), codeOf(elsewhere)];
    const wrong = [theirs, `${mine.slice(0, -1)}${mine.endsWith('0') ? '1' : '0'}`, '', 'x', mine.toUpperCase()];
    for (const code of wrong) expect((await useCode(machine.origin, code)).status).toBe(403);
    const waiting = await useCode(machine.origin, mine);
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^(10|[1-9])$/)]);
    expect((await useCode(elsewhere.origin, theirs)).status).toBe(200);
  });

  test.each([
    ['no JSON', { 'content-type': 'text/plain' }, JSON.stringify({ code: 'x' })],
    ['broken JSON', { 'content-type': 'application/json' }, '{"code":'],
    ['something else beside it', { 'content-type': 'application/json' }, JSON.stringify({ code: 'x', role: 'admin' })],
    ['more than any page sends', { 'content-type': 'application/json' }, `"${'x'.repeat(100_000)}"`],
  ])('sent as %s is asked for again', async (_what, headers, body) => {
    const { origin } = await start(await freshFolder());
    const answer = await fetch(`${origin}/oidc/doors`, { method: 'POST', headers: { origin, ...headers }, body });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ type: '/problems/door-code-malformed' }),
    ]);
  });

  test('is good for ten minutes and opens for twelve hours, by the clock', () => {
    const key = Buffer.alloc(32, 7);
    let now = Date.parse('2026-01-05T08:00:00+08:00');
    const doors = new Doors({ origin: 'http://127.0.0.1:8080', key, path: '/oidc', now: () => now });
    const first = newDoorCode(key, now);
    now += 600_000;
    const entered = doors.enter(first);
    const [cookie = ''] = entered.outcome === 'open' ? entered.cookie.split(';') : [];
    const isHeld = () => doors.areOpenTo({ headers: { cookie: `other=1; ${cookie}` } });
    expect(isHeld()).toBe(true);
    now += 12 * 3_600_000;
    expect(isHeld()).toBe(false);
    const second = newDoorCode(key, now);
    now += 600_001;
    expect([doors.enter(second).outcome, doors.enter(newDoorCode(key, now + 1_000)).outcome]).toEqual([
      'spent',
      'spent',
    ]);
  });
});

describe('a door', () => {
  test('gives a token of its role, without a password, and signs out who was in before', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    expect(await doorsOf(machine)).toEqual(['buyer', 'keeper', 'coordinator', 'treasurer', 'auditor']);
    const visitor = await admitted(machine);
    let before: string | undefined;
    for (const door of DOORS) {
      const { access_token, refresh_token } = await enter(visitor, door);
      const me = await fetch(`${machine.origin}/api/me`, { headers: { authorization: `Bearer ${access_token}` } });
      const { subject, name, roles, units } = demoAccounts().find((one) => one.roles.includes(door)) ?? {};
      expect(await me.json()).toMatchObject({ subject, name, roles, units });
      if (before !== undefined) {
        const renewed = await visitor.token({ grant_type: 'refresh_token', refresh_token: before });
        expect(renewed.status).toBe(400);
      }
      before = refresh_token;
    }
    const admin = await issueToken(data, machine.origin, { subject: 'demo-admin', roles: ['admin'], units: [] });
    const sessions = await fetch(`${machine.origin}/api/sessions`, { headers: { authorization: `Bearer ${admin}` } });
    expect(await sessions.json()).toMatchObject({ items: [{ subject: 'demo-auditor' }] });
  });

  test('shows another browser the password page, with the account filled in', async () => {
    const machine = await start(await freshFolder());
    await admitted(machine);
    const stranger = new Visitor(machine.origin);
    const { url, status, text } = await stranger.go(stranger.through('keeper'));
    expect([status, url.searchParams.get('code')]).toEqual([200, null]);
    expect(text).toContain('name="account" value="demo-keeper"');
  });

  test('lets nobody pass as who they were: without the cookie it asks for a password', async () => {
    const machine = await start(await freshFolder());
    const visitor = await admitted(machine);
    await enter(visitor, 'keeper');
    for (const name of visitor.cookies.keys()) if (name.startsWith('nuanzhang-doors')) visitor.cookies.delete(name);
    expect(await seesPasswordPage(visitor, 'treasurer')).toBe(true);
  });

  test('leads to five accounts and to no other', async () => {
    const machine = await start(await freshFolder());
    const visitor = await admitted(machine);
    for (const hint of ['admin', 'privacy-officer', 'demo-keeper', '']) {
      expect(await seesPasswordPage(visitor, hint), hint).toBe(true);
    }
  });

  test('is shut after a restart, whoever held it, and to the codes of before', async () => {
    const data = await freshFolder();
    const first = await start(data);
    const visitor = await admitted(first);
    const unused = codeOf(first);
    await enter(visitor, 'buyer');
    await first.stop();
    const second = await start(data, {}, portOf(first));
    expect(await holds(second, visitor)).toBe(false);
    expect(await seesPasswordPage(visitor, 'treasurer')).toBe(true);
    expect((await useCode(second.origin, unused)).status).toBe(410);
    expect((await useCode(second.origin, codeOf(second))).status).toBe(200);
  });
});

/** A request whose headers are sent as they are, the host too. */
async function sent(origin: string, method: string, headers: Readonly<Record<string, string>>, body?: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; isCookieSet: boolean }>();
  request(`${origin}/oidc/doors`, { method, headers })
    .on('error', reject)
    .on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, isCookieSet: response.headers['set-cookie'] !== undefined });
    })
    .end(body);
  return promise;
}

describe('from elsewhere', () => {
  test('no code is taken, and none is used up: not under another name or port, not for another page, not through a proxy', async () => {
    const machine = await start(await freshFolder());
    const { origin } = machine;
    const port = portOf(machine);
    const code = codeOf(machine);
    const post = { origin, 'content-type': 'application/json' };
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { ...post, host: `rebound.example:${port}` },
      { ...post, host: `localhost:${port}` },
      { ...post, host: `rebound.example:${port}`, origin: `http://rebound.example:${port}` },
      { ...post, host: '127.0.0.1:1' },
      { ...post, origin: 'http://127.0.0.1:1' },
      { ...post, origin: 'null' },
      { ...post, origin: origin.replace('http', 'https') },
      { 'content-type': 'application/json' },
      { ...post, 'sec-fetch-site': 'cross-site' },
      { ...post, 'sec-fetch-site': 'same-site' },
      { ...post, 'x-forwarded-for': '203.0.113.7' },
      { ...post, via: '1.1 proxy' },
    ];
    for (const headers of foreign) {
      const answer = await sent(origin, 'POST', headers, JSON.stringify({ code }));
      expect(answer, JSON.stringify(headers)).toEqual({ status: 403, isCookieSet: false });
    }
    const own = await sent(origin, 'POST', { ...post, 'sec-fetch-site': 'same-origin' }, JSON.stringify({ code }));
    expect(own).toEqual({ status: 200, isCookieSet: true });
    expect((await sent(origin, 'DELETE', { origin })).status).toBe(405);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the address', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://rebound.example' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ])('a browser that holds the doors sees the password page: sent by %s', async (_what, headers) => {
    const machine = await start(await freshFolder());
    const visitor = await admitted(machine);
    Object.assign(visitor.headers, headers);
    expect(await seesPasswordPage(visitor)).toBe(true);
  });
});

describe('npm run open', () => {
  test('prints another address of the server that runs, which opens once', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    const { code, printed, said } = await commanded('open', data);
    expect([code, said]).toEqual([0, '']);
    const address = new URL(printed.trim().split('\n').at(-1) ?? '');
    expect(address.origin).toBe(machine.origin);
    const given = address.hash.replace('#code=', '');
    expect((await useCode(machine.origin, given)).status).toBe(200);
    expect((await useCode(machine.origin, given)).status).toBe(410);
  });

  test('says that the server has to run first', async () => {
    const data = await freshFolder();
    await (await start(data)).stop();
    const { code, printed, said } = await commanded('open', data);
    expect([code, printed]).toEqual([1, '']);
    expect(said).toContain('npm start');
  });
});

/** Run in the page: what the pages do with the address that was printed. */
const USES_CODE = `(async () => {
  const code = location.hash.replace('#code=', '');
  history.replaceState(null, '', '/');
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/oidc/doors', { method: 'POST', headers, body: JSON.stringify({ code }) });
  return answer.status;
})()`;

describe.skipIf(CHROMIUM === undefined)('in a browser (where there is Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test('a page uses its code and goes through doors; a page of another port is asked for a password', async () => {
    const machine = await start(await freshFolder());
    const { origin } = machine;
    const context = await browser.newContext();
    const page = await context.newPage();
    // In place of the pages: one that may do what they do.
    await context.route(
      (url) => url.origin === origin && url.pathname === '/',
      (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>page</title>' }),
    );
    await page.goto(machine.entrance?.() ?? '');
    expect(await page.evaluate(USES_CODE)).toBe(200);
    const visitor = new Visitor(origin);
    const used: string[] = [];
    for (const door of ['auditor', 'keeper']) {
      await page.evaluate(`location.assign(${JSON.stringify(visitor.through(door))})`);
      const codeIn = (url: URL) => url.searchParams.get('code') ?? '';
      await page.waitForURL((url) => ![...used, ''].includes(codeIn(url)));
      const code = codeIn(new URL(page.url()));
      used.push(code);
      const answer = await visitor.token({ grant_type: 'authorization_code', code });
      const { access_token } = tokens.parse(await answer.json());
      const me = await fetch(`${origin}/api/me`, { headers: { authorization: `Bearer ${access_token}` } });
      expect(await me.json()).toMatchObject({ roles: [door] });
    }
    const elsewhere = await listening((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>elsewhere</title>');
    });
    onTestFinished(elsewhere.stop);
    await page.goto(elsewhere.endpoint);
    await page.evaluate(`location.assign(${JSON.stringify(visitor.through('treasurer'))})`);
    await page.waitForSelector('input[name=password]');
    expect(await page.inputValue('input[name=account]')).toBe('demo-treasurer');
    await context.close();
  });
});
