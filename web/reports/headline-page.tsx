import type * as z from 'zod';
import { HEADLINE_FIGURES, type HeadlineFigure } from '../../shared/schemas/entries-meant.ts';
import { type Effect, reportAnswers } from '../../shared/schemas/reports.ts';
import { type Asked, shownAt, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { partsOf } from '../paper/sentence.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { Report, taken, useOpens } from './report.tsx';
import { reportsWords } from './reports-words.ts';

type Headline = z.infer<typeof reportAnswers.headline>;

/** 对外公布的数字: the sentence that is published, and what makes each of its figures. */
export function HeadlinePage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const opens = useOpens();
  const query = taken(asked, 'fundingLine', 'from', 'to');
  const answer = useAnswer(withQuery('/api/reports/headline', query), reportAnswers.headline);
  return (
    <Report name="headline" asked={asked} answer={answer} filters={['fundingLine', 'days']}>
      {(told) => (
        <>
          <Sentence told={told} />
          <Rows
            caption={words.names.headline}
            rows={HEADLINE_FIGURES}
            keyOf={(figure) => figure}
            columns={[
              { head: words.figure, cell: (figure) => words.headline[figure] },
              {
                head: words.amount,
                isFigure: true,
                cell: (figure) => <Told of={told[figure]} opens={opens(told.entries[figure])} />,
              },
            ]}
          />
          {(['undoneEarlier', 'laterEffects'] as const).map((which) => (
            <Effects key={which} which={which} effects={told[which] ?? []} />
          ))}
        </>
      )}
    </Report>
  );
}

function Sentence({ told: { sentences, entries } }: { readonly told: Headline }) {
  const { language } = useLanguage();
  return (
    <p className="sentence report-sentence">
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

function Told({ of, opens }: { readonly of: string | number; readonly opens?: string | undefined }) {
  return typeof of === 'number' ? <Quantity of={of} opens={opens} /> : <Yuan of={of} opens={opens} />;
}

interface EffectsProps {
  readonly which: 'undoneEarlier' | 'laterEffects';
  readonly effects: readonly Effect[];
}

function Effects({ which, effects }: EffectsProps) {
  const words = useWords(reportsWords);
  if (effects.length === 0) return null;
  const changed = HEADLINE_FIGURES.filter(isOfEffect).filter((figure) =>
    effects.some((effect) => Number(effect[figure]) !== 0),
  );
  return (
    <>
      <h2>{words.effects[which]}</h2>
      <p className="note">{words.effects[`${which}Detail`]}</p>
      <Rows
        caption={words.effects[which]}
        rows={effects}
        keyOf={({ month }) => month}
        columns={[
          { head: words.month, cell: ({ month }) => month },
          ...changed.map((figure) => ({
            head: words.headline[figure],
            isFigure: true,
            cell: (effect: Effect) => <Told of={effect[figure]} />,
          })),
        ]}
      />
    </>
  );
}

/** Units are counted once, whatever reached them, and no effect tells of them. */
function isOfEffect(figure: HeadlineFigure): figure is Exclude<HeadlineFigure, 'units'> {
  return figure !== 'units';
}
