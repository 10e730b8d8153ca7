import { trackerOf } from '../environment.ts';
import { createHandler } from '../http.ts';
import { registryUseCases } from '../registry/index.ts';

export const handler = createHandler('registry', registryUseCases, trackerOf(process.env));
