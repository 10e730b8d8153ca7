import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type Store, testOnEngine, testOnStores } from '../engine.ts';
import { freshFolder } from '../local/folder.ts';
import { type Program, run } from '../local/program.ts';
import { type Client, clientOf, FREE, giftOf, key, OPENING, open, type Post } from './client.ts';
import { enginePid, nth, stream, WRITERS } from './stream.ts';

const GIFT = giftOf(key(FREE - 1), 1_000);
/** Acknowledged before something is done to the server, so that it happens in the middle of the stream. */
const ENOUGH = 48;

interface Server {
  readonly program: Program;
  readonly origin: string;
  readonly client: Client;
}

async function start(data: string, store: Store): Promise<Server> {
  const program = run(data, { NUANZHANG_DEMO: 'off', NUANZHANG_STORE: store });
  const origin = await program.origin();
  return { program, origin, client: await clientOf(origin, data) };
}

function numbers(): () => number {
  let next = 0;
  return () => next++;
}

const keysOf = (posts: Iterable<Post>) => Array.from(posts, (post) => post.key);

const KILLED = [
  ['the server', ['server'], 'dynamodb'],
  ['the engine', ['engine'], 'dynamodb'],
  ['the server and its engine', ['server', 'engine'], 'dynamodb'],
  ['the server with its database', ['server'], 'sqlite'],
] as const;

for (const [what, who, store] of KILLED) {
  (store === 'sqlite' ? test : testOnEngine)(
    `kill -9 of ${what} in a stream of posts loses nothing that was acknowledged and doubles nothing`,
    async () => {
      const victims: readonly string[] = who;
      const data = await freshFolder();
      const { program, client } = await start(data, store);
      await open(client, [GIFT]);
      const engine = store === 'sqlite' ? 0 : await enginePid(data);
      const posts = stream(client, numbers());
      await posts.flowed(ENOUGH);
      if (victims.includes('server')) program.child.kill('SIGKILL');
      if (victims.includes('engine')) process.kill(engine, 'SIGKILL');
      await posts.ended;
      expect(await program.code).toBe(victims.includes('server') ? null : 1);

      const { client: again } = await start(data, store);
      const there = await again.entries();
      const before = keysOf([...OPENING, GIFT]);
      expect(new Set(there).size).toBe(there.length);
      expect(there).toEqual(expect.arrayContaining([...before, ...keysOf(posts.acknowledged.keys())]));
      expect(posts.unanswered).toHaveLength(WRITERS);

      const repeated = await Promise.all(Array.from(posts.acknowledged.keys(), (post) => again.post(post)));
      expect(repeated).toEqual(Array.from(posts.acknowledged.values(), (text) => ({ status: 200, text })));
      const answers = await Promise.all(posts.unanswered.map((post) => again.post(post)));
      const statuses = posts.unanswered.map((post) => (there.includes(post.key) ? 200 : 201));
      expect(answers.map(({ status }) => status)).toEqual(statuses);
      const all = [...before, ...keysOf(posts.acknowledged.keys()), ...keysOf(posts.unanswered)].sort();
      expect(await again.entries()).toEqual(all);
      await again.settle();
    },
  );
}

testOnStores('SIGTERM in a stream of posts: what landed was answered, and the server ends with 0', async (store) => {
  const data = await freshFolder();
  const { program, client } = await start(data, store);
  await open(client, [GIFT]);
  const posts = stream(client, numbers());
  await posts.flowed(ENOUGH);
  expect(await program.stop()).toBe(0);
  await posts.ended;
  expect(program.stderr()).toBe('');

  const { client: again } = await start(data, store);
  expect(await again.entries()).toEqual([...keysOf([...OPENING, GIFT]), ...keysOf(posts.acknowledged.keys())].sort());
  await again.settle();
});

testOnStores(
  'SIGTERM while requests are under way: each that was accepted gets its answer, and the server ends with 0',
  async (store) => {
    const data = await freshFolder();
    const { program, origin, client } = await start(data, store);
    await open(client, [GIFT]);
    const posts = Array.from({ length: 16 }, (_, at) => nth(at));
    const accepted = await Promise.all(posts.map((post) => begin(origin, client, post)));
    const code = program.stop();
    await expect.poll(() => refuses(origin), { interval: 1 }).toBe(true);
    const answers = await Promise.all(accepted.map((finish) => finish()));
    expect(answers).toEqual(posts.map(() => 201));
    expect(await code).toBe(0);

    const { client: again } = await start(data, store);
    expect(await again.entries()).toEqual([...keysOf([...OPENING, GIFT]), ...keysOf(posts)].sort());
    await again.settle();
  },
);

/** Sends the head of a request and waits until the server asks for its body. Gives what sends that, for its status. */
async function begin(origin: string, client: Client, post: Post): Promise<() => Promise<number | undefined>> {
  const headers = { ...(await client.headersOf(post)), expect: '100-continue', 'transfer-encoding': 'chunked' };
  const sending = request(origin + post.path, { method: 'POST', headers, agent: false });
  sending.flushHeaders();
  await once(sending, 'continue');
  return () =>
    new Promise((resolve, reject) => {
      sending.on('error', reject);
      sending.on('response', (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      sending.end(JSON.stringify(post.body));
    });
}

/** Whether nobody listens there any more. */
function refuses(origin: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
