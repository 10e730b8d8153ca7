import { trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { logUseCases } from '../log/index.ts';

export const handler = createHandler('log', logUseCases, trackerOf(process.env));
