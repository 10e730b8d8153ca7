import { noQuery, read } from '../front/use-case.ts';

/** The whole contract. Made when it is first asked for, because making it takes longer than all else here together. */
export const describeApi = read(noQuery, async (_nothing: unknown) => (await import('../openapi.ts')).openApi());
