import { frontOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { registryUseCases } from '../registry/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('registry', registryUseCases, tracker, frontOf(process.env, tracker.ledger));
