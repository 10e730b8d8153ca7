import { frontOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { ledgerUseCases } from '../ledger/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('ledger', ledgerUseCases, tracker, frontOf(process.env, tracker.ledger));
