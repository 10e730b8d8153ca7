import { describe, expect, test } from 'vitest';
import type { Person } from '../../local/person.ts';
import { obtainToken } from '../../local/sign-in/obtain-token.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { FREE, key, orderOf } from '../faults/client.ts';
import { freshFolder } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { copyOf, madeFolders, post, start } from './made-folder.ts';

const made = madeFolders();

async function ask(data: string, origin: string, role: Person['roles'][number], path: string): Promise<Response> {
  const token = await issueToken(data, origin, { subject: `demo-${role}`, roles: [role], units: [] });
  return fetch(origin + path, { headers: { authorization: `Bearer ${token}` } });
}

describe('GET /api/state', () => {
  test('says whether it seals, what is published, what was looked at, keys and settings, to whom it concerns', async () => {
    const data = await copyOf(made.now);
    const { machine } = await start(data, { NUANZHANG_UNION: '示例区总工会', NUANZHANG_FIRST_ADMIN: 'someone' });
    for (const role of ['auditor', 'treasurer', 'admin'] as const) {
      const answer = await ask(data, machine.origin, role, '/api/state');
      expect(answer.status).toBe(200);
      const state = installationAnswers.state.parse(await answer.json());
      expect(state).toMatchObject({
        store: 'sqlite',
        sealing: { isOn: true, waiting: 0, lagSeconds: 0 },
        checkpoint: { size: 11 },
        integrity: { sealed: 11, compared: 11 },
        backups: [],
        settings: { NUANZHANG_UNION: '示例区总工会', NUANZHANG_FIRST_ADMIN: 'someone', NUANZHANG_RATE: 'off' },
      });
      expect(Object.keys(state.keys)).toContain('person.key');
      expect(state.verifierKey).toBe((await (await fetch(`${machine.origin}/api/log/vkey`)).text()).trim());
    }
    for (const role of ['buyer', 'keeper', 'coordinator', 'privacy-officer'] as const) {
      expect((await ask(data, machine.origin, role, '/api/state')).status).toBe(403);
    }
    await machine.stop();
  });

  test('says how much waits to be sealed, and since when', async () => {
    const data = await copyOf(made.now);
    const running = await start(data, { NUANZHANG_SEALING: 'off' });
    await post(running, [orderOf(key(FREE + 4), '3.00')]);
    const answer = await ask(data, running.machine.origin, 'auditor', '/api/state');
    const { sealing } = installationAnswers.state.parse(await answer.json());
    expect(sealing).toMatchObject({ isOn: false, waiting: 1 });
    expect(Date.now() - (sealing.oldest ?? 0)).toBeLessThan(60_000);
    await running.machine.stop();
  });
});

test('GET /api/sessions names who is signed in, to an admin alone', async () => {
  const data = await freshFolder();
  const { machine } = await start(data, { NUANZHANG_DEMO: 'off' });
  await obtainToken(data, { subject: 'demo-buyer', roles: ['buyer'], units: [] });
  const sessions = installationAnswers.sessions.parse(
    await (await ask(data, machine.origin, 'admin', '/api/sessions')).json(),
  );
  expect(sessions).toMatchObject({ issuer: `${machine.origin}/oidc`, items: [{ subject: 'demo-buyer' }] });
  expect((await ask(data, machine.origin, 'auditor', '/api/sessions')).status).toBe(403);
  await machine.stop();
});

test('GET /api/healthz says that it is up', async () => {
  const { machine } = await start(await copyOf(made.now));
  expect(await (await fetch(`${machine.origin}/api/healthz`)).json()).toEqual({ status: 'ok' });
  await machine.stop();
});
