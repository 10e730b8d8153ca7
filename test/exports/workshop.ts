import { tmpdir } from 'node:os';
import type { Produced, Producer } from '../../shared/exports/files/produced.ts';
import type { Workshop } from '../../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { ExportJob } from '../../shared/storage/ports/export-jobs.ts';
import { createMemoryExportJobs, createMemoryLedger } from '../in-memory.ts';

export const NOW = Date.UTC(2020, 11, 28, 2);

export function id(number: number): string {
  return `01768c2e-6b00-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function queued(number: number, more: Partial<ExportJob> = {}): ExportJob {
  return {
    id: id(number),
    request: { kind: 'entries', format: 'jsonl' },
    requestHash: '',
    by: { subject: 'auditor', role: 'auditor' },
    createdAt: NOW + number,
    status: 'queued',
    tries: 0,
    beat: NOW + number,
    asOf: null,
    rowsDone: 0,
    rowsKnown: 0,
    files: [],
    ...more,
  };
}

/** A workshop over memory that beats all the time; what nobody expected is kept in `reported`. */
export function openWorkshop(more: Partial<Workshop> = {}): Workshop & { readonly reported: unknown[] } {
  const objects = more.objects ?? createMemoryObjectStore();
  const reported: unknown[] = [];
  let runs = 0;
  return {
    jobs: createMemoryExportJobs(),
    objects,
    ledger: createMemoryLedger(),
    files: new LogFiles(objects),
    union: '顺义区总工会',
    verifier: async () => Buffer.from('// the verifier'),
    address: 'https://log.example/api/log',
    folder: tmpdir(),
    produce: () => textOf('一行\n'),
    clock: () => NOW,
    runName: () => {
      runs += 1;
      return `run-${runs}`;
    },
    report: (error) => void reported.push(error),
    beatMs: 1,
    reported,
    ...more,
  };
}

export function textOf(...lines: readonly string[]): Produced {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const line of lines) yield Buffer.from(line);
  }
  return { chunks: chunks(), mediaType: 'text/plain', name: () => '一行.txt' };
}

/** A producer that comes to its middle and stays there until the signal aborts it, or `goOn` is called. */
export function stopping(): { readonly produce: Producer; readonly midway: Promise<void>; readonly goOn: () => void } {
  const { promise: midway, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: gate, resolve: goOn } = Promise.withResolvers<void>();
  const produce: Producer = (_request, _source, { progress, signal }) => {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half ');
      progress(1, 2);
      arrive();
      await Promise.race([gate, aborted]);
      yield Buffer.from('and half');
    }
    return { ...textOf(), chunks: chunks() };
  };
  return { produce, midway, goOn };
}

/** Settles once the condition holds, looking at every turn of the event loop. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((wake) => setImmediate(wake));
}
