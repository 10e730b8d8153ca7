import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { CannotStart } from '../cannot-start.ts';
import { databasesOf } from '../integrity/data-folder.ts';
import { openUnlessInUse } from '../integrity/database.ts';
import { nameHolder } from '../lock.ts';
import { copyFor } from './copy-database.ts';
import type { CopyRequests } from './copy-requests.ts';
import { isAbsent } from './durable-files.ts';

export interface TakingCopy {
  readonly data: string;
  readonly requests: CopyRequests;
  readonly id: string;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** How long nothing may be heard of whoever has the folder: a large copy shows a sign as it grows. */
  readonly silentMs?: number;
}

const LOOK_MS = 200;
const SILENT_MS = 60_000;

/** Whether there is a database in the process to copy; throws CannotStart that says what to do where there is none. */
export function assertCopyable(data: string): void {
  const { own, engines } = databasesOf(data);
  if (existsSync(own)) return;
  if (existsSync(engines)) {
    throw new CannotStart(
      `${data} 的账还在 ledger.db 中。请先停止服务并运行 npm run carry-over,再做备份。`,
      `The ledger of ${data} still stands in ledger.db: stop the server, run npm run carry-over, and make the backup then.`,
    );
  }
  throw new CannotStart(
    `${data} 中没有账本。请用 NUANZHANG_DATA 指定数据文件夹。`,
    `There is no ledger in ${data}: name the data folder in NUANZHANG_DATA.`,
    2,
  );
}

/**
 * Waits until the copy of a request is there: made by the server that has the folder, or by this process where nobody
 * has it. Whichever it is may change meanwhile.
 */
export async function takeCopy(taking: TakingCopy): Promise<void> {
  const { requests, id, clock, signal, silentMs = SILENT_MS } = taking;
  let seen = { sign: '', at: performance.now() };
  for (;;) {
    signal.throwIfAborted();
    const answer = await requests.answerTo(id);
    if (answer?.outcome === 'copied') return;
    if (answer?.outcome === 'failed')
      throw new CannotStart(
        `服务未能复制数据库:${answer.said}`,
        `The server could not copy its database: ${answer.said}`,
      );
    if (await madeHere(taking)) return;
    const sign = await signOf(requests, id);
    if (sign !== seen.sign) seen = { sign, at: performance.now() };
    if (performance.now() - seen.at > silentMs) throw nobodyAnswers(taking.data, silentMs);
    await requests.touch(id, clock()).catch((error: unknown) => {
      throw isAbsent(error) ? forgotten() : error;
    });
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** Whether nobody has the folder, so that the copy was made here. */
async function madeHere({ data, requests, id, clock, signal }: TakingCopy): Promise<boolean> {
  // A server that was killed holds its database until the last of its threads has ended.
  const connection = openUnlessInUse(data);
  if (connection === undefined) return false;
  const writer = new Writer(connection);
  const unname = nameHolder(data);
  try {
    const touching = setInterval(() => void requests.touch(id, clock()).catch(() => undefined), 1_000);
    const source = { path: databasesOf(data).own, copyTo: writer.copyTo.bind(writer) };
    await copyFor(requests, id, source, clock, signal).finally(() => clearInterval(touching));
  } finally {
    writer.close();
    unname();
  }
  await requests.give(id, { outcome: 'copied' });
  return true;
}

async function signOf(requests: CopyRequests, id: string): Promise<string> {
  const found = await stat(requests.at(id, 'draft')).catch(() => undefined);
  return found === undefined ? '' : `${found.size} ${found.mtimeMs}`;
}

/** As after a machine slept: the server takes a request for one that nobody waits for any more. */
function forgotten(): CannotStart {
  return new CannotStart(
    '备份请求因长时间没有动静被撤下,没有留下任何文件。请重试。',
    'The request was taken for abandoned, as nothing was heard of this command for long; nothing was left. Try again.',
  );
}

function nobodyAnswers(data: string, silentMs: number): CannotStart {
  return new CannotStart(
    `数据文件夹 ${data} 有进程在用,但 ${silentMs / 1_000} 秒内没有应答备份请求。请重新启动该服务,或停止它后再做备份。`,
    `A process has the data folder ${data}, but did not answer within ${silentMs / 1_000} s. Start that server anew, or stop it and make the backup then.`,
  );
}
