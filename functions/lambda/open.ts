import { createHandler } from '../front/http.ts';
import { describe, describeGroup } from '../open/describe.ts';
import { openOperations } from '../open/operations.ts';

// Requests are served, which is all that a function without rights can say. What is behind has alarms of its own.
const assertUp = async () => undefined;

// Loaded when it is first asked for: what parses the environment would be most of what a start reads.
const configuration = async () => (await import('../composition/configuration.ts')).configurationOf(process.env);

export const handler = createHandler(openOperations, {
  clock: Date.now,
  describe,
  describeGroup,
  assertUp,
  configuration,
});
