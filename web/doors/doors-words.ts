import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const doorsWords = dictionary(zh, () => import('./en.ts'));
