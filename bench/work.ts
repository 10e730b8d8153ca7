import { createSecretKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Context } from 'aws-lambda';
import { uuidv7 } from 'uuidv7';
import { createTracker } from '../functions/composition/tracker.ts';
import { documentsOperations } from '../functions/documents/operations.ts';
import { createHandler, type GatewayEvent } from '../functions/front/http.ts';
import { createIdentity } from '../functions/front/identity.ts';
import { MemberList } from '../functions/front/member-list.ts';
import type { Role } from '../shared/domain/role.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createJournal } from '../shared/log/journal/sealed-journal.ts';
import { createProjector } from '../shared/projection/projector.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../shared/storage/dynamodb/projection.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { createMemoryObjectStore } from '../shared/storage/memory/object-store.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../shared/storage/ports/object-store.ts';
import type { Projection } from '../shared/storage/ports/projection.ts';
import { IN_MEMORY, openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { CLIENTS, codeOf, cycle, LINES, preparation } from './cycle.ts';
import { deskOver } from './desk.ts';
import { withFreshEngine } from './fresh-engine.ts';
import { seal } from './projecting.ts';
import { quantile } from './quantile.ts';
import { lineFor } from './stage.ts';

/**
 * `node bench/work.ts` (`--entries`, `--engine`): how long `GET /api/work` and `GET /api/find` take of a ledger of 20,000
 * entries in which nothing was paid, invoiced or proven, and every fifth consignment is under way, so that every list is
 * long.
 */

const ENTRIES = 20_000;
const CALLS = 500;
const UNDER_WAY = 5;
const ROLES: readonly Role[] = ['keeper', 'buyer', 'treasurer', 'coordinator', 'auditor'];
const RULES = { issuer: 'bench', audience: 'bench', rolesClaim: 'roles', unitsClaim: 'units', firstAdmin: undefined };
const PATIENCE_MS = 30_000;

interface Stores {
  readonly ledger: Ledger;
  readonly projection: Projection;
}

interface Filled {
  readonly size: number;
  /** With the files of the log. */
  readonly objects: ObjectStore;
}

/** What is asked for, one after the other: a document, a voucher, a code, and what nothing bears. */
const NUMBERS = ['CG-000150', '15000', 'KZ-3', 'HT-2020-018'];

const cipher = createKeyFileCipher(new Uint8Array(32));

function onSqlite(): Stores {
  const writer = new Writer(openConnection(IN_MEMORY));
  return { ledger: createSqliteLedger({ writer, cipher }), projection: createSqliteProjection(writer) };
}

async function fill({ ledger, projection }: Stores, entries: number): Promise<Filled> {
  const desk = deskOver(ledger, Date.now);
  for (const one of preparation(CLIENTS, LINES)) await desk.post(one);
  for (let count = 0; count * 4 < entries; count += 1) {
    const client = count % CLIENTS;
    const keys = { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() };
    const posts = cycle(client, lineFor(client, count, LINES), keys);
    for (const one of count % UNDER_WAY === 0 ? posts.slice(0, 3) : posts) await desk.post(one);
  }
  const objects = createMemoryObjectStore();
  const size = await seal(ledger, objects);
  await createProjector({ projection, files: new LogFiles(objects), ledger }).catchUp(size);
  return { size, objects };
}

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'work',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local:local:function:work',
  memoryLimitInMB: '0',
  awsRequestId: 'work',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => PATIENCE_MS,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

function eventOf(role: Role, path: string, query: Readonly<Record<string, string>> = {}): GatewayEvent {
  const claims = {
    iss: RULES.issuer,
    aud: RULES.audience,
    exp: '4102444800',
    sub: `a-${role}`,
    roles: role,
    units: role === 'coordinator' ? `[${codeOf(1)} ${codeOf(2)}]` : '',
  };
  return {
    version: '2.0',
    routeKey: `GET ${path}`,
    rawPath: path,
    rawQueryString: '',
    queryStringParameters: query,
    headers: {},
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } },
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'work',
      routeKey: `GET ${path}`,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
  };
}

async function measure(store: string, { ledger, projection }: Stores, { objects }: Filled): Promise<void> {
  const journal = createJournal(ledger, objects);
  const personKey = async () => createSecretKey(new Uint8Array(32));
  // Three days later, so that what is under way is long unconfirmed; two months later, so that months are to close.
  const later = Date.now() + 62 * 86_400_000;
  const tracker = createTracker({ ledger, journal, objects, projection, personKey, clock: () => later });
  const identity = createIdentity(RULES, new MemberList(ledger, () => later), () => later);
  const handler = createHandler(documentsOperations, tracker, { identity });
  const timed = async (what: string, eventAt: (call: number) => GatewayEvent): Promise<void> => {
    const took: number[] = [];
    let bytes = 0;
    for (let call = 0; call < CALLS + 50; call += 1) {
      const began = performance.now();
      const { statusCode, body = '' } = await handler(eventAt(call), context);
      if (statusCode !== 200) throw new Error(`${what}: ${statusCode} ${body}`);
      if (call >= 50) took.push(performance.now() - began);
      bytes = body.length;
    }
    const [half, most] = [quantile(took, 0.5), quantile(took, 0.99)].map((ms) => ms.toFixed(1));
    console.log(`${store}, ${what}: median ${half} ms, p99 ${most} ms, ${bytes} characters`);
  };
  for (const role of ROLES) await timed(`work of a ${role}`, () => eventOf(role, '/api/work'));
  const numberAt = (call: number) => ({ number: NUMBERS[call % NUMBERS.length] ?? '' });
  await timed('find', (call) => eventOf('auditor', '/api/find', numberAt(call)));
}

const { values } = parseArgs({
  options: { entries: { type: 'string', default: `${ENTRIES}` }, engine: { type: 'boolean', default: false } },
});
const entries = Number(values.entries);
const local = onSqlite();
const filled = await fill(local, entries);
console.log(`${filled.size} entries`);
await measure('SQLite', local, filled);
const engine = async (endpoint: string): Promise<void> => {
  const client = createDocumentClient({ endpoint });
  const table = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
  const stores = { ledger: createDynamoLedger({ ...table, cipher }), projection: createDynamoProjection(table) };
  await measure('the embedded engine', stores, await fill(stores, entries));
  client.destroy();
};
if (values.engine) await withFreshEngine(engine);
