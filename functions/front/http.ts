import middy from '@middy/core';
import jsonBodyParser from '@middy/http-json-body-parser';
import securityHeaders from '@middy/http-security-headers';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { type CalendarDate, dateInShanghai, isMonth } from '../../shared/domain/calendar.ts';
import { isSha256 } from '../../shared/domain/evidence.ts';
import { type Id, isId, isLotId } from '../../shared/domain/id.ts';
import { boundTo } from '../../shared/domain/own-units.ts';
import type { Role } from '../../shared/domain/role.ts';
import { parse } from '../../shared/schemas/body.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { LedgerError, type LedgerErrorCode } from '../../shared/storage/ports/ledger.ts';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';
import { type Language, languageOf } from '../../shared/words/language.ts';
import { UNNAMED } from '../../shared/words/mentions.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { GatewayProblemName } from '../problems/gateway-problems.ts';
import { gatewayProblemOf, type Problem, type ProblemResponse } from '../problems/problem.ts';
import { ANYONE, type Caller, roleFor } from './caller.ts';
import { Compression } from './compression.ts';
import { Cursors } from './cursors.ts';
import { errorLine } from './error-line.ts';
import type { Identity } from './identity.ts';
import { faultOfJson } from './json.ts';
import { type MentionSources, mentionsOf } from './mentions.ts';
import type { NameSources, Names } from './names.ts';
import { type Asked, type Declared, type Reply, type Table, unaskedFor } from './operation.ts';
import { requestHash } from './request-hash.ts';
import { asHeld, problemResponse, respond, withNames } from './response.ts';
import { isHeld, KnownTags } from './tags.ts';

/** What comes from API Gateway, or from the local server that takes its place. */
export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;
export type Handler = (event: GatewayEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export interface HandlerOptions {
  /** Who callers are. Without it, only what is public is served. */
  readonly identity?: Identity;
  /** Signs and opens the cursors of pages. Without it, no page goes on. */
  readonly cursors?: Cursors;
  /** Takes one line of JSON about an error that nobody expected. */
  readonly log?: (line: string) => void;
}

/** An API shows no pages: nothing may be framed, sniffed, or loaded from elsewhere. */
const SECURITY = {
  contentSecurityPolicy: { 'default-src': "'none'", 'report-to': '' },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  dnsPrefetchControl: false,
  downloadOptions: false,
  originAgentCluster: false,
  permissionsPolicy: false,
  permittedCrossDomainPolicies: false,
  reportTo: false,
  reportingEndpoints: false,
  strictTransportSecurity: { maxAge: 31_536_000, preload: false },
} as const;

/** Before Lambda would cut a call off, it is told to try again. */
const TIMEOUT_EARLY_MS = 100;

async function noKey(): Promise<never> {
  throw new Error('this stack was given no key for cursors');
}

type Served<T> = Declared<T> & { readonly operation: string };

/** What the first step of the stack found out and the last one works with. */
interface Admitted<T> {
  readonly served: Served<T>;
  readonly caller: Caller;
  readonly role: Role | null;
  readonly target: Id | undefined;
  readonly key: Id | undefined;
  readonly isDryRun: boolean;
}

/** An event on its way through the stack; the body parser leaves JSON where the text was. */
type Travelling<T> = GatewayEvent & { admitted?: Admitted<T> };

/** Thrown where a request is refused before its use case; told by the error handler of the stack. */
class Refused extends Error {
  readonly problem: (language: Language) => Problem | Promise<Problem>;

  constructor(problem: Refused['problem']) {
    super('refused');
    this.problem = problem;
  }
}

const refused = (name: GatewayProblemName) => new Refused((language) => gatewayProblemOf(name, language));
const refusals = () => import('../problems/refusal.ts');
const invalid = (faults: readonly Fault[]) =>
  new Refused(async (language) => (await refusals()).invalidProblem(faults, language));
const forbidden = (roles: readonly Role[]) =>
  new Refused(async (language) => (await refusals()).forbiddenProblem(roles, language));

/**
 * The one stack in front of every operation of a group: who is calling and whether they may (default deny), the key and
 * the body of a write, what the operation does, and every error as a problem. The very same handler runs in Lambda and locally.
 */
export function createHandler<T extends Pick<Tracker, 'clock'> & MentionSources & NameSources>(
  table: Table<T>,
  tracker: T,
  { identity, cursors = new Cursors(noKey), log = console.error }: HandlerOptions = {},
): Handler {
  const routes = routesOf(table);
  const json = jsonBodyParser().before;
  const compression = new Compression();
  const tags = new KnownTags();

  async function serve(event: Travelling<T>): Promise<ProblemResponse> {
    const { admitted } = event;
    if (admitted === undefined) throw new Error('nothing is served that was not admitted');
    const { served, caller, role, target, key, isDryRun } = admitted;
    const { method, operation } = served;
    const body: unknown = event.body;
    const page = { operation, target, subject: caller.subject, query: event.queryStringParameters ?? {} };
    const asked: Asked = {
      caller,
      role,
      units: boundTo(role, caller.units),
      target,
      path: event.pathParameters ?? {},
      key,
      isDryRun,
      input: method === 'POST' ? body : await cursors.opened(page),
      today: dateInShanghai(tracker.clock()),
      language: languageOf(event.headers['accept-language']),
      requestHash: () => requestHash(caller.subject, { routeKey: event.routeKey, target, body }),
    };
    const answering = { event, ...served };
    const held = event.headers['if-none-match'];
    const known = held && served.asOf ? tags.find(page, asked, await served.asOf(tracker, asked)) : undefined;
    if (known !== undefined && isHeld(known, held)) return asHeld(known, answering);
    const reply = await served.run(tracker, asked);
    const names = await namesOf(tracker, reply, asked, served);
    const answered =
      'body' in reply ? { ...reply, body: withNames(await cursors.signed(reply.body, page), names) } : reply;
    const mentions = 'refused' in reply ? await mentionsOf(tracker, reply.refused) : UNNAMED;
    const response = await respond(answered, answering, { mentions, names });
    if (served.asOf && 'body' in answered) tags.remember(page, asked, answered.body, response.headers.etag);
    return response;
  }

  const compress = (request: { event: Travelling<T>; response: ProblemResponse | null }) => {
    const { event, response } = request;
    if (response !== null) request.response = compression.compressed(response, event.headers['accept-encoding']);
  };

  return middy<Travelling<T>, ProblemResponse>(serve, {
    timeoutEarlyInMillis: TIMEOUT_EARLY_MS,
    timeoutEarlyResponse: () => {
      throw refused('unavailable');
    },
  })
    .use({ after: compress, onError: compress })
    .use(securityHeaders(SECURITY))
    .onError(async (request) => {
      const { event, error } = request;
      request.response = await tell(error, event, log);
    })
    .before(async ({ event }) => {
      event.admitted = await admit(event, routes, identity, dateInShanghai(tracker.clock()));
    })
    .before((request) => {
      const { event } = request;
      if (event.admitted?.served.method !== 'POST') return;
      if (event.body === undefined || event.body === '') Object.assign(event, { body: {} });
      else if (isTooLarge(event)) throw refused('payload-too-large');
      else json?.(request);
      const fault = faultOfJson(event.body);
      if (fault) throw invalid([fault]);
    });
}

/** The operations of a table by their routes, as API Gateway names those. */
function routesOf<T>(table: Table<T>): ReadonlyMap<string, Served<T>> {
  return new Map(
    Object.entries(table).map(([operation, declared]) => [
      `${declared.method} ${declared.path}`,
      { ...declared, operation },
    ]),
  );
}

/** Who asks for what, and may: everything that can be said before the body is looked at. */
async function admit<T>(
  event: GatewayEvent,
  routes: ReadonlyMap<string, Served<T>>,
  identity: Identity | undefined,
  today: CalendarDate,
): Promise<Admitted<T>> {
  const served = routes.get(event.routeKey);
  if (served === undefined) throw refused('not-found');
  const { access, method } = served;
  const caller = access === 'public' ? ANYONE : await identity?.callerOf(claimsOf(event));
  if (caller === undefined) throw refused('unauthenticated');
  const role = roleFor(access, caller);
  if (role === undefined) throw forbidden(typeof access === 'string' ? [] : access);
  const admitted = { served, caller, role, target: targetOf(event) };
  if (method === 'GET') return { ...admitted, key: undefined, isDryRun: false };
  return { ...admitted, key: keyOf(event), isDryRun: isDryRun(event, served, today) };
}

/** What the parameter of a path may be, by its name. */
const PARAMETERS = { id: isId, lot: isLotId, month: isMonth, sha256: isSha256 } as const;

function targetOf({ pathParameters = {} }: GatewayEvent): string | undefined {
  for (const [name, isWellFormed] of Object.entries(PARAMETERS)) {
    const target = pathParameters[name];
    if (target === undefined) continue;
    if (!isWellFormed(target)) throw refused('not-found');
    return target;
  }
  return undefined;
}

function claimsOf(event: GatewayEvent): unknown {
  return 'authorizer' in event.requestContext ? event.requestContext.authorizer?.jwt.claims : undefined;
}

/** The key of a write. */
function keyOf(event: GatewayEvent): Id {
  const key = event.headers['idempotency-key'];
  if (key === undefined || key === '') throw refused('idempotency-key-required');
  if (!isId(key)) throw refused('idempotency-key-bad');
  return key;
}

/**
 * What a write does stands in its body alone. Its query says at most that it is not to be done, and where there is no such
 * thing nothing.
 */
function isDryRun(
  { queryStringParameters = {} }: GatewayEvent,
  { query }: Declared<never>,
  today: CalendarDate,
): boolean {
  const parsed = query && parse(query, queryStringParameters, today);
  const faults = parsed === undefined ? unaskedFor(queryStringParameters) : 'faults' in parsed ? parsed.faults : [];
  if (faults.length > 0) throw invalid(faults);
  return queryStringParameters['dry-run'] === 'true';
}

/** A UTF-16 unit becomes three bytes of UTF-8 at the most, so a short body need not be measured. */
function isTooLarge({ body = '', isBase64Encoded }: GatewayEvent): boolean {
  if (body.length * 3 <= LIMITS.bodyBytes) return false;
  return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') > LIMITS.bodyBytes;
}

let naming: Promise<typeof import('./names.ts')> | undefined;

/** Names of what an answer carries ids of. Whoever tells nobody of anything registered starts without what looks them up. */
async function namesOf<T>(
  sources: NameSources,
  reply: Reply,
  reader: Asked,
  { method, form, answer }: Declared<T>,
): Promise<Names> {
  const told = 'body' in reply ? reply.body : 'refused' in reply ? reply.refused : undefined;
  if (reader.role === null || told === undefined) return {};
  const isPaper = method === 'GET' && (form === 'document' || (form === 'whole' && answer === 'entry'));
  naming ??= import('./names.ts');
  const { namesIn } = await naming;
  return namesIn(
    sources,
    told,
    { ...reader, role: reader.role },
    {
      paper: isPaper && 'body' in reply,
      numbers: form !== 'recorded' || 'refused' in reply,
    },
  );
}

/** Every error as a problem. What nobody expected is logged whole and told as a bare 500. */
async function tell(error: unknown, event: GatewayEvent, log: (line: string) => void): Promise<ProblemResponse> {
  const language = languageOf(event.headers['accept-language']);
  if (error instanceof Refused) return problemResponse(await error.problem(language), event);
  const name = problemNameOf(error);
  if (name === 'internal-error' || name === 'unavailable' || name === 'storage-full') log(errorLine(error, event));
  return problemResponse(gatewayProblemOf(name, language), event);
}

const LEDGER_PROBLEMS = {
  busy: 'busy',
  unavailable: 'unavailable',
  full: 'storage-full',
  'newer-row': 'unavailable',
  'corrupt-row': 'internal-error',
} as const satisfies Readonly<Record<LedgerErrorCode, GatewayProblemName>>;

function problemNameOf(error: unknown): GatewayProblemName {
  if (error instanceof LedgerError) return LEDGER_PROBLEMS[error.code];
  if (error instanceof ObjectStoreError) return error.code === 'unavailable' ? 'unavailable' : 'internal-error';
  // The body parser's errors carry a status: 415, or 422 for anything that is no JSON.
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 415) return 'unsupported-media-type';
  return status === 422 ? 'malformed-json' : 'internal-error';
}
