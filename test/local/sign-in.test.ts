import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { openKeys } from '../../local/keys.ts';
import { Accounts, demoAccounts } from '../../local/sign-in/accounts.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { CHROMIUM, startBrowser } from '../browser.ts';
import { listening } from '../listening.ts';
import { freshFolder, freshKeys } from './folder.ts';
import { tokens, Visitor } from './visitor.ts';

const logged: string[] = [];

/** A machine over a folder; the same port again makes it the same issuer. */
async function start(data: string, port = 0, variables: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const environment = { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_DEMO: 'off', ...variables }), port };
  const machine = await startMachine(environment, (line) => void logged.push(line));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...machine, stop };
}

const portOf = ({ origin }: Machine) => Number(new URL(origin).port);

function ask(origin: string, token: string | undefined, path = '/api/me'): Promise<Response> {
  return fetch(`${origin}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
}

async function passwordOf(data: string, subject: string): Promise<string> {
  return new Accounts(data, (await openKeys(data)).accountKey).password(subject);
}

/** Signs in as a person would, and gives the visitor with what was answered for the code. */
async function signIn(machine: Machine, data: string, subject: string, visitor = new Visitor(machine.origin)) {
  const { url } = await visitor.go(visitor.beginning);
  const back = await visitor.submit(url, subject, await passwordOf(data, subject));
  const code = back.url.searchParams.get('code') ?? '';
  const answer = await visitor.token({ grant_type: 'authorization_code', code });
  return { visitor, code, back, ...tokens.parse(await answer.json()) };
}

describe('signing in', () => {
  test('gives every demo account a token with its role, for the code and its verifier', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    for (const { subject, name, roles, units } of demoAccounts()) {
      const { access_token, back } = await signIn(machine, data, subject);
      expect(back.url.searchParams.get('state')).toBe('the-state');
      const me = await (await ask(machine.origin, access_token)).json();
      expect(me).toMatchObject({ subject, name, roles, units, source: 'token' });
    }
    expect(demoAccounts().map(({ roles }) => roles)).toEqual(ROLES.map((role) => [role]));
  });

  test('gives a code that is good once, and only with the verifier it was asked for with', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    const { visitor, code } = await signIn(machine, data, 'demo-buyer');
    expect((await visitor.token({ grant_type: 'authorization_code', code })).status).toBe(400);
    const thief = new Visitor(machine.origin);
    const again = await visitor.go(visitor.beginning);
    const stolen = again.url.searchParams.get('code') ?? '';
    expect(stolen).not.toBe('');
    expect((await thief.token({ grant_type: 'authorization_code', code: stolen })).status).toBe(400);
  });

  test.each([
    ['without a challenge', (query: URLSearchParams) => query.delete('code_challenge')],
    ['with a challenge in plain', (query: URLSearchParams) => query.set('code_challenge_method', 'plain')],
    ['for a token instead of a code', (query: URLSearchParams) => query.set('response_type', 'token')],
    ['back to another address', (query: URLSearchParams) => query.set('redirect_uri', 'https://elsewhere.example/')],
    ['for an unknown client', (query: URLSearchParams) => query.set('client_id', 'somebody')],
    ['for another resource', (query: URLSearchParams) => query.set('resource', 'urn:other')],
  ])('is refused %s', async (_what, change) => {
    const machine = await start(await freshFolder());
    const visitor = new Visitor(machine.origin);
    const url = new URL(visitor.beginning);
    change(url.searchParams);
    const { url: end, status, text } = await visitor.go(url.href);
    const isTold = /[?#&]error=/.test(end.href) || (status >= 400 && text.includes('无法登录'));
    expect([isTold, end.searchParams.get('code')]).toEqual([true, null]);
  });

  test('says in Chinese that a password is wrong, and lets nobody guess: after five it waits', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    const visitor = new Visitor(machine.origin);
    const { url, text } = await visitor.go(visitor.beginning);
    expect(text).toContain('<html lang="zh-CN">');
    const nobody = await visitor.submit(url, 'nobody', 'wrong');
    expect([nobody.status, nobody.text]).toEqual([401, expect.stringContaining('账号或密码不正确')]);
    for (let wrong = 0; wrong < 5; wrong += 1) {
      expect((await visitor.submit(url, 'demo-buyer', 'wrong')).status).toBe(401);
    }
    const waiting = await visitor.submit(url, 'demo-buyer', await passwordOf(data, 'demo-buyer'));
    expect([waiting.status, waiting.text]).toEqual([429, expect.stringMatching(/请等待 \d+ 秒/)]);
    const keeper = await visitor.submit(url, 'demo-keeper', await passwordOf(data, 'demo-keeper'));
    expect(keeper.url.searchParams.get('code')).not.toBeNull();
  });

  test('shows what was typed as text, whatever it is', async () => {
    const machine = await start(await freshFolder());
    const visitor = new Visitor(machine.origin);
    const { url } = await visitor.go(visitor.beginning);
    const { text } = await visitor.submit(url, '"><script>alert(1)</script>', 'x');
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });

  test('writes neither passwords nor tokens into the log, and keeps its files to their owner', async () => {
    const data = await freshFolder();
    const machine = await start(data, 0, { NUANZHANG_LOG: 'requests' });
    const { access_token, refresh_token, code } = await signIn(machine, data, 'demo-treasurer');
    const password = await passwordOf(data, 'demo-treasurer');
    for (const secret of [access_token, refresh_token, code, password]) expect(logged.join('\n')).not.toContain(secret);
    const records = join(data, 'sign-in', 'records');
    for (const name of await readdir(records)) {
      expect((await stat(join(records, name))).mode & 0o077).toBe(0);
      expect(await readFile(join(records, name), 'utf8')).not.toContain(password);
    }
  });
});

describe('after a restart over the same folder', () => {
  test('whoever was signed in still is, and refresh tokens are still good, each once', async () => {
    const data = await freshFolder();
    const first = await start(data);
    const { visitor, access_token, refresh_token } = await signIn(first, data, 'demo-treasurer');
    await first.stop();
    const second = await start(data, portOf(first));
    expect((await ask(second.origin, access_token)).status).toBe(200);
    const again = await visitor.go(visitor.beginning);
    expect(again.url.searchParams.get('code')).not.toBeNull();
    const fresh = await visitor.token({ grant_type: 'refresh_token', refresh_token });
    const renewed = tokens.parse(await fresh.json());
    expect(renewed.refresh_token).not.toBe(refresh_token);
    expect((await ask(second.origin, renewed.access_token)).status).toBe(200);
    expect((await visitor.token({ grant_type: 'refresh_token', refresh_token })).status).toBe(400);
  });

  test('a code that was used stays used', async () => {
    const data = await freshFolder();
    const first = await start(data);
    const { visitor, code } = await signIn(first, data, 'demo-treasurer');
    await first.stop();
    await start(data, portOf(first));
    expect((await visitor.token({ grant_type: 'authorization_code', code })).status).toBe(400);
  });

  test('passwords are what they were, and those of another folder are others', async () => {
    const [mine, theirs] = [await freshFolder(), await freshFolder()];
    await freshKeys(theirs);
    const first = await start(mine);
    const told = new Map<string, string>();
    for (const { subject } of demoAccounts()) told.set(subject, await passwordOf(mine, subject));
    await first.stop();
    await start(mine, portOf(first));
    for (const { subject } of demoAccounts()) {
      expect(await passwordOf(mine, subject)).toBe(told.get(subject));
      expect(await passwordOf(theirs, subject)).not.toBe(told.get(subject));
    }
  });
});

describe('over HTTP, nobody is let in', () => {
  let machine: Machine;
  let key: JWK & { readonly kid: string };
  let stop: () => Promise<void>;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    const data = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
    const environment = { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_DEMO: 'off' }), port: 0 };
    machine = await startMachine(environment, (line) => void logged.push(line));
    stop = async () => {
      await machine.stop();
      await rm(data, { recursive: true });
    };
    key = (await openKeys(data)).signingKey;
  });
  afterAll(() => stop());

  const good = () => ({
    iss: `${machine.origin}/oidc`,
    aud: 'nuanzhang',
    sub: 'demo-treasurer',
    iat: now(),
    exp: now() + 60,
    roles: 'treasurer',
    units: '',
  });

  function sign(claims: object, header: Partial<JWTHeaderParameters> = {}, by: JWK = key): Promise<string> {
    return new SignJWT({ ...good(), ...claims }).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(by);
  }

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  async function other(): Promise<JWK> {
    return exportJWK(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  }

  /** HMAC over the public key as text: what passes where a library takes the algorithm from the token. */
  async function withHmac(): Promise<string> {
    const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const signed = `${encoded({ alg: 'HS256', kid: key.kid })}.${encoded(good())}`;
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  }

  test('unless the token is good', async () => {
    expect((await ask(machine.origin, await sign({}))).status).toBe(200);
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ['without a token', async () => undefined],
    ['with an expired token', () => sign({ exp: now() })],
    ['with a token that is not valid yet', () => sign({ nbf: now() + 60 })],
    ['with a token of the future', () => sign({ iat: now() + 60 })],
    ['with a token without an end', () => sign({ exp: undefined })],
    ['with a token for another audience', () => sign({ aud: 'elsewhere' })],
    ['with a token of another issuer', () => sign({ iss: 'http://127.0.0.1:1/oidc' })],
    ['with a token that nobody signed', async () => `${encoded({ alg: 'none' })}.${encoded(good())}.`],
    ['with a token without a signature', async () => `${(await sign({})).split('.').slice(0, 2).join('.')}.`],
    ['with an HMAC by the public key', withHmac],
    ['with a key that nobody knows', async () => sign({}, { kid: 'unknown' }, await other())],
    ['with another key under the known name', async () => sign({}, {}, await other())],
    [
      'with a token of another data folder',
      async () => {
        const theirs = (await freshKeys(await freshFolder())).signingKey;
        return sign({}, { kid: theirs.kid }, theirs);
      },
    ],
  ])('%s: 401, and nothing is written', async (_what, token) => {
    const bearer = await token();
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const entries = async () => (await ask(machine.origin, await sign({}), '/api/entries')).text();
    const before = await entries();
    const read = await fetch(`${machine.origin}/api/me`, { headers: authorization });
    const written = await fetch(`${machine.origin}/api/warehouses`, {
      method: 'POST',
      headers: {
        ...authorization,
        'content-type': 'application/json',
        'idempotency-key': '01768c2e-6b00-7000-8000-000000000001',
      },
      body: JSON.stringify({ code: 'W1', name: '仓库' }),
    });
    for (const response of [read, written]) {
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect(await entries()).toBe(before);
  });
});

describe('another issuer', () => {
  /** An issuer as any other: its discovery document, its keys, nothing else. */
  async function startIssuer() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'theirs', alg: 'RS256', use: 'sig' };
    const { endpoint, stop } = await listening(({ url = '' }, response) => {
      const documents: Readonly<Record<string, object>> = {
        '/realms/union/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
        '/realms/union/keys': { keys: [jwk] },
      };
      const found = documents[url];
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? {}));
    });
    onTestFinished(stop);
    const issuer = `${endpoint}/realms/union`;
    const sign = (claims: object) =>
      new SignJWT({ sub: 'zhang', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'theirs' })
        .setIssuer(issuer)
        .setAudience('tracker')
        .setExpirationTime('1m')
        .sign(privateKey);
    return { issuer, sign };
  }

  test('is taken where it is configured, with the audience and the claims that are', async () => {
    const { issuer, sign } = await startIssuer();
    const data = await freshFolder();
    const machine = await start(data, 0, {
      NUANZHANG_ISSUER: issuer,
      NUANZHANG_AUDIENCE: 'tracker',
      NUANZHANG_CLIENT: 'pages',
      NUANZHANG_ROLES_CLAIM: 'groups',
    });
    const me = await (await ask(machine.origin, await sign({ groups: ['auditor', 'staff'], roles: 'admin' }))).json();
    expect(me).toMatchObject({ subject: 'zhang', roles: ['auditor'], units: [], source: 'token' });
    expect(me).not.toHaveProperty('name');
    const configuration = await (await fetch(`${machine.origin}/api/configuration`)).json();
    expect(configuration).toMatchObject({ issuer, client: 'pages', switchedOn: { ownAccounts: false } });
    expect((await fetch(`${machine.origin}/oidc/jwks`)).status).toBe(404);
    expect([machine.signIn, machine.entrance]).toEqual([undefined, undefined]);
  });

  test('that cannot be asked stops the start, and says what to check', async () => {
    const variables = { NUANZHANG_ISSUER: 'http://127.0.0.1:1/realms/union' };
    await expect(start(await freshFolder(), 0, variables)).rejects.toThrow('NUANZHANG_ISSUER');
  });
});

describe('a public address', () => {
  const NUANZHANG_ADDRESS = 'https://ledger.example.org';
  /** What a proxy that ends TLS sends along. */
  const PROXY = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', via: '1.1 proxy' };

  test('is where people sign in, what slips lead to and the log is called, while the server listens here alone', async () => {
    const data = await freshFolder();
    const machine = await start(data, 0, { NUANZHANG_ADDRESS });
    expect([machine.address, machine.isDemonstration, machine.entrance]).toEqual([NUANZHANG_ADDRESS, false, undefined]);
    expect(new URL(machine.origin).hostname).toBe('127.0.0.1');
    const told = await (await fetch(`${machine.origin}/oidc/.well-known/openid-configuration`)).json();
    expect(told).toMatchObject({
      issuer: `${NUANZHANG_ADDRESS}/oidc`,
      authorization_endpoint: `${NUANZHANG_ADDRESS}/oidc/auth`,
      token_endpoint: `${NUANZHANG_ADDRESS}/oidc/token`,
    });
    const visitor = new Visitor(NUANZHANG_ADDRESS, machine.origin);
    Object.assign(visitor.headers, PROXY);
    const { access_token, back } = await signIn(machine, data, 'demo-treasurer', visitor);
    expect(back.url.origin).toBe(NUANZHANG_ADDRESS);
    expect((await ask(machine.origin, access_token)).status).toBe(200);
    const configuration = await (await fetch(`${machine.origin}/api/configuration`)).json();
    expect(configuration).toMatchObject({
      issuer: `${NUANZHANG_ADDRESS}/oidc`,
      logOrigin: 'ledger.example.org/api/log',
    });
    const paper = { name: 'a.pdf', mediaType: 'application/pdf', bytes: 5, sha256: '0'.repeat(64) };
    const declared = await fetch(`${machine.origin}/api/evidence`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'idempotency-key': '0190c3a8-0000-7000-8000-0000000000ae',
      },
      body: JSON.stringify(paper),
    });
    expect(await declared.json()).toMatchObject({
      upload: { url: expect.stringMatching(/^https:\/\/ledger\.example\.org\/objects\//) },
    });
  });

  test('that is set later leaves the log its name, and the demonstration shut', async () => {
    const data = await freshFolder();
    const first = await start(data);
    const { access_token } = await signIn(first, data, 'demo-treasurer');
    const posted = await fetch(`${first.origin}/api/units`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'idempotency-key': '0190c3a8-0000-7000-8000-0000000000ad',
      },
      body: JSON.stringify({ code: 'SL-01', name: '示例单位' }),
    });
    expect(posted.status).toBe(201);
    const name = `${new URL(first.origin).host}/api/log`;
    const published = async () => (await fetch(`${first.origin}/api/log/checkpoint`)).text();
    await vi.waitFor(async () => expect(await published()).toMatch(new RegExp(`^${name}\n[1-9]`)), 10_000);
    await first.stop();
    const second = await start(data, 0, { NUANZHANG_ADDRESS });
    const configuration = await (await fetch(`${second.origin}/api/configuration`)).json();
    expect(configuration).toMatchObject({ logOrigin: name });
    expect([second.isDemonstration, second.entrance]).toEqual([false, undefined]);
  });
});

describe.skipIf(CHROMIUM === undefined)('in a browser (where there is Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test('a person with a phone signs in on the Chinese page, after a wrong password', async () => {
    const data = await freshFolder();
    const machine = await start(data);
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    const visitor = new Visitor(machine.origin);
    await page.goto(visitor.beginning);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(320);
    await page.getByLabel('账号').fill('demo-coordinator');
    await page.getByLabel('密码').fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('账号或密码不正确');
    expect(await page.getByLabel('账号').inputValue()).toBe('demo-coordinator');
    // 401 is no error of the page's; what its own policy refused would be.
    expect(refused.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    await page.getByLabel('密码').fill(await passwordOf(data, 'demo-coordinator'));
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL((url) => url.searchParams.has('code'));
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const answer = await visitor.token({ grant_type: 'authorization_code', code });
    const { access_token } = tokens.parse(await answer.json());
    const me = await (await ask(machine.origin, access_token)).json();
    expect(me).toMatchObject({ subject: 'demo-coordinator', roles: ['coordinator'] });
    await page.goto(`${machine.origin}/oidc/session/end`);
    await page.getByRole('button', { name: '退出', exact: true }).click();
    expect(await page.textContent('h1')).toBe('已退出登录');
    await page.goto(visitor.beginning);
    expect(await page.getByLabel('密码').count()).toBe(1);
    await page.close();
  });
});
