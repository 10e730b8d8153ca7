import type { Bilingual } from '../../shared/words/language.ts';
import { dictionary, useLanguage } from '../words/words.tsx';
import { zh } from './zh.ts';

export const verifyWords = dictionary(zh, () => import('./en.ts'));

/** Says what the checks say in both languages, in the reader's. */
export function useSaid(): (of: Bilingual) => string {
  const { language } = useLanguage();
  return (of) => of[language];
}
