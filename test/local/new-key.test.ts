import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KEY_FILES } from '../../local/integrity/key-files.ts';
import { checkData } from '../../local/integrity/whole-check.ts';
import type { Person } from '../../local/person.ts';
import { readVerifierKey } from '../../shared/log/tree/note.ts';
import { verifyLog } from '../../verify/verify-log.ts';
import { benefitOf, FREE, key, orderOf, TREASURER } from '../faults/client.ts';
import { commanded } from './commanded.ts';
import { issueToken } from './issue-token.ts';
import { copyOf, madeFolders, post, type Running, sealAndStop, start } from './made-folder.ts';

const made = madeFolders();

async function withoutKey(name: string): Promise<string> {
  const data = await copyOf(made.now);
  await rm(join(data, 'keys', name));
  return data;
}

const vkeyOf = async (data: string) =>
  readVerifierKey((await readFile(join(data, 'objects', 'log', 'vkey'), 'utf8')).trim());

describe('a key that is lost for good', () => {
  test.each(Object.entries(KEY_FILES))(
    '%s is made anew when that is asked for, says what is lost, and the ledger goes on',
    async (name, lost) => {
      const data = await withoutKey(name);
      const { code, printed, said } = await commanded('new-key', data, [name]);
      expect({ code, said }).toEqual({ code: 0, said: '' });
      expect(printed).toContain(lost.zh);
      expect(printed).toContain(lost.en);
      const running = await start(data);
      await post(running, [orderOf(key(FREE + 4), '3.00'), benefitOf(key(FREE + 5), 1)]);
      await running.client.settle();
      await sealAndStop(running);
      await verifyLog(join(data, 'objects', 'log'), await vkeyOf(data));
      for await (const checked of checkData(data)) expect(checked).not.toHaveProperty('wrong');
    },
  );

  test('of the log has another verifier key, under which what was sealed before stands too', async () => {
    const before = await vkeyOf(made.now);
    const data = await withoutKey('log-signing.pem');
    await commanded('new-key', data, ['log-signing.pem']);
    const after = await vkeyOf(data);
    expect(after.publicKey).not.toEqual(before.publicKey);
    expect(after.name).toBe(before.name);
    expect(await verifyLog(join(data, 'objects', 'log'), after)).toMatchObject({ size: 11 });
    await expect(verifyLog(join(data, 'objects', 'log'), before)).rejects.toThrow();
  });

  test('of personal data leaves lists readable, and what it encrypted aside in a file', async () => {
    const data = await withoutKey('personal-data.key');
    const { printed } = await commanded('new-key', data, ['personal-data.key']);
    const kept = /moved into (.*\.jsonl)/.exec(printed)?.[1] ?? '';
    expect((await readFile(kept, 'utf8')).trim().split('\n')).toHaveLength(1);
    const { machine } = await start(data);
    const authorization = `Bearer ${await issueToken(data, machine.origin, TREASURER)}`;
    for (const path of ['/api/benefits', `/api/benefits/${key(FREE + 1)}`]) {
      expect((await fetch(machine.origin + path, { headers: { authorization } })).status).toBe(200);
    }
    await machine.stop();
  });

  test('of persons counts benefits anew from their rows: who was erased may be paid up to the cap again', async () => {
    const data = await copyOf(made.now);
    const before = await start(data);
    const paid = ({ client }: Running, at: number, person: number, amount: string) => {
      const benefit = benefitOf(key(FREE + at), person);
      return client.post({ ...benefit, body: { ...benefit.body, amount } });
    };
    expect(await paid(before, 10, 8, '2000.00')).toMatchObject({ status: 201 });
    expect(await paid(before, 11, 9, '1900.00')).toMatchObject({ status: 201 });
    const officer: Person = { subject: 'demo-privacy-officer', roles: ['privacy-officer'], units: [] };
    const path = `/api/entries/${key(FREE + 10)}/erasure`;
    await post(before, [{ key: key(FREE + 12), person: officer, path, body: { reason: '本人要求' } }]);
    const capped = { status: 409, text: expect.stringContaining('cap-exceeded') };
    expect(await paid(before, 13, 8, '1.00')).toMatchObject(capped);
    await sealAndStop(before);
    await rm(join(data, 'keys', 'person.key'));
    expect(await commanded('new-key', data, ['person.key'])).toMatchObject({ code: 0 });
    const after = await start(data);
    expect(await paid(after, 14, 9, '100.01')).toMatchObject(capped);
    expect(await paid(after, 15, 8, '1.00')).toMatchObject({ status: 201 });
    await after.machine.stop();
  });

  test('is made anew by its name alone, and not while a server runs', async () => {
    const data = await copyOf(made.now);
    expect(await commanded('new-key', data, ['unknown.key'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('npm run new-key -- <log-signing.pem|'),
    });
    const { machine } = await start(data);
    expect(await commanded('new-key', data, ['links.key'])).toMatchObject({
      code: 1,
      said: expect.stringContaining(`process ${process.pid}`),
    });
    await machine.stop();
  });
});
