import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Api, AUDITOR, id, openApiOver, registerAll, TREASURER } from './api.ts';

const page = z.object({ items: z.array(z.looseObject({ id: z.string() })), next: z.string() });

let api: Api;
let next: string;

beforeAll(async () => {
  api = openApiOver();
  await registerAll(api);
  for (const code of ['SY-02', 'SY-03', 'SY-04']) await api.write(TREASURER, '/api/units', { code, name: code });
  next = page.parse((await api.get('/api/units?limit=2&status=open', { as: AUDITOR })).json).next;
});

const refused = { status: 422, json: { type: '/problems/invalid', errors: [{ pointer: '/cursor' }] } };

describe('a cursor', () => {
  test('goes on where the page before ended, with another limit too', async () => {
    const { status, json } = await api.get(`/api/units?limit=3&status=open&cursor=${next}`, { as: AUDITOR });
    expect(status).toBe(200);
    expect(json).toMatchObject({ items: [{ code: 'SY-02' }, { code: 'SY-01' }] });
  });

  test('is nobody else’s', async () => {
    expect(await api.get(`/api/units?status=open&cursor=${next}`, { as: TREASURER })).toMatchObject(refused);
    const again = { ...AUDITOR, subject: 'another-auditor' };
    expect(await api.get(`/api/units?status=open&cursor=${next}`, { as: again })).toMatchObject(refused);
  });

  test('is of one list and its filters', async () => {
    for (const path of ['/api/items?status=open', '/api/units?status=closed', '/api/units?', '/api/entries?']) {
      expect(await api.get(`${path}&cursor=${next}`, { as: AUDITOR }), path).toMatchObject(refused);
    }
  });

  test('is refused with any letter altered, cut, or made by somebody else', async () => {
    const bare = next.slice(0, next.lastIndexOf('.'));
    const altered = Array.from(
      next,
      (letter, at) => `${next.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${next.slice(at + 1)}`,
    );
    const forged = [bare, `${bare}.`, `${bare}.AAAAAAAAAAAAAAAAAAAAAA`, next.slice(0, -1), `${next}A`, '', '.', 'x'];
    for (const cursor of [...altered, ...forged]) {
      const answer = await api.get(`/api/units?status=open&cursor=${encodeURIComponent(cursor)}`, { as: AUDITOR });
      // The last letter of sixteen bytes in base64url has bits that say nothing.
      if (answer.status === 200) expect(cursor.slice(0, -1)).toBe(next.slice(0, -1));
      else expect(answer, cursor).toMatchObject(refused);
    }
  });

  test('is not what a list without pages takes', async () => {
    const { status, json } = await api.get(`/api/units/${id(0xa003)}?cursor=${next}`, { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/cursor', code: 'unknown-field' }] }]);
  });
});
