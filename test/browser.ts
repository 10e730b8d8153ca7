import { spawnSync } from 'node:child_process';
import { findProgram } from '../bench/browser.ts';

/** The browser of the reader, and other programs that a test may use where they are installed. */

export { CHROMIUM, findProgram, startBrowser } from '../bench/browser.ts';

/** Whether a reader on this machine would see Chinese rather than boxes. */
export function hasChineseFont(): boolean {
  const list = findProgram('fc-list');
  return list !== undefined && run(list, ':lang=zh-cn', 'family').toString().trim() !== '';
}

/** What a program writes to its standard output. Throws where it fails. */
export function run(program: string, ...args: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { maxBuffer: 64 * 1_048_576 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}
