import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { LedgerKind } from '../shared/schemas/export.ts';
import { unpack } from '../verify/unpack.ts';
import { sent } from './errand.ts';
import { withFolder } from './fresh-engine.ts';
import { writeLargeLog } from './large-log.ts';

/** A pack verified by the verifier that lies in it, run by plain Node. */
export interface Verification {
  readonly entries: number;
  readonly ledgers: readonly LedgerKind[];
  readonly ms: number;
  /** Of all threads of the process. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

const written = z.object({ bytes: z.int() });

/** Verifies a pack of a log of that size with those ledgers, unpacked into a folder. */
export async function verifyPack(
  entries: number,
  ledgers: readonly LedgerKind[],
  progress: (line: string) => void,
): Promise<Verification> {
  return withFolder(async (folder) => {
    const objects = join(folder, 'objects');
    const pack = join(folder, 'pack');
    const key = await writeLargeLog(entries, objects);
    await sent('export-once.ts', { objects, key: 'pack.zip', kind: 'audit-pack', format: 'zip', ledgers }, written);
    await unpack(join(objects, 'pack.zip'), pack);
    const verification = { entries, ledgers, ...(await verify(folder, pack, key)) };
    const seconds = (verification.ms / 1000).toFixed(1);
    progress(`verifying: ${entries} entries, ledgers: ${ledgers.join(', ') || 'none'}: ${seconds} s`);
    return verification;
  });
}

const usage = z.object({ userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() });

/** Runs the verifier as whoever got the pack does; what it took of the machine is told by its own process at its end. */
async function verify(folder: string, pack: string, key: string) {
  const telling = join(folder, 'tell-usage.mjs');
  const tell = "process.on('exit', () => process.send(process.resourceUsage()));";
  await writeFile(telling, tell);
  const began = performance.now();
  const program = [`--import=${telling}`, join(pack, 'verify.mjs'), pack, '--key', key];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let told: unknown;
  child.once('message', (message) => {
    told = message;
  });
  const [code] = await once(child, 'exit');
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`the verifier ended with ${code}`);
  const { userCPUTime, systemCPUTime, maxRSS } = usage.parse(told);
  return { ms, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
}
