import { dryRunQuery } from '../../shared/schemas/dry-run.ts';
import { declareEvidenceBody, noBody } from '../../shared/schemas/evidence.ts';
import { BOOKS } from '../front/caller.ts';
import { read, submit, type Table } from '../front/operation.ts';
import { declareEvidence } from './declare-evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { readInvoice } from './read-invoice.ts';
import type { EvidenceTracker } from './tracker.ts';

export const evidenceOperations = {
  declareEvidence: submit(
    '/api/evidence',
    ['treasurer', 'buyer', 'keeper', 'coordinator'],
    'Declare a file (凭据) of up to 20 MB: 201 says where to upload it, 200 that it is stored already',
    { body: declareEvidenceBody, query: dryRunQuery, answer: 'declaredEvidence', submit: declareEvidence },
  ),
  readEvidence: read('/api/evidence/{sha256}', [...BOOKS, 'coordinator'], 'A file, with a link to it', {
    form: 'whole',
    answer: 'evidence',
    refuses: true,
    read: readEvidence,
  }),
  readInvoice: submit(
    '/api/evidence/{sha256}/invoice',
    ['buyer', 'treasurer', 'auditor'],
    'What the XML of an invoice says, in the shape of an order; nothing is booked',
    { body: noBody, answer: 'invoice', first: 200, submit: readInvoice },
  ),
} as const satisfies Table<EvidenceTracker>;
