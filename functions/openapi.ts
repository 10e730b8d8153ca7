import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { GROUPS, type Group } from '../shared/routes.ts';
import { names } from '../shared/schemas/names.ts';
import { id, lot, month, sha256 } from '../shared/schemas/scalars.ts';
import { schemaOf } from './answers/answers.ts';
import { type Operation, operations } from './operations.ts';
import { GATEWAY_PROBLEMS } from './problems/gateway-problems.ts';
import { REFUSALS } from './problems/refusal-problems.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

const problem = z
  .looseObject({
    type: z.string().regex(/^\/problems\/[a-z-]+$/),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What stands in the way, and what would pass' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string(),
          code: z.string(),
          allowed: z.string().exactOptional(),
          detail: z.string(),
        }),
      )
      .exactOptional()
      .meta({
        description:
          'Every wrong field; `pointer` is a JSON pointer into the body, or into the query parameters; `allowed` is what would pass, where that can be said',
      }),
  })
  .extend({ names })
  .meta({ id: 'Problem', description: 'RFC 9457, in Chinese or English, with the members of its type' });

const acceptLanguage = z
  .string()
  .exactOptional()
  .meta({ description: 'The language of problems and of summaries: zh (default) or en', example: 'zh' });
const ifNoneMatch = z.string().exactOptional().meta({ description: 'The `etag` of what the client holds' });
const idempotencyKey = id.meta({
  description:
    'A new UUIDv7; it becomes the id of the entry and of the document it opens. The same key with the same caller ' +
    'and body answers 200 with what was recorded; anything else under that key is refused with 422.',
});
const requestId = z.string().meta({ description: 'Names this request in the logs' });
const retryAfter = z.string().meta({ description: 'Seconds to wait' });

/** The problems that can be met under a status, as they are called in `type`. */
function problemsOf(status: number): string {
  const named: readonly (readonly [string, { readonly status: number }])[] = [
    ...Object.entries(REFUSALS),
    ...Object.entries(GATEWAY_PROBLEMS),
    ['forbidden', { status: 403 }],
  ];
  const names = named.flatMap(([name, one]) => (one.status === status ? [`\`${name}\``] : []));
  return [...new Set(names)].join(', ');
}

const WRITE_PROBLEMS = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] as const;
const READ_PROBLEMS = [401, 403, 404, 422, 429, 500, 503] as const;
/** Those of nobody in particular. */
const OF_CALLERS: ReadonlySet<number> = new Set([401, 403]);
const REFUSING_READ_PROBLEMS = [...READ_PROBLEMS, 409] as const;

/** One object a status, so that operations refer to it instead of repeating it. */
const PROBLEM_RESPONSES = new Map(
  WRITE_PROBLEMS.map((status) => [
    status,
    {
      id: `Problem${status}`,
      description: problemsOf(status),
      headers: z.object({
        'x-request-id': requestId,
        ...(status === 429 || status === 503 ? { 'retry-after': retryAfter } : {}),
      }),
      content: { [PROBLEM_TYPE]: { schema: problem } },
    },
  ]),
);

const FIRST = { 200: 'Done, now or before', 201: 'Recorded', 202: 'Taken on: it goes on in the background' } as const;

/** What is the same for every redirection. */
const SEE_OTHER = { description: 'It stands there', headers: z.object({ location: z.string() }) };
const NOT_MODIFIED = {
  id: 'NotModified',
  description: 'As the client holds it',
  headers: z.object({ etag: z.string() }),
};
const BEFORE = 'Recorded before under this key';

function responsesOf(operation: Operation): ZodOpenApiResponsesObject {
  const { method, access, refuses, first, kept, query } = operation;
  if (operation.form === 'redirect') return { '303': SEE_OTHER };
  const isWrite = method === 'POST';
  const mediaType = operation.form === 'file' ? operation.answer : JSON_TYPE;
  const answered = (description: string) => ({
    description,
    headers: z.object({ 'x-request-id': requestId, ...(kept === undefined ? {} : { etag: z.string() }) }),
    content: { [mediaType]: { schema: schemaOf(operation) } },
  });
  const problems: ZodOpenApiResponsesObject = {};
  for (const status of isWrite ? WRITE_PROBLEMS : refuses ? REFUSING_READ_PROBLEMS : READ_PROBLEMS) {
    const response = PROBLEM_RESPONSES.get(status);
    const isMet = access !== 'public' || !OF_CALLERS.has(status);
    if (response !== undefined && isMet) problems[`${status}`] = response;
  }
  return {
    '200': answered(isWrite ? (query === undefined ? BEFORE : `${BEFORE}, or what a dry run would record`) : 'Found'),
    ...(kept === undefined ? {} : { '304': NOT_MODIFIED }),
    ...(isWrite ? { [first ?? 201]: answered(FIRST[first ?? 201]) } : {}),
    ...problems,
  };
}

function accessOf({ access, units }: Operation): string {
  if (access === 'public') return 'Anyone may call this.';
  if (access === 'signed-in') return 'Anyone who is signed in may call this.';
  const own = units === 'own' && access.includes('coordinator') ? ' A coordinator acts for own units only.' : '';
  return `Roles: ${access.join(', ')}.${own}`;
}

function operationOf(operation: Operation): ZodOpenApiOperationObject {
  const { summary, group, method, access, query, body, kept } = operation;
  return {
    operationId: operation.operation,
    summary,
    description: accessOf(operation),
    tags: [group],
    security: access === 'public' ? [] : [{ token: [] }],
    requestParams: {
      ...pathOf(operation),
      ...(query ? { query } : {}),
      header: z.object({
        'accept-language': acceptLanguage,
        ...(kept === undefined ? {} : { 'if-none-match': ifNoneMatch }),
        ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
      }),
    },
    ...(body ? { requestBody: { required: true, content: { [JSON_TYPE]: { schema: body } } } } : {}),
    responses: responsesOf(operation),
  };
}

const PARAMETERS: Readonly<Record<string, z.ZodType>> = {
  id,
  sha256,
  lot,
  month,
  group: z
    .string()
    .max(20)
    .meta({ description: `Whose operations: ${GROUPS.join(', ')}`, example: 'ledger' }),
  level: z.string().max(2).meta({ description: 'Level of the tile, 0 to 63' }),
  path: z
    .string()
    .max(200)
    .meta({ description: 'Number of the tile, and its width where it is partial: x001/x234/067.p/8' }),
};

/** The parameters in the path of an operation. */
function pathOf({ path }: Operation): { readonly path?: z.ZodObject } {
  const names = Array.from(path.matchAll(/\{(\w+)\+?\}/g), ([, name = '']) => name);
  if (names.length === 0) return {};
  return { path: z.object(Object.fromEntries(names.map((name) => [name, PARAMETERS[name] ?? z.string()]))) };
}

const made = new Map<Group | undefined, object>();

/**
 * The OpenAPI 3.1 document, made from the tables of operations and the very schemas that requests are parsed with; or the
 * part of it that is of a group, with the schemas it refers to. Each is made once.
 */
export function openApi(group?: Group): object {
  const known = made.get(group) ?? documentOf(operations.filter((one) => group === undefined || one.group === group));
  made.set(group, known);
  return known;
}

function documentOf(described: readonly Operation[]): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Nuanzhang 暖账',
      version: '0.1.0',
      description:
        'A relief-distribution ledger for trade unions. Money is a decimal string in yuan with two places, a ' +
        'quantity a whole number of the base measure or of the pack named beside it, a date YYYY-MM-DD in ' +
        'Asia/Shanghai. Unknown fields are refused.',
    },
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    paths: pathsOf(described),
  });
}

function pathsOf(described: readonly Operation[]): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const made: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of described) {
    // What API Gateway writes for all that follows, OpenAPI has no word for.
    const path = operation.path.replace('+}', '}');
    made[path] = { ...made[path], [operation.method.toLowerCase()]: operationOf(operation) };
  }
  return made;
}
