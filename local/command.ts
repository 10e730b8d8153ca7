import { CannotStart } from './cannot-start.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { plainly } from './integrity/data-folder.ts';

/** Runs a command over a data folder. What it writes is its owner's alone; what goes wrong is said plainly. */
export function runCommand(run: (environment: Environment) => Promise<void>): void {
  process.umask(0o077);
  const running = async () => {
    const environment = readEnvironment(process.env);
    await run(environment).catch((error: unknown) => {
      throw plainly(error, environment.data);
    });
  };
  running().catch((error: unknown) => {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
  });
}
