import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { registryUseCases } from '../registry/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('registry', registryUseCases, tracker, frontOf(process.env, tracker.ledger));
