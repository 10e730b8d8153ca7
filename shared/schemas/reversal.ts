import * as z from 'zod';
import type { AttachEvidence, Reverse } from '../domain/command.ts';
import { exactly } from './exactly.ts';
import { approval, effective, papers, remarks } from './remarks.ts';
import { reason } from './scalars.ts';

export const reverseBody = exactly<Reverse>()(
  z.strictObject({
    reason,
    ...effective,
    approval: approval.exactOptional(),
    ...remarks,
  }),
);

export const attachEvidenceBody = exactly<AttachEvidence>()(z.strictObject({ evidence: papers, ...remarks }));
