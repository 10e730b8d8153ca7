import { GROUPS, type Group } from '../shared/routes.ts';

/** The functions that no route leads to: the sequencer, who makes exports, who carries imports out, and who takes in evidence. */
export const WORKERS = ['seal', 'export-worker', 'import-worker', 'evidence-received'] as const;

/** Everything that runs in Lambda, each from a file of its name in `functions/lambda`; `pages` answers what is no API. */
export type Program = Group | 'pages' | (typeof WORKERS)[number];
export const PROGRAMS: readonly Program[] = [...GROUPS, 'pages', ...WORKERS];
