import { execFile } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { openKeys } from '../../local/keys.ts';
import { freshFolder, freshKeys } from './folder.ts';
import { run as start } from './program.ts';

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

async function whoIs(origin: string, token: string): Promise<unknown> {
  const response = await fetch(`${origin}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  return response.json();
}

describe('the token command', () => {
  test('signs in at the server that runs, and prints its token alone on the last line', async () => {
    const data = await freshFolder();
    const origin = await start(data, { NUANZHANG_DEMO: 'off' }).origin();
    const { code, stdout, stderr } = await run(data, 'auditor');
    expect([code, stderr]).toEqual([0, '']);
    const token = lastLine(stdout);
    expect(await whoIs(origin, token)).toMatchObject({ subject: 'demo-auditor', roles: ['auditor'], units: [] });
    const { iss, aud, iat, exp } = decodeJwt(token);
    expect([iss, aud, (exp ?? 0) - (iat ?? 0)]).toEqual([`${origin}/oidc`, 'nuanzhang', 12 * 60 * 60]);
    const named = await run(data, 'coordinator', '--units', 'SY-01,SY-02', '--subject', 'somebody');
    expect(await whoIs(origin, lastLine(named.stdout))).toMatchObject({
      subject: 'somebody',
      roles: ['coordinator'],
      units: ['SY-01', 'SY-02'],
    });
  });

  test('says that the server has to run first, and prints no token', async () => {
    const data = await freshFolder();
    const never = await run(data, 'buyer');
    expect([never.code, never.stdout]).toEqual([1, '']);
    expect(never.stderr).toContain('npm start');
    const server = start(data, { NUANZHANG_DEMO: 'off' });
    await server.origin();
    await server.stop();
    const stopped = await run(data, 'buyer');
    expect([stopped.code, stopped.stdout]).toEqual([1, '']);
    expect(stopped.stderr).toContain('npm start');
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

const KEYS = [
  'accounts.key',
  'cookies.key',
  'cursors.key',
  'links.key',
  'log-signing.pem',
  'person.key',
  'personal-data.key',
  'token-signing.pem',
];

describe('the keys of a data folder', () => {
  test('are made once, also when many ask at the same time', async () => {
    const data = await freshFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => freshKeys(data)));
    expect(new Set(all.map((keys) => keys.publicKey.kid)).size).toBe(1);
    expect(new Set(all.map((keys) => keys.personKey.export().toString('hex'))).size).toBe(1);
    expect(all[0]?.personKey.symmetricKeySize).toBe(32);
    expect(new Set(all.map((keys) => keys.linkKey.toString('hex'))).size).toBe(1);
    expect(all[0]?.linkKey).toHaveLength(32);
    expect(all[0]?.linkKey).not.toEqual(all[0]?.personKey.export());
    expect((await readdir(join(data, 'keys'))).sort()).toEqual(KEYS);
  });

  test('are readable by their owner alone', async () => {
    const data = await freshFolder();
    await freshKeys(data);
    for (const name of ['', ...KEYS]) {
      expect((await stat(join(data, 'keys', name))).mode & 0o077).toBe(0);
    }
  });

  test('are refused, naming the file, when they are damaged', async () => {
    for (const name of KEYS) {
      const data = await freshFolder();
      await freshKeys(data);
      await writeFile(join(data, 'keys', name), 'short');
      await expect(openKeys(data)).rejects.toThrow(name);
    }
  });
});
