import { textFile } from './served.ts';

export const readLogCheckpoint = textFile('checkpoint');
