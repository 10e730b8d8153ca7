import type * as z from 'zod';
import type { Operation } from '../../shared/routes.ts';
import { callerAnswer } from '../../shared/schemas/caller.ts';
import { type Answer, useAnswer } from '../ask/answers.ts';

export type Me = z.infer<typeof callerAnswer>;

/** Whom the tracker takes the reader for: name, roles, own units, and what they may call. */
export function useMe(wanting: { readonly enabled?: boolean } = {}): Answer<Me> {
  return useAnswer('/api/me', callerAnswer, wanting);
}

/** Whether the reader may call an operation: what they may not is not offered. */
export function mayCall({ operations }: Me, operation: Operation): boolean {
  return operations.includes(operation);
}

/** The same of the reader who looks now; no while it is not known. */
export function useMay(operation: Operation): boolean {
  const { data: me } = useMe();
  return me !== undefined && mayCall(me, operation);
}
