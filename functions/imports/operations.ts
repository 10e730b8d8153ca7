import { dryRunQuery } from '../../shared/schemas/dry-run.ts';
import { importQuery, importRowsBody, importRowsOf, openImportBody } from '../../shared/schemas/import.ts';
import { listQuery } from '../../shared/schemas/lists.ts';
import { read, submit, type Table } from '../front/operation.ts';
import type { ImportDesk } from './desk.ts';
import { IMPORTED, IMPORTERS } from './kinds.ts';
import { openImport } from './open-import.ts';
import { listImports, readImport } from './read-imports.ts';
import { receiveRows } from './receive-rows.ts';

const { units, items, suppliers, members, plans, consignments, disbursements, benefits } = IMPORTED;

export const importsOperations = {
  openImport: submit(
    '/api/imports',
    IMPORTERS,
    'Open an import (导入) of one kind, for whoever records such things one by one',
    {
      body: openImportBody,
      query: dryRunQuery,
      answer: 'openedImport',
      first: 202,
      submit: openImport,
    },
  ),
  sendImportRows: submit(
    '/api/imports/{id}/rows',
    IMPORTERS,
    'Send rows of an import: each is recorded under its own key, or refused, in the background',
    {
      body: importRowsBody,
      described: importRowsOf([
        units.body,
        items.body,
        suppliers.body,
        members.body,
        plans.body,
        consignments.body,
        disbursements.body,
        benefits.body,
      ]),
      query: dryRunQuery,
      answer: 'importRows',
      first: 202,
      submit: receiveRows,
    },
  ),
  listImports: read('/api/imports', [...IMPORTERS, 'auditor'], 'Imports of the last 30 days, newest first', {
    query: listQuery,
    form: 'list',
    answer: 'import',
    read: listImports,
  }),
  readImport: read(
    '/api/imports/{id}',
    [...IMPORTERS, 'auditor'],
    'An import: how far it is, and what became of its rows',
    {
      query: importQuery,
      form: 'whole',
      answer: 'import',
      read: readImport,
    },
  ),
} as const satisfies Table<ImportDesk>;
