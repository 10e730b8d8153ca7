import { randomBytes } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Compression, codingFor } from '../../functions/front/compression.ts';
import { AUDITOR, openApiOver, registerAll, TREASURER } from './api.ts';

describe('the coding of an answer', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0.8 , gzip; q=0.8', 'br'],
    ['br;q=0, *', 'gzip'],
    ['br;q=0, gzip;q=0.000', undefined],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['identity;q=0.5, br;q=0.4', undefined],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['identity;q=0', undefined],
    ['deflate, zstd', undefined],
    ['br;q=2, gzip;q=x', undefined],
    ['brotli', undefined],
  ])('for %j is %s', (accepted, coding) => {
    expect(codingFor(accepted)).toBe(coding);
  });

  test('is one or none for whatever a client writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (accepted) => {
        expect([undefined, 'br', 'gzip']).toContain(codingFor(accepted));
      }),
    );
  });
});

describe('an answer', () => {
  const OPEN = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  const plain = (body: string | Buffer) => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    ...(typeof body === 'string'
      ? { body, isBase64Encoded: false }
      : { body: body.toString('base64'), isBase64Encoded: true }),
  });

  test.each(['br', 'gzip'] as const)('in %s is what it was, whatever it was', (coding) => {
    const compression = new Compression();
    const repeated = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 4_000 }));
    fc.assert(
      fc.property(repeated, fc.boolean(), ([word, times], isText) => {
        const text = word.repeat(times).slice(0, 60_000);
        const { headers, body, isBase64Encoded } = compression.compressed(
          plain(isText ? text : Buffer.from(text)),
          coding,
        );
        const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
        const told = headers['content-encoding'] === undefined ? bytes : OPEN[coding](bytes);
        expect(told.equals(Buffer.from(text))).toBe(true);
        if (Buffer.byteLength(text) <= 1_000) expect(headers).not.toHaveProperty('content-encoding');
      }),
    );
  });

  test('of 1,000 bytes goes as it is, and of one more compressed', () => {
    const compression = new Compression();
    const short = plain('箱'.repeat(333).padEnd(334, '.'));
    expect(compression.compressed(short, 'br')).toEqual(short);
    expect(compression.compressed(plain('箱'.repeat(333).padEnd(335, '.')), 'br')).toMatchObject({
      headers: { 'content-encoding': 'br', vary: 'accept-encoding' },
      isBase64Encoded: true,
    });
  });

  test('that becomes no smaller goes as it is: hashes, and what is compressed already', () => {
    const hashes = plain(randomBytes(8_192));
    const { headers, body } = new Compression().compressed(hashes, 'br');
    expect([headers, body]).toEqual([{ ...hashes.headers, vary: 'accept-encoding' }, hashes.body]);
  });

  test('says that it depends on the coding also where it goes as it is', () => {
    expect(new Compression().compressed(plain('箱'.repeat(1_000)), undefined).headers).toMatchObject({
      vary: 'accept-encoding',
    });
  });
});

describe('over the handlers', () => {
  test('lists, documents of the contract and refusals are the same in every coding, as API Gateway takes bytes', async () => {
    const api = openApiOver();
    await registerAll(api);
    for (let at = 2; at < 12; at += 1)
      await api.write(TREASURER, '/api/units', { code: `SY-${at}`, name: `第${at}街道总工会` });
    const wrong = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`unknown${at}`, 1]));
    const ask = (coding?: string) => {
      const headers = coding === undefined ? {} : { 'accept-encoding': coding };
      return Promise.all([
        api.get('/api/units', { as: AUDITOR, headers }),
        api.get('/api/openapi.json', { headers }),
        api.post('/api/units', { as: TREASURER, headers, body: wrong }),
        api.post('/api/units', { as: AUDITOR, headers, body: {} }),
      ]);
    };
    const plain = await ask();
    expect(plain.map(({ status }) => status)).toEqual([200, 200, 422, 403]);
    for (const { sent } of plain) expect(sent.headers).not.toHaveProperty('content-encoding');
    for (const coding of ['br', 'gzip']) {
      const [list, contract, refusal, forbidden] = await ask(coding);
      expect([list?.text, contract?.text, refusal?.text]).toEqual(plain.slice(0, 3).map(({ text }) => text));
      for (const { sent, headers, text } of [list, contract, refusal]) {
        expect([headers['content-encoding'], headers.vary, sent.isBase64Encoded]).toEqual([
          coding,
          'accept-encoding',
          true,
        ]);
        expect(Buffer.from(sent.body ?? '', 'base64').length).toBeLessThan(Buffer.byteLength(text) / 2);
      }
      expect(forbidden?.sent.headers).not.toHaveProperty('content-encoding');
    }
  });
});
