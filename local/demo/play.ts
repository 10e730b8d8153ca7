import * as z from 'zod';
import type { Person } from '../person.ts';
import type { Api } from './api.ts';
import type { Step } from './steps.ts';

/** What the ledger holds of the demonstration; `foreign` where it holds something else and nothing of it. */
export type Presence = 'empty' | 'unfinished' | 'complete' | 'foreign';

/** Told before every step; `place` counts from 1. */
export type Progress = (step: Step, place: number, total: number) => void;

export const AUDITOR: Person = { subject: 'demo-auditor', roles: ['auditor'], units: [] };

const anything = z.looseObject({});
const page = z.looseObject({ items: z.array(z.looseObject({ kind: z.string() })) });

/** Asks the ledger itself: its first and last step stand in it, or they do not. */
export async function presenceOf(api: Api, steps: readonly Step[]): Promise<Presence> {
  if (await stands(api, steps.at(-1))) return 'complete';
  if (await stands(api, steps[0])) return 'unfinished';
  const entries = await api.read(AUDITOR, '/api/entries?limit=2', page);
  // Broken off behind the naming of who would have made the first step, there is nothing of it yet.
  return entries?.items.every(({ kind }) => kind === 'naming') ? 'empty' : 'foreign';
}

async function stands(api: Api, step: Step | undefined): Promise<boolean> {
  return step !== undefined && (await api.read(AUDITOR, `/api/entries/${step.id}`, anything)) !== undefined;
}

/**
 * Plays every step in order, each after the one before has landed. Broken off anywhere, it is simply played again: a
 * step that had landed answers with its entry and moves nothing. False when it was told to stop before the end.
 */
export async function play(
  api: Api,
  steps: readonly Step[],
  progress: Progress,
  stopping: AbortSignal,
): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    if (stopping.aborted) return false;
    progress(step, index + 1, steps.length);
    await api.write(step);
  }
  return true;
}
