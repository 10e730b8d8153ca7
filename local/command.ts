import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { CannotStart } from './cannot-start.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { codeOf } from './error-code.ts';
import { plainly } from './integrity/data-folder.ts';
import { refusedFor } from './integrity/database.ts';

/**
 * Runs a command over a data folder, which has to be its own where it is there. What it writes is its owner's alone; what
 * goes wrong is said plainly.
 */
export function runCommand(run: (environment: Environment) => Promise<void>): void {
  process.umask(0o077);
  const running = async () => {
    const environment = readEnvironment(process.env);
    const { data } = environment;
    try {
      await access(data, constants.R_OK | constants.W_OK | constants.X_OK).catch(unlessAbsent);
      await run(environment);
    } catch (error) {
      throw plainly(refusedFor(data, error), data);
    }
  };
  running().catch((error: unknown) => {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
  });
}

function unlessAbsent(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
