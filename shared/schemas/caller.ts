import * as z from 'zod';
import { ROLE_SOURCES, ROLES } from '../domain/role.ts';
import { id, text } from './answer-scalars.ts';

/** Whom the tracker takes the caller for. */
export const callerAnswer = z.strictObject({
  subject: text,
  name: text.exactOptional().meta({ description: 'What the member list calls them, or else their token' }),
  roles: z.array(z.enum(ROLES)),
  units: z.array(text).meta({ description: 'Codes of the units that a coordinator acts for' }),
  ownUnits: z
    .array(z.strictObject({ id, code: text, name: text }))
    .meta({ description: 'Those of them that are registered' }),
  source: z.enum(ROLE_SOURCES).meta({ description: 'Where the roles come from' }),
  operations: z.array(text).meta({ description: 'The `operationId` of each operation that these roles may call' }),
});
