import { bucketOf } from '../bucket.ts';
import { frontOf, trackerOf } from '../environment.ts';
import { evidenceUseCases } from '../evidence/index.ts';
import { createHandler } from '../http.ts';

const { links } = bucketOf(process.env);
const tracker = { ...trackerOf(process.env), links };

export const handler = createHandler('evidence', evidenceUseCases, tracker, frontOf(process.env, tracker.ledger));
