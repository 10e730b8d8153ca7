import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const confirmWords = dictionary(zh, () => import('./en.ts'));
