import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { CLIENTS, cycle } from './cycle.ts';
import type { Post } from './post.ts';
import { playSide, setting } from './side.ts';
import { lineFor, type Player } from './stage.ts';

/**
 * The HTTP side: as many clients as asked for, each on a connection of its own that stays open. It has to be lean, for
 * it shares the machine with what it measures: requests are made ready as bytes before the clock runs, and of an answer
 * only its status and its end are looked for.
 */

const taskShape = z.object({
  ...setting,
  port: z.int(),
  /** By subject. */
  tokens: z.record(z.string(), z.string()),
});

type ReadyCycle = readonly Buffer[];

function requestOf({ person, path, key, body }: Post, tokens: Readonly<Record<string, string>>): Buffer {
  const text = JSON.stringify(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokens[person.subject]}\r\n` +
      `idempotency-key: ${key}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

const CREATED = Buffer.from('HTTP/1.1 201 ');
const HEAD_END = Buffer.from('\r\n\r\n');
const CHUNKS_END = Buffer.from('\r\n0\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/** Whether the bytes are a whole answer. */
function isWhole(answer: Buffer): boolean {
  const head = answer.indexOf(HEAD_END);
  if (head < 0) return false;
  const length = LENGTH.exec(answer.toString('latin1', 0, head))?.[1];
  if (length === undefined) return answer.subarray(-CHUNKS_END.length).equals(CHUNKS_END);
  return answer.length >= head + HEAD_END.length + Number(length);
}

/** One client: sends a request when the answer before it is whole. */
class Connection {
  readonly #port: number;
  #socket: Socket;
  #answer: Buffer | undefined;
  #settle: ((error?: Error) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
    this.#socket = this.#open();
  }

  /** Opens it anew where the server has closed it, as it does when nothing was asked for a while. */
  async ready(): Promise<void> {
    if (this.#socket.destroyed) this.#socket = this.#open();
    if (this.#socket.connecting) await once(this.#socket, 'connect');
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', (error) => this.#settle?.(error));
    socket.on('close', () => this.#settle?.(new Error('the server closed the connection')));
    return socket;
  }

  post(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) reject(new Error('the server has closed the connection'));
      this.#settle = (error) => (error ? reject(error) : resolve());
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    const answer = this.#answer ? Buffer.concat([this.#answer, bytes]) : bytes;
    if (!isWhole(answer)) {
      this.#answer = answer;
      return;
    }
    this.#answer = undefined;
    const isCreated = answer.subarray(0, CREATED.length).equals(CREATED);
    this.#settle?.(isCreated ? undefined : new Error(`not recorded: ${answer.toString()}`));
  }
}

function createPlayer({ port, tokens, lines }: z.infer<typeof taskShape>): Player<ReadyCycle> {
  const connections = Array.from({ length: CLIENTS }, () => new Connection(port));
  let cycles = 0;

  function prepareOne(client: number): ReadyCycle {
    const keys = { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() };
    return cycle(client, lineFor(client, cycles++, lines), keys).map((post) => requestOf(post, tokens));
  }

  return {
    async ready() {
      for (const connection of connections) await connection.ready();
    },
    prepare: (client, count) => Array.from({ length: count }, () => prepareOne(client)),
    async play(client, requests, posted) {
      for (const request of requests) {
        await connections[client]?.post(request);
        posted();
      }
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

await playSide(taskShape, createPlayer);
