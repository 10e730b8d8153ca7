import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { HERE } from './checkout.ts';
import { withFolder } from './fresh-engine.ts';
import { auditor, buyer, coordinator, keeper, type Post, treasurer } from './post.ts';

/** The server as `npm start` runs it, on a folder of its own. */
export interface Server {
  readonly data: string;
  readonly origin: string;
  readonly port: number;
  /** By subject. */
  readonly tokens: Readonly<Record<string, string>>;
}

export async function withServer<T>(
  posts: readonly Post[],
  work: (server: Server) => Promise<T>,
  options: ServerOptions = {},
): Promise<T> {
  return withFolder(async (data) => {
    const { origin, stop } = await startServer(data, options);
    try {
      const tokens = await tokensOf(data, options);
      for (const post of posts) await send({ origin, tokens }, post);
      return await work({ data, origin, port: Number(new URL(origin).port), tokens });
    } finally {
      await stop();
    }
  });
}

const START_MS = 120_000;
const run = promisify(execFile);

export interface ServerOptions {
  /** The checkout whose server it is: this one, unless told otherwise. */
  readonly checkout?: string;
  /** The engine that the bare client uses too, unless told otherwise. */
  readonly store?: 'sqlite' | 'dynamodb';
  readonly sealing?: 'on' | 'off';
  readonly union?: string;
  /** Whether the demonstration is played before anything else. */
  readonly demo?: 'on' | 'off';
  readonly web?: 'on' | 'off';
}

/** The server of a checkout as `npm start` runs it over a folder, in a process of its own. */
export async function startServer(data: string, options: ServerOptions) {
  const { checkout = HERE, store = 'dynamodb', sealing = 'on', union = '' } = options;
  const { demo = 'off', web = 'off' } = options;
  const { NODE_ENV: _mode, DYNAMODB_ENDPOINT: _engine, ...environment } = process.env;
  const server = spawn(process.execPath, [join(checkout, 'local/start.ts')], {
    env: {
      ...environment,
      PORT: '0',
      NUANZHANG_DATA: data,
      NUANZHANG_DEMO: demo,
      NUANZHANG_WEB: web,
      NUANZHANG_STORE: store,
      NUANZHANG_SEALING: sealing,
      NUANZHANG_UNION: union,
      NUANZHANG_RATE: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  const timer = setTimeout(() => server.kill('SIGKILL'), START_MS);
  let origin: string | undefined;
  for await (const line of createInterface({ input: server.stdout })) {
    origin ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    // Once it was played, the last line is an address with a code.
    if (origin === undefined || (demo === 'on' && !line.includes('#code='))) continue;
    clearTimeout(timer);
    server.stdout.resume();
    return { origin, stop };
  }
  throw new Error('the server did not start');
}

/** As the checkout's own `npm run token` prints them, on its last line. */
async function tokensOf(data: string, { checkout = HERE }: ServerOptions): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  for (const { subject, roles, units } of [treasurer, buyer, keeper, coordinator, auditor]) {
    const named = units.length > 0 ? ['--units', units.join(',')] : [];
    const args = [join(checkout, 'local/token.ts'), ...roles, '--subject', subject, ...named];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, NUANZHANG_DATA: data } });
    tokens[subject] = stdout.trimEnd().split('\n').at(-1) ?? '';
  }
  return tokens;
}

/** Posts, and throws unless it is recorded now. */
export async function send({ origin, tokens }: Pick<Server, 'origin' | 'tokens'>, post: Post): Promise<void> {
  const response = await fetch(origin + post.path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[post.person.subject]}`,
      'content-type': 'application/json',
      'idempotency-key': post.key,
    },
    body: JSON.stringify(post.body),
  });
  if (response.status !== 201) throw new Error(`POST ${post.path}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}
