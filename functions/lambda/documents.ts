import { documentsUseCases } from '../documents/index.ts';
import { frontOf, trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('documents', documentsUseCases, tracker, frontOf(process.env, tracker.ledger));
