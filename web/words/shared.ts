import { dictionary } from './words.tsx';
import { zh } from './zh.ts';

/** Words of more than one room. */
export const sharedWords = dictionary(zh, () => import('./en.ts'));
