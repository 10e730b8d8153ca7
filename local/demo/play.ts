import * as z from 'zod';
import { type CalendarDate, dateInShanghai } from '../../shared/domain/calendar.ts';
import type { Person } from '../person.ts';
import type { Api } from './api.ts';
import type { Step } from './steps.ts';

/**
 * What the ledger holds of the demonstration: `foreign` where it holds something else and nothing of it, `earlier` where an
 * earlier version played it, in other words.
 */
export type Presence = 'empty' | 'unfinished' | 'complete' | 'earlier' | 'foreign';

/** Told before every step; `place` counts from 1. */
export type Progress = (step: Step, place: number, total: number) => void;

export const AUDITOR: Person = { subject: 'demo-auditor', roles: ['auditor'], units: [] };

const stored = z.looseObject({
  entry: z.looseObject({
    recordedAt: z.int(),
    evidence: z.array(z.looseObject({ sha256: z.string() })).exactOptional(),
  }),
});
const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), kind: z.string() })) });

/** The day on which the demonstration was begun, as the ledger has it: the steps of a start that goes on are dated from it. */
export async function foundedOn(api: Api, first: string): Promise<CalendarDate | undefined> {
  const found = await entryOf(api, first);
  return found && dateInShanghai(found.entry.recordedAt);
}

/** Asks the ledger itself: its first and last step stand in it, or they do not. */
export async function presenceOf(api: Api, steps: readonly Step[]): Promise<Presence> {
  if (await entryOf(api, steps.at(-1)?.id)) return 'complete';
  if (await entryOf(api, steps[0]?.id)) return (await isOfThisVersion(api, steps)) ? 'unfinished' : 'earlier';
  const entries = await api.read(AUDITOR, '/api/entries?limit=2', page);
  // Broken off behind the naming of who would have made the first step, there is nothing of it yet.
  return entries?.items.every(({ kind }) => kind === 'naming') ? 'empty' : 'foreign';
}

/** The entry that was recorded last. */
export async function newestOf(api: Api): Promise<string | undefined> {
  return (await api.read(AUDITOR, '/api/entries?limit=1', page))?.items[0]?.id;
}

/** Its first step with papers, where it was made, cites those: an earlier version had none, and wrote other entries. */
async function isOfThisVersion(api: Api, steps: readonly Step[]): Promise<boolean> {
  const step = steps.find(({ papers }) => papers.length > 0);
  const found = await entryOf(api, step?.id);
  const cited = found?.entry.evidence?.map(({ sha256 }) => sha256) ?? [];
  const own = step?.papers.map(({ evidence }) => evidence.sha256) ?? [];
  return found === undefined || cited.join() === own.join();
}

async function entryOf(api: Api, id: string | undefined) {
  return id === undefined ? undefined : api.read(AUDITOR, `/api/entries/${id}`, stored);
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
    await api.upload(step);
    await api.write(step);
  }
  return true;
}
