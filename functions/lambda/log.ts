import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { logOperations } from '../log/operations.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler(logOperations, tracker, frontOf(process.env, tracker.ledger));
