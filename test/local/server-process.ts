import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const START = join(import.meta.dirname, '../../local/start.ts');
const PRINTED_MS = 60_000;

export interface Program {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Of the process, once it has ended. */
  readonly code: Promise<number | null>;
  /** Waits for a text on standard output and gives all that was printed until then. */
  printed(text: string | RegExp): Promise<string>;
  /** Where it says it listens. */
  origin(): Promise<string>;
  /** Asks it to stop, as Ctrl-C or a service manager would. */
  stop(): Promise<number | null>;
}

export interface ProgramOptions {
  /** A program that runs it, with its arguments. */
  readonly under?: readonly string[];
  /** What is run in place of `local/start.ts`. */
  readonly script?: string;
  readonly args?: readonly string[];
}

/** The whole server as a process of its own, over a data folder, on any free port. Whoever starts it ends it. */
export function startProgram(
  data: string,
  variables: Readonly<Record<string, string>> = {},
  { under = [], script = START, args = [] }: ProgramOptions = {},
): Program {
  const env = {
    ...process.env,
    PORT: '0',
    NUANZHANG_DATA: data,
    NUANZHANG_RATE: 'off',
    NUANZHANG_WEB: 'off',
    ...variables,
  };
  const [program = '', ...given] = [...under, process.execPath, script, ...args];
  const child = spawn(program, given, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  let look = () => {};
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
      look();
    });
  }
  const code = once(child, 'close').then(([status]: (number | null)[]) => status ?? null);
  return {
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    code,
    async printed(text) {
      const isSeen = () => (typeof text === 'string' ? said.stdout.includes(text) : text.test(said.stdout));
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, PRINTED_MS);
      const before = look;
      look = () => {
        before();
        if (isSeen()) resolve();
      };
      look();
      await Promise.race([promise, code]);
      clearTimeout(timer);
      if (!isSeen()) throw new Error(`${text} was not printed: ${said.stdout}${said.stderr}`);
      return said.stdout;
    },
    async origin() {
      const printed = await this.printed(/http:\/\/[\d.:]+\D/);
      return /http:\/\/[\d.:]+/.exec(printed)?.[0] ?? '';
    },
    stop() {
      child.kill('SIGTERM');
      return code;
    },
  };
}
