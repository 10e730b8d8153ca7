import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import type { Environment } from './environment.ts';
import type { FolderLock } from './lock.ts';

/** The database behind the ledger: started here, or another named by DYNAMODB_ENDPOINT. */
export interface Engine {
  readonly endpoint: string;
  /** Of the process started here. */
  readonly pid: number | undefined;
  /** Settles with what is known when the engine ends without having been stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

const START_MS = 15_000;
const STOP_MS = 3_000;
const PORT_ATTEMPTS = 3;
const TAIL_CHARACTERS = 2_000;

/** The program for this platform: the installed package's, else one on the PATH. */
export function findEngine(path: string): string | undefined {
  const name = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return [packagedFolder(), ...folders].map((folder) => folder && join(folder, name)).find(isProgram);
}

function packagedFolder(): string | undefined {
  try {
    const resolve = createRequire(import.meta.url).resolve;
    return dirname(resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`));
  } catch {
    return undefined;
  }
}

function isProgram(path: string | undefined): path is string {
  try {
    if (path) accessSync(path, constants.X_OK);
    return path !== undefined;
  } catch {
    return false;
  }
}

export function noEngine(): CannotStart {
  const platform = `${process.platform}-${process.arch}`;
  return new CannotStart(
    `没有找到适用于 ${platform} 的嵌入式引擎:未安装 @dynoxide/${platform},PATH 中也没有 dynoxide。它是开发依赖,随项目安装的只有 Linux x64 版:` +
      '在 Linux x64 上执行 npm ci --include=dev 即可装上,再执行 npm run carry-over,账即转入 SQLite,此后不再需要引擎。' +
      '也可以用 DYNAMODB_ENDPOINT 指定另一个兼容 DynamoDB 的引擎,例如 DYNAMODB_ENDPOINT=http://127.0.0.1:8000。',
    `No embedded engine for ${platform}: @dynoxide/${platform} is not installed and no dynoxide is on the PATH. It is a ` +
      'dependency for development, and the one that comes along is for Linux x64: there npm ci --include=dev installs it, and ' +
      'npm run carry-over then carries a ledger over into SQLite, after which no engine is needed. DYNAMODB_ENDPOINT can ' +
      'name another DynamoDB-compatible engine, for example http://127.0.0.1:8000.',
  );
}

export function otherEngine(endpoint: string): Engine {
  return { endpoint, pid: undefined, died: new Promise(() => {}), stop: async () => {} };
}

/** Starts the program over a database file, on any free port unless told, and waits until it listens. */
export async function startEngine(program: string, database: string, given?: number): Promise<Engine> {
  for (let attempt = given === undefined ? 1 : PORT_ATTEMPTS; ; attempt += 1) {
    const port = given ?? (await freePort());
    // A process group of its own: Ctrl-C in a terminal must not end it under requests that are still running.
    const child = spawn(program, ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const output = tailOf(child);
    const endpoint = await listening(child, output);
    if (endpoint !== undefined) return running(child, endpoint, output);
    // Between asking for a free port and its use another process may have taken it.
    if (attempt === PORT_ATTEMPTS || !output.text().includes('already in use'))
      throw didNotStart(program, output.text());
  }
}

interface Tail {
  text(): string;
}

/** Keeps reading for as long as the engine runs, else its pipe would fill and it would stop. */
function tailOf(child: ChildProcess): Tail {
  let text = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    text = (text + chunk).slice(-TAIL_CHARACTERS);
  });
  return { text: () => text };
}

/** The address it listens on, or undefined when it ended or said nothing in time (it is then ended). */
function listening(child: ChildProcess, output: Tail): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const settle = (endpoint: string | undefined) => {
      clearTimeout(timer);
      child.stderr?.off('data', look);
      child.off('close', ended);
      child.off('error', ended);
      resolve(endpoint);
    };
    const look = () => {
      // Up to the end of the line: a pipe may bring half of an address first.
      const line = /^Dynoxide listening on (http:\/\/\S+)\r?\n/m.exec(output.text());
      if (line) settle(line[1]);
    };
    const ended = () => settle(undefined);
    child.stderr?.on('data', look);
    child.on('close', ended);
    child.on('error', ended);
  });
}

function running(child: ChildProcess, endpoint: string, output: Tail): Engine {
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${signal ?? `exit ${code}`} ${output.text().trim()}`.trim()));
  });
  return {
    endpoint,
    pid: child.pid,
    died: new Promise((resolve) => {
      void exited.then((last) => {
        if (!stopping) resolve(last);
      });
    }),
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      // What it has acknowledged is on disk already: ending it hard loses nothing.
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a port has a number');
  return address.port;
}

function didNotStart(program: string, output: string): CannotStart {
  const last = output.trim() || '-';
  return new CannotStart(
    `嵌入式数据库 ${program} 未能启动:${last}`,
    `The embedded engine ${program} did not start: ${last}`,
  );
}

/** The engine of a data folder, or the other one that the environment names. */
export async function engineFor({ data, endpoint }: Environment, lock: FolderLock): Promise<Engine> {
  if (endpoint !== undefined) return otherEngine(endpoint);
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  const engine = await startEngine(program, join(data, 'ledger.db'));
  if (engine.pid !== undefined) lock.admit(engine.pid);
  return engine;
}
