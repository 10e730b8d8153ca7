import * as z from 'zod';
import type { AmendPlan, RegisterPlan } from '../domain/command.ts';
import type { PlannedLine } from '../domain/registry.ts';
import { changesSomething } from './amendment.ts';
import { across, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { id, identifier, pastDate, quantity, reason, title } from './scalars.ts';

const lines = z
  .array(strictly<PlannedLine>()({ unit: id, item: id, quantity }))
  .min(1)
  .max(LIMITS.planLines)
  .check(
    across<readonly PlannedLine[]>((planned, tell) =>
      tellRepeated(
        planned,
        (line) => `${line.unit} ${line.item}`,
        (at) => tell([at, 'item'], { code: 'repeated' }),
      ),
    ),
  )
  .meta({ description: 'What each unit is to get, in the base measure; one line for a unit and an item' });

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
