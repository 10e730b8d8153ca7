import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { BODY_BYTES } from '../../local/body.ts';
import { serve } from '../../local/server.ts';
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

const POST = 'POST /api/open HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n';
const count = async (event: { body?: string }) => ({ statusCode: 200, body: String(event.body?.length ?? 0) });

describe('a body', () => {
  test('may have exactly 1,048,576 bytes', async () => {
    const { server } = await start(count);
    const headers = { 'content-type': 'text/plain' };
    const response = await fetch(`${server.origin}/api/open`, {
      method: 'POST',
      headers,
      body: 'a'.repeat(BODY_BYTES),
    });
    expect(await response.text()).toBe('1048576');
  });

  test('of one byte more is refused with 413 and the connection closed', async () => {
    const { server, events } = await start(count);
    const body = 'a'.repeat(BODY_BYTES + 1);
    const answer = await sendRaw(server.origin, `${POST}content-length: ${body.length}\r\n\r\n${body}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
    expect(answer).toContain('/problems/payload-too-large');
    expect(events).toEqual([]);
  });

  test('that only claims to be too large is refused before it is sent', async () => {
    const { server } = await start(count);
    const answer = await sendRaw(server.origin, `${POST}content-length: 99999999999\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('in chunks is refused as soon as it grows beyond the limit', async () => {
    const { server, events } = await start(count);
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    const answer = await sendRaw(server.origin, `${POST}transfer-encoding: chunked\r\n\r\n${chunk.repeat(17)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(events).toEqual([]);
  });

  test('that never ends does not keep its connection', async () => {
    const { server } = await start(count);
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', () => {});
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    socket.write(`${POST}transfer-encoding: chunked\r\n\r\n`);
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
    await new Promise((resolve) => socket.on('close', resolve));
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('announced as too large is not asked for', async () => {
    const { server } = await start(count);
    const { port } = new URL(server.origin);
    const headers = { expect: '100-continue', 'content-length': BODY_BYTES + 1 };
    const call = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/open', headers });
    const asked = { continued: false };
    call.on('continue', () => {
      asked.continued = true;
    });
    call.on('error', () => {});
    call.flushHeaders();
    const [response] = await once(call, 'response');
    expect(response.statusCode).toBe(413);
    expect(asked.continued).toBe(false);
    call.destroy();
  });

  test('announced within the limit is asked for', async () => {
    const { server } = await start(count);
    const answer = await sendRaw(
      server.origin,
      `${POST}connection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nab`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  test('cut off by its sender reaches no handler', async () => {
    const { server, events } = await start(count);
    await sendRaw(server.origin, `${POST}content-length: 10\r\n\r\nabc`, 'end');
    expect(await (await fetch(`${server.origin}/api/open`)).text()).toBe('0');
    expect(events.map((event) => event.routeKey)).toEqual(['GET /api/open']);
  });
});

describe('a connection', () => {
  test('serves one request after another', async () => {
    const { server } = await start(count);
    const get = 'GET /api/open HTTP/1.1\r\nhost: x\r\n';
    const answer = await sendRaw(server.origin, `${get}\r\n${get}connection: close\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  test('with more than 10 KB of header is refused with 431', async () => {
    const { server } = await start(count);
    const answer = await sendRaw(
      server.origin,
      `GET /api/open HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(10_240)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('/problems/header-too-large');
  });

  test('that does not speak HTTP is refused with 400', async () => {
    const { server } = await start(count);
    const answer = await sendRaw(server.origin, 'HELLO\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('/problems/malformed-request');
  });

  test('that sends its header or its body too slowly is cut off with 408', async () => {
    const { server, events } = await start(count, {}, { headersMs: 100, requestMs: 100 });
    const [header, body] = await Promise.all([
      sendRaw(server.origin, 'GET /api/open HTTP/1.1\r\nhost'),
      sendRaw(server.origin, `${POST}content-length: 10\r\n\r\nabc`),
    ]);
    for (const answer of [header, body]) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('/problems/request-timeout');
    }
    expect(events).toEqual([]);
  });
});

describe('a stopping server', () => {
  test('finishes what is running and takes nothing new', async () => {
    const gate = Promise.withResolvers<void>();
    const stub = await startStub(async () => {
      await gate.promise;
      return { statusCode: 200, body: 'finished' };
    });
    const running = fetch(`${stub.server.origin}/api/open`);
    await expect.poll(() => stub.events.length).toBe(1);
    const stopped = stub.server.stop();
    await expect(fetch(`${stub.server.origin}/api/open`)).rejects.toThrow();
    gate.resolve();
    expect(await (await running).text()).toBe('finished');
    await stopped;
  });

  test('does not wait for connections that are only kept alive', async () => {
    const stub = await startStub();
    await (await fetch(`${stub.server.origin}/api/open`)).text();
    await stub.server.stop();
  });

  test('cuts off what does not finish within its bound', async () => {
    const stub = await startStub(() => new Promise(() => {}), {}, { stopMs: 50 });
    const cut = expect(fetch(`${stub.server.origin}/api/open`)).rejects.toThrow();
    await expect.poll(() => stub.events.length).toBe(1);
    await stub.server.stop();
    await cut;
  });
});

test('refuses to start on a port in use and names the variable', async () => {
  const { server } = await start();
  await expect(serve(Number(new URL(server.origin).port), () => {})).rejects.toThrow(/PORT/);
});
