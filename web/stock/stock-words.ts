import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const stockWords = dictionary(zh, () => import('./en.ts'));
