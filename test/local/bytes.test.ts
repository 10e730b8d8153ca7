import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../shared/domain/role.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { freshFolder } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { madeFolders, type Running, start } from './made-folder.ts';

const made = madeFolders();
const tokens = new Map<Role, string>();
let running: Running;

beforeAll(async () => {
  running = await start(made.now, { NUANZHANG_UNION: '示例区总工会' });
  const { origin } = running.machine;
  for (const role of ['auditor', 'treasurer'] as const) {
    tokens.set(role, await issueToken(made.now, origin, { subject: `demo-${role}`, roles: [role], units: [] }));
  }
}, 60_000);
afterAll(() => running?.machine.stop());

interface Sent {
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly as?: Role;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request whose answer is left as its bytes came. */
async function ask(path: string, { method = 'GET', as, headers = {}, body }: Sent = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    headers: Readonly<Record<string, string | string[] | undefined>>;
    bytes: Buffer;
  }>();
  const authorization = as === undefined ? {} : { authorization: `Bearer ${tokens.get(as)}` };
  const sent = request(`${running.machine.origin}${path}`, { method, headers: { ...authorization, ...headers } });
  sent.on('error', reject);
  sent.on('response', async (response) => {
    const bytes = Buffer.concat(await response.toArray());
    resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
  });
  sent.end(body);
  return promise;
}

const OPEN = { br: brotliDecompressSync, gzip: gunzipSync } as const;
const posted = { 'content-type': 'application/json', 'idempotency-key': '0190c3a8-0000-7000-8000-0000000000ff' };
const wrong = JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`unknown${at}`, at])));

const ANSWERS: readonly (readonly [string, number, string, Sent])[] = [
  ['a list', 200, '/api/entries', { as: 'auditor' }],
  ['a refusal', 422, '/api/units', { as: 'treasurer', method: 'POST', headers: posted, body: wrong }],
  ['the contract', 200, '/api/openapi.json', {}],
  ['a part of it', 200, '/api/openapi/ledger', {}],
  ['a bundle of entries', 200, '/api/log/tile/entries/000.p/11', { as: 'auditor' }],
];

describe('the server', () => {
  test.each(ANSWERS)(
    'sends %s compressed as the client takes it, and the same when it is opened',
    async (_, status, path, sent) => {
      const plain = await ask(path, sent);
      expect([plain.status, plain.headers['content-encoding'], plain.headers.vary]).toEqual([
        status,
        undefined,
        'accept-encoding',
      ]);
      for (const coding of ['br', 'gzip'] as const) {
        const answer = await ask(path, { ...sent, headers: { ...sent.headers, 'accept-encoding': coding } });
        expect([answer.status, answer.headers['content-encoding']]).toEqual([status, coding]);
        expect(Number(answer.headers['content-length'])).toBe(answer.bytes.length);
        expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 2);
        expect(OPEN[coding](answer.bytes).equals(plain.bytes)).toBe(true);
      }
    },
  );

  test.each([
    ['/api/healthz', {}],
    ['/api/log/tile/0/000.p/11', {}],
    ['/api/log/checkpoint', {}],
    ['/api/warehouses', { as: 'auditor' }],
  ] as const)('sends %s as it is: it is short', async (path, sent) => {
    const answer = await ask(path, { ...sent, headers: { 'accept-encoding': 'br, gzip' } });
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined]);
  });

  test('answers 304 without a body to who holds what it would send, in another coding too', async () => {
    for (const path of ['/api/units', '/api/reports/headline', '/api/openapi.json']) {
      const first = await ask(path, { as: 'auditor', headers: { 'accept-encoding': 'br' } });
      const headers = { 'if-none-match': String(first.headers.etag), 'accept-encoding': 'gzip' };
      const again = await ask(path, { as: 'auditor', headers });
      expect([path, again.status, again.bytes.length]).toEqual([path, 304, 0]);
      expect(again.headers).toMatchObject({
        etag: first.headers.etag,
        'cache-control': first.headers['cache-control'],
      });
      for (const name of ['content-length', 'content-type', 'content-encoding'])
        expect(again.headers).not.toHaveProperty(name);
    }
  });

  test('goes on over one connection after a 304', async () => {
    const authorization = `Bearer ${tokens.get('auditor')}`;
    const first = await fetch(`${running.machine.origin}/api/units`, { headers: { authorization } });
    await first.text();
    for (let at = 0; at < 3; at += 1) {
      const headers = { authorization, 'if-none-match': first.headers.get('etag') ?? '' };
      expect((await fetch(`${running.machine.origin}/api/units`, { headers })).status).toBe(304);
      expect((await fetch(`${running.machine.origin}/api/units`, { headers: { authorization } })).status).toBe(200);
    }
  });

  test('serves no HEAD, as API Gateway does not', async () => {
    expect(await ask('/api/openapi.json', { method: 'HEAD' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
    });
  });

  test('leads the code of a slip to its page', async () => {
    const scanned = await fetch(`${running.machine.origin}/api/log#entry.leaf`, { redirect: 'manual' });
    expect([scanned.status, scanned.headers.get('location')]).toEqual([303, '/slip']);
    const followed = await fetch(`${running.machine.origin}/api/log`);
    expect(followed.url).toBe(`${running.machine.origin}/slip`);
  });
});

describe('the configuration of a machine', () => {
  async function configured(origin: string) {
    const answer = await fetch(`${origin}/api/configuration`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    return installationAnswers.configuration.parse(await answer.json());
  }

  test('names its own issuer and client, the union, and the log as checkpoints do', async () => {
    const { origin } = running.machine;
    const configuration = await configured(origin);
    const note = await (await fetch(`${origin}/api/log/checkpoint`)).text();
    expect(configuration).toEqual({
      issuer: `${origin}/oidc`,
      client: 'nuanzhang-web',
      union: '示例区总工会',
      logOrigin: note.split('\n')[0],
      switchedOn: { ownAccounts: true, sealing: true },
    });
    const discovered = await fetch(`${configuration.issuer}/.well-known/openid-configuration`);
    expect(await discovered.json()).toMatchObject({ issuer: configuration.issuer });
  });

  test('says of no union where nobody named one, and that another process seals', async () => {
    const { machine } = await start(await freshFolder(), { NUANZHANG_SEALING: 'off' });
    const configuration = await configured(machine.origin);
    expect(configuration).not.toHaveProperty('union');
    expect(configuration.switchedOn).toEqual({ ownAccounts: true, sealing: false });
    await machine.stop();
  });
});
