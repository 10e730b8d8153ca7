import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Engine, findEngine, noEngine, startEngine } from '../../local/engine.ts';
import { lockFolder } from '../../local/lock.ts';
import { testOnEngine } from '../engine.ts';
import { listening } from '../listening.ts';
import { freshFolder } from './folder.ts';
import { run } from './program.ts';

const SERVE_ENGINE = join(import.meta.dirname, '../../local/serve-engine.ts');

async function start(folder: string): Promise<Engine> {
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  const engine = await startEngine(program, join(folder, 'ledger.db'));
  onTestFinished(() => engine.stop());
  return engine;
}

function clientOf(engine: Engine): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => client.destroy());
  return client;
}

async function tablesOf(engine: Engine): Promise<readonly string[]> {
  return (await clientOf(engine).send(new ListTablesCommand({}))).TableNames ?? [];
}

function createNotes(engine: Engine) {
  return clientOf(engine).send(
    new CreateTableCommand({
      TableName: 'notes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    }),
  );
}

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the embedded engine', () => {
  testOnEngine('answers where it says it listens, and keeps its file between starts', async () => {
    const folder = await freshFolder();
    const first = await start(folder);
    await createNotes(first);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    expect(await tablesOf(await start(folder))).toEqual(['notes']);
  });

  testOnEngine('loses nothing acknowledged when it is killed, and its death is noticed', async () => {
    const folder = await freshFolder();
    const first = await start(folder);
    await createNotes(first);
    process.kill(first.pid ?? 0, 'SIGKILL');
    expect(await first.died).toContain('SIGKILL');
    await first.stop();
    expect(await tablesOf(await start(folder))).toEqual(['notes']);
  });

  testOnEngine('stopped twice, or stopped at the same time, stops once', async () => {
    const engine = await start(await freshFolder());
    await Promise.all([engine.stop(), engine.stop()]);
    await engine.stop();
    expect(isRunning(engine.pid)).toBe(false);
  });

  test('that ends at once is reported with its last words', async () => {
    const folder = await freshFolder();
    const program = join(folder, 'dynoxide');
    await writeFile(program, '#!/bin/sh\necho "no room left" >&2\nexit 1\n', { mode: 0o755 });
    await expect(startEngine(program, join(folder, 'ledger.db'))).rejects.toThrow('no room left');
  });

  test('is taken at its whole word when its first line comes in pieces', async () => {
    const folder = await freshFolder();
    const program = join(folder, 'dynoxide');
    const line = 'printf "Dynoxide listening on http://127" >&2; sleep 0.1; echo ".0.0.1:9/" >&2; exec sleep 600';
    await writeFile(program, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    const engine = await startEngine(program, join(folder, 'ledger.db'));
    onTestFinished(() => engine.stop());
    expect(engine.endpoint).toBe('http://127.0.0.1:9/');
  });

  test('that cannot be run at all is reported too', async () => {
    const folder = await freshFolder();
    await expect(startEngine(join(folder, 'nothing'), join(folder, 'ledger.db'))).rejects.toThrow('nothing');
  });

  test('is looked for in the installed package first, then on the PATH', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'dynoxide'), '#!/bin/sh\n', { mode: 0o755 });
    const found = findEngine(folder);
    expect(found).toMatch(/dynoxide$/);
    expect(findEngine('') ?? join(folder, 'dynoxide')).toBe(found);
  });

  test('where there is none, the message names the variable for another', () => {
    expect(noEngine().message).toContain('DYNAMODB_ENDPOINT');
  });
});

/** Another process that takes the folder, with a child of its own as its engine, until it is killed. */
async function holdElsewhere(folder: string): Promise<{ holder: ChildProcess; enginePid: number }> {
  const lock = join(import.meta.dirname, '../../local/lock.ts');
  const script = `
    import { spawn } from 'node:child_process';
    import { lockFolder } from ${JSON.stringify(lock)};
    const lock = await lockFolder(${JSON.stringify(folder)});
    const engine = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    lock.admit(engine.pid);
    console.log(engine.pid);
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
  const enginePid = z.coerce.number().int().positive().parse(String(line).trim());
  onTestFinished(() => {
    holder.kill('SIGKILL');
    if (isRunning(enginePid)) process.kill(enginePid, 'SIGKILL');
  });
  return { holder, enginePid };
}

describe('the lock of a data folder', () => {
  test('admits one server at a time, and says which process has it', async () => {
    const folder = await freshFolder();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(String(process.pid));
    lock.release();
    (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('refuses while another process is alive', async () => {
    const folder = await freshFolder();
    const { holder } = await holdElsewhere(folder);
    await expect(lockFolder(folder)).rejects.toThrow(String(holder.pid));
  });

  test('is taken over from a killed server, and the engine it left is ended', async () => {
    const folder = await freshFolder();
    const { holder, enginePid } = await holdElsewhere(folder);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(isRunning(enginePid)).toBe(true);
    const lock = await lockFolder(folder);
    // Its parent is gone, so whoever adopts orphans here may leave it behind as a zombie: that is ended as well.
    const state = await readFile(`/proc/${enginePid}/stat`, 'utf8').catch(() => 'gone Z');
    expect(state).toMatch(/ Z\b/);
    lock.release();
  });

  test('is taken over when its process id has come back as something else', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ server: { pid: process.pid, born: 'long ago' } }));
    (await lockFolder(folder)).release();
  });

  test('is taken over when a power cut left it unreadable', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'server.lock'), '');
    (await lockFolder(folder)).release();
  });

  test('goes to exactly one of many that find it stale at once', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ server: { pid: 999_999_999, born: '1' } }));
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => lockFolder(folder)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['server.lock']);
  });

  test('released late does not take away the lock of a successor', async () => {
    const folder = await freshFolder();
    const lock = await lockFolder(folder);
    const successor = JSON.stringify({ server: { pid: 1, born: 'another' } });
    await writeFile(join(folder, 'server.lock'), successor);
    lock.release();
    expect(await readFile(join(folder, 'server.lock'), 'utf8')).toBe(successor);
  });
});

describe('npm run engine', () => {
  testOnEngine(
    'prints where the engine listens and the line that uses it, which a server does, and ends with 0',
    async () => {
      const folder = await freshFolder();
      const free = await listening(() => undefined);
      free.stop();
      const program = run(folder, {}, { script: SERVE_ENGINE, args: [folder, '--port', String(free.port)] });
      const printed = await program.printed(/^NUANZHANG_STORE.*\n/m);
      const endpoint = `http://127.0.0.1:${free.port}`;
      expect(printed).toContain(`NUANZHANG_STORE=dynamodb DYNAMODB_ENDPOINT=${endpoint} `);
      const server = run(await freshFolder(), { NUANZHANG_DEMO: 'off', DYNAMODB_ENDPOINT: endpoint });
      expect((await fetch(`${await server.origin()}/api/healthz`)).status).toBe(200);
      expect(await server.stop()).toBe(0);
      expect(await program.stop()).toBe(0);
      expect(program.stderr()).toBe('');
      expect(await readdir(folder)).toContain('ledger.db');
    },
  );

  test('says how it is called where it is called otherwise, and ends with 2', async () => {
    const program = run(await freshFolder(), {}, { script: SERVE_ENGINE, args: ['--port', 'eighty'] });
    expect(await program.code).toBe(2);
    expect(program.stderr()).toContain('npm run engine -- [folder] [--port 8000]');
  });
});
