import * as z from 'zod';
import type { AttachEvidence, Reverse } from '../domain/command.ts';
import { approval, effective, papers, remarks } from './remarks.ts';
import { reason } from './scalars.ts';

export const reverseBody = z.strictObject({
  reason,
  ...effective,
  approval: approval.exactOptional(),
  ...remarks,
}) satisfies z.ZodType<Reverse>;

export const attachEvidenceBody = z.strictObject({ evidence: papers, ...remarks }) satisfies z.ZodType<AttachEvidence>;
