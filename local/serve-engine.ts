import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { CannotStart } from './cannot-start.ts';
import { findEngine, noEngine, startEngine } from './engine.ts';
import { lockFolder } from './lock.ts';

/**
 * `npm run engine`: the embedded engine by itself, for those who develop, until it is told to stop. It takes any
 * signature: whoever reaches its port reaches all that is in it.
 */

const DEFAULT_FOLDER = '.engine';
const port = z
  .string()
  .regex(/^[1-9]\d{0,4}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

async function main(): Promise<void> {
  process.umask(0o077);
  const given = argumentsOf();
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  const lock = await lockFolder(given.folder);
  try {
    const engine = await startEngine(program, join(given.folder, 'ledger.db'), given.port);
    if (engine.pid !== undefined) lock.admit(engine.pid);
    console.log(`引擎正在监听 ${engine.endpoint}(Ctrl-C 停止)。另开一个终端,用它启动暖账:`);
    console.log(`The engine listens on ${engine.endpoint} (Ctrl-C stops it). In another terminal:`);
    console.log(`NUANZHANG_STORE=dynamodb DYNAMODB_ENDPOINT=${engine.endpoint} NUANZHANG_DATA=.data-engine npm start`);
    const ended = await Promise.race([stopped(), engine.died]);
    await engine.stop();
    if (ended !== undefined) throw new CannotStart(`引擎意外停止:${ended}`, `The engine ended by itself: ${ended}`);
  } finally {
    lock.release();
  }
}

function argumentsOf(): { readonly folder: string; readonly port: number } {
  try {
    const { values, positionals } = parseArgs({
      options: { port: { type: 'string', default: '8000' } },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new Error('one folder at most');
    return { folder: resolve(positionals[0] ?? DEFAULT_FOLDER), port: port.parse(values.port) };
  } catch {
    throw new CannotStart(
      '用法:npm run engine -- [文件夹] [--port 8000]',
      'npm run engine -- [folder] [--port 8000]',
      2,
    );
  }
}

function stopped(): Promise<undefined> {
  return new Promise((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => settle(undefined));
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
});
