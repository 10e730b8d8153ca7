import { type Asked, withQuery } from '../ask/addresses.ts';
import type { Names } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { kindCalled } from './opened.ts';
import { trailWords } from './trail-words.ts';
import './trail.css';

/** What is asked for, each with a link that drops it. What a control shows is not told twice. */
export function AskedFor({
  path,
  asked,
  names,
  shown = [],
}: {
  readonly path: string;
  readonly asked: Asked;
  readonly names: Names | undefined;
  readonly shown?: readonly string[];
}) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const told = Object.entries(asked).filter(([name]) => !['cursor', 'limit', 'sort', ...shown].includes(name));
  if (told.length === 0) return null;
  const meant = (name: string, value: string) => {
    if (name === 'kind') return kindCalled(value, language);
    if (name === 'figure') return words.entries.figures[value] ?? value;
    if (name === 'stands') return words.entries.standing[value] ?? value;
    if (name === 'origin') return words.entries.origins[value] ?? value;
    if (name === 'without') return words.entries.absent[value] ?? value;
    if (name === 'status') return words.statuses[value] ?? value;
    const known = names?.[value];
    return known === undefined ? value : [known.name, known.code].filter(Boolean).join(' ');
  };
  return (
    <ul className="asked">
      {told.map(([name, value]) => {
        const called = `${words.entries.filters[name] ?? name} ${meant(name, value)}`;
        return (
          <li key={name}>
            {called}{' '}
            <a
              href={withQuery(path, { ...asked, [name]: undefined, cursor: undefined })}
              aria-label={words.dropFilter(called)}
            >
              ✕
            </a>
          </li>
        );
      })}
    </ul>
  );
}
