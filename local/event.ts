import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { GatewayEvent } from '../functions/front/http.ts';
import type { Claims } from './authorizer.ts';
import type { ServedRoute } from './routing.ts';

/** What one request came to, as far as the gateway understood it. */
export interface Received {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly time: number;
  readonly path: string;
  readonly rawQuery: string;
  readonly query: Readonly<Record<string, string>> | undefined;
  readonly served: ServedRoute;
  readonly values: readonly string[];
  /** Undefined on a public route, where API Gateway passes no authorizer. */
  readonly claims: Claims | undefined;
  readonly body: Buffer | undefined;
}

const DOMAIN = 'localhost';
const TEXT = /^\s*(?:text\/|application\/(?:json|xml|javascript)\s*(?:;|$))/i;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The event of API Gateway's HTTP API, payload format 2.0. */
export function toEvent(received: Received): GatewayEvent {
  const { request, served, body, claims } = received;
  const cookie = request.headers.cookie;
  const context = requestContext(received);
  const encoded = body !== undefined && !isText(request);
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: served.key,
    rawPath: received.path,
    rawQueryString: received.rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: headersOf(request),
    ...(received.query && { queryStringParameters: received.query }),
    requestContext: context,
    ...(served.parameters.length > 0 && { pathParameters: named(served.parameters, received.values) }),
    ...(body && { body: body.toString(encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: encoded,
  };
  return claims ? { ...event, requestContext: { ...context, authorizer: { jwt: { claims, scopes: null } } } } : event;
}

/** True where the event will carry the body as text: then its bytes have to be UTF-8. */
export function isText(request: IncomingMessage): boolean {
  return TEXT.test(request.headers['content-type'] ?? '');
}

function requestContext({ request, requestId, time, path, served }: Received) {
  return {
    accountId: 'local',
    apiId: 'local',
    domainName: DOMAIN,
    domainPrefix: DOMAIN,
    http: {
      method: served.route.method,
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: served.key,
    stage: '$default',
    time: commonLogTime(time),
    timeEpoch: time,
  };
}

/** Node has joined repeated headers and lowered their names; cookies travel in a list of their own. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && name !== 'cookie') out[name] = typeof value === 'string' ? value : value.join(',');
  }
  return out;
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** Decodes a query string, repeated names joined by commas; undefined when an encoding in it is malformed. */
export function parseQuery(raw: string): Record<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    try {
      const name = decodeField(cut === -1 ? pair : pair.slice(0, cut));
      const value = cut === -1 ? '' : decodeField(pair.slice(cut + 1));
      const earlier = fields.get(name);
      fields.set(name, earlier === undefined ? value : `${earlier},${value}`);
    } catch {
      return undefined;
    }
  }
  return Object.fromEntries(fields);
}

function decodeField(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

let second = 0;
let written = '';

/** `22/Nov/2026:08:29:35 +0000`, made once a second. */
function commonLogTime(time: number): string {
  const now = Math.floor(time / 1000);
  if (now !== second) {
    const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(now * 1000).toISOString()) ?? [];
    written = `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock} +0000`;
    second = now;
  }
  return written;
}

/** What a Lambda handler is told about the call; `deadline` is when the gateway stops waiting for it. */
export function toContext(operation: string, requestId: string, deadline: number): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: operation,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:local:function:${operation}`,
    memoryLimitInMB: '0',
    awsRequestId: requestId,
    logGroupName: '',
    logStreamName: '',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: finished,
    fail: finished,
    succeed: finished,
  };
}

/** Lambda's calls of old; handlers here answer with a promise. */
function finished(): void {}
