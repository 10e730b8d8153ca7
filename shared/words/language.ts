export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

const RANGES_READ = 20;

/** Of Chinese and English the one that Accept-Language prefers; Chinese where it names neither. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'zh';
  let chosen: Language = 'zh';
  let highest = 0;
  for (const range of acceptLanguage.split(',', RANGES_READ)) {
    const [tag = '', weight] = range.split(';', 2);
    const language = LANGUAGES.find((one) => tag.trim().toLowerCase().split('-', 1)[0] === one);
    const quality = weight === undefined ? 1 : Number(/^\s*q=(\d(\.\d{1,3})?)\s*$/.exec(weight)?.[1] ?? 0);
    if (language !== undefined && quality > highest) {
      chosen = language;
      highest = quality;
    }
  }
  return chosen;
}
