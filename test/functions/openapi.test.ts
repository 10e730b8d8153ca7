import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { schemaOf } from '../../functions/answers/answers.ts';
import { openApi } from '../../functions/openapi.ts';
import { operations } from '../../functions/operations.ts';
import { PROCUREMENT_METHODS } from '../../shared/domain/procurement.ts';
import { GROUPS, type Operation, type Route, routes } from '../../shared/routes.ts';
import { type Api, AUDITOR, openApiOver } from './api.ts';
import { playSample, type Sample } from './sample.ts';

/** What an OpenAPI 3.1 document has to be made of, as far as this one uses it. */
const schemaObject = z.looseObject({});
const mediaTypes = z.record(z.string(), z.strictObject({ schema: schemaObject }));
const header = z.looseObject({ schema: schemaObject });
const response = z.union([
  z.strictObject({ $ref: z.string() }),
  z.strictObject({
    description: z.string().min(1),
    headers: z.record(z.string(), header).exactOptional(),
    content: mediaTypes.exactOptional(),
  }),
]);
const parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().exactOptional(),
  schema: schemaObject,
});
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameter).exactOptional(),
  requestBody: z.strictObject({ required: z.literal(true), content: mediaTypes }).exactOptional(),
  responses: z.record(z.string().regex(/^[2-5]\d\d$/), response),
});
const openapi = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith('/api/'), z.partialRecord(z.enum(['get', 'post']), operation)),
  components: z.strictObject({
    schemas: z.record(z.string(), schemaObject),
    responses: z.record(z.string(), response),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
  }),
});

const document = openapi.parse(JSON.parse(JSON.stringify(openApi())));
const rows: readonly (Route & { readonly operation: Operation })[] = routes;
const declared = new Map(operations.map((one) => [one.operation, one]));

function declaredAs(name: Operation) {
  const found = declared.get(name);
  if (found === undefined) throw new Error(`${name} is not declared`);
  return found;
}

function statusOf({ form, method, first }: ReturnType<typeof declaredAs>): string {
  if (form === 'redirect') return '303';
  return method === 'POST' ? `${first ?? 201}` : '200';
}

function operationOf(route: Route) {
  const found = document.paths[route.path.replace('+}', '}')]?.[route.method === 'POST' ? 'post' : 'get'];
  if (found === undefined) throw new Error(`${route.method} ${route.path} is not described`);
  return found;
}

describe('the OpenAPI document', () => {
  test('describes exactly the routes of the table', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      rows.map((route) => `${route.method} ${route.path.replace('+}', '}')}`).toSorted(),
    );
  });

  test.each(rows)('says of $operation who may call it, what it takes and what it answers', (route) => {
    const found = operationOf(route);
    const parameters = (found.parameters ?? []).map((one) => `${one.in} ${one.name}`);
    const isWrite = route.method === 'POST';
    expect(found.operationId).toBe(route.operation);
    expect(found.security).toEqual(route.access === 'public' ? [] : [{ token: [] }]);
    if (typeof route.access !== 'string') for (const role of route.access) expect(found.description).toContain(role);
    expect(parameters.includes('path id')).toBe(route.path.includes('{id}'));
    expect(parameters.includes('path sha256')).toBe(route.path.includes('{sha256}'));
    expect(parameters.includes('header idempotency-key')).toBe(isWrite);
    expect(found.requestBody !== undefined).toBe(isWrite);
    expect(Object.keys(found.responses)).toContain(statusOf(declaredAs(route.operation)));
    if (isWrite) expect(Object.keys(found.responses)).toEqual(expect.arrayContaining(['200', '409', '422', '503']));
  });

  test('refers to nothing that is not in it', () => {
    const refs = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    const names = new Set([
      ...Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(document.components.responses).map((name) => `#/components/responses/${name}`),
    ]);
    const missing = refs.map((ref) => ref.slice('"$ref":"'.length, -1)).filter((ref) => !names.has(ref));
    expect(missing).toEqual([]);
    expect(refs.length).toBeGreaterThan(100);
  });

  test('refuses unknown fields in every body, as the handlers do', () => {
    for (const route of rows.filter((row) => row.method === 'POST')) {
      const schema = operationOf(route).requestBody?.content['application/json']?.schema;
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  test('writes money as a decimal string and quantities as bounded integers', () => {
    const schema = operationOf({ ...rows[0]!, method: 'POST', path: '/api/purchases' }).requestBody;
    expect(schema?.content['application/json']?.schema).toMatchObject({
      properties: {
        lines: {
          maxItems: 20,
          items: {
            properties: {
              amount: { type: 'string', pattern: '^(0|[1-9][0-9]{0,9})[.][0-9]{2}$' },
              quantity: { type: 'integer', minimum: 1, maximum: 1_000_000_000_000 },
            },
          },
        },
      },
    });
  });
});

describe('the parts of the OpenAPI document', () => {
  const parts = GROUPS.map((group) => [group, openapi.parse(JSON.parse(JSON.stringify(openApi(group))))] as const);

  test('are together the whole, each with what it refers to and nothing else', () => {
    const paths: Record<string, object> = {};
    for (const [group, part] of parts) {
      for (const [path, operations] of Object.entries(part.paths)) {
        paths[path] = { ...paths[path], ...operations };
        for (const { tags } of Object.values(operations)) expect(tags).toEqual([group]);
      }
      const text = JSON.stringify(part);
      const { schemas, responses } = part.components;
      for (const name of Object.keys(schemas)) expect(text).toContain(`"#/components/schemas/${name}"`);
      for (const name of Object.keys(responses)) expect(text).toContain(`"#/components/responses/${name}"`);
      expect(document.components.schemas).toMatchObject(schemas);
      const refs = text.match(/#\/components\/\w+\/\w+/g) ?? [];
      for (const ref of refs)
        expect(ref.split('/')[3], ref).toBeOneOf([...Object.keys(schemas), ...Object.keys(responses)]);
    }
    expect(paths).toEqual(document.paths);
  });

  test.each(GROUPS)('of %s is something that a phone can load', async (group) => {
    const { status, headers, sent, json } = await openApiOver().get(`/api/openapi/${group}`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([200, 'br', 'public, max-age=300']);
    expect(json).toEqual(parts.find(([one]) => one === group)?.[1]);
    expect(Buffer.from(sent.body ?? '', 'base64').length).toBeLessThan(20_000);
  });

  test('of nothing else is there, and none takes a query', async () => {
    const api = openApiOver();
    expect((await api.get('/api/openapi/seal')).status).toBe(404);
    expect((await api.get('/api/openapi/ledger?of=all')).status).toBe(422);
  });

  test('is told again only where it changed, as the whole is', async () => {
    const api = openApiOver();
    for (const path of ['/api/openapi.json', '/api/openapi/open', '/api/configuration']) {
      const { headers } = await api.get(path);
      const again = await api.get(path, { headers: { 'if-none-match': String(headers.etag) } });
      expect([path, again.status, again.sent.body]).toEqual([path, 304, '']);
    }
  });
});

test('the OpenAPI document says how an order may be procured, and tells it of a purchase', () => {
  const schema = operationOf({ ...rows[0]!, method: 'POST', path: '/api/purchases' }).requestBody;
  const procurement = {
    type: 'object',
    properties: {
      method: { enum: [...PROCUREMENT_METHODS], description: expect.stringContaining('公开招标, open tender') },
      quotes: { minItems: 1, maxItems: 10 },
    },
    required: ['method'],
  };
  expect(schema?.content['application/json']?.schema).toMatchObject({ properties: { procurement } });
  expect(document.components.schemas.Purchase).toMatchObject({
    properties: { procurement: { properties: { method: { enum: [...PROCUREMENT_METHODS] } } } },
  });
});

describe('every answer of a run through all operations', () => {
  const api: Api = openApiOver();
  let samples: readonly Sample[] = [];

  beforeAll(async () => {
    samples = await playSample(api);
  });

  test('is one of each operation', () => {
    const played = new Set(samples.map((sample) => sample.operation));
    expect(rows.map((row) => row.operation).filter((name) => !played.has(name))).toEqual([]);
  });

  test.each(rows)('of $operation is what the document says', ({ operation: name }) => {
    const schema = schemaOf(declaredAs(name));
    for (const { path, answer } of samples.filter((sample) => sample.operation === name)) {
      expect([200, 201, 202, 303], `${path}: ${answer.text}`).toContain(answer.status);
      const parsed = schema.safeParse(answer.json);
      expect(parsed.error?.issues ?? [], `${path}: ${answer.text.slice(0, 2_000)}`).toEqual([]);
    }
  });

  test.each(rows.filter(({ writes }) => writes))(
    'of $operation tells an entry: $writes',
    ({ operation: name, writes }) => {
      for (const { path, answer } of samples.filter((sample) => sample.operation === name)) {
        expect(answer.json, path).toMatchObject({ entry: { kind: writes } });
      }
    },
  );

  test('leaves the three identities without a difference', async () => {
    const { json } = await api.get('/api/reports/identities', { as: AUDITOR });
    expect(json).toMatchObject({ holds: true });
  });
});
