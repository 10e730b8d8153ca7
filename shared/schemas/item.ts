import * as z from 'zod';
import type { AmendItem, RegisterItem } from '../domain/command.ts';
import { normalForm } from '../domain/normal-form.ts';
import type { Pack } from '../domain/quantity.ts';
import { changesSomething } from './amendment.ts';
import { across, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { code, measureName, minimum, name, packContent, reason } from './scalars.ts';

const packs = z
  .array(strictly<Pack>()({ measure: measureName, of: packContent }))
  .max(LIMITS.packs)
  .meta({ description: 'Larger measures of the item, each exactly so many of the base measure' });

const changeable = {
  spec: name.exactOptional(),
  grade: name.exactOptional(),
  perishable: z.boolean().exactOptional(),
  service: z
    .boolean()
    .exactOptional()
    .meta({ description: 'No goods, but freight, unloading, printing; fixed once any of it was ordered or came in' }),
};

/** No two measures of an item have one name. */
const measuresDiffer = across<{ readonly baseMeasure?: string; readonly packs?: readonly Pack[] }>((item, tell) => {
  const base = { measure: item.baseMeasure };
  const measures = [base, ...(Array.isArray(item.packs) ? item.packs : [])];
  tellRepeated(
    measures,
    ({ measure }) => (typeof measure === 'string' ? normalForm(measure) : undefined),
    (at) => tell(['packs', at - 1, 'measure'], { code: 'repeated' }),
  );
});

export const registerItemBody = exactly<RegisterItem>()(
  z
    .strictObject({
      code,
      name,
      baseMeasure: measureName,
      packs: packs.default([]),
      ...changeable,
      minimum: minimum.exactOptional(),
      ...remarks,
    })
    .check(measuresDiffer),
);

export const amendItemBody = exactly<AmendItem>()(
  z
    .strictObject({
      name: name.exactOptional(),
      packs: packs.exactOptional(),
      ...changeable,
      minimum: minimum.nullable().exactOptional().meta({ description: 'null drops it' }),
      reason,
      ...remarks,
    })
    .check(measuresDiffer, changesSomething),
);
