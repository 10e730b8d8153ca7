import { read, type Table } from '../front/operation.ts';

/** What the open routes work with. */
export interface OpenTracker {
  /** Throws a LedgerError where the ledger behind cannot be reached. */
  readonly assertUp: () => Promise<void>;
  /** Makes the OpenAPI document. It is of all tables, this one too, so it comes from outside. */
  readonly describe: () => Promise<object>;
}

export const openOperations = {
  checkHealth: read('/api/healthz', 'public', 'Whether it is up', {
    form: 'whole',
    answer: 'health',
    read: async ({ assertUp }: OpenTracker) => {
      await assertUp();
      return { status: 'ok' };
    },
  }),
  describeApi: read('/api/openapi.json', 'public', 'This document', {
    form: 'whole',
    answer: 'openApi',
    read: ({ describe }: OpenTracker) => describe(),
  }),
} as const satisfies Table<OpenTracker>;
