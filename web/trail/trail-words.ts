import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const trailWords = dictionary(zh, () => import('./en.ts'));
