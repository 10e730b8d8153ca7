import { createHandler } from '../front/http.ts';
import { describe } from '../open/describe.ts';
import { openOperations } from '../open/operations.ts';

export const handler = createHandler(openOperations, { clock: Date.now, describe });
