import { documentsUseCases } from '../documents/index.ts';
import { identityOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('documents', documentsUseCases, tracker, {
  identity: identityOf(process.env, tracker.ledger),
});
