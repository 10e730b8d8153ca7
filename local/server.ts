import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { GatewayProblemName } from '../functions/problems/gateway-problems.ts';
import { gatewayProblem } from '../functions/problems/problem.ts';
import { languageOf } from '../shared/words/language.ts';
import { answerAndClose, declaresTooMuch, hasBody, LINGER_MS } from './body.ts';
import { CannotStart } from './cannot-start.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  /** What else than requests may be taken on: sockets. */
  readonly http: Server;
  /** Takes no more, lets what is running finish within a bound, then cuts the rest off. */
  stop(): Promise<void>;
}

export interface ServerLimits {
  readonly headersMs: number;
  /** Until a request is there with its whole body. */
  readonly requestMs: number;
  /** The same of an upload, which may be large and its line slow. */
  readonly uploadMs: number;
  /** Without a byte in either direction: a client that stopped reading is cut off too. */
  readonly silentMs: number;
  readonly stopMs: number;
}

const HOST = '127.0.0.1';
const LIMITS: ServerLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  uploadMs: 120_000,
  silentMs: 60_000,
  stopMs: 10_000,
};
/** Request line and headers together, as at API Gateway. */
const HEADER_BYTES = 10_240;
const CONNECTIONS = 1_024;
const IDLE_MS = 65_000;
const IDLE_SWEEP_MS = 25;

export async function serve(port: number, gateway: RequestListener, limits = LIMITS): Promise<RunningServer> {
  const server = createServer({
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.uploadMs,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: Math.min(limits.headersMs, 5_000),
    noDelay: true,
  });
  server.maxConnections = CONNECTIONS;
  server.setTimeout(limits.silentMs, (socket) => socket.destroy());
  const listener: RequestListener = (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (!isUpload(request)) limitBody(request, response, limits.requestMs);
    gateway(request, response);
  };
  server.on('request', listener);
  server.on('checkContinue', (request, response) => {
    // Without the go-ahead a client keeps a body to itself that would be refused for its size anyway.
    if (!declaresTooMuch(request) || isUpload(request)) response.writeContinue();
    listener(request, response);
  });
  server.on('clientError', refuseConnection);
  await listen(server, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a port has a number');
  return { origin: `http://${HOST}:${address.port}`, http: server, stop: () => stop(server, limits.stopMs) };
}

/** A body that does not come to its end in time is given up, answered where it still can be. */
function limitBody(request: IncomingMessage, response: ServerResponse, requestMs: number): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => {
    if (request.complete) return;
    const { statusCode, headers, body } = gatewayProblem(
      'request-timeout',
      languageOf(request.headers['accept-language']),
    );
    if (response.headersSent) response.destroy();
    else answerAndClose(request, response, statusCode, headers, body);
  }, requestMs);
  for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer));
}

/** Objects have a limit of their own. */
function isUpload({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/objects/');
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(port, error);
  }
}

function cannotListen(port: number, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new CannotStart(
      `端口 ${port} 已被占用。请用 PORT 指定另一个端口,例如 PORT=8081 npm start。`,
      `Port ${port} is in use. Name another with PORT, for example PORT=8081 npm start.`,
    );
  }
  if (code === 'EACCES') {
    return new CannotStart(
      `没有使用端口 ${port} 的权限。请用 PORT 指定 1024 以上的端口。`,
      `Port ${port} may not be used by this account. Name one above 1024 with PORT.`,
    );
  }
  return error;
}

async function stop(server: Server, patienceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection kept alive turns idle after its answer; left alone it would hold the server for its whole idle time.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** What never became a request: a broken one, one with too long a header, one that came too slowly. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { statusCode, headers, body } = gatewayProblem(problemOf(error.code), 'zh');
  const lines = Object.entries({
    ...SECURITY_HEADERS,
    ...headers,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${head}\r\n${body}`);
  // A client that does not close its own side would keep the connection for as long as it sends.
  const linger = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(linger));
}

function problemOf(code: string | undefined): GatewayProblemName {
  if (code === 'HPE_HEADER_OVERFLOW') return 'header-too-large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return 'malformed-request';
}
