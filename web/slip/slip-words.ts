import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const slipWords = dictionary(zh, () => import('./en.ts'));
