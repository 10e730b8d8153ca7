import type { zh } from './zh.ts';

export const en: typeof zh = {
  alarm: 'Attention: the log does not agree with the checkpoint that this browser kept.',
  look: 'Look at both checkpoints',
  notOfLog: 'what this page tells of is not in the published log',
};
