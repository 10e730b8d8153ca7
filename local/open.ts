import { readFile } from 'node:fs/promises';
import { installationAnswers } from '../shared/schemas/installation.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { readAccountKey } from './keys.ts';
import { CODE_MINUTES, newDoorCode } from './sign-in/door-codes.ts';
import { doorAddress } from './sign-in/doors.ts';
import { issuerFile, notRunning } from './sign-in/obtain-token.ts';

const PATIENCE_MS = 10_000;

/**
 * `npm run open`: prints where a browser enters the demonstration of the server that runs over a data folder, by another
 * one-time code. It makes the code by the folder's own key, which nobody but its owner may read.
 */
async function main({ data }: Environment): Promise<void> {
  const key = await readAccountKey(data);
  const issuer = (await readFile(issuerFile(data), 'utf8').catch(() => '')).trim();
  if (issuer === '') throw notRunning(data);
  const { origin } = new URL(issuer);
  if (!(await hasDoors(data, origin, issuer))) throw noDoors(data, origin);
  console.log(`打开(一次有效,${CODE_MINUTES} 分钟内):`);
  console.log(doorAddress(origin, newDoorCode(key, Date.now())));
}

async function hasDoors(data: string, origin: string, issuer: string): Promise<boolean> {
  const answer = await fetch(`${origin}/api/configuration`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .then((response) => response.json())
    .catch(() => {
      throw notRunning(data);
    });
  const told = installationAnswers.configuration.safeParse(answer);
  if (told.data?.issuer !== issuer) throw notRunning(data);
  return told.data.doors !== undefined;
}

function noDoors(data: string, origin: string): CannotStart {
  return new CannotStart(
    `数据文件夹 ${data} 没有演示入口:它不是由演示建立的,或启动时 NUANZHANG_DEMO=off。请打开 ${origin}/ 并以账号登录(npm run accounts)。`,
    `The data folder ${data} has no doors: the demonstration did not found it, or NUANZHANG_DEMO=off. Open ${origin}/ and sign in with an account (npm run accounts).`,
  );
}

runCommand(main);
