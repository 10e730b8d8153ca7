import './overview.css';
import { useRef } from 'react';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { addresses, type Scope, shownAt, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { AsOf } from '../checkpoint/as-of.tsx';
import { Quantity } from '../paper/figures.tsx';
import { partsOf } from '../paper/sentence.ts';
import { Sheet } from '../paper/sheet.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { Identities, useIdentities } from './books-balance.tsx';
import { overviewWords } from './overview-words.ts';
import { ScopeForm } from './scope-form.tsx';
import { WaitsNow } from './waits.tsx';
import { WhereItWent } from './where-it-went.tsx';

const headlineAnswer = reportAnswers.headline;
type Headline = ReturnType<typeof headlineAnswer.parse>;

/** The home of whoever reads the books: what was published, where every fen went, whether it holds, and what waits. */
export function Overview({ scope }: { readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const headline = useAnswer(withQuery('/api/reports/headline', { ...scope }), headlineAnswer);
  const page = useRef<HTMLDivElement>(null);
  return (
    <div className="overview" ref={page}>
      <Sheet title={words.title} seal={<BookSeal asOf={headline.data?.asOf} />}>
        <div className="overview-head not-printed">
          <ScopeForm scope={scope} />
          <BeginForReal />
          <button type="button" className="plain-button" onClick={() => void page.current?.requestFullscreen()}>
            {words.fullScreen}
          </button>
        </div>
        <Answered answer={headline}>{(told) => <Sentence headline={told} />}</Answered>
        <WhereItWent scope={scope} />
        <div className="overview-foot">
          <section>
            <h2>{words.reach}</h2>
            <Answered answer={headline} lines={1}>
              {(told) => <Reached headline={told} />}
            </Answered>
          </section>
          <WaitsNow />
          <Identities isTold={headline.data !== undefined} />
        </div>
      </Sheet>
    </div>
  );
}

/** The sentence that is published, its numbers leading to what makes them. */
function Sentence({ headline }: { readonly headline: Headline }) {
  const { language } = useLanguage();
  const { sentences, entries } = headline;
  return (
    <p className="sentence overview-sentence">
      {partsOf(sentences[language], language).map(({ text, figure }) =>
        figure === undefined ? (
          text
        ) : (
          <a key={figure} className="opens" href={shownAt(entries[figure])}>
            {text}
          </a>
        ),
      )}
    </p>
  );
}

const REACHED = ['people', 'households', 'sites', 'units'] as const;

function Reached({ headline }: { readonly headline: Headline }) {
  const words = useWords(overviewWords);
  return (
    <ul className="reached">
      {REACHED.map((figure) => (
        <li key={figure}>
          <Quantity of={headline[figure]} opens={shownAt(headline.entries[figure])} /> {words[figure]}
        </li>
      ))}
    </ul>
  );
}

/** Broken too where the books do not balance. */
function BookSeal({ asOf }: { readonly asOf: Headline['asOf'] | undefined }) {
  const words = useWords(overviewWords);
  const { data } = useIdentities(asOf !== undefined);
  const isOff = data?.holds === false && data.settled;
  return <AsOf asOf={asOf} broken={isOff ? words.identitiesFail : undefined} />;
}

function BeginForReal() {
  const words = useWords(overviewWords);
  const { data } = useAnswer('/api/configuration', installationAnswers.configuration);
  if (data?.doors === undefined) return null;
  return <a href={addresses.begin}>{words.begin}</a>;
}
