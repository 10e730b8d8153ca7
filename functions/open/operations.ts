import type { Configuration } from '../../shared/schemas/installation.ts';
import { type Asked, type Reply, read, redirect, type Table, unaskedFor } from '../front/operation.ts';

/** What the open routes work with. */
export interface OpenTracker {
  /** Throws a LedgerError where the ledger behind cannot be reached. */
  readonly assertUp: () => Promise<void>;
  /** Makes the OpenAPI document. It is of all tables, this one too, so it comes from outside. */
  readonly describe: () => Promise<object>;
  /** The part of it that is of a group; undefined where there is no such group. */
  readonly describeGroup: (group: string) => Promise<object | undefined>;
  readonly configuration: () => Promise<Configuration>;
}

/** The part of the document that is of a group. */
async function readPart({ describeGroup }: OpenTracker, { path: { group = '' }, input }: Asked): Promise<Reply> {
  const faults = unaskedFor(input);
  if (faults.length > 0) return { faults };
  const part = await describeGroup(group);
  return part === undefined ? { problem: 'not-found' } : { status: 200, body: part };
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
    kept: 'for-minutes',
    read: ({ describe }: OpenTracker) => describe(),
  }),
  describeGroup: {
    method: 'GET',
    path: '/api/openapi/{group}',
    access: 'public',
    units: 'any',
    summary: 'The part of this document that is of one group of operations, with the schemas they refer to',
    form: 'whole',
    answer: 'openApi',
    kept: 'for-minutes',
    run: readPart,
  },
  readConfiguration: read('/api/configuration', 'public', 'What a page has to know before anybody is signed in', {
    form: 'whole',
    answer: 'configuration',
    kept: 'for-minutes',
    read: ({ configuration }: OpenTracker) => configuration(),
  }),
  openSlip: redirect('/api/log', 'The page of a slip: where its QR code leads', '/slip'),
} as const satisfies Table<OpenTracker>;
