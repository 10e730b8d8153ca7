import { useState } from 'react';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { overviewWords } from './overview-words.ts';
import { useWork, type Waits, waitsIn } from './work-now.ts';

/** So many kinds fit beside all else. */
const SHOWN = 5;

/** What waits, how much of it, and how long the first waits already. */
export function WaitsNow() {
  const words = useWords(overviewWords);
  const { language } = useLanguage();
  const { data: me } = useMe();
  const [isWhole, setWhole] = useState(false);
  return (
    <section>
      <h2>
        <a className="opens" href={addresses.work()}>
          {words.work}
        </a>
      </h2>
      <Answered answer={useWork(1)} lines={2}>
        {(work) => {
          const waits = waitsIn(work, { words, language, now: Date.now(), me });
          if (waits.length === 0) return <p>{words.noWork}</p>;
          const more = waits.length - SHOWN;
          return (
            <ul className="waits">
              {waits.slice(0, isWhole ? waits.length : SHOWN).map((one) => (
                <Wait key={one.kind} wait={one} />
              ))}
              {more > 0 && (
                <li>
                  <button
                    type="button"
                    className="waits-more"
                    aria-expanded={isWhole}
                    onClick={() => setWhole(!isWhole)}
                  >
                    {isWhole ? words.fewerKinds : words.moreKinds(more)}
                  </button>
                </li>
              )}
            </ul>
          );
        }}
      </Answered>
    </section>
  );
}

/** Leads to where they are done, or to the first of them. */
function Wait({ wait: { called, count, first, how, opens } }: { readonly wait: Waits }) {
  const text = (
    <>
      {called} <strong>{count}</strong>
    </>
  );
  return (
    <li>
      {opens === undefined ? (
        text
      ) : (
        <a className="opens" href={opens} title={first}>
          {text}
        </a>
      )}
      <span className="note"> · {how === '' ? first : how}</span>
    </li>
  );
}
