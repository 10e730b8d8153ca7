import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentity, type IdentityRules } from '../../functions/front/identity.ts';
import { MemberList } from '../../functions/front/member-list.ts';
import { registerMember } from '../../shared/commands/registry.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { type Ledger, LedgerError } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { ADMIN, id, NOW, openApiOver, type Person, TREASURER } from './api.ts';

const RULES: IdentityRules = {
  issuer: 'https://id.example/realms/union',
  audience: 'nuanzhang',
  rolesClaim: 'https://nuanzhang.example/roles',
  unitsClaim: 'cognito:groups',
  firstAdmin: 'first',
};

const SECONDS = NOW / 1000;
const GOOD = { iss: RULES.issuer, aud: '[other nuanzhang]', exp: String(SECONDS + 1), sub: 'a' };

function callerOf(claims: unknown, rules = RULES) {
  return createIdentity(rules, new MemberList(createMemoryLedger(), () => NOW), () => NOW).callerOf(claims);
}

describe('a caller', () => {
  it('is nobody any more once the token has expired, although its claims come as the same object', async () => {
    let now = NOW;
    const members = new MemberList(createMemoryLedger(), () => NOW);
    const identity = createIdentity(RULES, members, () => now);
    const claims = { ...GOOD, [RULES.rolesClaim]: 'buyer' };
    for (let times = 0; times < 2; times += 1) {
      expect(await identity.callerOf(claims)).toMatchObject({ subject: 'a', roles: ['buyer'] });
    }
    now += 1_000;
    expect(await identity.callerOf(claims)).toBeUndefined();
  });

  it('has the roles and units of the claims that the configuration names, listed in any way', async () => {
    const expected = { subject: 'a', roles: ['buyer', 'coordinator'], units: ['SY-01', '顺义'], source: 'token' };
    for (const [roles, units] of [
      ['coordinator buyer', 'SY-01 顺义'],
      ['[buyer coordinator]', '[SY-01 顺义]'],
      ['buyer,coordinator', 'SY-01,顺义'],
    ]) {
      const claims = { ...GOOD, [RULES.rolesClaim]: roles, [RULES.unitsClaim]: units };
      expect(await callerOf(claims)).toEqual(expected);
    }
    expect(await callerOf({ ...GOOD, roles: 'admin' })).toMatchObject({ roles: [] });
  });

  it('has no role that does not exist', async () => {
    expect(await callerOf({ ...GOOD, [RULES.rolesClaim]: 'root treasurer admin2' })).toMatchObject({
      roles: ['treasurer'],
    });
  });

  it('is admin where the configuration says so and nobody is in the list yet', async () => {
    expect(await callerOf({ ...GOOD, sub: 'first' })).toEqual({
      subject: 'first',
      roles: ['admin'],
      units: [],
      source: 'first-admin',
    });
  });

  it.each([
    ['no claims', undefined],
    ['no subject', { ...GOOD, sub: '' }],
    ['a subject with control characters', { ...GOOD, sub: 'a\nb' }],
    ['a subject that is no text', { ...GOOD, sub: 1 }],
    ['another issuer', { ...GOOD, iss: 'https://id.example/realms/union/' }],
    ['no issuer', { ...GOOD, iss: undefined }],
    ['another audience', { ...GOOD, aud: 'nuanzhang2' }],
    ['neither an audience nor a client', { ...GOOD, aud: undefined }],
    ['another client', { ...GOOD, aud: undefined, client_id: 'nuanzhang2' }],
    ['an audience elsewhere and our client', { ...GOOD, aud: 'elsewhere', client_id: 'nuanzhang' }],
    ['no end', { ...GOOD, exp: undefined }],
    ['an end that has come', { ...GOOD, exp: String(SECONDS) }],
    ['an end that is no instant', { ...GOOD, exp: 'never' }],
    ['a beginning that has not come', { ...GOOD, nbf: String(SECONDS + 1) }],
    ['an issue that has not come', { ...GOOD, iat: String(SECONDS + 1) }],
    ['roles that are no text', { ...GOOD, [RULES.rolesClaim]: ['admin'] }],
  ])('is nobody with %s', async (_what, claims) => {
    expect(await callerOf(claims)).toBeUndefined();
  });

  it('may be known by the client alone, as some issuers write access tokens', async () => {
    expect(await callerOf({ ...GOOD, aud: undefined, client_id: 'nuanzhang' })).toMatchObject({ subject: 'a' });
  });

  it('may have its end written as a gateway writes large numbers', async () => {
    expect(await callerOf({ ...GOOD, exp: '1.9091496E9' })).toMatchObject({ subject: 'a' });
  });

  it('is nobody or somebody with known roles, whatever the claims', async () => {
    const claims = fc.dictionary(
      fc.constantFrom('iss', 'aud', 'exp', 'sub', 'nbf', RULES.rolesClaim, RULES.unitsClaim, '__proto__'),
      fc.oneof(fc.constantFrom(...Object.values(GOOD)), fc.string(), fc.anything()),
    );
    await fc.assert(
      fc.asyncProperty(claims, async (given) => {
        const caller = await callerOf(given);
        if (caller === undefined) return;
        expect(given.iss).toBe(RULES.issuer);
        expect(caller.roles.every((role) => ROLES.includes(role))).toBe(true);
      }),
    );
  });
});

const SECOND_ADMIN: Person = { subject: 'second-admin', roles: ['admin'] };
/** Whose tokens name no role. */
const NEW: Person = { subject: 'auth0|new', roles: [] };
const UNIT = { code: 'SY-02', name: '南法信镇' };

describe('the member list', () => {
  function openAt() {
    const clock = { now: NOW };
    return { clock, api: openApiOver(createMemoryLedger(), () => clock.now) };
  }

  it('gives roles that no token names, and says where they come from', async () => {
    const { api, clock } = openAt();
    expect((await api.post('/api/units', { as: NEW, body: UNIT })).status).toBe(403);
    await api.write(ADMIN, '/api/members', { subject: NEW.subject, roles: ['treasurer'] });
    clock.now += 20_000;
    expect((await api.post('/api/units', { as: NEW, body: UNIT })).status).toBe(201);
    expect((await api.get('/api/me', { as: NEW })).json).toEqual({
      subject: NEW.subject,
      roles: ['treasurer'],
      units: [],
      ownUnits: [],
      source: 'members',
      operations: expect.arrayContaining(['whoAmI', 'registerUnit', 'pay']),
    });
  });

  it('counts instead of the token for whoever is in it, also when everything was withdrawn', async () => {
    const { api, clock } = openAt();
    const member = await api.write(ADMIN, '/api/members', { subject: TREASURER.subject, roles: ['auditor'] });
    clock.now += 20_000;
    expect((await api.post('/api/units', { as: TREASURER, body: UNIT })).status).toBe(403);
    expect((await api.get('/api/entries', { as: TREASURER })).status).toBe(200);
    await api.write(ADMIN, `/api/members/${member}/closure`, { reason: '离任' });
    clock.now += 20_000;
    expect((await api.get('/api/entries', { as: TREASURER })).status).toBe(403);
    expect((await api.get('/api/me', { as: TREASURER })).json).toMatchObject({ roles: [], source: 'members' });
  });

  it('lets a withdrawal count within a minute: whoever was withdrawn finishes no write with the token they hold', async () => {
    const { api, clock } = openAt();
    const member = await api.write(ADMIN, '/api/members', { subject: NEW.subject, roles: ['treasurer'] });
    clock.now += 20_000;
    expect((await api.get('/api/me', { as: NEW })).json).toMatchObject({ roles: ['treasurer'] });
    await api.write(ADMIN, `/api/members/${member}/closure`, { reason: '离任' });
    clock.now += 19_999;
    expect((await api.get('/api/me', { as: NEW })).json).toMatchObject({ roles: ['treasurer'] });
    clock.now += 1;
    const entries = await api.entries();
    expect((await api.post('/api/units', { as: NEW, body: UNIT })).status).toBe(403);
    expect(await api.entries()).toBe(entries);
  });

  it('lets a withdrawn admin grant nothing any more', async () => {
    const { api, clock } = openAt();
    const member = await api.write(ADMIN, '/api/members', { subject: SECOND_ADMIN.subject, roles: ['admin'] });
    await api.write(ADMIN, `/api/members/${member}/closure`, { reason: '离任' });
    clock.now += 20_000;
    const body = { subject: NEW.subject, roles: ['treasurer'] };
    expect((await api.post('/api/members', { as: SECOND_ADMIN, body })).status).toBe(403);
  });

  it('has a person once, and again after everything was withdrawn', async () => {
    const { api, clock } = openAt();
    const body = { subject: NEW.subject, roles: ['coordinator'], units: ['SY-01'] };
    const member = await api.write(ADMIN, '/api/members', body);
    expect((await api.post('/api/members', { as: ADMIN, body })).json).toMatchObject({
      type: '/problems/duplicate-code',
    });
    await api.write(ADMIN, `/api/members/${member}/closure`, { reason: '离任' });
    await api.write(ADMIN, '/api/members', { ...body, units: ['SY-02'] });
    clock.now += 20_000;
    expect((await api.get('/api/me', { as: NEW })).json).toMatchObject({ roles: ['coordinator'], units: ['SY-02'] });
  });

  it('takes other roles and units by an amendment, and keeps every one of them in its history', async () => {
    const { api, clock } = openAt();
    const member = await api.write(ADMIN, '/api/members', { subject: NEW.subject, roles: ['buyer'] });
    const body = { roles: ['coordinator'], units: ['SY-01'], reason: '轮岗' };
    await api.write(ADMIN, `/api/members/${member}/amendments`, body);
    clock.now += 20_000;
    expect((await api.get('/api/me', { as: NEW })).json).toMatchObject({ roles: ['coordinator'], units: ['SY-01'] });
    expect((await api.get(`/api/members/${member}`, { as: ADMIN })).json).toMatchObject({
      member: { subject: NEW.subject, roles: ['coordinator'], units: ['SY-01'], status: 'open' },
      history: [{ kind: 'amendment' }, { kind: 'registration' }],
    });
    expect((await api.get('/api/members', { as: ADMIN })).json).toMatchObject({ items: [{ id: member }] });
  });

  it.each([
    ['a coordinator without units', { subject: 'a', roles: ['coordinator'] }, '/units', 'required'],
    ['a role twice', { subject: 'a', roles: ['buyer', 'buyer'] }, '/roles/1', 'repeated'],
    ['a role that is none', { subject: 'a', roles: ['root'] }, '/roles/0', 'not-one-of'],
    ['no role', { subject: 'a', roles: [] }, '/roles', 'too-few'],
    ['no subject', { roles: ['buyer'] }, '/subject', 'required'],
  ])('refuses %s', async (_what, body, pointer, code) => {
    const { api } = openAt();
    const { status, json } = await api.post('/api/members', { as: ADMIN, body });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer, code }] }]);
  });

  it('is never changed by whom it names, save with a reason that stands among the exceptions', async () => {
    const { api } = openAt();
    const body = { subject: ADMIN.subject, roles: ['admin', 'treasurer'] };
    const refused = { status: 409, json: { type: '/problems/own-roles' } };
    expect(await api.post('/api/members', { as: ADMIN, body })).toMatchObject(refused);
    const member = await api.write(SECOND_ADMIN, '/api/members', { subject: ADMIN.subject, roles: ['admin'] });
    const changed = { roles: ['admin', 'treasurer'], reason: '代理' };
    expect(await api.post(`/api/members/${member}/amendments`, { as: ADMIN, body: changed })).toMatchObject(refused);
    const closed = { reason: '离任' };
    expect(await api.post(`/api/members/${member}/closure`, { as: ADMIN, body: closed })).toMatchObject(refused);
    const exception = { reason: '仅有一名管理员在岗' };
    const amendment = await api.write(ADMIN, `/api/members/${member}/amendments`, { ...changed, exception });
    expect((await api.get('/api/reports/exceptions', { as: TREASURER })).json).toMatchObject({
      waivedSeparations: [{ entry: amendment, reason: exception.reason }],
    });
  });

  it('is believed for less than half a minute when it cannot be read again, and then nobody is let in', async () => {
    const ledger = createMemoryLedger();
    const clock = { now: NOW };
    const isDown = { now: false };
    const states: Ledger['states'] = (kind, options) => {
      if (isDown.now) throw new LedgerError('unavailable', 'the engine does not answer');
      return ledger.states(kind, options);
    };
    const list = new MemberList({ states }, () => clock.now);
    expect(await list.find('a')).toBeUndefined();
    isDown.now = true;
    clock.now += 27_999;
    expect(await list.find('a')).toBeUndefined();
    clock.now += 1;
    await expect(list.find('a')).rejects.toThrow(LedgerError);
    isDown.now = false;
    expect(await list.find('a')).toBeUndefined();
  });

  it('is read once for all who ask at the same time, and not again while it is fresh', async () => {
    const ledger = createMemoryLedger();
    const clock = { now: NOW };
    let reads = 0;
    const states: Ledger['states'] = (kind, options) => {
      reads += 1;
      return ledger.states(kind, options);
    };
    const list = new MemberList({ states }, () => clock.now);
    await Promise.all(['a', 'b', 'c'].map((subject) => list.find(subject)));
    clock.now += 19_999;
    expect(list.find('a')).toBeUndefined();
    expect(reads).toBe(1);
  });

  it('is read to its end, however many pages it has', async () => {
    const { api, clock } = openAt();
    for (let at = 0; at < 501; at += 1) {
      await registerMember(api.tracker, {
        id: id(0xb000 + at),
        actor: { subject: 'admin', role: 'admin' },
        roles: ['admin'],
        units: [],
        requestHash: '',
        target: undefined,
        body: { subject: `person-${at}`, roles: ['buyer'], units: [] },
      });
    }
    clock.now += 20_000;
    for (const subject of ['person-0', 'person-500']) {
      expect((await api.get('/api/me', { as: { subject, roles: [] } })).json).toMatchObject({ roles: ['buyer'] });
    }
  });
});
