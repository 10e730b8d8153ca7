import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { ledgerUseCases } from '../ledger/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('ledger', ledgerUseCases, tracker, frontOf(process.env, tracker.ledger));
