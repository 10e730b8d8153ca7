import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isSha256 } from '../../shared/domain/evidence.ts';
import { isAbsent } from './durable-files.ts';

/** A backup that was made, opened again and found whole. */
const madeBackup = z.strictObject({
  /** Milliseconds since 1970 UTC. */
  time: z.int().min(0),
  file: z.string().min(1).max(4_096),
  bytes: z.int().min(0),
  sha256: z.string().refine(isSha256),
  /** Of the log: how many entries are sealed in it, and their root in base64; empty where nothing was ever sealed. */
  size: z.int().min(0),
  root: z.base64().max(44),
  proven: z.literal(true),
});
export type MadeBackup = z.infer<typeof madeBackup>;

const FILE = 'backups.jsonl';
/** More than any line: a path of so many characters may be written in six times as many bytes. */
const TAIL_BYTES = 65_536;
const MOST_BYTES = 64 * 1024 * 1024;

/** Adds a line to the list of a data folder. */
export async function recordBackup(data: string, made: MadeBackup): Promise<void> {
  const file = await open(join(data, FILE), 'a+', 0o600);
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) throw new Error(`${FILE} is larger than ${MOST_BYTES} bytes`);
    const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
    // A line that a crash cut stays a line of its own.
    const isCut = size > 0 && buffer.toString() !== '\n';
    await file.appendFile(`${isCut ? '\n' : ''}${JSON.stringify(madeBackup.parse(made))}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The backups made last, the newest first, as far as the end of the list tells; a line that is none is passed over. */
export async function latestBackups(data: string, most = 10): Promise<MadeBackup[]> {
  const lines = (await tailOf(join(data, FILE))).split('\n').reverse();
  const made: MadeBackup[] = [];
  for (const line of lines) {
    const one = madeBackup.safeParse(parsed(line)).data;
    if (one !== undefined && made.push(one) === most) break;
  }
  return made;
}

async function tailOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - TAIL_BYTES);
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TAIL_BYTES), position: from });
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return '';
    throw error;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
