import { dictionary } from '../words/words.tsx';
import { zh } from './zh.ts';

export const deskWords = dictionary(zh, () => import('./en.ts'));
