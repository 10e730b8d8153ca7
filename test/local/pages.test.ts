import { expect, onTestFinished, test } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { buildPages } from '../../web/built-pages.ts';
import { listening } from '../listening.ts';
import { freshFolder } from './folder.ts';

async function start(web: 'on' | 'off', more: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const variables = { NUANZHANG_DATA: await freshFolder(), NUANZHANG_WEB: web, ...more };
  return startMachine({ ...readEnvironment(variables), port: 0 }, () => undefined);
}

test('pages stand on the origin of the API, which keeps its own paths', { timeout: 120_000 }, async () => {
  await buildPages();
  expect(await buildPages()).toBe('fresh');
  const machine = await start('on');
  try {
    const get = (path: string, init?: RequestInit) => fetch(`${machine.origin}${path}`, init);
    const shown = await get('/entries?kind=order', { headers: { 'accept-encoding': 'gzip, br' } });
    expect([shown.status, shown.headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(shown.headers.get('content-security-policy')).toContain("connect-src 'self' http://127.0.0.1:");
    const html = await shown.text();
    const scripts = html.match(/\/assets\/[^"]+\.js/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect((await get(script)).headers.get('cache-control')).toContain('immutable');
    const slip = await get('/api/log');
    expect([new URL(slip.url).pathname, await slip.text()]).toEqual(['/slip', expect.stringContaining('id="slip"')]);

    expect((await get('/api/healthz')).headers.get('content-type')).toContain('json');
    expect((await get('/api/nowhere')).headers.get('content-type')).toContain('problem+json');
    expect((await get('/oidc/.well-known/openid-configuration')).status).toBe(200);
    expect((await get('/entries', { method: 'POST' })).status).toBe(404);
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  } finally {
    await machine.stop();
  }
});

test('pages may ask another issuer for tokens, also where its discovery names another host', {
  timeout: 120_000,
}, async () => {
  await buildPages();
  const { endpoint, stop } = await listening((_request, response) => {
    const tokens = { jwks_uri: `${endpoint}/keys`, token_endpoint: 'https://tokens.example.cn/oauth2/token' };
    response.end(JSON.stringify({ issuer: endpoint, ...tokens }));
  });
  onTestFinished(stop);
  const machine = await start('on', { NUANZHANG_ISSUER: endpoint });
  onTestFinished(() => machine.stop());
  const policy = (await fetch(`${machine.origin}/`)).headers.get('content-security-policy');
  expect(policy).toContain(`connect-src 'self' ${endpoint} https://tokens.example.cn;`);
});

test('without pages the API is all there is', async () => {
  const machine = await start('off');
  try {
    const answer = await fetch(`${machine.origin}/`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
    expect((await fetch(`${machine.origin}/api/healthz`)).status).toBe(200);
  } finally {
    await machine.stop();
  }
});
