import * as z from 'zod';

/** The single values that answers are made of. */

export const id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ description: 'A UUIDv7' });
export const lotId = z
  .string()
  .regex(/^[0-9a-f-]{36}[.][1-9][0-9]?$/)
  .meta({ description: 'A lot: the id of the entry that brought it and its ordinal there' });
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ description: 'A date in Asia/Shanghai' });
/** Yuan with two places; a sum may be negative or longer than a field may be. */
export const yuan = z
  .string()
  .regex(/^-?(0|[1-9]\d*)\.\d{2}$/)
  .meta({ description: 'Yuan with two places' });
export const whole = z.int();
export const ordinal = z.int().min(1);
export const text = z.string();
/** The place in the sealed log is not known before the entry is sealed. */
export const number = z.string().nullable().meta({ description: 'Voucher or document number; null until sealed' });
export const instant = z.int().meta({ description: 'Milliseconds since 1970 UTC' });

/** Quantity in the base measure and value; a caller who sees no prices gets the quantity alone. */
export const balance = z
  .strictObject({ quantity: whole, value: yuan.exactOptional() })
  .meta({ id: 'Balance', description: 'Quantity in the base measure, and value where the caller may see prices' });
