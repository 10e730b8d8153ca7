import { noQuery, read } from '../front/use-case.ts';

/** Whom the tracker takes the caller for. */
export const whoAmI = read(noQuery, async (_nothing: unknown, _query, { caller }) => caller);
