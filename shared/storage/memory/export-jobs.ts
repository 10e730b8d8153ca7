import type { Id } from '../../domain/id.ts';
import { boundedLimit } from '../ports/bounds.ts';
import { byAge, type ExportJobs, isOpen, type StoredJob } from '../ports/export-jobs.ts';

/** Export jobs in the memory of one process, for tests of what stands above them. */
export function createMemoryExportJobs(): ExportJobs {
  const kept = new Map<Id, StoredJob>();
  return {
    read: async (id) => kept.get(id),
    async create(job) {
      if (kept.has(job.id)) return 'exists';
      kept.set(job.id, { job, version: 1 });
      return 'created';
    },
    async replace(expected, job) {
      if (kept.get(job.id)?.version !== expected) return 'stale';
      kept.set(job.id, { job, version: expected + 1 });
      return 'replaced';
    },
    async remove(id) {
      kept.delete(id);
    },
    async list({ limit, after }) {
      const rest = [...kept.values()].filter(({ job }) => after === undefined || job.id < after);
      rest.sort((a, b) => (a.job.id < b.job.id ? 1 : -1));
      const items = rest.slice(0, boundedLimit(limit));
      const last = items.at(-1);
      return rest.length > items.length && last !== undefined ? { items, next: last.job.id } : { items };
    },
    open: async () => [...kept.values()].filter(({ job }) => isOpen(job)).sort(byAge),
  };
}
