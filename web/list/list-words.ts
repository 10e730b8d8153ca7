import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const listWords = dictionary(zh, () => import('./en.ts'));
