import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { reports } from '../reports/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('reports', reports, tracker, frontOf(process.env, tracker.ledger));
