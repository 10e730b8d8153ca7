import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const formWords = dictionary(zh, () => import('./en.ts'));
