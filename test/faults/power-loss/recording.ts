import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What a process did to the files of one folder, and what it said meanwhile, in its order. */
export type Event =
  | { readonly did: 'create' | 'remove' | 'sync'; readonly file: string }
  | { readonly did: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly did: 'cut'; readonly file: string; readonly size: number }
  | { readonly did: 'sync-folder' }
  | { readonly did: 'say'; readonly text: string };

const CALLS = 'openat,pwrite64,write,ftruncate,fallocate,fsync,fdatasync,unlink,unlinkat,rename,renameat';
const MOST_MS = 60_000;

/** Runs a script of ours under strace, and gives what it did below the folder. Its end may be a signal. */
export function record(strace: string, folder: string, script: string, args: readonly string[]): Event[] {
  const trace = join(folder, '../trace');
  const traced = [strace, '-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${CALLS}`, '-e', 'signal=none', '-o', trace];
  const [program = '', ...options] = [...traced, process.execPath, script, ...args];
  const { stderr, error } = spawnSync(program, options, { timeout: MOST_MS });
  if (error || stderr.length > 0) throw new Error(`${script} under strace: ${error?.message ?? stderr.toString()}`);
  return wholeCalls(readFileSync(trace, 'latin1')).flatMap((call) => eventOf(call, folder));
}

/** A call that another thread's came into the middle of stands in two lines. */
function wholeCalls(trace: string): string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [, pid = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const cut = text.indexOf(' <unfinished ...>');
    if (cut >= 0) begun.set(pid, text.slice(0, cut));
    if (cut >= 0) return [];
    const resumed = /^<\.\.\. \w+ resumed>/.exec(text);
    return [resumed ? `${begun.get(pid)}${text.slice(resumed[0].length)}` : text];
  });
}

function eventOf(call: string, folder: string): Event[] {
  const [, name = '', given = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/.exec(call) ?? [];
  if (result.startsWith('-')) return [];
  const file = nameBelow(folder, given);
  const numbers = given.split(', ').map(Number);
  switch (name) {
    case 'write':
      if (given.startsWith('1<')) return [{ did: 'say', text: bytesIn(given).toString() }];
      return file === undefined ? [] : fail(call);
    case 'openat':
      return file !== undefined && file !== '' && given.includes('O_CREAT') ? [{ did: 'create', file }] : [];
    case 'pwrite64':
      return file === undefined ? [] : [{ did: 'write', file, at: numbers.at(-1) ?? 0, bytes: bytesIn(given) }];
    case 'ftruncate':
      return file === undefined ? [] : [{ did: 'cut', file, size: numbers.at(-1) ?? 0 }];
    case 'fsync':
    case 'fdatasync':
      return file === undefined ? [] : [file === '' ? { did: 'sync-folder' } : { did: 'sync', file }];
    case 'unlink':
    case 'unlinkat':
      return file === undefined ? [] : [{ did: 'remove', file }];
    default:
      return file === undefined ? [] : fail(call);
  }
}

function fail(call: string): never {
  throw new Error(`this is not replayed: ${call.slice(0, 200)}`);
}

/** The name of the file in the folder that a call is about, '' for the folder itself, undefined for anything else. */
function nameBelow(folder: string, given: string): string | undefined {
  const paths = [...given.matchAll(/<([^<>]*)>/g)].map(([, path = '']) => textOf(path));
  const named = /"((?:\\x[0-9a-f]{2})*)"/.exec(given)?.[1];
  if (named !== undefined && named.length < 4_000) paths.push(textOf(named));
  if (paths.includes(folder) && !paths.some((path) => path.startsWith(`${folder}/`))) return '';
  const path = paths.find((one) => one.startsWith(`${folder}/`));
  return path === undefined ? undefined : basename(path);
}

/** Paths are written in hexadecimal too, or as they are. */
function textOf(written: string): string {
  return written.startsWith('\\x') ? Buffer.from(written.replaceAll('\\x', ''), 'hex').toString() : written;
}

function bytesIn(given: string): Buffer {
  const hex = /"((?:\\x[0-9a-f]{2})*)"/.exec(given)?.[1] ?? fail(given);
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
