import { createSecretKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import * as z from 'zod';
import { createTracker } from '../functions/composition/tracker.ts';
import { createHandler } from '../functions/front/http.ts';
import { createIdentity } from '../functions/front/identity.ts';
import { MemberList } from '../functions/front/member-list.ts';
import { ledgerOperations } from '../functions/ledger/operations.ts';
import { registryOperations } from '../functions/registry/operations.ts';
import { isMonth } from '../shared/domain/calendar.ts';
import { createJournal } from '../shared/log/journal/sealed-journal.ts';
import { type RouteRow, routes } from '../shared/routes.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { createMemoryObjectStore } from '../shared/storage/memory/object-store.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import { IN_MEMORY, openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import type { Post } from './post.ts';

/** Every write of the tracker over one client of an engine, with nothing in between: no server and no sign-in. */
export interface Desk {
  /** Throws unless the post is recorded now. */
  post(post: Post): Promise<object>;
}

export interface DeskOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly clock?: () => number;
}

const RULES = { issuer: 'bench', audience: 'bench', rolesClaim: 'roles', unitsClaim: 'units', firstAdmin: undefined };

const answered = z.object({ statusCode: z.number(), body: z.string() });
const PATIENCE_MS = 30_000;

export function openDesk({ client, tableName, clock = Date.now }: DeskOptions): Desk {
  const cipher = createKeyFileCipher(new Uint8Array(32));
  return deskOver(createDynamoLedger({ client, tableName, cipher, random: Math.random, sleep }), clock);
}

/** The same over any ledger. */
export function deskOver(ledger: Ledger, clock: () => number): Desk {
  const objects = createMemoryObjectStore();
  const journal = createJournal(ledger, objects);
  const tracker = {
    ...createTracker({
      ledger,
      journal,
      objects,
      projection: createSqliteProjection(new Writer(openConnection(IN_MEMORY))),
      personKey: async () => createSecretKey(new Uint8Array(32)),
      clock,
    }),
    // What is measured here is rows, not files.
    hasArrived: async () => true,
  };
  const identity = createIdentity(RULES, new MemberList(ledger, clock), clock);
  const handlers = {
    ledger: createHandler(ledgerOperations, tracker, { identity }),
    registry: createHandler(registryOperations, tracker, { identity }),
  };
  return {
    async post(post) {
      const { route, target } = routeOf(post.path);
      const { group } = route;
      if (group !== 'ledger' && group !== 'registry') throw new Error(`${post.path} is no write`);
      const { statusCode, body } = answered.parse(await handlers[group](eventOf(post, route, target), context));
      if (statusCode !== 201) throw new Error(`POST ${post.path}: ${statusCode} ${body}`);
      return z.object().loose().parse(JSON.parse(body));
    },
  };
}

/** The route of a path, and the id in it where there is one. */
export function routeOf(path: string): { readonly route: RouteRow; readonly target: string | undefined } {
  const segments = path.split('/');
  const id = segments.find((segment) => segment.length === 36);
  const month = segments.find((segment) => isMonth(segment));
  const target = id ?? month;
  const pattern = target === undefined ? path : path.replace(target, id === undefined ? '{month}' : '{id}');
  const route = routes.find((row) => row.method === 'POST' && row.path === pattern);
  if (route === undefined) throw new Error(`no route takes a POST to ${path}`);
  return { route, target };
}

function eventOf(post: Post, route: RouteRow, id: string | undefined): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { person, path, key, body } = post;
  const routeKey = `POST ${route.path}`;
  const claims = {
    iss: RULES.issuer,
    aud: RULES.audience,
    exp: '4102444800',
    sub: person.subject,
    roles: person.roles.join(' '),
    units: person.units.join(' '),
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'accept-language': 'en' },
    ...(id === undefined ? {} : { pathParameters: isMonth(id) ? { month: id } : { id } }),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } },
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: key,
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'desk',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local:local:function:desk',
  memoryLimitInMB: '0',
  awsRequestId: 'desk',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => PATIENCE_MS,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
