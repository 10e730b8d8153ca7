import { describe } from 'vitest';
import { appendsContract } from './appends.contract.ts';
import { dryRunsContract } from './dry-runs.contract.ts';
import { guardsContract } from './guards.contract.ts';
import { listsContract } from './lists.contract.ts';
import type { Open } from './subject.ts';
import { treeContract } from './tree.contract.ts';

/** What every adapter of the ledger keeps to. `open` gives one that nothing was ever written to. */
export function ledgerContract(name: string, open: Open): void {
  describe(`the ledger: ${name}`, () => {
    appendsContract(open);
    guardsContract(open);
    dryRunsContract(open);
    listsContract(open);
    treeContract(open);
  });
}
