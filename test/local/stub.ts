import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { GatewayEvent, Handler } from '../../functions/front/http.ts';
import type { Authorizer } from '../../local/authorizer.ts';
import { createGateway, type GatewayOptions } from '../../local/gateway.ts';
import { type RunningServer, type ServerLimits, serve } from '../../local/server.ts';
import { GROUPS, type Group, type Route } from '../../shared/routes.ts';

/** Routes that put every rule of matching beside its neighbour. */
export const stubRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/open', operation: 'open', group: 'open', access: 'public', units: 'any' },
  { method: 'POST', path: '/api/open', operation: 'openPost', group: 'open', access: 'public', units: 'any' },
  { method: 'GET', path: '/api/me', operation: 'me', group: 'open', access: 'signed-in', units: 'any' },
  { method: 'GET', path: '/api/things/{id}', operation: 'thing', group: 'documents', access: 'public', units: 'any' },
  { method: 'GET', path: '/api/things/fixed', operation: 'fixed', group: 'documents', access: 'public', units: 'any' },
  { method: 'POST', path: '/api/things/{id}', operation: 'post', group: 'ledger', access: 'public', units: 'any' },
  {
    method: 'GET',
    path: '/api/things/{id}/parts/{part}',
    operation: 'part',
    group: 'documents',
    access: 'public',
    units: 'any',
  },
];

/** Lets in whoever says `Bearer good`. */
export const stubAuthorizer: Authorizer = {
  authorize: (header) => (header === undefined ? 'missing' : header === 'Bearer good' ? { sub: 'demo' } : 'invalid'),
};

export interface Stub {
  readonly server: RunningServer;
  readonly events: GatewayEvent[];
  readonly lines: string[];
}

const PATIENT: ServerLimits = {
  headersMs: 5_000,
  requestMs: 5_000,
  uploadMs: 5_000,
  silentMs: 5_000,
  stopMs: 5_000,
};

/** A real server in front of one handler that notes the events it gets; by default it answers with what it got. */
export async function startStub(
  handler: Handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) }),
  options: Partial<GatewayOptions> = {},
  limits: Partial<ServerLimits> = {},
): Promise<Stub> {
  const events: GatewayEvent[] = [];
  const lines: string[] = [];
  const noting: Handler = (event, context) => {
    events.push(event);
    return handler(event, context);
  };
  const gateway = createGateway({
    routes: stubRoutes,
    handlers: forEveryGroup(noting),
    authorizer: stubAuthorizer,
    now: Date.now,
    log: (line) => lines.push(line),
    ...options,
  });
  return { server: await listen(gateway, limits), events, lines };
}

export function listen(gateway: RequestListener, limits: Partial<ServerLimits> = {}): Promise<RunningServer> {
  return serve(0, gateway, { ...PATIENT, ...limits });
}

function forEveryGroup(handler: Handler): Record<Group, Handler> {
  const entries = GROUPS.map((group): [Group, Handler] => [group, handler]);
  return Object.fromEntries(entries) as Record<Group, Handler>;
}

/** Sends bytes as they are and gives back all that comes until the other side closes. */
export function sendRaw(
  origin: string,
  text: string | Buffer,
  afterwards: 'keep-open' | 'end' = 'keep-open',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.write(text);
    if (afterwards === 'end') socket.end();
  });
}
