import type { ReactNode } from 'react';
import { type Asked, withQuery } from '../ask/addresses.ts';
import type { Names } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { kindCalled } from './opened.ts';
import { trailWords } from './trail-words.ts';
import './trail.css';

export type { Asked };

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
  const told = Object.entries(asked).filter(([name]) => !['cursor', 'limit', ...shown].includes(name));
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

/** All rows stand on one page. */
export function isWhole({ cursor }: Asked, next: string | undefined): boolean {
  return cursor === undefined && next === undefined;
}

/** The days that are asked for, as paper tells them. */
export function period({ from, to }: Asked): string {
  return from === undefined && to === undefined ? '' : `${from ?? ''} – ${to ?? ''}`;
}

/** The rows of a page and the way to the next, or that there is nothing. */
export function PageOf({
  path,
  asked,
  isEmpty,
  next,
  children,
}: {
  readonly path: string;
  readonly asked: Asked;
  readonly isEmpty: boolean;
  readonly next: string | undefined;
  readonly children: ReactNode;
}) {
  const words = useWords(trailWords);
  if (isEmpty) {
    return (
      <>
        <h2>{words.nothing}</h2>
        <p className="note">{words.nothingDetail}</p>
      </>
    );
  }
  return (
    <>
      {children}
      <p className="pages not-printed">
        {asked.cursor !== undefined && <a href={withQuery(path, { ...asked, cursor: undefined })}>{words.first}</a>}
        {next !== undefined && <a href={withQuery(path, { ...asked, cursor: next })}>{words.next}</a>}
      </p>
    </>
  );
}
