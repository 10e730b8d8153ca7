import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Stub, sendRaw, startStub } from './stub.ts';

const running: Stub[] = [];
afterEach(async () => {
  for (const stub of running.splice(0)) await stub.server.stop();
});

async function start(...options: Parameters<typeof startStub>): Promise<Stub> {
  const stub = await startStub(...options);
  running.push(stub);
  return stub;
}

const problem = z.strictObject({ type: z.string(), title: z.string(), detail: z.string(), status: z.int() });

async function expectProblem(response: Response, status: number, type: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problem.parse(await response.json())).toMatchObject({ status, type: `/problems/${type}` });
}

describe('routes', () => {
  test('prefers a fixed segment to a parameter', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/things/fixed`);
    await fetch(`${server.origin}/api/things/other`);
    expect(events.map((event) => event.routeKey)).toEqual(['GET /api/things/fixed', 'GET /api/things/{id}']);
  });

  test('takes the parameter where the fixed segment does not know the method', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/things/fixed`, { method: 'POST' });
    expect(events[0]).toMatchObject({ routeKey: 'POST /api/things/{id}', pathParameters: { id: 'fixed' } });
  });

  test('passes several path parameters, each decoded by itself', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/things/a%2Fb/parts/%E7%AE%B1`);
    expect(events[0]?.pathParameters).toEqual({ id: 'a/b', part: '箱' });
  });

  test('answers 404 for a path it does not know, an empty parameter or a trailing slash', async () => {
    const { server, events } = await start();
    for (const path of [
      '/',
      '/api',
      '/api/nothing',
      '/api/things/',
      '/api/things//parts/1',
      '/api/open/',
      '//api/open',
    ]) {
      await expectProblem(await fetch(server.origin + path), 404, 'not-found');
    }
    expect(events).toEqual([]);
  });

  test('answers 405 and names the methods a known path takes', async () => {
    const { server } = await start();
    const response = await fetch(`${server.origin}/api/things/fixed`, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, POST');
    await expectProblem(response, 405, 'method-not-allowed');
  });

  test('answers 400 for a malformed encoding in the path or in the query', async () => {
    const { server, events } = await start();
    for (const path of ['/api/things/%', '/api/things/%zz', '/api/things/%ff', '/api/open?a=%', '/api/open?%e7=1']) {
      await expectProblem(await fetch(server.origin + path), 400, 'malformed-request');
    }
    expect(events).toEqual([]);
  });

  test('says what is wrong in Chinese, and in English to who asks for it', async () => {
    const { server } = await start();
    const zh = await fetch(`${server.origin}/api/nothing`);
    const en = await fetch(`${server.origin}/api/nothing`, { headers: { 'accept-language': 'en-GB,zh;q=0.5' } });
    expect(problem.parse(await zh.json()).detail).toMatch(/\p{Script=Han}/u);
    expect(problem.parse(await en.json()).detail).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('the event', () => {
  test('has the shape of payload format 2.0', async () => {
    const { server, events } = await start(undefined, { now: () => Date.UTC(2021, 0, 8, 1, 2, 3) });
    await fetch(`${server.origin}/api/open?limit=5`, { headers: { 'User-Agent': 'test', 'X-One': 'a' } });
    expect(events[0]).toMatchObject({
      version: '2.0',
      routeKey: 'GET /api/open',
      rawPath: '/api/open',
      rawQueryString: 'limit=5',
      queryStringParameters: { limit: '5' },
      headers: { 'user-agent': 'test', 'x-one': 'a' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/api/open', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        routeKey: 'GET /api/open',
        stage: '$default',
        time: '08/Jan/2021:01:02:03 +0000',
        timeEpoch: Date.UTC(2021, 0, 8, 1, 2, 3),
      },
    });
    for (const absent of ['body', 'cookies', 'pathParameters']) expect(events[0]).not.toHaveProperty(absent);
    expect(events[0]?.requestContext).not.toHaveProperty('authorizer');
  });

  test('gives every request an id of its own', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/open`);
    await fetch(`${server.origin}/api/open`);
    expect(new Set(events.map((event) => event.requestContext.requestId)).size).toBe(2);
  });

  test('joins repeated query parameters with commas and decodes plus signs', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/open?by=unit&by=item&name=a+b%2Bc&flag&&__proto__=x&=y`);
    const query = events[0]?.queryStringParameters ?? {};
    expect(Object.entries(query)).toEqual([
      ['by', 'unit,item'],
      ['name', 'a b+c'],
      ['flag', ''],
      ['__proto__', 'x'],
      ['', 'y'],
    ]);
  });

  test('lists cookies apart from the headers', async () => {
    const { server, events } = await start();
    await fetch(`${server.origin}/api/open`, { headers: { cookie: 'a=1; b=2' } });
    expect(events[0]?.cookies).toEqual(['a=1', 'b=2']);
    expect(events[0]?.headers).not.toHaveProperty('cookie');
  });

  test('carries a text body as it is and anything else in base64', async () => {
    const { server, events } = await start();
    const post = (type: string, body: string | Buffer) =>
      fetch(`${server.origin}/api/open`, { method: 'POST', body, headers: { 'content-type': type } });
    await post('application/json; charset=utf-8', '{"名":"暖"}');
    await post('application/octet-stream', Buffer.from([0, 255]));
    expect(events[0]).toMatchObject({ body: '{"名":"暖"}', isBase64Encoded: false });
    expect(events[1]).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test('refuses a text body that is not UTF-8 rather than change it', async () => {
    const { server, events } = await start();
    const response = await fetch(`${server.origin}/api/open`, {
      method: 'POST',
      body: Buffer.from([0x22, 0xff, 0x22]),
      headers: { 'content-type': 'application/json' },
    });
    await expectProblem(response, 400, 'malformed-request');
    expect(events).toEqual([]);
  });

  test('puts a body together that arrives in pieces', async () => {
    const { server, events } = await start();
    const head = 'POST /api/open HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/plain\r\n';
    await sendRaw(server.origin, `${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
    expect(events[0]?.body).toBe('abcde');
  });

  test('passes the claims only where the route needs a token', async () => {
    const { server, events } = await start();
    const headers = { authorization: 'Bearer good' };
    await fetch(`${server.origin}/api/me`, { headers });
    await fetch(`${server.origin}/api/open`, { headers });
    expect(events[0]?.requestContext).toMatchObject({ authorizer: { jwt: { claims: { sub: 'demo' }, scopes: null } } });
    expect(events[1]?.requestContext).not.toHaveProperty('authorizer');
  });
});

describe('who may pass', () => {
  test('answers 401 with a challenge to who brings no token or a wrong one', async () => {
    const { server, events } = await start();
    const none = await fetch(`${server.origin}/api/me`);
    expect(none.headers.get('www-authenticate')).toBe('Bearer');
    await expectProblem(none, 401, 'unauthenticated');
    const wrong = await fetch(`${server.origin}/api/me`, { headers: { authorization: 'Bearer bad' } });
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    await expectProblem(wrong, 401, 'unauthenticated');
    expect(events).toEqual([]);
  });
});

describe('the answer', () => {
  test('passes status, headers, cookies and text', async () => {
    const { server } = await start(async () => ({
      statusCode: 201,
      headers: { 'content-type': 'application/json', 'x-number': 7, 'x-true': true },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: '"箱"',
    }));
    const response = await fetch(`${server.origin}/api/open`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect([response.headers.get('x-number'), response.headers.get('x-true')]).toEqual(['7', 'true']);
    expect(await response.text()).toBe('"箱"');
  });

  test('decodes a binary body', async () => {
    const { server } = await start(async () => ({ statusCode: 200, body: 'AP8=', isBase64Encoded: true }));
    const response = await fetch(`${server.origin}/api/open`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255]));
  });

  test('says nothing of what is inside when a handler throws, and logs it', async () => {
    const { server, lines } = await start(() => Promise.reject(new Error('the secret reason')));
    const response = await fetch(`${server.origin}/api/open`);
    expect(await response.clone().text()).not.toContain('secret');
    await expectProblem(response, 500, 'internal-error');
    await expect.poll(() => lines.length).toBe(2);
    expect(lines[0]).toContain('the secret reason');
    expect(lines[1]).toMatch(/^GET \/api\/open 500 \d+ ms$/);
  });

  test('answers 500 when a handler answers with nonsense', async () => {
    const { server } = await start(async () => ({ statusCode: 99 }));
    await expectProblem(await fetch(`${server.origin}/api/open`), 500, 'internal-error');
  });

  test('answers 503 when a handler takes too long, whatever it answers later', async () => {
    const late = Promise.withResolvers<{ statusCode: number }>();
    const { server } = await start(() => late.promise, { patienceMs: 20 });
    const response = await fetch(`${server.origin}/api/open`);
    late.resolve({ statusCode: 201 });
    expect(response.headers.get('retry-after')).toBe('2');
    await expectProblem(response, 503, 'unavailable');
    expect((await fetch(`${server.origin}/api/nothing`)).status).toBe(404);
  });

  test('logs every request only when asked to, and never its query', async () => {
    const quiet = await start();
    const loud = await start(undefined, { logRequests: true });
    await fetch(`${quiet.server.origin}/api/open?name=someone`);
    await fetch(`${loud.server.origin}/api/open?name=someone`);
    await expect.poll(() => loud.lines).toEqual([expect.stringMatching(/^GET \/api\/open 200 \d+ ms$/)]);
    expect(quiet.lines).toEqual([]);
  });
});
