import { attachEvidence as command } from '../../shared/commands/attach-evidence.ts';
import { attachEvidenceBody } from '../../shared/schemas/reversal.ts';
import { write } from '../front/use-case.ts';

export const attachEvidence = write(attachEvidenceBody, command);
