import type * as z from 'zod';
import type { exportAnswer } from '../../shared/schemas/export.ts';

export type ExportJob = z.output<typeof exportAnswer>;

/** When to look again at what is being made: the longer it takes the more seldom, and not for ever. */

const SOONEST_MS = 1_000;
const LATEST_MS = 15_000;
/** By itself; whoever still waits then says so. */
const LOOKED_FOR_MS = 30 * 60_000;

export function isOpen({ status }: Pick<ExportJob, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** False once nothing is being made, or it takes so long that nobody may be waiting. */
export function nextLook(jobs: readonly Pick<ExportJob, 'status' | 'createdAt'>[], now: number): number | false {
  const waited = jobs.filter(isOpen).map(({ createdAt }) => Math.max(0, now - createdAt));
  if (waited.length === 0) return false;
  const shortest = Math.min(...waited);
  return shortest > LOOKED_FOR_MS ? false : Math.min(LATEST_MS, Math.max(SOONEST_MS, shortest / 5));
}
