import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createTracker, type Tracker } from '../functions/composition/tracker.ts';
import { documentsOperations } from '../functions/documents/operations.ts';
import { answerArrival } from '../functions/evidence/arrival.ts';
import { evidenceOperations } from '../functions/evidence/operations.ts';
import type { EvidenceTracker } from '../functions/evidence/tracker.ts';
import type { ExportDesk } from '../functions/exports/desk.ts';
import { exportsOperations } from '../functions/exports/operations.ts';
import { Cursors } from '../functions/front/cursors.ts';
import { createHandler, type Handler, type HandlerOptions } from '../functions/front/http.ts';
import { createIdentity, type IdentityRules } from '../functions/front/identity.ts';
import { MemberList } from '../functions/front/member-list.ts';
import { THROTTLE } from '../functions/front/throttle.ts';
import type { ImportDesk } from '../functions/imports/desk.ts';
import { importsOperations } from '../functions/imports/operations.ts';
import { ledgerOperations } from '../functions/ledger/operations.ts';
import { logOperations } from '../functions/log/operations.ts';
import { describe, describeGroup } from '../functions/open/describe.ts';
import { type OpenTracker, openOperations } from '../functions/open/operations.ts';
import { gatewayProblem } from '../functions/problems/problem.ts';
import { registryOperations } from '../functions/registry/operations.ts';
import type { InstallationTracker } from '../functions/reports/installation.ts';
import { reportsOperations } from '../functions/reports/operations.ts';
import { type Group, routes } from '../shared/routes.ts';
import { LedgerError } from '../shared/storage/ports/ledger.ts';
import { languageOf } from '../shared/words/language.ts';
import type { Worker } from './alarm.ts';
import { createAuthorizer } from './authorizer.ts';
import { CopyRequests } from './backup/copy-requests.ts';
import { startCopyWorker } from './backup/copy-worker.ts';
import type { Environment } from './environment.ts';
import { startExportWorker } from './export-worker.ts';
import { createGateway } from './gateway.ts';
import { startImportWorker } from './import-worker.ts';
import { configurationOf, installationOf } from './installation.ts';
import { databasesOf, plainly } from './integrity/data-folder.ts';
import { createLocalLinks } from './object-links.ts';
import { type ObjectServerOptions, serveObjects } from './object-server.ts';
import { openLedger } from './open-ledger.ts';
import { openPages } from './pages.ts';
import type { Person } from './person.ts';
import { RateLimit } from './rate-limit.ts';
import { type ReadingAhead, startReadingAhead } from './reading-ahead.ts';
import { keepSealing } from './sealing.ts';
import { serve } from './server.ts';
import { openIssuer } from './sign-in/issuer.ts';
import type { Store } from './store.ts';
import { upgradeLines } from './upgrade.ts';

/** The whole of Nuanzhang on one machine. */
export interface Machine {
  readonly origin: string;
  /** Where people reach it: the public address, or the origin itself. */
  readonly address: string;
  /** A token for a person; undefined where another issuer signs people in. */
  readonly signIn: ((person: Person) => Promise<string>) | undefined;
  /** Whether the demonstration founded the folder, so that it may be played, and has its doors. */
  readonly isDemonstration: boolean;
  /** Where a browser enters by a new one-time code; undefined where there are no doors. */
  readonly entrance: (() => string) | undefined;
  /** Settles when lists by filters and in other orders are answered without reading the log first. */
  readonly readAhead: ReadingAhead['done'];
  /** Settles with what is known when the database breaks by itself. */
  readonly broken: Promise<string>;
  stop(): Promise<void>;
}

/** Puts everything together: keys, database, a look at both, handlers, gateway, server. What fails half-way is undone. */
export async function startMachine(environment: Environment, log: (line: string) => void): Promise<Machine> {
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { keys, store, stores, looked, upgraded } = await openLedger(environment);
    if (upgraded !== undefined) for (const line of upgradeLines(upgraded)) log(line);
    undo.push(() => store.stop());
    const { ledger, journal, objects, projection, imports } = stores;
    const door: { open: RequestListener } = { open: notYet };
    const server = await serve(environment.port, (request, response) => door.open(request, response));
    undo.push(() => server.stop());
    const { origin, http } = server;
    const address = environment.address ?? origin;
    const isDemonstration = environment.demo && environment.address === undefined && looked.isDemonstration;
    const doorway = { hasDoors: isDemonstration, now: Date.now, log };
    const issuer = await openIssuer({ environment, origin: address, keys, ...doorway });
    const { tokenEndpoint } = issuer;
    const pages = await openPages({ web: environment.web, issuer: issuer.issuer, tokenEndpoint, http, log });
    undo.push(() => pages.stop());
    const links = createLocalLinks({ secret: keys.linkKey, origin: () => address, now: Date.now });
    const asked = { exported: () => {}, imported: () => {} };
    const tracker = createTracker({ ledger, journal, objects, projection, personKey: async () => keys.personKey });
    const installation = installationOf({ environment, store, issuer, looked, lookedAt: Date.now() });
    const logAddress = `${address}/api/log`;
    // A log keeps the name under which it was begun, whatever the server is called since.
    const logOrigin = looked.origin ?? logAddress.replace(/^https?:\/\//, '');
    const configured = configurationOf(environment, issuer, logOrigin);
    const configuration = async () => configured;
    const members = new MemberList(ledger, tracker.clock);
    const waiting = { wake: () => asked.exported(), rowsWait: () => asked.imported() };
    const desk = { ...tracker, ...waiting, configuration, links, jobs: stores.jobs, imports, installation };
    const sealed = { isFailing: () => false };
    const assertUp = async () => {
      await store.head.read();
      if (sealed.isFailing()) throw new LedgerError('unavailable', 'what is recorded is not sealed');
    };
    const rules = rulesOf(environment, issuer);
    const identity = createIdentity(rules, members, tracker.clock);
    const gateway = createGateway({
      routes,
      handlers: handlersOf({ ...desk, assertUp }, { log, identity, cursors: new Cursors(async () => keys.cursorKey) }),
      limit: limitOf(environment),
      authorizer: createAuthorizer({ ...issuer, now: Date.now }),
      now: Date.now,
      log,
      logRequests: environment.logRequests,
    });
    const worker = startExportWorker({ workshop: stores.workshop(logAddress, tellFailure(log)), log });
    undo.push(() => worker.stop());
    asked.exported = worker.wake;
    const report = tellFailure(log);
    const carrying = startImportWorker({ works: { ...desk, members, runName: randomUUID, report }, log });
    undo.push(() => carrying.stop());
    asked.imported = carrying.wake;
    const copying = copyingFor(store, environment, log);
    undo.push(() => copying?.stop());
    if (environment.sealing) {
      const sequencer = stores.sequencer(logOrigin);
      const sealing = keepSealing({ sequencer, follow: (size) => stores.projector.catchUp(size), log });
      undo.push(() => sealing.stop());
      stores.woken.appended = sealing.wake;
      sealed.isFailing = sealing.isFailing;
    }
    const serveObject = objectsOf({ objects, links, log });
    door.open = (request, response) => {
      if (issuer.serve(request, response) || serveObject(request, response)) return;
      if (!pages.serve(request, response)) gateway(request, response);
    };
    const reading = startReadingAhead(tracker.catalogue, log);
    undo.push(() => reading.stop());
    const { issue: signIn, doors } = issuer;
    const entrance = doors && (() => doors.address());
    const { broken } = store;
    return { origin, address, signIn, isDemonstration, entrance, readAhead: reading.done, broken, stop };
  } catch (error) {
    await stop();
    throw plainly(error, environment.data);
  }
}

function handlersOf(
  tracker: Tracker &
    EvidenceTracker &
    ExportDesk &
    ImportDesk &
    InstallationTracker &
    Omit<OpenTracker, 'describe' | 'describeGroup'>,
  options: HandlerOptions,
): Readonly<Record<Group, Handler>> {
  return {
    open: createHandler(openOperations, { ...tracker, describe, describeGroup }, options),
    registry: createHandler(registryOperations, tracker, options),
    ledger: createHandler(ledgerOperations, tracker, options),
    documents: createHandler(documentsOperations, tracker, options),
    reports: createHandler(reportsOperations, tracker, options),
    log: createHandler(logOperations, tracker, options),
    exports: createHandler(exportsOperations, tracker, options),
    evidence: createHandler(evidenceOperations, tracker, options),
    imports: createHandler(importsOperations, tracker, options),
  };
}

function rulesOf(
  { rolesClaim, unitsClaim, firstAdmin }: Environment,
  { issuer, audience }: Pick<IdentityRules, 'issuer' | 'audience'>,
): IdentityRules {
  return { issuer, audience, rolesClaim, unitsClaim, firstAdmin };
}

/** Backups are made of copies of the database in the process; those of another one it makes itself. */
function copyingFor({ copyTo }: Store, { data }: Environment, log: (line: string) => void): Worker | undefined {
  if (copyTo === undefined) return undefined;
  const source = { path: databasesOf(data).own, copyTo };
  return startCopyWorker({ requests: new CopyRequests(data), source, clock: Date.now, log });
}

function limitOf({ rate }: Environment): RateLimit | undefined {
  if (rate === 'off') return undefined;
  const { burstLimit, rateLimit } = THROTTLE;
  return new RateLimit({ perSecond: rate, burst: (rate * burstLimit) / rateLimit }, Date.now);
}

/** The port is taken before everything behind it is there. */
const notYet: RequestListener = (request, response) => {
  const { statusCode, headers, body } = gatewayProblem('unavailable', languageOf(request.headers['accept-language']));
  response.writeHead(statusCode, headers).end(body);
};

/** What was uploaded as evidence is looked at before its sender is answered. */
function objectsOf(stores: Pick<ObjectServerOptions, 'objects' | 'links' | 'log'>) {
  return serveObjects({
    ...stores,
    async uploaded(key, request) {
      const language = languageOf(request.headers['accept-language']);
      const answer = await answerArrival(stores.objects, key, language);
      return answer === undefined
        ? { status: 200, headers: {}, body: '' }
        : { status: answer.statusCode, headers: answer.headers, body: answer.body };
    },
  });
}

function tellFailure(log: (line: string) => void) {
  return (error: unknown): void => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
