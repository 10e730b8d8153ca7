import type { AttachEvidence, Reverse } from '../domain/command.ts';
import { strictly } from './exactly.ts';
import { approval, effective, papers, remarks } from './remarks.ts';
import { reason } from './scalars.ts';

export const reverseBody = strictly<Reverse>()({
  reason,
  ...effective,
  approval: approval.exactOptional(),
  ...remarks,
});

export const attachEvidenceBody = strictly<AttachEvidence>()({ evidence: papers, ...remarks });
