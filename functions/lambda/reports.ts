import { frontOf, installationOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { reportsOperations } from '../reports/operations.ts';

const tracker = { ...trackerOf(process.env), installation: installationOf(process.env) };

export const handler = createHandler(reportsOperations, tracker, frontOf(process.env, tracker.ledger));
