import { beforeEach, describe, expect, test, vi } from 'vitest';
import { isHeld, tagOf } from '../../functions/front/tags.ts';
import {
  ADMIN,
  type Api,
  AUDITOR,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  TREASURER,
} from './api.ts';

let api: Api;
let known: Registered;

beforeEach(async () => {
  api = openApiOver();
  known = await registerAll(api);
  // What is about to be read from the log is sealed.
  await api.get('/api/log/checkpoint');
});

async function tagged(path: string, as: Person): Promise<string> {
  const { status, headers } = await api.get(path, { as });
  expect([path, status, headers.etag]).toEqual([path, 200, expect.stringMatching(/^W\/"[\w-]{22}"$/)]);
  return String(headers.etag);
}

const asked = (path: string, as: Person, tag: string) => api.get(path, { as, headers: { 'if-none-match': tag } });

describe('a tag', () => {
  test('is held by whoever names it, weakly or strongly, among others, or anything at all', () => {
    const tag = tagOf('{}');
    for (const held of [tag, tag.slice(2), `"a", ${tag}`, ` ${tag},"b"`, '*']) expect(isHeld(tag, held)).toBe(true);
    for (const held of [undefined, '', '""', 'W/""', tag.slice(3, -1), tagOf('[]')])
      expect(isHeld(tag, held)).toBe(false);
  });
});

describe('registers', () => {
  test('are told again only where they changed', async () => {
    for (const path of [
      '/api/funding-lines',
      `/api/funding-lines/${known.fundingLine}`,
      '/api/units?limit=1',
      `/api/units/${known.unit}`,
      '/api/items',
      `/api/items/${known.item}`,
      '/api/suppliers',
      `/api/suppliers/${known.supplier}`,
      '/api/warehouses',
      `/api/warehouses/${known.warehouse}`,
      '/api/tariffs',
      '/api/allocation-plans',
      '/api/approval-thresholds',
      '/api/members',
    ]) {
      const tag = await tagged(path, AUDITOR);
      const { status, headers, sent } = await asked(path, AUDITOR, tag);
      expect([path, status, sent.body]).toEqual([path, 304, '']);
      expect(headers).toMatchObject({ etag: tag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
      expect(headers).not.toHaveProperty('content-type');
    }
  });

  test('have another tag once something was registered or amended', async () => {
    const [list, read] = ['/api/units', `/api/units/${known.unit}`];
    const tags = [await tagged(list, AUDITOR), await tagged(read, AUDITOR)];
    await api.write(TREASURER, `/api/units/${known.unit}/amendments`, { name: '高丽营街道', reason: '更名' });
    const again = [await asked(list, AUDITOR, tags[0] ?? ''), await asked(read, AUDITOR, tags[1] ?? '')];
    for (const answer of again) {
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('高丽营街道');
    }
    expect([await tagged(list, AUDITOR), await tagged(read, AUDITOR)]).not.toEqual(tags);
  });

  test('have the same tag in every coding, and at every request, also where a page goes on', async () => {
    await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (coding) => {
        const { headers, json } = await api.get('/api/units?limit=1', {
          as: AUDITOR,
          headers: { 'accept-encoding': coding },
        });
        expect(json).toHaveProperty('next');
        return headers.etag;
      }),
    );
    expect(new Set(tags).size).toBe(1);
  });

  test('tell a coordinator nothing by the tag of another', async () => {
    await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    const tag = await tagged('/api/units', AUDITOR);
    const { status, text } = await asked('/api/units', COORDINATOR, tag);
    expect(status).toBe(200);
    expect(text).not.toContain('南法信镇');
    expect((await asked('/api/members', COORDINATOR, '*')).status).toBe(403);
  });
});

describe('figures', () => {
  const paths = () => [
    '/api/reports/headline',
    '/api/reports/usage?by=unit,fundingLine',
    '/api/reports/identities',
    '/api/reports/matching',
    '/api/reports/exceptions',
    '/api/stock',
    `/api/funding-lines/${known.fundingLine}/statement`,
    `/api/units/${known.unit}/statement`,
    `/api/items/${known.item}/stock-card`,
  ];

  test('are told again only after something was sealed', async () => {
    for (const path of paths()) {
      const tag = await tagged(path, AUDITOR);
      expect([path, (await asked(path, AUDITOR, tag)).status]).toEqual([path, 304]);
    }
    const [headline = ''] = paths();
    const tag = await tagged(headline, AUDITOR);
    const money = { amount: '1.00', effectiveOn: '2020-01-03', source: '上级拨付' };
    await api.write(TREASURER, `/api/funding-lines/${known.fundingLine}/appropriations`, money);
    await api.get('/api/log/checkpoint');
    const { status, json } = await asked(headline, AUDITOR, tag);
    expect([status, json]).toMatchObject([200, { asOf: { size: 7 } }]);
  });

  test('that are held cost a look at how far the log is, and are not made again', async () => {
    const { projection, journal } = api.tracker;
    const tag = await tagged('/api/reports/headline', AUDITOR);
    const [read, sealed] = [vi.spyOn(projection, 'read'), vi.spyOn(journal, 'sealed')];
    expect((await asked('/api/reports/headline', AUDITOR, tag)).status).toBe(304);
    expect([read.mock.calls.length, sealed.mock.calls.length]).toEqual([0, 0]);
    // What is asked for in another way, or by another, is made.
    expect((await asked('/api/reports/headline?to=2020-12-31', AUDITOR, '"held"')).status).toBe(200);
    expect((await asked('/api/reports/headline', TREASURER, '"held"')).status).toBe(200);
    expect(read.mock.calls.length).toBe(2);
  });

  test('of a unit are not told to who may not see it, whatever they hold', async () => {
    const other = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    await api.get('/api/log/checkpoint');
    const path = `/api/units/${other}/statement`;
    const tag = await tagged(path, AUDITOR);
    for (const held of [tag, '*']) expect((await asked(path, COORDINATOR, held)).status).toBe(403);
  });
});

describe('whatever tells of persons, and documents under way', () => {
  test('are kept by nobody', async () => {
    const member = await api.write(ADMIN, '/api/members', { subject: 'somebody', name: '某人', roles: ['auditor'] });
    for (const [path, as] of [
      [`/api/members/${member}`, ADMIN],
      ['/api/me', KEEPER],
      ['/api/benefits', AUDITOR],
      ['/api/purchases', AUDITOR],
      ['/api/consignments', AUDITOR],
      ['/api/entries', AUDITOR],
      ['/api/sessions', ADMIN],
    ] as const) {
      const { status, headers } = await asked(path, as, '*');
      expect([path, status, headers['cache-control'], headers.etag]).toEqual([path, 200, 'no-store', undefined]);
    }
  });
});
