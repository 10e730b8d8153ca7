import { createSecretKey, randomUUID } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect } from 'vitest';
import * as z from 'zod';
import { createTracker, type Tracker } from '../../functions/composition/tracker.ts';
import { documentsOperations } from '../../functions/documents/operations.ts';
import { evidenceOperations } from '../../functions/evidence/operations.ts';
import type { EvidenceTracker } from '../../functions/evidence/tracker.ts';
import type { ExportDesk } from '../../functions/exports/desk.ts';
import { exportsOperations } from '../../functions/exports/operations.ts';
import { Cursors } from '../../functions/front/cursors.ts';
import { createHandler, type GatewayEvent, type Handler } from '../../functions/front/http.ts';
import { createIdentity, type IdentityRules } from '../../functions/front/identity.ts';
import { MemberList } from '../../functions/front/member-list.ts';
import { carryOut, type ImportWorks } from '../../functions/imports/carry-out.ts';
import { importsOperations } from '../../functions/imports/operations.ts';
import { ledgerOperations } from '../../functions/ledger/operations.ts';
import { logOperations } from '../../functions/log/operations.ts';
import { describe, describeGroup } from '../../functions/open/describe.ts';
import { openOperations } from '../../functions/open/operations.ts';
import { registryOperations } from '../../functions/registry/operations.ts';
import { reportsOperations } from '../../functions/reports/operations.ts';
import { parseQuery } from '../../local/event.ts';
import { createRouter } from '../../local/routing.ts';
import type { Role } from '../../shared/domain/role.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { sniff } from '../../shared/evidence/sniff.ts';
import { type Group, routes } from '../../shared/routes.ts';
import type { ExportJobs } from '../../shared/storage/ports/export-jobs.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { LINK_MS, type ObjectLinks } from '../../shared/storage/ports/object-links.ts';
import { JPEG, sha256Of } from '../evidence/files.ts';
import { createMemoryExportJobs, createMemoryImports, createMemoryLedger } from '../in-memory.ts';
import { CONFIGURATION, INSTALLATION } from '../installation.ts';
import { type Sealing, sealedAtOnce, sealingOver } from '../log/sealing.ts';
import { holesIn } from '../words/wording.ts';

/** 2020-12-28 10:00 in Shanghai. */
export const NOW = Date.UTC(2020, 11, 28, 2);
export const TODAY = '2020-12-28';
export const TOMORROW = '2020-12-29';

export interface Person {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly units?: readonly string[];
  /** What their tokens call them, and when those were issued (ms). */
  readonly name?: string;
  readonly issuedAt?: number;
}

export const TREASURER: Person = { subject: 'treasurer', roles: ['treasurer'] };
/** Reverses what the first one recorded. */
export const SECOND_TREASURER: Person = { subject: 'second-treasurer', roles: ['treasurer'] };
export const ADMIN: Person = { subject: 'admin', roles: ['admin'] };
export const PRIVACY_OFFICER: Person = { subject: 'officer', roles: ['privacy-officer'] };
export const BUYER: Person = { subject: 'buyer', roles: ['buyer'] };
export const KEEPER: Person = { subject: 'keeper', roles: ['keeper'] };
export const SECOND_KEEPER: Person = { subject: 'second-keeper', roles: ['keeper'] };
export const AUDITOR: Person = { subject: 'auditor', roles: ['auditor'] };
export const COORDINATOR: Person = { subject: 'coordinator', roles: ['coordinator'], units: ['SY-01'] };

/** The nth id of the tests. */
export function id(number: number): string {
  return `01768c2e-6b00-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | boolean>>;
  /** As a client reads it: decompressed. */
  readonly text: string;
  readonly json: unknown;
  /** As the gateway gets it. */
  readonly sent: APIGatewayProxyStructuredResultV2;
}

export interface Send {
  readonly as?: Person | undefined;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  /** The key of a write: a new one unless given, none where null. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Api {
  readonly tracker: Tracker & EvidenceTracker;
  readonly jobs: ExportJobs;
  /** What imports are carried out with. */
  readonly works: ImportWorks;
  /** Carries out every row that waits. */
  carryOutRows(): Promise<void>;
  readonly handlers: Readonly<Record<Group, Handler>>;
  /** Lines of the error log. */
  readonly logged: string[];
  get(path: string, send?: Send): Promise<Answer>;
  post(path: string, send?: Send): Promise<Answer>;
  /** A write that has to be recorded; its key. */
  write(as: Person, path: string, body: unknown): Promise<string>;
  /** How many entries there are. */
  entries(): Promise<number>;
}

const RULES: IdentityRules = {
  issuer: 'https://issuer.example',
  audience: 'nuanzhang',
  rolesClaim: 'roles',
  unitsClaim: 'units',
  firstAdmin: 'first-admin',
};

/** The claims that are the same in every token of the tests: good until 2100. */
const STANDING = { iss: RULES.issuer, aud: '[nuanzhang]', exp: '4102444800' };

const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:local:local:function:test',
  memoryLimitInMB: '0',
  awsRequestId: 'request-1',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** Links that say what they lead to. Nobody answers at them. */
function linksAt(clock: () => number): ObjectLinks {
  return {
    download: async (key, { fileName }) => `https://files.example/${key}?as=${encodeURIComponent(fileName)}`,
    upload: async (key, { mediaType }) => ({
      url: `https://files.example/${key}`,
      method: 'PUT',
      headers: { 'content-type': mediaType },
      expiresAt: clock() + LINK_MS,
    }),
  };
}

/** A ledger has one log, however many processes work with it. */
const SEALINGS = new WeakMap<Ledger, Sealing>();

/**
 * The handlers of all groups over one ledger, called with the events that API Gateway would send. What can be sealed is
 * sealed before anything reads the log.
 */
export function openApiOver(
  ledger: Ledger = createMemoryLedger(),
  clock = () => NOW,
  assertUp = async (): Promise<void> => undefined,
): Api {
  const sealing = SEALINGS.get(ledger) ?? sealingOver(ledger);
  const office = createTracker({
    ledger,
    ...sealedAtOnce(ledger, sealing),
    objects: sealing.objects,
    personKey: async () => createSecretKey(new Uint8Array(32).fill(7)),
    clock,
    salt: () => new Uint8Array(32).fill(9),
  });
  for (const one of [ledger, office.ledger]) SEALINGS.set(one, sealing);
  const tracker = { ...office, links: linksAt(clock), installation: INSTALLATION };
  const desk: ExportDesk = {
    jobs: createMemoryExportJobs(),
    ledger,
    links: { download: async (key) => `https://files.example/${key}` },
    catalogue: office.catalogue,
    projection: office.projection,
    clock,
    wake: () => undefined,
  };
  const logged: string[] = [];
  const members = new MemberList(ledger, clock);
  const report = (error: unknown) => void logged.push(String(error));
  const works: ImportWorks = { ...office, imports: createMemoryImports(), members, runName: randomUUID, report };
  const identity = createIdentity(RULES, members, clock);
  const cursors = new Cursors(async () => createSecretKey(new Uint8Array(32).fill(3)));
  const options = { identity, cursors, log: (line: string) => void logged.push(line) };
  const handlers: Readonly<Record<Group, Handler>> = {
    open: createHandler(
      openOperations,
      { ...tracker, describe, describeGroup, assertUp, configuration: async () => CONFIGURATION },
      options,
    ),
    registry: createHandler(registryOperations, tracker, options),
    ledger: createHandler(ledgerOperations, tracker, options),
    documents: createHandler(documentsOperations, tracker, options),
    reports: createHandler(reportsOperations, tracker, options),
    log: createHandler(logOperations, tracker, options),
    exports: createHandler(exportsOperations, desk, options),
    evidence: createHandler(evidenceOperations, tracker, options),
    imports: createHandler(importsOperations, { ...works, rowsWait: () => undefined }, options),
  };
  const find = createRouter(routes);
  let keys = 0xa000;
  const newKey = () => {
    keys += 1;
    return id(keys);
  };

  async function send(method: 'GET' | 'POST', target: string, { as, body, key, headers }: Send): Promise<Answer> {
    const [path = '', query = ''] = target.split('?');
    const match = find(method, path);
    if (match.found !== 'route') throw new Error(`no route for ${method} ${path}`);
    const { route, key: routeKey, parameters } = match.served;
    const writeKey = key === undefined && method === 'POST' ? newKey() : key;
    const event = eventOf({
      routeKey,
      path,
      query: parseQuery(query) ?? {},
      parameters: Object.fromEntries(parameters.map((name, at) => [name, match.values[at] ?? ''])),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(writeKey === undefined || writeKey === null ? {} : { 'idempotency-key': writeKey }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      claims: as && claimsOf(as),
    });
    if (route.group === 'log') await sealing.sealAll();
    const result = await handlers[route.group](event, CONTEXT);
    const text = textOf(result);
    const isJson = String(result.headers?.['content-type']).includes('json');
    const json: unknown = isJson ? JSON.parse(text) : text;
    if (isJson && text.includes('/problems/')) expect(openIn(json)).toEqual([]);
    return { status: result.statusCode ?? 0, headers: result.headers ?? {}, text, json, sent: result };
  }

  return {
    tracker,
    jobs: desk.jobs,
    works,
    async carryOutRows() {
      for (const job of await works.imports.due()) await carryOut(works, job, { isOver: () => false });
    },
    handlers,
    logged,
    get: (path, options = {}) => send('GET', path, options),
    post: (path, options = {}) => send('POST', path, options),
    async write(as, path, body) {
      const key = newKey();
      const answer = await send('POST', path, { as, body, key });
      if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
      return key;
    },
    async entries() {
      return (await ledger.entries({ limit: 1_000 })).items.length;
    },
  };
}

function textOf({ headers, body = '' }: APIGatewayProxyStructuredResultV2): string {
  const coding = headers?.['content-encoding'];
  if (coding === undefined) return body;
  const bytes = Buffer.from(body, 'base64');
  return (coding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString();
}

/** What is registered before anything can be bought: a funding line with money, a unit, an item, a supplier. */
export interface Registered {
  readonly fundingLine: string;
  readonly unit: string;
  readonly item: string;
  readonly supplier: string;
  readonly warehouse: string;
}

export async function registerAll(api: Api): Promise<Registered> {
  const fundingLine = await api.write(TREASURER, '/api/funding-lines', {
    code: 'SY-FY-2020',
    name: '疫情防控专项资金',
    basis: ['厅字〔2020〕3号'],
  });
  const money = { amount: '1000.00', effectiveOn: '2020-01-02', source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, money);
  return {
    fundingLine,
    unit: await api.write(TREASURER, '/api/units', { code: 'SY-01', name: '高丽营镇', phone: '13812341234' }),
    item: await api.write(TREASURER, '/api/items', {
      code: 'N95',
      name: 'N95口罩',
      baseMeasure: '个',
      packs: [{ measure: '箱', of: 10 }],
    }),
    supplier: await api.write(BUYER, '/api/suppliers', { name: '供应商甲', uscc: '81440000MCL468545M' }),
    warehouse: await api.write(TREASURER, '/api/warehouses', { code: 'W1', name: '总工会仓库' }),
  };
}

/** A paper that was uploaded, as an entry cites it. */
export async function uploaded(api: Api, as: Person, name: string, file: Uint8Array = JPEG) {
  const paper = { name, mediaType: await sniff(file), bytes: file.length, sha256: sha256Of(file) };
  const declared = await api.post('/api/evidence', { as, body: paper });
  if (declared.status > 201) throw new Error(`POST /api/evidence: ${declared.status} ${declared.text}`);
  if (declared.status === 201) await api.tracker.objects.put(evidenceKeys.incoming(paper.sha256), file);
  await api.get(`/api/evidence/${paper.sha256}`, { as });
  return paper;
}

/** The claims of a person's token, as a gateway hands them on. */
export function claimsOf({ subject, roles, units = [], name, issuedAt }: Person): Record<string, string> {
  return {
    ...STANDING,
    sub: subject,
    roles: roles.join(' '),
    units: `[${units.join(' ')}]`,
    ...(name === undefined ? {} : { name }),
    ...(issuedAt === undefined ? {} : { iat: String(Math.floor(issuedAt / 1_000)) }),
  };
}

function eventOf(made: {
  readonly routeKey: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly claims: Record<string, string> | undefined;
}): GatewayEvent {
  const [method = ''] = made.routeKey.split(' ');
  const requestContext = {
    accountId: 'local',
    apiId: 'local',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: { method, path: made.path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: made.routeKey,
    stage: '$default',
    time: '28/Dec/2020:02:00:00 +0000',
    timeEpoch: NOW,
  };
  const event: GatewayEvent = {
    version: '2.0',
    routeKey: made.routeKey,
    rawPath: made.path,
    rawQueryString: '',
    headers: { ...made.headers },
    queryStringParameters: { ...made.query },
    pathParameters: { ...made.parameters },
    ...(made.body === undefined ? {} : { body: made.body }),
    isBase64Encoded: false,
    requestContext,
  };
  if (made.claims === undefined) return event;
  const authorizer = { principalId: '', integrationLatency: 0, jwt: { claims: made.claims, scopes: [] } };
  return { ...event, requestContext: { ...requestContext, authorizer } };
}

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.looseObject({ detail: z.string() })).exactOptional(),
});

/** What no person would read in a problem. Who asks for what is not there is told the id that they asked for. */
function openIn(answer: unknown): string[] {
  const { data } = problem.safeParse(answer);
  if (data === undefined || data.type === '/problems/not-found') return [];
  return [data.title, data.detail, ...(data.errors ?? []).map(({ detail }) => detail)].flatMap(holesIn);
}
