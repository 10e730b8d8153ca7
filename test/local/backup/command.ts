import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const PASSPHRASE = '暖账的口令是十二个字以上';

export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string }>;
}

/** `npm run backup` or `npm run restore`, as a process of its own over a data folder. */
export function command(
  name: 'backup' | 'restore',
  data: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Command {
  const script = join(import.meta.dirname, `../../../local/${name}.ts`);
  return spawned([process.execPath, script, ...args], data, variables);
}

/** The same with files of at most so many bytes, where the shell can say so. */
export function boundedBackup(data: string, file: string, bytes: number): Command {
  const script = join(import.meta.dirname, '../../../local/backup.ts');
  const blocks = Math.floor(bytes / 512);
  const shell = ['/bin/sh', '-c', `ulimit -f ${blocks} && exec "$0" "$@"`, process.execPath, script, file];
  return spawned(shell, data, {});
}

function spawned(
  [program = '', ...args]: readonly string[],
  data: string,
  variables: Readonly<Record<string, string>>,
) {
  const env = { ...process.env, NUANZHANG_DATA: data, NUANZHANG_PASSPHRASE: PASSPHRASE, ...variables };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, out }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  return { child, ended };
}
