import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../../bench/quantile.ts';
import {
  type Client,
  clientOf,
  FREE,
  giftOf,
  key,
  LINE,
  OPENING,
  open,
  type Post,
  TODAY,
  TREASURER,
} from '../faults/client.ts';
import { type Stream, stream, WRITERS } from '../faults/stream.ts';
import { type Program, startProgram } from '../local/server-process.ts';
import { LogWatch } from './log-watch.ts';
import { type Kill, killAt } from './moments.ts';

export type Store = 'sqlite' | 'dynamodb';

/** So much that no stream ever comes to an end of it. */
const ENOUGH: readonly Post[] = [
  {
    key: key(FREE - 2),
    person: TREASURER,
    path: `/api/funding-lines/${LINE}/appropriations`,
    body: { amount: '9000000.00', effectiveOn: TODAY, source: '上级工会' },
  },
  giftOf(key(FREE - 1), 1_000_000),
];

/** Within it everything that was recorded is sealed. */
const SEALED_MS = 60_000;

export interface SoakOptions {
  readonly data: string;
  readonly store: Store;
  readonly server: string;
  readonly compiled: string;
}

interface Life {
  readonly program: Program;
  readonly client: Client;
}

/**
 * One data folder whose server is killed again and again. What was acknowledged since the last kill is looked at after
 * the next start, everything whenever `checkAll` is called. Whatever does not hold throws.
 */
export class Soak {
  readonly #data: string;
  readonly #launch: () => Program;
  readonly #log: LogWatch;
  /** Everything that was ever acknowledged, with the hash of its answer: the answer itself would fill the memory. */
  readonly #acknowledged = new Map<Post, string>();
  /** Of the last life, and looked at in none since. */
  #fresh: Post[] = [];
  #unanswered: Post[] = [];
  #number = 0;
  #life: Life | undefined;
  readonly restarts: number[] = [];
  readonly counts = { unanswered: 0, landed: 0, repeated: 0 };

  /** `server` is the bundle that is run; `compiled` a folder where Node keeps what it compiled of it. */
  constructor({ data, store, server, compiled }: SoakOptions) {
    this.#data = data;
    const variables = { NUANZHANG_DEMO: 'off', NUANZHANG_STORE: store, NODE_COMPILE_CACHE: compiled };
    this.#launch = () => startProgram(data, variables, { script: server });
    this.#log = new LogWatch(data);
  }

  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  get checkpoints(): number {
    return this.#log.checkpoints;
  }

  /** What the server said that runs now or ran last. */
  get said(): string {
    return this.#life?.program.stderr() ?? '';
  }

  async begin(): Promise<void> {
    const { client } = await this.#start();
    await open(client, ENOUGH);
    await this.#end();
  }

  /** One life of the server, up to that kill and past it. */
  async kill(kill: Kill): Promise<'killed' | 'ended'> {
    if (kill.moment === 'start') return this.#killStarting(kill.how);
    const { program, client } = await this.#start();
    await this.#checkLast(client);
    const posts = stream(client, () => this.#number++);
    // Told by whoever waits for it below; until then a failure must not end the process.
    posts.ended.catch(() => undefined);
    await killAt(kill, { data: this.#data, program, posts });
    const code = await program.code;
    await posts.ended;
    this.#keep(posts);
    const isKilled = program.child.signalCode === 'SIGKILL' || kill.victim === 'engine';
    const expected = kill.victim === 'engine' ? 1 : isKilled ? null : 0;
    // A server that was told to stop does not look at its engine any more.
    if (code !== 0 || kill.moment !== 'stop') assert.equal(code, expected, 'the code of the server');
    if (kill.victim === 'server') assert.equal(program.stderr(), '', 'the server said something');
    await this.#log.look();
    return isKilled ? 'killed' : 'ended';
  }

  /** Everything that was ever acknowledged, the ledger as a whole and the log as a whole. Gives the number of entries. */
  async checkAll(): Promise<number> {
    const { client } = await this.#start();
    await this.#checkLast(client);
    await this.#checkRepeats(client, [...this.#acknowledged.keys()]);
    const expected = [...OPENING, ...ENOUGH, ...this.#acknowledged.keys()].map((post) => post.key).sort();
    assert.deepEqual(await client.entries(), expected, 'the ledger holds something else than what was acknowledged');
    for (const until = Date.now() + SEALED_MS; (await this.#log.look())?.size !== expected.length; await pause(50)) {
      assert.ok(Date.now() < until, `within ${SEALED_MS} ms not all of ${expected.length} entries were sealed`);
    }
    await client.settle();
    assert.deepEqual([...(await this.#log.ids())].sort(), expected, 'the log holds something else than the ledger');
    await this.#end();
    return expected.length;
  }

  /** Ends the server that may still run. */
  async abandon(): Promise<void> {
    this.#life?.program.child.kill('SIGKILL');
    await this.#life?.program.code;
  }

  async #killStarting(how: number): Promise<'killed' | 'ended'> {
    const program = this.#launch();
    await pause(how * median(this.restarts));
    program.child.kill('SIGKILL');
    assert.equal(await program.code, null, 'a start ended by itself');
    assert.equal(program.stderr(), '', 'the start said something');
    await this.#log.look();
    return 'killed';
  }

  async #start(): Promise<Life> {
    const began = performance.now();
    const program = this.#launch();
    const origin = await program.origin();
    this.restarts.push(performance.now() - began);
    this.#life = { program, client: await clientOf(origin, this.#data) };
    return this.#life;
  }

  async #end(): Promise<void> {
    assert.equal(await this.#life?.program.stop(), 0, 'the server did not stop by itself');
    assert.equal(this.said, '', 'the server said something');
  }

  #keep({ acknowledged, unanswered }: Stream): void {
    for (const [post, text] of acknowledged) this.#acknowledged.set(post, hashOf(text));
    this.#fresh = [...this.#fresh, ...acknowledged.keys()];
    assert.equal(unanswered.length, WRITERS);
    this.#unanswered = [...unanswered];
    this.counts.unanswered += unanswered.length;
  }

  /** What was acknowledged last is answered the same again; what was not answered is sent again, and has landed once. */
  async #checkLast(client: Client): Promise<void> {
    await this.#checkRepeats(client, this.#fresh);
    this.#fresh = [];
    for (const post of this.#unanswered.splice(0)) {
      const { status, text } = await client.post(post);
      assert.ok(status === 200 || status === 201, `${post.key} without an answer before: ${status} ${text}`);
      if (status === 200) this.counts.landed += 1;
      this.#acknowledged.set(post, hashOf(text));
    }
  }

  async #checkRepeats(client: Client, posts: Post[]): Promise<void> {
    const left = posts.values();
    const repeat = async () => {
      for (const post of left) {
        const { status, text } = await client.post(post);
        assert.equal(status, 200, `${post.key} was acknowledged: ${text}`);
        assert.equal(hashOf(text), this.#acknowledged.get(post), `${post.key} was acknowledged otherwise: ${text}`);
        this.counts.repeated += 1;
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, repeat));
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
