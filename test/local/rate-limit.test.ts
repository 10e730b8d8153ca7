import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RateLimit } from '../../local/rate-limit.ts';
import { startStub } from './stub.ts';

describe('a rate limit', () => {
  test('lets a burst pass, then so many a second, and says when the next may', () => {
    const clock = { now: 0 };
    const limit = new RateLimit({ perSecond: 2, burst: 3 }, () => clock.now);
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 1]);
    clock.now = 499;
    expect(limit.take('a')).toBe(1);
    clock.now = 500;
    expect(limit.take('a')).toBe(0);
    expect(limit.take('a')).toBe(1);
    clock.now = 10_000;
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 1]);
  });

  test('counts each caller apart', () => {
    const limit = new RateLimit({ perSecond: 1, burst: 1 }, () => 0);
    expect([limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([0, 1, 0]);
  });

  test('never lets more pass than the burst and what came back since, whenever they come', () => {
    const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(rate, fc.array(fc.nat(2_000), { maxLength: 200 }), ({ perSecond, burst }, pauses) => {
        const clock = { now: 0 };
        const limit = new RateLimit({ perSecond, burst }, () => clock.now);
        let passed = 0;
        for (const pause of pauses) {
          clock.now += pause;
          if (limit.take('a') === 0) passed += 1;
          expect(passed).toBeLessThanOrEqual(burst + (clock.now / 1_000) * perSecond + 1e-6);
        }
      }),
    );
  });
});

describe('over HTTP', () => {
  async function start() {
    const clock = { now: 0 };
    const limit = new RateLimit({ perSecond: 1, burst: 2 }, () => clock.now);
    const { server, events } = await startStub(undefined, { limit });
    onTestFinished(() => server.stop());
    const ask = (path: string, token?: string) =>
      fetch(server.origin + path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
    return { clock, events, ask };
  }

  test('too many requests are 429 with the seconds to wait, before any handler is asked', async () => {
    const { clock, events, ask } = await start();
    expect((await ask('/api/me', 'good')).status).toBe(200);
    expect((await ask('/api/me', 'good')).status).toBe(200);
    const refused = await ask('/api/me', 'good');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
    expect(events).toHaveLength(2);
    clock.now = 1_000;
    expect((await ask('/api/me', 'good')).status).toBe(200);
  });

  test('who signed in is counted by name, anybody else and whoever tries tokens by address', async () => {
    const { ask } = await start();
    expect([(await ask('/api/open')).status, (await ask('/api/me', 'bad')).status]).toEqual([200, 401]);
    expect([(await ask('/api/open')).status, (await ask('/api/me', 'worse')).status]).toEqual([429, 429]);
    expect((await ask('/api/me', 'good')).status).toBe(200);
  });
});
