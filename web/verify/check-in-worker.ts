import type { PackProgress } from '../../shared/audit/pack-check.ts';
import type { PackReport } from '../../shared/audit/pack-report.ts';
import type { Asked, Said } from './check-worker.ts';

export interface InWorker {
  /** The key that the reader brought along. */
  readonly vkey?: string;
  readonly progress: PackProgress;
  readonly signal: AbortSignal;
}

/** Checks a dropped pack beside the page. Rejects with what the signal aborts with, and where the worker itself fails. */
export function checkInWorker(archive: Blob, { vkey, progress, signal }: InWorker): Promise<PackReport> {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
  const report = new Promise<PackReport>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if ('progress' in data) progress(...data.progress);
      else if ('report' in data) resolve(data.report);
      else reject(new Error(data.failure));
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    const asked: Asked = { archive, ...(vkey === undefined ? {} : { vkey }) };
    worker.postMessage(asked);
  });
  return report.finally(() => worker.terminate());
}
