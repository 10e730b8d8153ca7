import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { produce } from '../shared/exports/jobs/produce.ts';
import type { Workshop } from '../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createJournal } from '../shared/log/journal/sealed-journal.ts';
import { Sequencer } from '../shared/log/sealing/sequencer.ts';
import { createProjector } from '../shared/projection/projector.ts';
import type { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createDynamoExportJobs } from '../shared/storage/dynamodb/export-jobs.ts';
import { createDynamoHeadStore } from '../shared/storage/dynamodb/head-store.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../shared/storage/dynamodb/projection.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { openKeyFileSigner } from '../shared/storage/folder/key-file-signer.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import type { PersonalCipher } from '../shared/storage/ports/personal-cipher.ts';
import type { Environment } from './environment.ts';
import { folderOfKeys } from './keys.ts';
import { waking } from './sealing.ts';

/** Everything that a machine keeps, over its engine and its data folder. */
export async function openStores(
  client: ReturnType<typeof createDocumentClient>,
  { data, union }: Environment,
  cipher: PersonalCipher,
) {
  const table = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
  const woken = { appended: () => {} };
  const ledger = waking(createDynamoLedger({ ...table, cipher, sending: 'transaction' }), () => woken.appended());
  const objects = await createFolderObjectStore(join(data, 'objects'));
  const jobs = createDynamoExportJobs(table);
  const unfinished = join(data, 'exports-unfinished');
  // What a server put aside there that was killed: nobody else is in this folder now.
  await rm(unfinished, { recursive: true, force: true });
  const projection = createDynamoProjection({ ...table, sending: 'transaction' });
  return {
    ledger,
    objects,
    jobs,
    journal: createJournal(ledger, objects),
    projection,
    projector: createProjector({ projection, files: new LogFiles(objects) }),
    /** Who is told that something was appended. */
    woken,
    async sequencer(origin: string): Promise<Sequencer> {
      const signer = await openKeyFileSigner(join(folderOfKeys(data), 'log-signing.pem'));
      return new Sequencer({
        ledger,
        objects,
        head: createDynamoHeadStore(table),
        signer,
        origin,
        nonce: randomUUID,
      });
    },
    /** What exports are made with; `address` is that of the log. */
    workshop: (address: string, report: (error: unknown) => void): Workshop => ({
      jobs,
      objects,
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
