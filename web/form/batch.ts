import * as z from 'zod';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * Several documents that are sent together, each a row with a key of its own. What went out and was not answered is kept as
 * it went, so that it is sent again the same, whatever is typed meanwhile or whenever the page is loaded anew.
 */

const row = z.object({
  key: z.uuid(),
  /** The key of the draft under which it was made: a copy of the draft makes others. */
  under: z.uuid(),
  /** What went out, until it is known what became of it. */
  out: z.record(z.string(), z.unknown()).exactOptional(),
  isBooked: z.boolean(),
});
type Kept = z.infer<typeof row>;

/** In the draft of a form, by the ids of its rows. */
export const batchKept = z.record(z.string(), row);
export type BatchKept = z.infer<typeof batchKept>;

/** What became of a row. */
export type RowState =
  | Outcome
  /** It is sent as soon as one before it was answered. */
  | { readonly as: 'waiting' }
  | { readonly as: 'booked'; readonly entry: string };

/** A row without a key gets one; so does one that another tab has, unless it went out. */
export function keyed(
  kept: BatchKept,
  ids: readonly string[],
  { under, anew }: { readonly under: string; readonly anew: () => string },
): BatchKept {
  const rows = ids.map((id): [string, Kept] => {
    const before = kept[id];
    const stays = before !== undefined && (before.under === under || before.isBooked || before.out !== undefined);
    return [id, stays ? before : { key: anew(), under, isBooked: false }];
  });
  return { ...kept, ...Object.fromEntries(rows) };
}

/** A row that goes out, as it goes: what went out before and was not answered goes again as it went. */
export function goingOut(kept: BatchKept, id: string, body: object): BatchKept {
  const before = kept[id];
  return before === undefined ? kept : { ...kept, [id]: { ...before, out: before.out ?? { ...body } } };
}

/** What is kept of a row once it is told what became of it. */
export function settled(kept: BatchKept, id: string, state: RowState): BatchKept {
  const before = kept[id];
  if (before === undefined || isUnknown(state)) return kept;
  const { out: _, ...rest } = before;
  return { ...kept, [id]: { ...rest, isBooked: state.as === 'booked' } };
}

/** Whether it may be booked or not. */
function isUnknown({ as }: RowState): boolean {
  return as === 'lost' || as === 'sending' || as === 'signed-out';
}

/** The batch without the rows that are booked. */
export function withoutBooked(kept: BatchKept): BatchKept {
  return Object.fromEntries(Object.entries(kept).filter(([, { isBooked }]) => !isBooked));
}

/** How a row stands: as it was told since the page is open, else as it is kept. */
export function stateOf(kept: BatchKept, told: ReadonlyMap<string, RowState>, id: string): RowState {
  const before = kept[id];
  if (before?.isBooked) return { as: 'booked', entry: before.key };
  return told.get(id) ?? (before?.out === undefined ? { as: 'none' } : { as: 'lost' });
}

/** Whether what stands in a row may be changed: nothing of it is booked, nor may be. */
export function isOpenToChange(state: RowState): boolean {
  return !isUnknown(state) && state.as !== 'booked' && state.as !== 'waiting';
}

export interface BatchProgress {
  readonly all: number;
  readonly booked: number;
  /** Of which it is not known whether they are booked. */
  readonly lost: number;
  readonly refused: number;
  readonly left: number;
}

export function progressOf(states: readonly RowState[]): BatchProgress {
  const count = (...of: readonly RowState['as'][]) => states.filter(({ as }) => of.includes(as)).length;
  const booked = count('booked');
  return {
    all: states.length,
    booked,
    lost: count('lost'),
    refused: count('refused', 'wrong', 'sent-before'),
    left: states.length - booked,
  };
}

/** After these nothing more goes out: the others would fare alike. */
const ENDS: readonly RowState['as'][] = ['offline', 'signed-out'];
const MOST_TRIES = 4;

export interface SendingTogether {
  /** How many are on their way at once. */
  readonly atOnce: number;
  /** Resolves with the id of the entry; throws what `ask` does. */
  readonly post: (id: string) => Promise<string>;
  readonly onState: (id: string, state: RowState) => void;
  readonly pause: (seconds: number) => Promise<void>;
  readonly isOnline: () => boolean;
}

/** Sends rows, some at once and in their order, and tells of each what becomes of it. What is busy is tried again. */
export async function sendTogether(ids: readonly string[], sending: SendingTogether): Promise<void> {
  const { atOnce, onState } = sending;
  const queue = [...ids];
  let isOver = false;
  for (const id of ids) onState(id, { as: 'waiting' });
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const state = isOver ? ({ as: 'none' } as const) : await sendOne(id, sending);
      onState(id, state);
      isOver ||= ENDS.includes(state.as);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function sendOne(id: string, { post, onState, pause, isOnline }: SendingTogether): Promise<RowState> {
  for (let tries = 1; ; tries += 1) {
    const wasOffline = !isOnline();
    // The browser would complain aloud of what cannot go out.
    if (wasOffline) return { as: 'offline' };
    onState(id, { as: 'sending' });
    try {
      return { as: 'booked', entry: await post(id) };
    } catch (error) {
      const outcome = outcomeOf(error, wasOffline);
      if (outcome.as !== 'busy' || tries === MOST_TRIES) return outcome;
      await pause(outcome.seconds ?? 1);
    }
  }
}
