import { createContext, type ReactNode, startTransition, use, useCallback, useMemo, useState } from 'react';
import type { Language } from '../../shared/words/language.ts';
import { currentLanguage, keepLanguage, tellDocument } from './language.ts';

/**
 * The words of a room in both languages. Chinese comes with the room and is the type; English must have the same and is
 * loaded when somebody wants it.
 */
export interface Dictionary<Words> {
  readonly zh: Words;
  readonly en: () => Promise<Words>;
}

export function dictionary<Words extends object>(
  zh: Words,
  en: () => Promise<{ readonly en: NoInfer<Words> }>,
): Dictionary<Words> {
  let loaded: Promise<Words> | undefined;
  // One promise for all who wait, or React would ask anew at each rendering.
  return { zh, en: () => (loaded ??= en().then((module) => module.en)) };
}

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const Spoken = createContext<Spoken>({ language: 'zh', speak: () => undefined });

/** Around everything that is shown. What stands stays until the words of the other language are there. */
export function Speaking({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => {
    tellDocument();
    return currentLanguage();
  });
  const speak = useCallback((chosen: Language) => {
    keepLanguage(chosen);
    startTransition(() => setLanguage(chosen));
  }, []);
  const spoken = useMemo(() => ({ language, speak }), [language, speak]);
  return <Spoken value={spoken}>{children}</Spoken>;
}

export function useLanguage(): Spoken {
  return use(Spoken);
}

export function useWords<Words>(words: Dictionary<Words>): Words {
  const { language } = useLanguage();
  return language === 'zh' ? words.zh : use(words.en());
}
