import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Handler } from '../functions/front/http.ts';
import type { GatewayProblemName } from '../functions/problems/gateway-problems.ts';
import { gatewayProblem } from '../functions/problems/problem.ts';
import type { Group, Route } from '../shared/routes.ts';
import { languageOf } from '../shared/words/language.ts';
import type { Authorizer, Claims } from './authorizer.ts';
import { answerAndClose, hasBody, readBody } from './body.ts';
import { isText, parseQuery, toContext, toEvent } from './event.ts';
import type { RateLimit } from './rate-limit.ts';
import { createRouter, type ServedRoute } from './routing.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly handlers: Readonly<Record<Group, Handler>>;
  readonly authorizer: Authorizer;
  readonly now: () => number;
  /** One line for a person who looks after the server. */
  readonly log: (line: string) => void;
  readonly logRequests?: boolean;
  /** How many requests one caller may make: whoever signed in by their name, anybody else by their address. */
  readonly limit?: RateLimit | undefined;
  /** How long a handler may take before the client is told to try again. */
  readonly patienceMs?: number;
}

/** API Gateway waits as long for an integration. */
const PATIENCE_MS = 30_000;

/** What a request is answered with when it does not reach a handler. */
interface Refused {
  readonly problem: GatewayProblemName;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Admitted {
  readonly path: string;
  readonly rawQuery: string;
  readonly query: Readonly<Record<string, string>> | undefined;
  readonly served: ServedRoute;
  readonly values: readonly string[];
}

/** Does on one machine what API Gateway does in front of the functions: routes, authorizes, limits, converts. */
export function createGateway(options: GatewayOptions): RequestListener {
  const { handlers, authorizer, now, log, limit, logRequests = false, patienceMs = PATIENCE_MS } = options;
  const find = createRouter(options.routes);
  const process = randomBytes(6).toString('hex');
  let count = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admitted = admit(request);
    if ('problem' in admitted) return refuse(request, response, admitted);
    const claims = await identify(admitted.served.route, request);
    // Whoever is let in by nobody is counted by address: so are those who try tokens.
    const caller = typeof claims === 'object' ? `subject ${claims.sub}` : `address ${request.socket.remoteAddress}`;
    const waits = limit?.take(caller) ?? 0;
    if (waits > 0) return refuse(request, response, tooMany(waits));
    if (typeof claims === 'string') return refuse(request, response, unauthenticated(claims));
    let body: Buffer | undefined;
    if (hasBody(request)) {
      const read = await readBody(request);
      // Answered already: the body came too late.
      if (read === undefined || response.headersSent) return;
      if (read === 'too-large') return refuseBody(request, response);
      if (isText(request) && !isUtf8(read)) return refuse(request, response, { problem: 'malformed-request' });
      body = read;
    }
    const result = await call(request, admitted, claims, body, response);
    if (!response.writableEnded) send(response, result);
  }

  function admit(request: IncomingMessage): Admitted | Refused {
    const target = request.url ?? '/';
    const cut = target.indexOf('?');
    const path = cut === -1 ? target : target.slice(0, cut);
    const rawQuery = cut === -1 ? '' : target.slice(cut + 1);
    const match = find(request.method ?? 'GET', path);
    if (match.found === 'malformed-path') return { problem: 'malformed-request' };
    if (match.found === 'nothing') return { problem: 'not-found' };
    if (match.found === 'other-methods') return { problem: 'method-not-allowed', headers: { allow: match.allow } };
    const query = rawQuery === '' ? undefined : parseQuery(rawQuery);
    if (rawQuery !== '' && query === undefined) return { problem: 'malformed-request' };
    return { path, rawQuery, query, served: match.served, values: match.values };
  }

  function identify(route: Route, request: IncomingMessage) {
    return route.access === 'public' ? undefined : authorizer.authorize(request.headers.authorization);
  }

  async function call(
    request: IncomingMessage,
    admitted: Admitted,
    claims: Claims | undefined,
    body: Buffer | undefined,
    response: ServerResponse,
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const time = now();
    count += 1;
    const requestId = `${process}-${count}`;
    const { operation, group } = admitted.served.route;
    // The handler goes on: whether what it posts has landed, the client learns by repeating the request.
    const impatience = setTimeout(() => {
      if (!response.headersSent) refuse(request, response, { problem: 'unavailable' });
    }, patienceMs);
    try {
      const event = toEvent({ ...admitted, request, requestId, time, claims, body });
      return await handlers[group](event, toContext(operation, requestId, time + patienceMs));
    } finally {
      clearTimeout(impatience);
    }
  }

  function observe(request: IncomingMessage, response: ServerResponse): void {
    const started = now();
    response.once('close', () => {
      if (!logRequests && response.statusCode < 500) return;
      const path = (request.url ?? '').replace(/\?.*$/s, '');
      log(`${request.method} ${path} ${response.statusCode} ${now() - started} ms`);
    });
  }

  return (request, response) => {
    observe(request, response);
    answer(request, response).catch((error: unknown) => {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (response.headersSent) response.destroy();
      else refuse(request, response, { problem: 'internal-error' });
    });
  };
}

function unauthenticated(denial: 'missing' | 'invalid'): Refused {
  const challenge = denial === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"';
  return { problem: 'unauthenticated', headers: { 'www-authenticate': challenge } };
}

function tooMany(seconds: number): Refused {
  return { problem: 'too-many-requests', headers: { 'retry-after': String(seconds) } };
}

function refuse(request: IncomingMessage, response: ServerResponse, { problem, headers }: Refused): void {
  const result = gatewayProblem(problem, languageOf(request.headers['accept-language']));
  send(response, { ...result, headers: { ...result.headers, ...headers } });
}

function refuseBody(request: IncomingMessage, response: ServerResponse): void {
  const result = gatewayProblem('payload-too-large', languageOf(request.headers['accept-language']));
  answerAndClose(request, response, result.statusCode, result.headers, result.body);
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const headers: OutgoingHttpHeaders = textual(result.headers);
  if (result.cookies) headers['set-cookie'] = result.cookies;
  const body = result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : (result.body ?? '');
  // Known beforehand, the answer leaves in one piece instead of in chunks. That of a 304 would be of what it stands for.
  if (result.statusCode !== 304) headers['content-length'] = Buffer.byteLength(body);
  response.writeHead(result.statusCode ?? 200, headers);
  response.end(body);
}

function textual(headers: APIGatewayProxyStructuredResultV2['headers']): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name in headers) out[name] = String(headers[name]);
  return out;
}
