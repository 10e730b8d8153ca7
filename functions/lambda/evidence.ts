import { bucketOf } from '../bucket.ts';
import { identityOf, trackerOf } from '../environment.ts';
import { evidenceUseCases } from '../evidence/index.ts';
import { createHandler } from '../http.ts';

const { links } = bucketOf(process.env);
const tracker = { ...trackerOf(process.env), links };

export const handler = createHandler('evidence', evidenceUseCases, tracker, {
  identity: identityOf(process.env, tracker.ledger),
});
