import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { SECURITY_HEADERS } from '../../local/security-headers.ts';
import { freshFolder } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { listen, sendRaw, startStub } from './stub.ts';

const logged: string[] = [];

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()) }))),
});

async function start(): Promise<{ machine: Machine; token: string }> {
  const data = await freshFolder();
  const variables = { NUANZHANG_DATA: data, NUANZHANG_DEMO: 'off', NUANZHANG_RATE: 'off' };
  const machine = await startMachine({ ...readEnvironment(variables), port: 0 }, (line) => void logged.push(line));
  onTestFinished(machine.stop);
  return {
    machine,
    token: await issueToken(data, machine.origin, { subject: 'auditor', roles: ['auditor'], units: [] }),
  };
}

describe('the server', () => {
  test('answers whatever is sent to it with no 5xx, and serves on', async () => {
    const { machine, token } = await start();
    const text = fc.string({ unit: 'binary-ascii', maxLength: 60 });
    const line = fc.oneof(
      fc.constantFrom(
        `authorization: Bearer ${token}`,
        'authorization: Basic YTpi',
        'content-type: application/json',
        'content-length: 5',
        'content-length: -1',
        'content-length: 99999999999999999999',
        'transfer-encoding: chunked',
        'transfer-encoding: identity, chunked',
        'idempotency-key: 01768c2e-6b00-7000-8000-000000000001',
        'host: evil.example',
        'x-forwarded-for: 10.0.0.1',
        'expect: 100-continue',
        'content-encoding: gzip',
        'range: bytes=0-',
      ),
      text,
    );
    const target = fc.oneof(
      fc.constantFrom(
        '/api/units',
        '/api/entries?limit=1',
        '/api/units/%00',
        '/api/units/..%2f..%2fkeys',
        '/oidc/token',
        '*',
      ),
      fc.constantFrom(
        'http://evil.example/api/me',
        '//evil.example/api/me',
        '/objects/x',
        '/api/log/tile/0/000',
        '/oidc/auth',
      ),
      text.map((tail) => `/${tail}`),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'BREW');
    const body = fc.oneof(
      fc.constantFrom('', '{}', '{"a":', '0\r\n\r\n', '5\r\nabcde\r\n0\r\n\r\n', '[[[[[[[[['),
      text,
    );
    const requests = fc.tuple(method, target, fc.array(line, { maxLength: 5 }), body);
    await fc.assert(
      fc.asyncProperty(requests, async ([verb, path, lines, sent]) => {
        const head = [`${verb} ${path} HTTP/1.1`, 'connection: close', ...lines].join('\r\n');
        const answer = await sendRaw(machine.origin, `${head}\r\n\r\n${sent}`, 'end');
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
        expect(status, `${JSON.stringify(head)} ${answer.slice(0, 300)}`).toBeLessThan(500);
      }),
      { numRuns: 300, seed: 20_201_228 },
    );
    expect((await fetch(`${machine.origin}/api/healthz`)).status).toBe(200);
    expect(logged.filter((one) => / 5\d\d |Error/.test(one))).toEqual([]);
  }, 30_000);

  test('lets in nobody with a made-up token, at any route of its own description, and writes nothing', async () => {
    const { machine, token } = await start();
    const described = await fetch(`${machine.origin}/api/openapi.json`);
    const { paths } = documentShape.parse(await described.json());
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({ path, method, isOpen: security.length === 0 })),
    );
    const entries = async () =>
      (await fetch(`${machine.origin}/api/entries`, { headers: { authorization: `Bearer ${token}` } })).text();
    const before = await entries();
    const part = fc.base64String({ maxLength: 80 }).map((text) => text.replaceAll(/[+/=]/g, '-'));
    const altered = fc
      .nat(token.length - 1)
      .map((at) => `${token.slice(0, at)}${token[at] === 'A' ? 'Z' : 'A'}${token.slice(at + 1)}`);
    const made = fc.oneof(
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
      altered.filter((one) => one.slice(0, -1) !== token.slice(0, -1)),
      fc.constantFrom('', '.', '..', 'null', 'undefined', `${token}.${token}`, token.slice(1), ` ${token} x`),
    );
    expect(routes.length).toBeGreaterThan(100);
    for (const { path, method, isOpen } of routes) {
      const url = `${machine.origin}${path.replaceAll(/\{[^}]+\}/g, '01768c2e-6b00-7000-8000-000000000001')}`;
      await fc.assert(
        fc.asyncProperty(made, async (bearer) => {
          const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
          const body = method === 'post' ? { body: '{}' } : {};
          const { status } = await fetch(url, { method: method.toUpperCase(), headers, ...body });
          if (isOpen) expect([200, 404, 422]).toContain(status);
          else expect(status, `${method} ${path} ${bearer}`).toBe(401);
        }),
        { numRuns: 4, seed: 20_201_228 },
      );
    }
    expect(await entries()).toBe(before);
  }, 30_000);

  test('refuses a request with two lengths, or with a length and chunks', async () => {
    const { server, events } = await startStub();
    onTestFinished(() => server.stop());
    const post = 'POST /api/open HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n';
    for (const lengths of [
      'content-length: 5\r\ncontent-length: 6\r\n',
      'content-length: 5\r\ntransfer-encoding: chunked\r\n',
      'transfer-encoding: chunked, identity\r\n',
    ]) {
      const answer = await sendRaw(
        server.origin,
        `${post}${lengths}\r\n0\r\n\r\nGET /api/open HTTP/1.1\r\nhost: x\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    }
    expect(events).toEqual([]);
  });

  test('has the same security headers on every answer, whoever gives it', async () => {
    const { machine, token } = await start();
    const authorization = `Bearer ${token}`;
    const post = { method: 'POST', headers: { authorization, 'content-type': 'application/json' } };
    const answers = await Promise.all([
      fetch(`${machine.origin}/api/healthz`),
      fetch(`${machine.origin}/api/me`, { headers: { authorization } }),
      fetch(`${machine.origin}/api/me`),
      fetch(`${machine.origin}/api/nothing`),
      fetch(`${machine.origin}/api/units`, { method: 'DELETE' }),
      fetch(`${machine.origin}/api/units`, { ...post, body: 'a'.repeat(1_100_000) }),
      fetch(`${machine.origin}/objects/x`),
      fetch(`${machine.origin}/api/log/checkpoint`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      200,
      200,
      401,
      404,
      405,
      413,
      expect.any(Number),
      expect.any(Number),
    ]);
    for (const { headers, url } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, url).toMatch(/^default-src 'none'/);
      expect(headers.get('x-content-type-options'), url).toBe('nosniff');
      expect(headers.get('referrer-policy'), url).toBe('no-referrer');
    }
    const page = await fetch(`${machine.origin}/oidc/auth`);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const broken = await sendRaw(machine.origin, 'nonsense\r\n\r\n');
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(broken).toContain(`${name}: ${value}`);
  });
});

const POST = 'POST /api/open HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n';

/** A connection that notes what it is answered; it is closed by a reset as well as by an end. */
function dial(origin: string, options: { allowHalfOpen?: boolean } = {}) {
  const socket = connect({ ...options, port: Number(new URL(origin).port), host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, closed, answer: () => received };
}

describe('a client that is slow', () => {
  test('with its body is told so and cut off, however often it sends a byte', async () => {
    const { server, events } = await startStub(undefined, {}, { requestMs: 100 });
    onTestFinished(() => server.stop());
    const { socket, closed, answer } = dial(server.origin);
    socket.write(`${POST}content-length: 1000\r\n\r\n`);
    const drip = setInterval(() => socket.write('a'), 10);
    await closed;
    clearInterval(drip);
    expect(answer()).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer()).toContain('/problems/request-timeout');
    expect(events).toEqual([]);
  });

  test('with its body has done nothing, even if the rest comes after the answer', async () => {
    const { server, events } = await startStub(undefined, {}, { requestMs: 100 });
    onTestFinished(() => server.stop());
    const { socket, closed, answer } = dial(server.origin);
    socket.write(`${POST}content-length: 2\r\n\r\na`);
    await once(socket, 'data');
    socket.write('b');
    await closed;
    expect(answer().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
    expect(events).toEqual([]);
  });

  test('with its header is cut off, even if it never closes its own side', async () => {
    const { server } = await startStub(undefined, {}, { headersMs: 100 });
    onTestFinished(() => server.stop());
    const { socket, closed, answer } = dial(server.origin, { allowHalfOpen: true });
    socket.write(POST);
    const drip = setInterval(() => socket.write('x'), 10);
    await closed;
    clearInterval(drip);
    expect(answer()).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('to read is cut off when it takes nothing any more', async () => {
    const gone = Promise.withResolvers<void>();
    const send: RequestListener = (_request, response) => {
      response.once('close', () => gone.resolve());
      response.writeHead(200).end(Buffer.alloc(30_000_000));
    };
    const server = await listen(send, { silentMs: 200 });
    onTestFinished(() => server.stop());
    // Nothing is ever read, so that the buffers on the way fill and stay full.
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1').on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await gone.promise;
    socket.destroy();
  });

  const take: RequestListener = (request, response) => {
    request.resume().once('end', () => response.end('taken'));
  };
  const begin = (origin: string, path: string) => {
    const client = dial(origin);
    client.socket.write(`PUT ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\na`);
    return client;
  };

  test('to send a file has longer than for any other request', async () => {
    const server = await listen(take, { requestMs: 50, uploadMs: 25_000 });
    onTestFinished(() => server.stop());
    const upload = begin(server.origin, '/objects/incoming');
    const other = begin(server.origin, '/api/other');
    await once(other.socket, 'data');
    expect(other.answer()).toMatch(/^HTTP\/1\.1 408 /);
    upload.socket.write('b');
    await upload.closed;
    expect(upload.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(upload.answer()).toContain('taken');
  });

  test('to send a file is cut off in the end', async () => {
    const server = await listen(take, { headersMs: 100, uploadMs: 100 });
    onTestFinished(() => server.stop());
    const upload = begin(server.origin, '/objects/incoming');
    await upload.closed;
    expect(upload.answer()).toMatch(/^HTTP\/1\.1 408 /);
  });
});
