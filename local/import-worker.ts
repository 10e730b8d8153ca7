import { carryOut, type ImportWorks, sweepImports } from '../functions/imports/carry-out.ts';
import type { Worker } from './alarm.ts';
import { keepAtWork, type WorkTimes } from './at-work.ts';
import { saidBy } from './said-by.ts';

export interface ImportWorkerOptions {
  readonly works: ImportWorks;
  readonly log: (line: string) => void;
  readonly times?: WorkTimes;
}

/**
 * Carries out the rows of imports that wait, one import at a time. Nobody else is in this folder, so whatever says that a
 * run has it is not carried out any more.
 */
export function startImportWorker({ works, log, times }: ImportWorkerOptions): Worker {
  const { imports, clock } = works;
  return keepAtWork({
    async work(signal) {
      for (const id of await imports.due()) {
        if (signal.aborted) return;
        await carryOut(works, id, { isOver: () => signal.aborted, silentMs: 0 });
      }
    },
    sweep: async (now) => {
      await sweepImports(imports, now);
    },
    clock,
    failed: (error) => log(`导入未能进行,将重试。 Imports could not go on and are tried again. (${saidBy(error)})`),
    times,
  });
}
