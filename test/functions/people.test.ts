import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Namings } from '../../shared/commands/naming.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { KEY } from '../verify/packs.ts';
import { ADMIN, AUDITOR, id, KEEPER, openApiOver, type Person, PRIVACY_OFFICER, TODAY, TREASURER } from './api.ts';
import { boughtAndSent, columnOf, exported, minutes, NAMED, namingsOf, open, packed } from './named.ts';

const REASON = { reason: '本人要求' };
const slip = (consignment: string) => ({ kind: 'delivery-slip', format: 'html', consignment }) as const;

describe('an entry that is read', () => {
  test('tells auditors and treasurers what its maker was called then, others their sign-in, and nobody what is forgotten', async () => {
    const { api, later } = open();
    const before = id(0x300);
    const after = id(0x301);
    const write = (as: Person, key: string, code: string) =>
      api.post('/api/warehouses', { as, key, body: { code, name: '仓库' } });
    const calledBy = async (entry: string, as: Person) => {
      const { json } = await api.get(`/api/entries/${entry}`, { as });
      return Reflect.get(Object(json), 'actorName');
    };
    await write(NAMED.treasurer, before, 'W1');
    later();
    await write({ ...TREASURER, name: '改名后' }, after, 'W2');
    expect([await calledBy(before, AUDITOR), await calledBy(after, TREASURER)]).toEqual([
      NAMED.treasurer.name,
      '改名后',
    ]);
    expect(await calledBy(after, KEEPER)).toBe(undefined);
    const first = (await namingsOf(api)).find(({ refs }) => refs.previous === undefined);
    const erased = await api.post(`/api/entries/${first?.id}/erasure`, { as: PRIVACY_OFFICER, body: REASON });
    expect(erased.status).toBe(201);
    expect([await calledBy(before, AUDITOR), await calledBy(after, AUDITOR)]).toEqual([undefined, '改名后']);
  });
});

describe('a write under a token that says a name', () => {
  test('is preceded by an entry that commits to the name, and says it nowhere', async () => {
    const { api } = open();
    const key = id(0x11);
    await api.post('/api/warehouses', { as: NAMED.treasurer, key, body: { code: 'W9', name: '仓库' } });
    const [naming] = await namingsOf(api);
    expect(naming).toMatchObject({
      kind: 'naming',
      actor: { subject: 'treasurer', role: 'treasurer' },
      facts: {},
      refs: {},
    });
    const { json } = await api.get(`/api/entries/${naming?.id}`, { as: AUDITOR });
    const said = JSON.stringify(Reflect.get(Object(json), 'entry'));
    expect(said).toContain('"blinded":{"name":"');
    expect(said).not.toContain(NAMED.treasurer.name);
    expect(await api.entries()).toBe(2);
  });

  test('names its maker once, however often and from however many processes at once', async () => {
    const ledger = createMemoryLedger();
    const time = minutes();
    const processes = [openApiOver(ledger, time.clock), openApiOver(ledger, time.clock)] as const;
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) =>
        processes[at % 2 === 0 ? 0 : 1].post('/api/warehouses', {
          as: NAMED.treasurer,
          key: id(0x100 + at),
          body: { code: `W${at}`, name: '仓库' },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await namingsOf(processes[0])).toHaveLength(1);
    const third = openApiOver(ledger, time.clock);
    await third.post('/api/warehouses', { as: NAMED.treasurer, key: id(0x200), body: { code: 'Z', name: '仓库' } });
    expect(await namingsOf(third)).toHaveLength(1);
  });

  test('costs no look where the name was seen before', async () => {
    const { api } = open();
    const write = (code: string) => api.write(NAMED.treasurer, '/api/warehouses', { code, name: '仓库' });
    await write('W1');
    const read = vi.spyOn(api.tracker.ledger, 'read');
    await write('W2');
    const looked = read.mock.calls.flatMap(([keys]) => keys).filter((one) => one.row === 'claim');
    expect(looked).toEqual([]);
    read.mockRestore();
  });

  test('names nobody where it is refused, or the name could not be printed', async () => {
    const { api } = open();
    await api.post('/api/warehouses', { as: NAMED.treasurer, body: { code: '', name: '仓库' } });
    await api.post('/api/purchases', { as: NAMED.treasurer, body: {} });
    for (const [at, name] of ['', '   ', '李\n四', 'x'.repeat(101)].entries()) {
      await api.write({ ...TREASURER, name }, '/api/warehouses', { code: `W${at}`, name: '仓库' });
    }
    expect(await namingsOf(api)).toEqual([]);
  });

  test('lands although its maker cannot be named, or not in time', async () => {
    const stuck = Promise.withResolvers<never>();
    const away = () => Promise.reject(new LedgerError('unavailable', 'KMS is away'));
    for (const [fail, reports] of [
      [away, 2],
      [() => stuck.promise, 0],
    ] as const) {
      const ledger = createMemoryLedger();
      const time = minutes();
      const append = vi.fn(fail);
      const api = openApiOver(
        { ...ledger, append: (one) => (one.entry.kind === 'naming' ? append() : ledger.append(one)) },
        time.clock,
      );
      const told: unknown[] = [];
      Object.assign(api.tracker, { namings: new Namings({ report: (error) => void told.push(error), patienceMs: 1 }) });
      for (const code of ['W1', 'W2']) await api.write(NAMED.treasurer, '/api/warehouses', { code, name: '仓库' });
      expect(await api.entries()).toBe(2);
      // The second one was not held up again.
      expect(append).toHaveBeenCalledTimes(1);
      time.later();
      await api.write(NAMED.buyer, '/api/suppliers', { name: '供应商' });
      expect(append).toHaveBeenCalledTimes(2);
      expect(told).toHaveLength(reports);
    }
  });
});

describe('what is printed', () => {
  test('calls people by their names: the slip and every ledger', async () => {
    const { api, later } = open();
    const { consignment } = await boughtAndSent(api, later);
    const printed = await exported(api, slip(consignment));
    expect(printed).toContain('<b>发放人</b> 李保管');
    expect(await columnOf(api, 'fund-usage', '经办人')).toEqual(['钱财务', '钱财务']);
    expect(await columnOf(api, 'acceptance', '采购人')).toEqual(['孙采购']);
    expect(await columnOf(api, 'acceptance', '验收人')).toEqual(['李保管']);
    expect(await columnOf(api, 'acceptance', '保管人')).toEqual(['李保管']);
    expect(await columnOf(api, 'distribution', '发放人')).toEqual(['李保管']);
    expect(await columnOf(api, 'distribution', '接收人')).toEqual(['周协调']);
  });

  test('calls them by the name they had, and those who had none yet by their first', async () => {
    const { api, later } = open();
    const { consignment, sending } = await boughtAndSent(api, later, {
      ...NAMED,
      keeper: { ...NAMED.keeper, name: '李保管' },
    });
    later();
    const renamed = { ...NAMED.keeper, name: '李馆长' };
    const second = await api.write(renamed, '/api/consignments', sending);
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> 李保管');
    expect(await exported(api, slip(second))).toContain('<b>发放人</b> 李馆长');
    expect(await columnOf(api, 'distribution', '发放人')).toEqual(['李保管', '李馆长']);
    // 拨入 was booked before anybody had a name.
    expect(await columnOf(api, 'fund-usage', '经办人')).toEqual(['钱财务', '钱财务']);
    const [first, next] = (await namingsOf(api)).filter(({ actor }) => actor.subject === 'keeper');
    expect(next?.refs).toEqual({ previous: first?.id });
  });

  test('calls whoever never said a name by the subject, a long one in short', async () => {
    const { api, later } = open();
    const subject = '3f0c5a9e-77b1-4a55-9d0e-1c2b3a4d5e6f';
    await boughtAndSent(api, later, { ...NAMED, keeper: { ...KEEPER, subject } });
    expect(await columnOf(api, 'distribution', '发放人')).toEqual(['3f0c5a9e…5e6f']);
    const plain = open();
    await boughtAndSent(plain.api, plain.later, { ...NAMED, keeper: KEEPER });
    expect(await columnOf(plain.api, 'distribution', '发放人')).toEqual(['keeper']);
  });

  test('takes no name from a token of before the last one, which another browser still has', async () => {
    const { api, later, clock } = open();
    const { sending } = await boughtAndSent(api, later);
    const before = { ...NAMED.keeper, issuedAt: clock() };
    later();
    await api.write({ ...NAMED.keeper, name: '李馆长', issuedAt: clock() }, '/api/consignments', sending);
    later();
    await api.write(before, '/api/consignments', sending);
    later();
    const again = { ...before, issuedAt: clock() };
    await api.write(again, '/api/consignments', sending);
    expect(await columnOf(api, 'distribution', '发放人')).toEqual(['李保管', '李馆长', '李馆长', '李保管']);
  });
});

describe('the member list', () => {
  const granted = { subject: 'keeper', roles: ['keeper'] };

  test('takes a name, shows it where one member is read, and keeps it out of the entry', async () => {
    const { api } = open();
    const member = await api.write(ADMIN, '/api/members', { ...granted, name: '李建国' });
    const entry = await api.get(`/api/entries/${member}`, { as: AUDITOR });
    expect(entry.text).not.toContain('李建国');
    for (const as of [ADMIN, AUDITOR]) {
      expect((await api.get(`/api/members/${member}`, { as })).json).toMatchObject({ member: { name: '李建国' } });
    }
    expect((await api.get('/api/members', { as: ADMIN })).text).not.toContain('李建国');
    await api.write(ADMIN, `/api/members/${member}/amendments`, { roles: ['keeper'], name: '李建军', reason: '更正' });
    await api.write(ADMIN, `/api/members/${member}/amendments`, { roles: ['keeper', 'buyer'], reason: '兼任' });
    expect((await api.get(`/api/members/${member}`, { as: ADMIN })).json).toMatchObject({ member: { name: '李建军' } });
    const nameless = await api.write(ADMIN, '/api/members', { subject: 'buyer', roles: ['buyer'] });
    expect((await api.get(`/api/members/${nameless}`, { as: ADMIN })).text).not.toContain('"name"');
  });

  test('has its name printed, whatever a token says', async () => {
    const { api, later } = open();
    await api.write(ADMIN, '/api/members', { ...granted, name: '李建国' });
    later();
    const { consignment } = await boughtAndSent(api, later);
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> 李建国');
    expect((await namingsOf(api)).map(({ actor }) => actor.subject).sort()).toEqual([
      'buyer',
      'coordinator',
      'treasurer',
    ]);
  });

  test('leaves the name to the token where it says none', async () => {
    const { api, later } = open();
    await api.write(ADMIN, '/api/members', granted);
    later();
    const { consignment } = await boughtAndSent(api, later);
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> 李保管');
  });
});

describe('a pack', () => {
  test('has the names that its entries commit to, and is made again with them alone', async () => {
    const { api, later } = open();
    await api.write(ADMIN, '/api/members', { subject: 'keeper', roles: ['keeper'], name: '李建国' });
    later();
    await boughtAndSent(api, later);
    const pack = await packed(api);
    const names = Object.values<{ value: string }>(JSON.parse(pack.read('names.json').toString('utf8')));
    expect(names.map(({ value }) => value).sort()).toEqual(['周协调', '孙采购', '李建国', '钱财务']);
    expect(await verifyPack(pack.root, KEY)).toMatchObject({ ledgers: expect.any(Number), namesMissing: [] });
    pack.close();
  });

  test('does not hold with another name, a name of nobody, or without names, although its hashes are listed anew', async () => {
    const { api, later } = open();
    await boughtAndSent(api, later);
    const pack = await packed(api);
    const bytes = pack.read('names.json');
    const told = async (text: string) => {
      pack.write('names.json', Buffer.from(text));
      pack.listAnew();
      return pack.wrong();
    };
    const text = bytes.toString('utf8');
    expect(await told(text.replace('李保管', '李保安'))).toMatch(
      /^names.json has another name than voucher \d+ commits to$/,
    );
    const [entry, ...others] = Object.entries<object>(JSON.parse(text));
    const written = (entries: readonly (readonly [string, object])[]) =>
      `${JSON.stringify(Object.fromEntries(entries))}\n`;
    expect(await told(written([[id(1), entry?.[1] ?? {}], ...others]))).toMatch(
      /^names.json has a name of .* that no entry has$/,
    );
    expect(await told(written(others))).toMatch(/^The ledger .* is not what its entries make/);
    expect(await told(text.trimEnd())).toBe('names.json is not in its form');
    pack.remove('names.json');
    pack.listAnew();
    expect(await pack.wrong()).toBe('The file names.json is missing');
    pack.close();
  });

  test('tells whose name is missing that nobody erased', async () => {
    const { api } = open();
    await api.write({ ...ADMIN, name: '吴管理' }, '/api/members', { subject: 'x', roles: ['buyer'] });
    const pack = await packed(api);
    pack.write('names.json', Buffer.from('{}\n'));
    pack.listAnew();
    const { namesMissing } = await verifyPack(pack.root, KEY);
    expect(namesMissing).toEqual([expect.stringMatching(/^00000[12]$/)]);
    pack.close();
  });
});

describe('a name that is erased', () => {
  test('is printed no more, is in no later pack, and still in an earlier one that verifies', async () => {
    const { api, later } = open();
    const { consignment, sending } = await boughtAndSent(api, later);
    const earlier = await packed(api);
    const [naming] = (await namingsOf(api)).filter(({ actor }) => actor.subject === 'keeper');
    later();
    expect(await api.post(`/api/entries/${naming?.id}/erasure`, { as: PRIVACY_OFFICER, body: REASON })).toMatchObject({
      status: 201,
      json: { erased: ['name'] },
    });
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> keeper');
    expect(await columnOf(api, 'acceptance', '验收人')).toEqual(['keeper']);
    const now = await packed(api);
    expect((await verifyPack(now.root, KEY)).namesMissing).toEqual([]);
    for (const path of now.paths()) expect(now.read(path).includes('李保管'), path).toBe(false);
    expect(await earlier.wrong()).toBeUndefined();
    expect(earlier.read('names.json').toString('utf8')).toContain('李保管');
    // What was kept from then is no name of now.
    now.write('names.json', earlier.read('names.json'));
    now.listAnew();
    expect(await now.wrong()).toMatch(/^names.json has a name that voucher \d+ erased$/);
    // Nobody is named again by a token who was forgotten, by this process or another.
    later();
    await api.write(NAMED.keeper, '/api/consignments', sending);
    const other = openApiOver(api.tracker.ledger, () => api.tracker.clock());
    const key = id(0x300);
    const renamed = { ...NAMED.keeper, name: '李馆长' };
    expect((await other.post('/api/consignments', { as: renamed, key, body: sending })).status).toBe(201);
    expect(await columnOf(api, 'distribution', '发放人')).toEqual(['keeper', 'keeper', 'keeper']);
    for (const pack of [earlier, now]) pack.close();
  });

  test('of a member is shown no more, and another can be given', async () => {
    const { api, later } = open();
    const member = await api.write(ADMIN, '/api/members', { subject: 'keeper', roles: ['keeper'], name: '李建国' });
    await api.write(PRIVACY_OFFICER, `/api/entries/${member}/erasure`, REASON);
    const { json } = await api.get(`/api/members/${member}`, { as: ADMIN });
    expect(json).toMatchObject({ erased: true, member: { subject: 'keeper' } });
    expect(json).not.toMatchObject({ member: { name: expect.anything() } });
    later();
    const { consignment } = await boughtAndSent(api, later);
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> keeper');
    await api.write(ADMIN, `/api/members/${member}/amendments`, {
      roles: ['keeper'],
      name: '李某',
      reason: '本人同意',
    });
    expect(await exported(api, slip(consignment))).toContain('<b>发放人</b> keeper');
  });
});

describe('whatever people are called, whenever, and whoever is forgotten', () => {
  const PEOPLE = ['treasurer', 'deputy'] as const;
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        by: fc.constantFrom(...PEOPLE),
        name: fc.constantFrom('甲', '乙', '丙'),
        process: fc.nat(1),
      }),
    },
    { weight: 1, arbitrary: fc.record({ forget: fc.constantFrom(...PEOPLE), last: fc.boolean() }) },
  );

  test('a ledger prints the name of the time unless it is forgotten, and its pack verifies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 12 }), async (actions) => {
        const time = minutes();
        const ledger = createMemoryLedger();
        const processes = [openApiOver(ledger, time.clock), openApiOver(ledger, time.clock)] as const;
        const [api] = processes;
        const line = await api.write(TREASURER, '/api/funding-lines', { code: 'L', name: '专项', basis: [] });
        const namings: { readonly by: string; readonly name: string; readonly id: string; erased: boolean }[] = [];
        const written: { readonly by: string; readonly naming: (typeof namings)[number] | undefined }[] = [];
        let keys = 0x9000;
        for (const one of actions) {
          // Longer than a process takes what it has seen for the last word.
          time.later(11);
          keys += 1;
          if ('forget' in one) {
            const own = namings.filter(({ by, erased }) => by === one.forget && !erased);
            const naming = one.last ? own.at(-1) : own[0];
            if (naming === undefined) continue;
            await api.post(`/api/entries/${naming.id}/erasure`, { as: PRIVACY_OFFICER, key: id(keys), body: REASON });
            naming.erased = true;
            continue;
          }
          const as: Person = { subject: one.by, roles: ['treasurer'], name: one.name };
          const body = { amount: '1.00', effectiveOn: TODAY, source: '上级' };
          const path = `/api/funding-lines/${line}/appropriations`;
          const { status } = await processes[one.process === 0 ? 0 : 1].post(path, { as, key: id(keys), body });
          expect(status).toBe(201);
          const last = namings.findLast(({ by }) => by === one.by);
          if (last === undefined || (!last.erased && last.name !== one.name)) {
            const recorded = (await namingsOf(api)).filter(({ actor }) => actor.subject === one.by).at(-1)?.id ?? '';
            namings.push({ by: one.by, name: one.name, id: recorded, erased: false });
          }
          written.push({ by: one.by, naming: namings.findLast(({ by }) => by === one.by) });
        }
        expect(await namingsOf(api)).toHaveLength(namings.length);
        const printed = written.map(({ by, naming }) => (naming === undefined || naming.erased ? by : naming.name));
        expect(await columnOf(api, 'fund-usage', '经办人')).toEqual(printed);
        const pack = await packed(api, { ledgers: ['fund-usage'] });
        expect((await verifyPack(pack.root, KEY)).namesMissing).toEqual([]);
        const names = Object.keys(JSON.parse(pack.read('names.json').toString('utf8')));
        expect(names.sort()).toEqual(namings.flatMap(({ id: entry, erased }) => (erased ? [] : [entry])).sort());
        pack.close();
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
