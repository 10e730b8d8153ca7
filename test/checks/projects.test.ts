import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../../checks/imports.ts';
import { LONG, PURE, REAL, STORE, WEB } from '../../checks/projects.ts';

const ROOT = join(import.meta.dirname, '../..');
const files = globSync('test/**/*.test.ts', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));

function isIn({ include, exclude }: typeof PURE, file: string): boolean {
  return [include, exclude].map((globs) => globs.some((glob) => matchesGlob(file, glob))).join() === 'true,false';
}

const sourceOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** A test and everything below test that it imports. */
function reached(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const one of importedBy(path)) if (one.startsWith('test/')) reached(one, seen);
  return seen;
}

/** Packages by their name, files by their path from the root. */
function importedBy(path: string): string[] {
  return importsOf(path, sourceOf(path)).map(({ specifier }) =>
    specifier?.startsWith('.') ? posix.join(posix.dirname(path), specifier) : (specifier ?? ''),
  );
}

/** What starts a process, a thread, a server or an engine. */
const STARTING = [
  ...['node:child_process', 'node:worker_threads', 'node:http', 'node:net', 'playwright-core'],
  ...['local/compose.ts', 'local/engine.ts', 'local/server.ts', 'bench/fresh-engine.ts', 'bench/server.ts'],
];
/** What changes the process for the next file too. */
const LASTING = /process\.(chdir|umask)\(|process\.env\.\w+ =[^=]|stubEnv|useFakeTimers|setSystemTime/;

describe('the projects of the tests', () => {
  it('share out the files: each is in exactly one', () => {
    const projects = (file: string) => [PURE, STORE, REAL, LONG, WEB].filter((project) => isIn(project, file)).length;
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => projects(file) !== 1)).toEqual([]);
  });

  it('are named by what is there', () => {
    const named = [...STORE.include, ...REAL.include, ...LONG.include, ...WEB.include];
    expect(named.filter((glob) => !files.some((file) => matchesGlob(file, glob)))).toEqual([]);
  });

  it('keep whatever starts something, or changes the process, out of the pure ones', () => {
    const impure = files
      .filter((file) => isIn(PURE, file))
      .flatMap((file) =>
        [...reached(file)].flatMap((path) => {
          const starting = importedBy(path).filter((one) => STARTING.includes(one));
          const lasting = LASTING.exec(sourceOf(path))?.[0];
          return [...starting, ...(lasting === undefined ? [] : [lasting])].map(
            (what) => `${file}: ${what} in ${path}`,
          );
        }),
      );
    expect(impure).toEqual([]);
  });
});
