import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const reportsWords = dictionary(zh, () => import('./en.ts'));
