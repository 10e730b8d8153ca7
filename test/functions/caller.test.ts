import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { MemberList } from '../../functions/front/member-list.ts';
import { ROLES, type Role } from '../../shared/domain/role.ts';
import { type Route, routes } from '../../shared/routes.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { ADMIN, COORDINATOR, id, NOW, openApiOver, type Person, PRIVACY_OFFICER, TREASURER } from './api.ts';

const me = z.looseObject({
  name: z.string().exactOptional(),
  units: z.array(z.string()),
  ownUnits: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
  operations: z.array(z.string()),
});

function openAt() {
  const clock = { now: NOW };
  const api = openApiOver(createMemoryLedger(), () => clock.now);
  return { clock, api, ask: async (as: Person) => me.parse((await api.get('/api/me', { as })).json) };
}

describe('GET /api/me', () => {
  test('tells the name of the token, and that of the member list as soon as it has one', async () => {
    const { api, clock, ask } = openAt();
    const somebody = { subject: 'somebody', roles: ['keeper'], name: '张三' } as const;
    expect((await ask(somebody)).name).toBe('张三');
    expect(await ask({ ...somebody, name: '' })).not.toHaveProperty('name');
    const granted = { subject: 'somebody', name: '张小三', roles: ['keeper'] };
    const member = await api.write(ADMIN, '/api/members', granted);
    clock.now += 20_000;
    expect((await ask(somebody)).name).toBe('张小三');
    await api.write(ADMIN, `/api/members/${member}/amendments`, { name: '张大三', roles: ['keeper'], reason: '更正' });
    clock.now += 20_000;
    expect((await ask(somebody)).name).toBe('张大三');
  });

  test('tells no name once it was erased, whatever the token says', async () => {
    const { api, clock, ask } = openAt();
    const somebody = { subject: 'somebody', roles: ['keeper'], name: '张三' } as const;
    const member = await api.write(ADMIN, '/api/members', { subject: 'somebody', name: '张小三', roles: ['keeper'] });
    await api.write(PRIVACY_OFFICER, `/api/entries/${member}/erasure`, { reason: '本人要求' });
    clock.now += 20_000;
    expect(await ask(somebody)).not.toHaveProperty('name');
  });

  test('tells the units behind the codes, as far as they are registered to the letter', async () => {
    const { api, ask } = openAt();
    const unit = await api.write(TREASURER, '/api/units', { code: 'SY-01', name: '高丽营镇' });
    const other = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    const units = ['SY-02', 'sy-01', 'SY-09', 'SY-01'];
    expect(await ask({ ...COORDINATOR, units })).toMatchObject({
      units,
      ownUnits: [
        { id: other, code: 'SY-02', name: '南法信镇' },
        { id: unit, code: 'SY-01', name: '高丽营镇' },
      ],
    });
    expect((await ask({ ...COORDINATOR, units: ['sy-01'] })).ownUnits).toEqual([]);
  });

  test('tells of hundreds of units, all at once', async () => {
    const { api, ask } = openAt();
    const codes = Array.from({ length: 205 }, (_, at) => `U-${at}`);
    for (const code of codes.slice(0, 3)) await api.write(TREASURER, '/api/units', { code, name: code });
    await api.write(TREASURER, '/api/units', { code: 'U-204', name: '末' });
    const { ownUnits } = await ask({ ...COORDINATOR, units: codes });
    expect(ownUnits.map(({ code }) => code)).toEqual(['U-0', 'U-1', 'U-2', 'U-204']);
  });

  test.each(ROLES.map((role) => [role] as const))('names exactly the operations that are open to %s', async (role) => {
    const { api, ask } = openAt();
    const as: Person = { subject: 'somebody', roles: [role], units: ['SY-01'] };
    const { operations } = await ask(as);
    const all: readonly Route[] = routes;
    const refused = all.filter(({ operation }) => !operations.includes(operation));
    expect([...operations, ...refused.map(({ operation }) => operation)].toSorted()).toEqual(
      all.map(({ operation }) => operation).toSorted(),
    );
    for (const { method, path } of refused) expect(await statusOf(api, method, path, as), path).toBe(403);
    for (const { method, path } of all.filter((one) => operations.includes(one.operation)))
      expect(await statusOf(api, method, path, as), path).not.toBe(403);
  });

  test('names those of all roles together, and without a role those that ask for none', async () => {
    const { ask } = openAt();
    const of = async (...roles: Role[]) => (await ask({ subject: 'somebody', roles })).operations;
    const both = new Set([...(await of('buyer')), ...(await of('keeper'))]);
    expect(new Set(await of('buyer', 'keeper'))).toEqual(both);
    expect(await of()).toEqual(expect.arrayContaining(['whoAmI', 'checkHealth']));
    expect(await of()).not.toContain('listUnits');
  });
});

function statusOf(api: ReturnType<typeof openApiOver>, method: Route['method'], path: string, as: Person) {
  const named = path
    .replace('{id}', id(0xdead))
    .replace('{sha256}', 'd'.repeat(64))
    .replace('{month}', '2020-11')
    .replace('{group}', 'ledger')
    .replace('{level}', '0')
    .replace('{path+}', '000');
  const answer = method === 'POST' ? api.post(named, { as, body: {} }) : api.get(named, { as });
  return answer.then(({ status }) => status);
}

test('the member list knows which entry keeps a name, and no name itself', async () => {
  const { api } = openAt();
  const member = await api.write(ADMIN, '/api/members', { subject: 'somebody', name: '张小三', roles: ['keeper'] });
  const granted = await new MemberList(api.tracker.ledger, () => NOW).find('somebody');
  expect(granted).toEqual({ roles: ['keeper'], units: [], named: member });
});
