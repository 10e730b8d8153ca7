import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const printWords = dictionary(zh, () => import('./en.ts'));
