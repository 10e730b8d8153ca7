import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const heldWords = dictionary(zh, () => import('./en.ts'));
