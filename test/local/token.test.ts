import { execFile } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { createAuthorizer } from '../../local/authorizer.ts';
import { AUDIENCE, ISSUER } from '../../local/issuer.ts';
import { openKeys } from '../../local/keys.ts';
import { freshFolder } from './folder.ts';

const program = join(import.meta.dirname, '../../local/token.ts');

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(data: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, NUANZHANG_DATA: data };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

async function claimsOf(data: string, token: string) {
  const { publicKey } = await openKeys(data);
  return createAuthorizer({ publicKey, issuer: ISSUER, audience: AUDIENCE, now: Date.now }).authorize(
    `Bearer ${token}`,
  );
}

describe('the token command', () => {
  test('prints a token the server of that folder lets in, alone on the last line, on an empty folder too', async () => {
    const data = join(await freshFolder(), 'not', 'there', 'yet');
    const { code, stdout, stderr } = await run(data, 'auditor');
    expect([code, stderr]).toEqual([0, '']);
    expect(await claimsOf(data, lastLine(stdout))).toMatchObject({ sub: 'demo-auditor', roles: 'auditor', units: '' });
  });

  test('puts units and subject into the token', async () => {
    const data = await freshFolder();
    const { stdout } = await run(data, 'coordinator', '--units', 'SY-01,SY-02', '--subject', 'somebody');
    expect(await claimsOf(data, lastLine(stdout))).toMatchObject({
      sub: 'somebody',
      roles: 'coordinator',
      units: 'SY-01 SY-02',
    });
  });

  test('gives a token for twelve hours', async () => {
    const { stdout } = await run(await freshFolder(), 'buyer');
    const { iat, exp } = decodeJwt(lastLine(stdout));
    expect((exp ?? 0) - (iat ?? 0)).toBe(12 * 60 * 60);
  });

  test('refuses wrong usage with a message and exit code 2, printing no token', async () => {
    const data = await freshFolder();
    const wrong = [
      [],
      ['boss'],
      ['buyer', 'keeper'],
      ['buyer', '--role', 'x'],
      ['coordinator', '--units'],
      ['coordinator', '--units', 'SY 01'],
      ['coordinator', '--units', 'SY-01,,SY-02'],
      ['buyer', '--subject', 'two words'],
      ['buyer', '--subject', ''],
    ];
    const outcomes = await Promise.all(wrong.map((args) => run(data, ...args)));
    for (const { code, stdout, stderr } of outcomes) {
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('npm run token -- <admin|treasurer|buyer|keeper|coordinator|auditor|privacy-officer>');
    }
  });
});

describe('the keys of a data folder', () => {
  test('are made once, also when many ask at the same time', async () => {
    const data = await freshFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => openKeys(data)));
    expect(new Set(all.map((keys) => keys.publicKey.kid)).size).toBe(1);
    expect(new Set(all.map((keys) => keys.personKey.toString('hex'))).size).toBe(1);
    expect(all[0]?.personKey).toHaveLength(32);
    expect(new Set(all.map((keys) => keys.linkKey.toString('hex'))).size).toBe(1);
    expect(all[0]?.linkKey).toHaveLength(32);
    expect(all[0]?.linkKey).not.toEqual(all[0]?.personKey);
    expect(await readdir(join(data, 'keys'))).toEqual(['links.key', 'person.key', 'token-signing.pem']);
  });

  test('are readable by their owner alone', async () => {
    const data = await freshFolder();
    await openKeys(data);
    for (const name of ['', 'links.key', 'person.key', 'token-signing.pem']) {
      expect((await stat(join(data, 'keys', name))).mode & 0o077).toBe(0);
    }
  });

  test('are refused, naming the file, when they are damaged', async () => {
    for (const name of ['links.key', 'person.key', 'token-signing.pem']) {
      const data = await freshFolder();
      await openKeys(data);
      await writeFile(join(data, 'keys', name), 'short');
      await expect(openKeys(data)).rejects.toThrow(name);
    }
  });
});
