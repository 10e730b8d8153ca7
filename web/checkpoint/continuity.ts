import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Continuity,
  continuityOf,
  isBeginningOf,
  type Kept,
  type Published,
  type Stand,
} from '../../shared/audit/kept-checkpoint.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { NoteError, textOf } from '../../shared/log/tree/note.ts';
import { keep, keptOf } from './kept-here.ts';
import { readPublished, readTile } from './published.ts';

/** How what is published stands to what this browser kept; without `continuity` there was nothing to compare. */
export interface Looked {
  readonly kept?: Kept;
  readonly continuity?: Continuity;
  readonly isUnreadable?: boolean;
}

export function useLooked(now: Published): UseQueryResult<Looked> {
  return useQuery({ queryKey: keyOf(now), queryFn: () => looked(now), staleTime: Infinity });
}

/** Keeps what is published in the place of whichever was kept: from then on there is nothing to compare it with. */
export function useReplacing(): (now: Published) => void {
  const answers = useQueryClient();
  return (now) => {
    keepNow(now);
    answers.setQueryData(keyOf(now), {} satisfies Looked);
  };
}

const keyOf = ({ note, vkey }: Published) => ['kept', note, vkey] as const;

/** Longer than caches may give out what was published before. */
const CACHED_MS = 3_000;

async function looked(now: Published): Promise<Looked> {
  const first = await compared(now);
  if (first.continuity?.is !== 'older') return first;
  await new Promise((later) => setTimeout(later, CACHED_MS));
  return compared(await readPublished());
}

/** Keeps what extends what is kept, and what is the first of its log here. */
async function compared(now: Published): Promise<Looked> {
  const origin = checkpointIn(now.note)?.origin;
  if (origin === undefined) return { continuity: { is: 'unsigned' } };
  const found = keptOf(origin);
  if (found.is === 'kept') {
    const continuity = await continuityOf(found.kept, now, readTile);
    if (continuity.is === 'extends') keepNow(now);
    return { kept: found.kept, continuity };
  }
  // Against itself: what its own key did not sign is not kept.
  const signed = await continuityOf({ ...now, keptAt: 0 }, now, readTile).catch(() => undefined);
  if (signed === undefined) return { continuity: { is: 'unsigned' } };
  keepNow(now);
  return found.is === 'unreadable' ? { isUnreadable: true } : {};
}

function keepNow({ note, vkey }: Published): void {
  const origin = checkpointIn(note)?.origin;
  if (origin !== undefined) keep(origin, { note, vkey, keptAt: Date.now() });
}

export function checkpointIn(note: string): Checkpoint | undefined {
  try {
    return readCheckpoint(textOf(note));
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

/** Whether that is the beginning of the log; what is published is asked for once more where it is behind. */
export async function isOfLog(told: Stand, now: Published): Promise<boolean | undefined> {
  return (await isBeginningOf(told, now, readTile)) ?? isBeginningOf(told, await readPublished(), readTile);
}
