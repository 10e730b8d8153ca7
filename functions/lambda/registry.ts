import { frontOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import { registryOperations } from '../registry/operations.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler(registryOperations, tracker, frontOf(process.env, tracker.ledger));
