import { LANGUAGES, type Language } from '../../shared/words/language.ts';

/** In which the reader reads: kept in this browser, Chinese until they choose. */

const KEPT = 'nuanzhang.language';

let current: Language = kept();

function kept(): Language {
  const said = localStorage.getItem(KEPT);
  return LANGUAGES.find((one) => one === said) ?? 'zh';
}

/** For what is asked of the server outside of any component. */
export function currentLanguage(): Language {
  return current;
}

export function keepLanguage(language: Language): void {
  current = language;
  localStorage.setItem(KEPT, language);
  tellDocument();
}

/** Han characters take their Chinese forms by it, and a screen reader its voice. */
export function tellDocument(): void {
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
}
