import { frontOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { logUseCases } from '../log/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('log', logUseCases, tracker, frontOf(process.env, tracker.ledger));
