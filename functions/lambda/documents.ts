import { frontOf, trackerOf } from '../composition/environment.ts';
import { documentsOperations } from '../documents/operations.ts';
import { createHandler } from '../front/http.ts';

const tracker = trackerOf(process.env);

export const handler = createHandler(documentsOperations, tracker, frontOf(process.env, tracker.ledger));
