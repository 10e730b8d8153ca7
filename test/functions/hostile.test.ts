import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { schemaOf } from '../../functions/answers/answers.ts';
import { operations as declared } from '../../functions/operations.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { routes } from '../../shared/routes.ts';
import { type Answer, type Api, COORDINATOR, id, KEEPER, openApiOver, registerAll, TODAY, TREASURER } from './api.ts';

/** What is needed of a JSON schema to make values that fit it, and some that nearly do. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
}

interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Names that stand in nothing but what belongs to another unit than the coordinator's. */
const OTHERS = { code: 'ZZ-99', name: '他单位标记名' } as const;

const api: Api = openApiOver();
const answer = await api.get('/api/openapi.json');
const document = answer.json as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

/** What each operation answers, files left out. */
const answers = new Map(declared.flatMap((one) => (one.form === 'file' ? [] : [[one.operation, schemaOf(one)]])));

let known: string[] = [];
let foreign: string[] = [];

beforeAll(async () => {
  const places = await registerAll(api);
  const { fundingLine, unit, item, warehouse } = places;
  const gift = { kind: 'donation', giver: '捐赠单位', fundingLine, warehouse, effectiveOn: TODAY };
  await api.write(KEEPER, '/api/receipts', { ...gift, lines: [{ item, quantity: 100, value: '100.00' }] });
  const sent = (to: string) =>
    api.write(KEEPER, '/api/consignments', { unit: to, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] });
  const money = { fundingLine, amount: '1.00', effectiveOn: TODAY, purpose: '慰问', method: '银行转账' };
  const paid = (to: string) => api.write(TREASURER, '/api/disbursements', { ...money, unit: to });
  const other = await api.write(TREASURER, '/api/units', OTHERS);
  foreign = [other, await sent(other), await paid(other)];
  known = [...Object.values(places), await sent(unit), await paid(unit), ...foreign];
});

/** Texts that trip parsers, printers, keys of objects and readers. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202eabc',
  '__proto__',
  'constructor',
  'a'.repeat(5_000),
  '１２',
  '=1+1',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '#{7*7}',
  '../../etc/passwd',
  '9'.repeat(400),
  '-1',
  '1e309',
  'null',
);
const junk = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, [], {}, [[[[[[[[[[[]]]]]]]]]]], Number.MAX_SAFE_INTEGER, -0),
  fc.array(fc.anything({ maxDepth: 2 }), { maxLength: 3 }),
  fc.dictionary(fc.oneof(nasty, fc.string()), fc.anything({ maxDepth: 2 }), { maxKeys: 3 }),
);

/** A value that fits a schema, or one time in forty at each place one that need not. */
function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fittingOf(schema, depth), weight: 40 }, { arbitrary: junk, weight: 1 });
}

function fittingOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return fittingOf({ ...document.components.schemas[name], ...omitRef(schema) }, depth);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => fittingOf(one, depth)));
  if (schema.allOf !== undefined) return fittingOf(Object.assign({}, ...schema.allOf), depth);
  if (schema.type === 'object') return objectOf(schema, depth);
  if (schema.type === 'array') {
    const { items = {}, minItems = 0, maxItems = 3 } = schema;
    return fc.array(valuesOf(items, depth + 1), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(3, maxItems)),
    });
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum = -1_000, maximum = 1_000 } = schema;
    return fc.oneof(
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) }),
      fc.constantFrom(minimum, maximum),
    );
  }
  if (schema.type === 'boolean') return fc.boolean();
  return textOf(schema);
}

function omitRef({ $ref: _ref, ...rest }: Schema): Schema {
  return rest;
}

function objectOf({ properties = {}, required = [] }: Schema, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valuesOf(one, depth + 1)]));
  const always = required.filter((name) => name in fields);
  const whole = fc.record(fields, { requiredKeys: always, noNullPrototype: true });
  const odd = fc.tuple(whole, fc.oneof(nasty, fc.string()), junk).map(([made, name, value]) => {
    return { ...made, ...Object.fromEntries([[name, value]]) };
  });
  return fc.oneof({ arbitrary: whole, weight: 12 }, { arbitrary: odd, weight: 1 });
}

function textOf({ format, pattern, maxLength = 20, examples = [] }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid')
    return fc.oneof(
      fc.nat({ max: 30 }).map((at) => known[at % known.length]),
      fc.uuid({ version: 7 }),
    );
  if (format === 'date') return fc.constantFrom(TODAY, '2020-12-01', '2020-02-30', '2099-01-01');
  if (examples.length > 0) return fc.constantFrom(...examples);
  if (pattern === undefined) return fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(maxLength, 20) });
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return fc.constantFrom('SY-01', '13812341234', '110113');
  }
}

const cast = (role: (typeof ROLES)[number]) => ({ subject: `a-${role}`, roles: [role], units: ['SY-01'] });
/** One value nine times in ten. */
function mostly<T, U>(usual: T, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, { arbitrary: other, weight: 1 });
}

/** Mostly those whom the document names. */
function peopleFor({ description = '' }: Operation) {
  const named = ROLES.filter((role) => description.includes(role));
  const anybody = fc.constantFrom(...ROLES).map(cast);
  const meant = named.length === 0 ? anybody : fc.constantFrom(...named).map(cast);
  return fc.oneof(
    { arbitrary: meant, weight: 8 },
    { arbitrary: anybody, weight: 3 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  );
}

/** HTTP lets nothing else into a header. */
const headerText = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });

function pathOf(path: string): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { arbitrary: fc.nat({ max: 30 }).map((at) => known[at % known.length] ?? ''), weight: 6 },
    { arbitrary: fc.uuid({ version: 7 }), weight: 2 },
    {
      arbitrary: fc.constantFrom('2020-11', 'd'.repeat(64), '000', '0', '%', 'x'.repeat(300), 'A'.repeat(36)),
      weight: 2,
    },
    { arbitrary: fc.string({ minLength: 1, maxLength: 40 }).map((text) => encodeURIComponent(text)), weight: 1 },
  );
  const places = path.split(/\{[^}]+\}/);
  const between = fc.array(segment, { minLength: places.length - 1, maxLength: places.length - 1 });
  return between.map((values) => places.map((place, at) => `${place}${values[at] ?? ''}`).join(''));
}

function queryOf(operation: Operation): fc.Arbitrary<string> {
  // `after` waits for what is not sealed, which is another test's matter.
  const names = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.name !== 'after');
  const fields = Object.fromEntries(names.map(({ name, schema }) => [name, valuesOf(schema)]));
  const more = fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), { maxKeys: 1 });
  const made = fc.oneof(
    { arbitrary: fc.record(fields, { requiredKeys: [] }), weight: 5 },
    { arbitrary: more, weight: 1 },
  );
  return made.map((query) =>
    Object.entries(query)
      .map(
        ([name, value]) =>
          `${encodeURIComponent(soundly(name))}=${encodeURIComponent(soundly(JSON.stringify(value)?.replace(/^"|"$/g, '') ?? ''))}`,
      )
      .join('&'),
  );
}

/** A lone surrogate cannot be written into a URL at all. */
function soundly(text: string): string {
  return text.toWellFormed();
}

const problem = z.looseObject({
  type: z.string().regex(/^\/problems\/[a-z-]+$/),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
});

const RUNS = 60;
/** How often each status was met: a storm that is refused at the door tries nothing. */
const met = new Map<number, number>();

describe.each(operations)('$method $path', ({ path, method, operation }) => {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const bodies =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof({ arbitrary: valuesOf(schema), weight: 9 }, { arbitrary: junk, weight: 1 });
  const requests = fc.record({
    as: peopleFor(operation),
    path: pathOf(path),
    query: method === 'GET' ? queryOf(operation) : fc.constant(''),
    body: bodies,
    language: headerText,
    key: mostly(
      undefined,
      fc.oneof(
        headerText,
        fc.nat(5).map((n) => id(0xe000 + n)),
      ),
    ),
    type: mostly(undefined, headerText),
  });

  test('is never a 5xx, writes nothing where it refuses, and shows a coordinator no other unit', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async ({ as, path: target, query, body, language, key, type }) => {
        const before = await api.entries();
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = { 'accept-language': language, ...(type === undefined ? {} : { 'content-type': type }) };
        const send = {
          as,
          headers,
          ...(text === undefined ? {} : { body: text }),
          ...(key === undefined ? {} : { key }),
        };
        const url = query === '' ? target : `${target}?${query}`;
        const got = await ask(method, url, send);
        if (got === 'nowhere') return;
        met.set(got.status, (met.get(got.status) ?? 0) + 1);
        expect(got.status, got.text).toBeLessThan(500);
        if (got.status >= 400) {
          expect(problem.parse(got.json).status).toBe(got.status);
          expect(await api.entries()).toBe(before);
        } else {
          const schema = answers.get(operation.operationId);
          if (schema !== undefined) expect(schema.safeParse(got.json).error?.issues ?? []).toEqual([]);
        }
        if (got.status !== 401 && got.status !== 403 && as !== undefined) {
          expect(Object.keys(operation.responses)).toContain(String(got.status));
        }
        if (as?.roles[0] === 'coordinator' && got.status < 400) {
          for (const secret of [...foreign, OTHERS.code, OTHERS.name]) expect(got.text).not.toContain(secret);
        }
      }),
      { numRuns: RUNS, seed: 20_201_228 },
    );
  });
});

/** Where a path is none of the table's there is no handler to ask. */
async function ask(method: string, url: string, send: object): Promise<Answer | 'nowhere'> {
  try {
    return await (method === 'POST' ? api.post(url, send) : api.get(url, send));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no route for')) return 'nowhere';
    throw error;
  }
}

test('nothing of it was an error that nobody expected, and much of it was let in', () => {
  expect(api.logged).toEqual([]);
  expect(operations).toHaveLength(routes.length);
  for (const status of [200, 201, 400, 401, 403, 404, 409, 415, 422])
    expect(met.get(status), `${status}`).toBeGreaterThan(5);
});

describe('every value that a request can carry', () => {
  const bounded = operations.flatMap(({ path, method, operation }) => {
    const body = operation.requestBody?.content['application/json']?.schema;
    const query = (operation.parameters ?? []).filter((one) => one.in === 'query' || one.in === 'path');
    return [
      ...(body === undefined ? [] : unbounded(body, `${method} ${path} body`)),
      ...query.flatMap(({ name, schema }) => unbounded(schema, `${method} ${path} ${name}`)),
    ];
  });

  /** Where a text, a list or a number may be of any size. A pattern counts where it has an end. */
  function unbounded(schema: Schema, at: string): string[] {
    if (schema.$ref !== undefined) {
      return unbounded({ ...document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], ...omitRef(schema) }, at);
    }
    if (schema.const !== undefined || schema.enum !== undefined) return [];
    const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    if (parts.length > 0) return parts.flatMap((part) => unbounded(part, at));
    switch (schema.type) {
      case 'object':
        return [
          ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => unbounded(one, `${at}/${name}`)),
          ...(schema.additionalProperties === false ? [] : [`${at} takes any field`]),
        ];
      case 'array':
        return [
          ...(schema.maxItems === undefined ? [`${at} has no maxItems`] : []),
          ...unbounded(schema.items ?? {}, `${at}/0`),
        ];
      case 'string':
        return schema.maxLength !== undefined || schema.format !== undefined || hasEnd(schema.pattern)
          ? []
          : [`${at} has no end`];
      case 'integer':
        return schema.maximum === undefined ? [`${at} has no maximum`] : [];
      case 'null':
      case 'boolean':
        return [];
      default:
        return [`${at} may be anything`];
    }
  }

  function hasEnd(pattern: string | undefined): boolean {
    return (
      pattern?.startsWith('^') === true &&
      pattern.endsWith('$') &&
      !/[*+]|\{\d+,\}/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''))
    );
  }

  test('has an end', () => {
    expect(bounded).toEqual([]);
  });
});

test('a coordinator of the tests is one of the unit that is looked for', () => {
  expect(COORDINATOR.units).toEqual(['SY-01']);
});
