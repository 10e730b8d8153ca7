import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { configurationOf } from '../../functions/composition/configuration.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { CONFIGURATION } from '../installation.ts';
import { id, openApiOver } from './api.ts';

describe('the configuration', () => {
  test('is anybody’s to read, and to keep for minutes', async () => {
    const { status, headers, json } = await openApiOver().get('/api/configuration');
    expect([status, headers['cache-control'], headers.etag]).toEqual([
      200,
      'public, max-age=300',
      expect.stringMatching(/^W\//),
    ]);
    expect(json).toEqual(CONFIGURATION);
  });

  test('of a stack in AWS is what its function is told', () => {
    const told = {
      ISSUER: 'https://id.example/realms/union',
      CLIENT: 'pages',
      UNION_NAME: '示例区总工会',
      LOG_ORIGIN: 'tracker.example.cn/api/log',
    };
    const configuration = configurationOf(told);
    expect(installationAnswers.configuration.parse(configuration)).toEqual({
      issuer: 'https://id.example/realms/union',
      client: 'pages',
      union: '示例区总工会',
      logOrigin: 'tracker.example.cn/api/log',
      switchedOn: { ownAccounts: false, sealing: true },
    });
    for (const name of Object.keys(told)) {
      expect(() => configurationOf({ ...told, [name]: undefined }), name).toThrow(z.ZodError);
    }
  });
});

describe('the code of a slip', () => {
  test('leads to the page of slips, which nobody keeps, whatever an app hangs onto it', async () => {
    const api = openApiOver();
    for (const path of ['/api/log', '/api/log?from=singlemessage']) {
      const { status, headers, text } = await api.get(path);
      expect([status, headers.location, headers['cache-control'], text]).toEqual([303, '/slip', 'no-store', '']);
    }
  });

  test('leads there with its entry and leaf, as browsers resolve it', () => {
    const scanned = new URL(`https://tracker.example/api/log#${id(1)}.leaf`);
    const there = new URL('/slip', scanned);
    // RFC 9110, section 10.2.2: a location without a fragment has that of the address it was got from.
    expect(new URL(scanned.hash, there).href).toBe(`https://tracker.example/slip#${id(1)}.leaf`);
  });
});
