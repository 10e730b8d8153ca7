import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const buyWords = dictionary(zh, () => import('./en.ts'));
