import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The browser of the reader, and other programs that a test may use where they are installed. */

export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const CHROMIUM = findProgram('chromium', 'chromium-browser', 'google-chrome');

/** Whether a reader on this machine would see Chinese rather than boxes. */
export function hasChineseFont(): boolean {
  const list = findProgram('fc-list');
  return list !== undefined && run(list, ':lang=zh-cn', 'family').toString().trim() !== '';
}

/** Starts the browser found, which asks nobody for anything by itself. Close it when the tests of the file are over. */
export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium on the PATH');
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', ...args, '--disable-component-update', '--disable-sync'],
  });
}

/** What a program writes to its standard output. Throws where it fails. */
export function run(program: string, ...args: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { maxBuffer: 64 * 1_048_576 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}
