import type { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import type { Projector } from '../../shared/projection/projector.ts';
import type { Deadline } from '../front/deadline.ts';

export interface Seal {
  readonly sequencer: Pick<Sequencer, 'round'>;
  readonly projector: Pick<Projector, 'catchUp'>;
}

export interface Sealed {
  readonly sealed: number;
  readonly size: number;
}

/** The part of the time that is kept for the last round and for projecting what was sealed. */
const KEPT = 0.2;

/**
 * Seals what waits, in rounds until nothing is left that can be sealed or the time is up, then has the projection
 * follow. Whatever wakes it says only that something may wait; what it did not come to is sealed when it is woken next,
 * by the clock within a minute.
 */
export function createSeal({ sequencer, projector }: Seal) {
  return async (_event: unknown, deadline: Deadline): Promise<Sealed> => {
    const keptMs = deadline.getRemainingTimeInMillis() * KEPT;
    let sealed = 0;
    for (;;) {
      const round = await sequencer.round();
      sealed += round.sealed;
      if (round.more && deadline.getRemainingTimeInMillis() > keptMs) continue;
      if (round.size > 0) await projector.catchUp(round.size);
      return { sealed, size: round.size };
    }
  };
}
