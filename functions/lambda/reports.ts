import { trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { reports } from '../reports/index.ts';

export const handler = createHandler('reports', reports, trackerOf(process.env));
