import { read, type Table } from '../front/operation.ts';

/** What the open routes work with. */
export interface OpenTracker {
  /** Makes the OpenAPI document. It is of all tables, this one too, so it comes from outside. */
  readonly describe: () => Promise<object>;
}

export const openOperations = {
  // Answers as soon as requests are served at all; it looks at nothing behind them.
  checkHealth: read('/api/healthz', 'public', 'Whether requests are served', {
    form: 'whole',
    answer: 'health',
    read: async () => ({ status: 'ok' }),
  }),
  describeApi: read('/api/openapi.json', 'public', 'This document', {
    form: 'whole',
    answer: 'openApi',
    read: ({ describe }: OpenTracker) => describe(),
  }),
} as const satisfies Table<OpenTracker>;
