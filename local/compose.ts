import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentsUseCases } from '../functions/documents/index.ts';
import { createHandler, type Handler } from '../functions/http.ts';
import { ledgerUseCases } from '../functions/ledger/index.ts';
import { openUseCases } from '../functions/open/index.ts';
import { registryUseCases } from '../functions/registry/index.ts';
import { reports } from '../functions/reports/index.ts';
import { type Group, routes } from '../functions/routes.ts';
import { createTracker, type Tracker } from '../functions/tracker.ts';
import { createTable } from '../shared/storage/create-table.ts';
import { createDocumentClient } from '../shared/storage/dynamodb-client.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb-ledger.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/table.ts';
import { createUnsealedJournal } from '../shared/storage/unsealed-journal.ts';
import { createAuthorizer } from './authorizer.ts';
import { CannotStart } from './cannot-start.ts';
import { type Engine, findEngine, noEngine, otherEngine, startEngine } from './engine.ts';
import type { Environment } from './environment.ts';
import { createGateway } from './gateway.ts';
import { AUDIENCE, ISSUER, issueToken, type Person } from './issuer.ts';
import { type Keys, openKeys } from './keys.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { serve } from './server.ts';

/** The whole of Nuanzhang on one machine. */
export interface Machine {
  readonly origin: string;
  readonly signIn: (person: Person) => Promise<string>;
  /** Settles with what is known when the engine ends by itself. */
  readonly broken: Promise<string>;
  stop(): Promise<void>;
}

/** Puts everything together: lock, engine, table, keys, handlers, gateway, server. What fails half-way is undone. */
export async function startMachine(environment: Environment, log: (line: string) => void): Promise<Machine> {
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = await lockFolder(environment.data);
    undo.push(() => lock.release());
    const engine = await engineFor(environment, lock);
    undo.push(() => engine.stop());
    const keys = await openKeys(environment.data);
    const client = createDocumentClient({ endpoint: engine.endpoint });
    undo.push(() => client.destroy());
    await createTable({ client, tableName: DEFAULT_TABLE_NAME, sleep }).catch(unreachable(engine.endpoint));
    const ledger = createDynamoLedger({ client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep });
    const journal = createUnsealedJournal(ledger, Date.now);
    const tracker = createTracker({ ledger, journal, personKey: async () => keys.personKey });
    const gateway = createGateway({
      routes,
      handlers: handlersOf(tracker, log),
      authorizer: authorizerOf(keys),
      now: Date.now,
      log,
      logRequests: environment.logRequests,
    });
    const server = await serve(environment.port, gateway);
    undo.push(() => server.stop());
    const signIn = (person: Person) => issueToken(keys, person, Date.now());
    return { origin: server.origin, signIn, broken: engine.died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function engineFor({ data, endpoint }: Environment, lock: FolderLock): Promise<Engine> {
  if (endpoint !== undefined) return otherEngine(endpoint);
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  const engine = await startEngine(program, join(data, 'ledger.db'));
  if (engine.pid !== undefined) lock.admit(engine.pid);
  return engine;
}

function handlersOf(tracker: Tracker, log: (line: string) => void): Readonly<Record<Group, Handler>> {
  return {
    open: createHandler('open', openUseCases, tracker, { log }),
    registry: createHandler('registry', registryUseCases, tracker, { log }),
    ledger: createHandler('ledger', ledgerUseCases, tracker, { log }),
    documents: createHandler('documents', documentsUseCases, tracker, { log }),
    reports: createHandler('reports', reports, tracker, { log }),
  };
}

function authorizerOf({ publicKey }: Keys) {
  return createAuthorizer({ publicKey, issuer: ISSUER, audience: AUDIENCE, now: Date.now });
}

function unreachable(endpoint: string) {
  return (error: unknown): never => {
    const said = error instanceof Error ? error.message || error.name : String(error);
    throw new CannotStart(
      `数据库引擎 ${endpoint} 无法使用:${said}。请检查 DYNAMODB_ENDPOINT。`,
      `The engine at ${endpoint} cannot be used: ${said}. Check DYNAMODB_ENDPOINT.`,
    );
  };
}
