import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { produce } from '../shared/exports/jobs/produce.ts';
import type { Workshop } from '../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createJournal } from '../shared/log/journal/sealed-journal.ts';
import { Sequencer } from '../shared/log/sealing/sequencer.ts';
import { createProjector } from '../shared/projection/projector.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import type { Environment } from './environment.ts';
import type { Keys } from './keys.ts';
import { waking } from './sealing.ts';
import type { Store } from './store.ts';

/** Everything that a machine keeps, over its database and its data folder. */
export async function openStores(store: Store, { data, union }: Environment, { logSigner }: Pick<Keys, 'logSigner'>) {
  const { jobs, imports, projection, head } = store;
  const woken = { appended: () => {} };
  const ledger = waking(store.ledger, () => woken.appended());
  const objects = await createFolderObjectStore(join(data, 'objects'));
  const unfinished = join(data, 'exports-unfinished');
  // What a server put aside there that was killed: nobody else is in this folder now.
  await rm(unfinished, { recursive: true, force: true });
  return {
    ledger,
    objects,
    jobs,
    imports,
    journal: createJournal(ledger, objects, turn),
    projection,
    projector: createProjector({ projection, files: new LogFiles(objects), ledger }),
    /** Who is told that something was appended. */
    woken,
    sequencer: (origin: string) =>
      new Sequencer({ ledger, objects, head, signer: logSigner, origin, foundsEmpty: true, nonce: randomUUID }),
    /** What exports are made with; `address` is that of the log. */
    workshop: (address: string, report: (error: unknown) => void): Workshop => ({
      jobs,
      objects,
      ledger,
      files: new LogFiles(objects),
      union,
      address,
      folder: unfinished,
      verifier: async () => (await import('../verify/bundle.ts')).bundleVerifier(),
      produce,
      clock: Date.now,
      runName: randomUUID,
      report,
    }),
  };
}

export type Stores = Awaited<ReturnType<typeof openStores>>;
