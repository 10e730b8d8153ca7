import { documentsUseCases } from '../documents/index.ts';
import { trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';

export const handler = createHandler('documents', documentsUseCases, trackerOf(process.env));
