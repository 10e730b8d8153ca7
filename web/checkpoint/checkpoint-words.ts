import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const checkpointWords = dictionary(zh, () => import('./en.ts'));
