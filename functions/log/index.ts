import type { UseCase } from '../front/use-case.ts';
import type { Operation } from '../routes.ts';
import { readEntryBundle } from './read-entry-bundle.ts';
import { readHashTile } from './read-hash-tile.ts';
import { readLogCheckpoint } from './read-log-checkpoint.ts';
import { readProof } from './read-proof.ts';
import { readVerifierKey } from './read-verifier-key.ts';
import type { LogTracker } from './served.ts';

/** The use cases of the group `log`: its static files, and proofs made of them. */
export const logUseCases: Readonly<Record<Operation<'log'>, UseCase<LogTracker>>> = {
  readEntryBundle,
  readHashTile,
  readLogCheckpoint,
  readProof,
  readVerifierKey,
};
