import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const closeMonthWords = dictionary(zh, () => import('./en.ts'));
