import type { UseCases } from '../front/http.ts';
import { declareEvidence } from './declare-evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { readInvoice } from './read-invoice.ts';
import type { EvidenceTracker } from './tracker.ts';

export const evidenceUseCases: UseCases<'evidence', EvidenceTracker> = { declareEvidence, readEvidence, readInvoice };
