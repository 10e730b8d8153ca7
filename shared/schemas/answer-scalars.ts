import * as z from 'zod';
import { YUAN } from '../domain/amount.ts';
import { DATE } from '../domain/calendar.ts';
import { UUID_V7 } from '../domain/id.ts';
import type { Packed } from '../domain/quantity.ts';
import { telling } from './exactly.ts';

/** The single values that answers are made of. */

export const id = z.string().regex(UUID_V7).meta({ description: 'A UUIDv7' });
export const lotId = z
  .string()
  .regex(/^[0-9a-f-]{36}[.][1-9][0-9]?$/)
  .meta({ description: 'A lot: the id of the entry that brought it and its ordinal there' });
export const date = z.string().regex(DATE).meta({ description: 'A date in Asia/Shanghai' });
export const yuan = z.string().regex(YUAN).meta({ description: 'Yuan with two places' });
export const whole = z.int();
export const ordinal = z.int().min(1);
export const text = z.string();
/** The place in the sealed log is not known before the entry is sealed. */
export const number = z.string().nullable().meta({ description: 'Voucher or document number; null until sealed' });
export const instant = z.int().meta({ description: 'Milliseconds since 1970 UTC' });

export const price = z
  .string()
  .regex(/^\d+\.\d{2,13}$/)
  .meta({ description: 'Yuan for one, with as many places as were agreed' });
/** What was given in packs; it stands beside the quantity, which is in the base measure. */
export const packed = telling<Packed>()(
  z
    .strictObject({ quantity: whole, measure: text, of: ordinal })
    .meta({ id: 'Packed', description: 'So many packs of that measure, each of which held `of` of the base measure' }),
);

/** Quantity in the base measure and value; a caller who sees no prices gets the quantity alone. */
export const balance = z
  .strictObject({ quantity: whole, value: yuan.exactOptional() })
  .meta({ id: 'Balance', description: 'Quantity in the base measure, and value where the caller may see prices' });
