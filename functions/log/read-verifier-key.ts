import { textFile } from './served.ts';

export const readVerifierKey = textFile('vkey');
