import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const overviewWords = dictionary(zh, () => import('./en.ts'));
