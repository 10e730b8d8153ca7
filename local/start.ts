import { dateInShanghai } from '../shared/domain/calendar.ts';
import { CannotStart } from './cannot-start.ts';
import { type Machine, startMachine } from './compose.ts';
import { showDemonstration } from './demo/show.ts';
import { readEnvironment } from './environment.ts';
import { readyPages } from './pages.ts';
import { saidBy } from './said-by.ts';
import { CODE_MINUTES } from './sign-in/door-codes.ts';

const print = (line: string) => console.log(line);
const log = (line: string) => console.error(line);

/** `npm start`: the tracker on one machine, until it is told to stop. */
async function main(): Promise<void> {
  // Where what is printed goes into a file of a full disk, it is lost, and the server goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Ledger, keys and lock are nobody else's to read, also in a folder that was there before.
  process.umask(0o077);
  const stopping = stopSignal();
  const environment = readEnvironment(process.env);
  await readyPages(environment, print);
  const machine = await startMachine(environment, log);
  const failed = machine.broken.then((said) => {
    log(`数据库意外停止(${said})。答复过的都不会丢失;请检查磁盘,然后重新启动。`);
    log(
      `The database stopped by itself (${said}). Nothing that was answered is lost: look at the disk, then start again.`,
    );
    return 1;
  });
  const stopped = aborted(stopping).then(() => 0);
  print(`暖账正在监听 ${machine.origin}(Ctrl-C 停止)`);
  const shown = showing(machine, stopping);
  process.exitCode = await Promise.race([stopped, failed]);
  await machine.stop();
  await shown;
}

/** What there is to see, and last of all where to open it. */
async function showing(machine: Machine, stopping: AbortSignal): Promise<void> {
  await demonstrating(machine, stopping);
  if (stopping.aborted) return;
  const { address, signIn, entrance } = machine;
  if (signIn !== undefined) print('账号与密码:npm run accounts');
  if (entrance === undefined) return print(`打开:${address}/`);
  print(`打开(一次有效,${CODE_MINUTES} 分钟内;另取一个:npm run open):`);
  print(entrance());
}

/** The demonstration can fail without the tracker failing: what it stumbled over is told, and the server goes on. */
async function demonstrating(machine: Machine, stopping: AbortSignal): Promise<void> {
  const { origin, signIn, isDemonstration } = machine;
  // Where somebody else signs people in, nobody here can speak for those of the demonstration.
  if (signIn === undefined || !isDemonstration) return;
  try {
    const today = dateInShanghai(Date.now());
    await showDemonstration({ origin, signIn, today, stopping, print, progress: process.stdout });
  } catch (error) {
    if (!stopping.aborted) log(`示例未能完成,下次启动会接着做:${saidBy(error)}`);
  }
}

/** Aborts at the first signal; npm passes on what a terminal sends too, so a second one says nothing new. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

main().catch((error: unknown) => {
  log(
    error instanceof CannotStart
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  );
  process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
});
