import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const withdrawWords = dictionary(zh, () => import('./en.ts'));
