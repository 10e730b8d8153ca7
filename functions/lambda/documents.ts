import { frontOf, trackerOf } from '../composition/environment.ts';
import { documentsUseCases } from '../documents/index.ts';
import { createHandler } from '../front/http.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler('documents', documentsUseCases, tracker, frontOf(process.env, tracker.ledger));
