import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const dispatchWords = dictionary(zh, () => import('./en.ts'));
