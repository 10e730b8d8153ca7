import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const beginWords = dictionary(zh, () => import('./en.ts'));
