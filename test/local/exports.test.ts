import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { freshFolder } from './folder.ts';

const logged: string[] = [];

/** A machine over the folder; it is stopped when the test has ended, if it was not before. */
async function start(data: string): Promise<Machine> {
  const environment = { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_UNION: '示例工会' }), port: 0 };
  const machine = await startMachine(environment, (line) => void logged.push(line));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...machine, stop };
}

const job = z.object({ export: exportAnswer });

async function clientOf({ origin, signIn }: Machine) {
  if (signIn === undefined) throw new Error('nobody can sign in');
  const tokens = {
    treasurer: await signIn({ subject: 'treasurer', roles: ['treasurer'], units: [] }),
    auditor: await signIn({ subject: 'auditor', roles: ['auditor'], units: [] }),
  };
  async function send(as: keyof typeof tokens, path: string, body?: object, key = uuidv7()): Promise<Response> {
    return fetch(`${origin}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${tokens[as]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  return {
    send,
    async exported(id: string) {
      const read = async () => job.parse(await (await send('auditor', `/exports/${id}`)).json()).export;
      await expect.poll(async () => (await read()).status, { timeout: 20_000, interval: 10 }).toBe('done');
      return read();
    },
  };
}

test('an export is made in the background, and its download survives a restart', async () => {
  const data = await freshFolder();
  const first = await start(data);
  const { send, exported } = await clientOf(first);
  const line = { code: 'L1', name: '防疫专项', basis: ['厅字〔2020〕3号'] };
  const entry = uuidv7();
  expect((await send('treasurer', '/funding-lines', line, entry)).status).toBe(201);
  // An export tells what is sealed, which what was recorded just now will be in a moment.
  const proof = `${first.origin}/api/entries/${entry}/proof`;
  await expect.poll(async () => (await fetch(proof)).status, { timeout: 20_000, interval: 10 }).toBe(200);
  const id = uuidv7();
  const asked = await send('auditor', '/exports', { kind: 'entries', format: 'jsonl' }, id);
  expect(asked.status).toBe(202);
  const done = await exported(id);
  const [file] = done.files;
  const bytes = Buffer.from(await (await fetch(file?.url ?? '')).arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file?.sha256);
  await first.stop();

  const second = await clientOf(await start(data));
  const again = await second.exported(id);
  expect(again).toMatchObject({ asOf: done.asOf, files: [{ sha256: file?.sha256, bytes: bytes.length }] });
  const part = await fetch(again.files[0]?.url ?? '', { headers: { range: `bytes=0-9` } });
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(0, 10));
  expect(part.headers.get('content-disposition')).toContain(encodeURIComponent('分录.jsonl'));
  expect(logged).toEqual([]);
});

test('an export that was queued when the server stopped is made by the next one', async () => {
  const data = await freshFolder();
  const first = await start(data);
  const { send } = await clientOf(first);
  const ids = Array.from({ length: 5 }, () => uuidv7());
  for (const id of ids) await send('auditor', '/exports', { kind: 'entries', format: 'jsonl' }, id);
  await first.stop();
  const second = await clientOf(await start(data));
  for (const id of ids) {
    const [file] = (await second.exported(id)).files;
    expect((await fetch(file?.url ?? '')).status).toBe(200);
  }
});
