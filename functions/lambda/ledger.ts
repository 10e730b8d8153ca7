import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { ledgerOperations } from '../ledger/operations.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler(ledgerOperations, tracker, frontOf(process.env, tracker.ledger));
