import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const payWords = dictionary(zh, () => import('./en.ts'));
