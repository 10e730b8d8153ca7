import { onTestFinished } from 'vitest';
import { type Program, type ProgramOptions, startProgram } from './server-process.ts';

export type { Program } from './server-process.ts';

/** The whole server as a process of its own, over a data folder, on any free port; it ends with the test. */
export function run(
  data: string,
  variables: Readonly<Record<string, string>> = {},
  options: ProgramOptions = {},
): Program {
  const program = startProgram(data, variables, options);
  onTestFinished(async () => {
    // Killed hard it would leave its engine behind, for a next start that does not come.
    if (program.child.exitCode === null && program.child.signalCode === null) await program.stop();
  });
  return program;
}
