import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { logUseCases } from '../log/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('log', logUseCases, tracker, frontOf(process.env, tracker.ledger));
