import { tmpdir } from 'node:os';
import { checkpointOf, type ExportSource, type Task } from '../../shared/exports/files/produced.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import { openApiOver } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';
import { createMemoryLedger } from '../in-memory.ts';

export interface Sample {
  readonly source: ExportSource;
  /** The ids of what was recorded first of each kind of entry. */
  readonly first: ReadonlyMap<string, string>;
  /** The canonical texts of the log, in its order. */
  readonly canonical: readonly string[];
}

/** A sealed log with every kind of entry in it, over stores in memory. */
export async function sealedSample(): Promise<Sample> {
  const api = openApiOver();
  await playSample(api);
  const { ledger, journal, objects } = api.tracker;
  const { postings } = await journal.sealed();
  const ids = postings.map(({ entry }) => entry.id);
  const stored = await storedEntries(ledger, ids);
  const first = new Map<string, string>();
  for (const { entry } of postings) if (!first.has(entry.kind)) first.set(entry.kind, entry.id);
  const files = new LogFiles(objects);
  return {
    source: {
      files,
      ...(await checkpointOf(files)),
      verifier: async () => Buffer.from('// the verifier'),
      union: '顺义区总工会',
      address: 'https://log.example/api/log',
      objects,
      ledger,
      folder: tmpdir(),
    },
    first,
    canonical: stored.map(({ canonical }) => canonical),
  };
}

/** What exports are made from before anything is sealed. */
export async function emptySource(): Promise<ExportSource> {
  const objects = createMemoryObjectStore();
  const files = new LogFiles(objects);
  return {
    files,
    ...(await checkpointOf(files)),
    verifier: async () => Buffer.from('// the verifier'),
    union: '顺义区总工会',
    address: 'https://log.example/api/log',
    objects,
    ledger: createMemoryLedger(),
    folder: tmpdir(),
  };
}

export const IDLE: Task = { progress: () => undefined, signal: new AbortController().signal };

/** Every text in an XLSX file, as it stands in its parts. */
export async function textIn(xlsx: Buffer): Promise<string> {
  const parts = await filesIn(xlsx);
  return [...parts].map(([path, part]) => (path.endsWith('.xml') ? Buffer.from(part).toString('utf8') : '')).join('');
}
