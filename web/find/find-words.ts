import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const findWords = dictionary(zh, () => import('./en.ts'));
