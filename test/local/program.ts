import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

const start = join(import.meta.dirname, '../../local/start.ts');

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

/** The whole server as a process of its own, over a data folder, on any free port. */
export function run(data: string, variables: Readonly<Record<string, string>> = {}): Program {
  const env = { ...process.env, PORT: '0', NUANZHANG_DATA: data, NUANZHANG_RATE: 'off', ...variables };
  const child = spawn(process.execPath, [start], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = once(child, 'close').then(([status]: (number | null)[]) => status ?? null);
  const program: Program = {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    code,
    async printed(text) {
      const seen = () => (typeof text === 'string' ? stdout.includes(text) : text.test(stdout));
      await expect.poll(() => seen() || child.exitCode !== null, { timeout: 60_000, interval: 5 }).toBe(true);
      if (!seen()) throw new Error(`it ended before it printed ${text}: ${stdout}${stderr}`);
      return stdout;
    },
    async origin() {
      const printed = await program.printed(/http:\/\/[\d.:]+\D/);
      return /http:\/\/[\d.:]+/.exec(printed)?.[0] ?? '';
    },
    stop() {
      child.kill('SIGTERM');
      return code;
    },
  };
  onTestFinished(async () => {
    // Killed hard it would leave its engine behind, for a next start that does not come.
    if (child.exitCode === null && child.signalCode === null) await program.stop();
  });
  return program;
}
