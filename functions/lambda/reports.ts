import { frontOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { reports } from '../reports/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('reports', reports, tracker, frontOf(process.env, tracker.ledger));
