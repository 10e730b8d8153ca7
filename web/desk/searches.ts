import * as z from 'zod';

/** Search parameters of addresses. What is no text of its kind is none: an address is typed by anybody. */

export const given = (pattern: RegExp) => z.string().regex(pattern).optional().catch(undefined);
const day = given(/^\d{4}-\d{2}-\d{2}$/);

/** What a page of figures is about. */
export const scope = z.object({ fundingLine: given(/^[\da-f-]{36}$/), from: day, to: day });
