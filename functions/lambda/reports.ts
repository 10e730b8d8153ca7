import { identityOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { reports } from '../reports/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('reports', reports, tracker, {
  identity: identityOf(process.env, tracker.ledger),
});
