import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const RUNTIME = join(import.meta.dirname, 'runtime.ts');

const said = z.object({ number: z.number(), answer: z.unknown().optional(), failure: z.string().optional() });

/** A function as Lambda runs it: its bundle in a process of its own, kept warm. */
export class Lambda {
  /** Everything that it logged. */
  logged = '';
  readonly #process: ChildProcess;
  readonly #milliseconds: number;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #calls = 0;

  private constructor(child: ChildProcess, seconds: number) {
    this.#process = child;
    this.#milliseconds = seconds * 1_000;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.logged += text;
      });
    }
    child.on('message', (message) => {
      if (message === 'ready') return;
      const { number, answer, failure } = said.parse(message);
      if (failure === undefined) this.#waiting.get(number)?.resolve(answer);
      else this.#waiting.get(number)?.reject(new Error(failure));
      this.#waiting.delete(number);
    });
    child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`it ended with ${code}: ${this.logged}`));
    });
  }

  static async start(bundle: string, environment: Readonly<Record<string, string>>, seconds: number): Promise<Lambda> {
    const child = fork(RUNTIME, [pathToFileURL(join(bundle, 'index.mjs')).href], {
      env: environment,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      silent: true,
    });
    const lambda = new Lambda(child, seconds);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`it did not start: ${lambda.logged}`)));
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    return lambda;
  }

  invoke(event: unknown): Promise<unknown> {
    this.#calls += 1;
    const call = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#calls, call);
    this.#process.send({ number: this.#calls, event, milliseconds: this.#milliseconds });
    return call.promise;
  }

  stop(): void {
    this.#process.kill();
  }
}
