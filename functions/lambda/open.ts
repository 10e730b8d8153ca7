import { createHandler } from '../front/http.ts';
import { describe } from '../open/describe.ts';
import { openOperations } from '../open/operations.ts';

// Requests are served, which is all that a function without rights can say. What is behind has alarms of its own.
const assertUp = async () => undefined;

export const handler = createHandler(openOperations, { clock: Date.now, describe, assertUp });
