import * as z from 'zod';
import type { AmendPlan, PlanLine, RegisterPlan } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { across, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { id, identifier, measure, pastDate, quantity, reason, title } from './scalars.ts';

const lines = z
  .array(strictly<PlanLine>()({ unit: id, item: id, quantity, measure }))
  .min(1)
  .max(LIMITS.planLines)
  .check(
    across<readonly PlanLine[]>((planned, tell) =>
      tellRepeated(
        planned,
        (line) => `${line.unit} ${line.item}`,
        (at) => tell([at, 'item'], { code: 'repeated' }),
      ),
    ),
  )
  .meta({ description: 'What each unit is to get; one line for a unit and an item' });

export const registerPlanBody = strictly<RegisterPlan>()({
  number: identifier(LIMITS.name),
  decidedOn: pastDate,
  title,
  lines,
  ...remarks,
});

export const amendPlanBody = exactly<AmendPlan>()(
  z
    .strictObject({
      decidedOn: pastDate.exactOptional(),
      title: title.exactOptional(),
      lines: lines.exactOptional(),
      reason,
      ...remarks,
    })
    .check(changesSomething),
);
