import type { Disburse, TakeBack } from '../domain/command.ts';
import { uncovering } from './coverage.ts';
import { strictly } from './exactly.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import { amount, id, method, reached, reason, title } from './scalars.ts';

export const disburseBody = strictly<Disburse>()({
  fundingLine: id,
  unit: id,
  plan: id.exactOptional(),
  amount,
  ...effective,
  purpose: title,
  method,
  approval: approval.exactOptional(),
  people: reached.exactOptional(),
  sites: reached.exactOptional(),
  evidence,
  ...remarks,
});

export const takeBackBody = strictly<TakeBack>()({
  amount,
  ...uncovering,
  ...effective,
  reason,
  ...remarks,
});
