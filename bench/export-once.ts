import { join } from 'node:path';
import * as z from 'zod';
import { checkpointOf } from '../shared/exports/files/produced.ts';
import { produce } from '../shared/exports/jobs/produce.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { EXPORT_FORMATS, EXPORT_KINDS, LEDGER_KINDS } from '../shared/schemas/export.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import { bundleVerifier } from '../verify/bundle.ts';
import { runErrand } from './errand.ts';

/** Makes one export as the worker of the server does, from the files of a log to a file, and counts its rows. */

const taskShape = z.object({
  objects: z.string(),
  key: z.string(),
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  ledgers: z.array(z.enum(LEDGER_KINDS)).exactOptional(),
});

await runErrand(taskShape, async ({ objects: folder, key, ...request }) => {
  const objects = await createFolderObjectStore(folder);
  const files = new LogFiles(objects);
  const source = {
    files,
    ...(await checkpointOf(files)),
    union: '某区总工会',
    address: 'http://log.example/api/log',
    objects,
    ledger: { read: () => Promise.reject(new Error('nobody is named in these logs')) },
    verifier: bundleVerifier,
    folder: join(folder, '..', 'unfinished'),
  };
  let done = 0;
  const progress = (now: number) => {
    done = now;
  };
  const began = performance.now();
  const { chunks } = produce(request, source, { progress, signal: new AbortController().signal });
  const { bytes } = await objects.write(key, chunks);
  const ms = performance.now() - began;
  const { size } = source.asOf;
  const rows = done > size ? done - size : size;
  return { rows, ms, peakMb: process.resourceUsage().maxRSS / 1024, bytes };
});
