import { identityOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { registryUseCases } from '../registry/index.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('registry', registryUseCases, tracker, {
  identity: identityOf(process.env, tracker.ledger),
});
