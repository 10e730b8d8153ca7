import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const putRightWords = dictionary(zh, () => import('./en.ts'));
