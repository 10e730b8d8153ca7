import { noQuery, read } from '../front/use-case.ts';

/** Answers as soon as requests are served at all; it looks at nothing behind them. */
export const checkHealth = read(noQuery, async (_nothing: unknown) => ({ status: 'ok' }));
