import { dryRunQuery } from '../../shared/schemas/dry-run.ts';
import { cancelBody, exportBody, exportsQuery } from '../../shared/schemas/export.ts';
import { MONEY } from '../front/caller.ts';
import { read, submit, type Table } from '../front/operation.ts';
import { cancelExport } from './cancel-export.ts';
import type { ExportDesk } from './desk.ts';
import { listExports, readExport } from './jobs.ts';
import { requestExport } from './request-export.ts';

/** Keepers have the papers that go with their goods: what they asked for themselves. */
const WITH_PAPERS = [...MONEY, 'keeper'] as const;

export const exportsOperations = {
  requestExport: submit(
    '/api/exports',
    WITH_PAPERS,
    'Ask for an export (导出): a file that is made in the background',
    {
      body: exportBody,
      query: dryRunQuery,
      answer: 'export',
      first: 202,
      submit: requestExport,
    },
  ),
  cancelExport: submit('/api/exports/{id}/cancellation', MONEY, 'Cancel an export that is queued or being made', {
    body: cancelBody,
    query: dryRunQuery,
    answer: 'export',
    first: 200,
    submit: cancelExport,
  }),
  listExports: read('/api/exports', MONEY, 'Export jobs of the last 30 days, newest first', {
    query: exportsQuery,
    form: 'list',
    answer: 'export',
    read: listExports,
  }),
  readExport: read(
    '/api/exports/{id}',
    WITH_PAPERS,
    'An export job: how far it is, and where its files can be downloaded',
    {
      form: 'whole',
      answer: 'export',
      read: readExport,
    },
  ),
} as const satisfies Table<ExportDesk>;
