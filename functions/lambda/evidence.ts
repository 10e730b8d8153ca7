import { bucketOf } from '../composition/bucket.ts';
import { frontOf, trackerOf } from '../composition/environment.ts';
import { evidenceOperations } from '../evidence/operations.ts';
import { createHandler } from '../front/http.ts';

const { links } = bucketOf(process.env);
const tracker = { ...trackerOf(process.env), links };

export const handler = createHandler(evidenceOperations, tracker, frontOf(process.env, tracker.ledger));
