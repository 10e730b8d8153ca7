import { trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { ledgerUseCases } from '../ledger/index.ts';

export const handler = createHandler('ledger', ledgerUseCases, trackerOf(process.env));
