import { tileFile } from './served.ts';

export const readEntryBundle = tileFile('entries');
