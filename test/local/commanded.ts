import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs a command of `local/` over a data folder to its end: what it printed and with which code it ended. */
export async function commanded(
  command: string,
  data: string,
  args: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
) {
  const program = join(import.meta.dirname, '../../local', `${command}.ts`);
  const env = { ...process.env, NUANZHANG_DATA: data, ...variables };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code]: (number | null)[] = await once(child, 'close');
  return { code, printed, said };
}
