import { tileFile } from './served.ts';

export const readHashTile = tileFile('hashes');
