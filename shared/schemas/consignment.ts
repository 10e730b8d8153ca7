import * as z from 'zod';
import type { Confirm, ConfirmLine, Dispatch, Resolve, ResolveLine, ReturnFromUnit } from '../domain/command.ts';
import { across, tellRepeated } from './check.ts';
import { uncovering } from './coverage.ts';
import { givenConsent } from './direction.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import { countedQuantity, id, linePosition, measure, name, quantity, reached, reason } from './scalars.ts';

export const dispatchBody = strictly<Dispatch>()({
  unit: id,
  warehouse: id,
  ...effective,
  plan: id.exactOptional(),
  lines: z
    .array(
      z.strictObject({
        item: id,
        quantity,
        measure,
        fundingLine: id.exactOptional(),
      }),
    )
    .min(1)
    .max(LIMITS.lines),
  purpose: name
    .exactOptional()
    .meta({ description: 'What it is for: takes what was given for that purpose, as its giver called it' }),
  consent: givenConsent.exactOptional(),
  carrier: name.exactOptional(),
  ...remarks,
});

const eachLineOnce = across<readonly { readonly line: number }[]>((lines, tell) =>
  tellRepeated(
    lines,
    (one) => one.line,
    (at) => tell([at, 'line'], { code: 'repeated' }),
  ),
);

const confirmLine = strictly<ConfirmLine>()({
  line: linePosition,
  good: countedQuantity,
  damaged: countedQuantity.exactOptional(),
  short: countedQuantity.exactOptional(),
  refused: countedQuantity.exactOptional(),
  measure,
  reason: reason.exactOptional(),
});

export const confirmBody = strictly<Confirm>()({
  ...effective,
  lines: z.array(confirmLine).min(1).max(LIMITS.lines).check(eachLineOnce),
  signatory: name,
  people: reached.exactOptional(),
  households: reached.exactOptional(),
  sites: reached.exactOptional(),
  evidence,
  ...remarks,
});

const somewhere = across<ResolveLine>((line, tell) => {
  const parts: unknown[] = [line.toUnit, line.toStock, line.toLoss];
  if (parts.every((part) => part === undefined || part === 0n)) tell([], { code: 'nothing-to-do' });
});

const resolveLine = exactly<ResolveLine>()(
  z
    .strictObject({
      line: linePosition,
      toUnit: countedQuantity.exactOptional(),
      toStock: countedQuantity.exactOptional(),
      toLoss: countedQuantity.exactOptional(),
      measure,
    })
    .check(somewhere),
);

export const resolveBody = strictly<Resolve>()({
  lines: z.array(resolveLine).min(1).max(LIMITS.lines).check(eachLineOnce),
  ...effective,
  reason,
  approval,
  ...remarks,
});

export const returnFromUnitBody = strictly<ReturnFromUnit>()({
  lines: z
    .array(z.strictObject({ line: linePosition, quantity, measure }))
    .min(1)
    .max(LIMITS.lines)
    .check(eachLineOnce),
  warehouse: id.exactOptional().meta({
    description: 'Where the goods come to lie, as lots of their own; where they were sent from, if it is left out',
  }),
  ...uncovering,
  ...effective,
  reason,
  ...remarks,
});
