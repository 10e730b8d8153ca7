import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const acceptWords = dictionary(zh, () => import('./en.ts'));
