import * as z from 'zod';
import type { AmendMember, RegisterMember } from '../domain/command.ts';
import { ROLES, type Role } from '../domain/role.ts';
import { across } from './check.ts';
import { exactly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { code, name, reason, subject } from './scalars.ts';

const roles = z
  .array(z.enum(ROLES))
  .min(1)
  .max(ROLES.length)
  .meta({ description: 'Everything the person may do; to withdraw all of it, close the member' });
const units = z
  .array(code)
  .max(LIMITS.ownUnits)
  .meta({ description: 'Codes of the units that a coordinator acts for, and of what lies below them' });

interface Granted {
  readonly roles?: readonly Role[];
  readonly units?: readonly string[];
}

/** A coordinator acts for units that are named, and everything is named once. */
const consistent = across<Granted>((body, tell) => {
  for (const field of ['roles', 'units'] as const) {
    const list = body[field];
    if (!Array.isArray(list)) continue;
    list.forEach((one, at) => {
      if (list.indexOf(one) < at) tell([field, at], { code: 'repeated' });
    });
  }
  const isCoordinator = Array.isArray(body.roles) && body.roles.includes('coordinator');
  const hasUnits = Array.isArray(body.units) && body.units.length > 0;
  if (isCoordinator && !hasUnits) tell(['units'], { code: 'required' });
});

const called = name
  .meta({ description: 'What the person is called on ledgers and papers; left out, what their sign-in says' })
  .exactOptional();

const granted = { name: called, roles, units: units.default([]) };

export const registerMemberBody = exactly<RegisterMember>()(
  z.strictObject({ subject, ...granted, ...remarks }).check(consistent),
);

export const amendMemberBody = exactly<AmendMember>()(
  z.strictObject({ ...granted, reason, ...remarks }).check(consistent),
);
