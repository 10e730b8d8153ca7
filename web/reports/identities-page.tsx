import { type Identities, reportAnswers } from '../../shared/schemas/reports.ts';
import type { Asked } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { grouped, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { Report } from './report.tsx';
import { reportsWords } from './reports-words.ts';

/** 账平核对: the sides of each identity with their difference, and the entries beside the books. */
export function IdentitiesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const answer = useAnswer('/api/reports/identities', reportAnswers.identities);
  return (
    <Report name="identities" asked={asked} answer={answer} filters={[]}>
      {(told) => (
        <>
          <Holds told={told} />
          {(['budget', 'cash', 'inKind'] as const)
            .filter((which) => isMoved(told[which]))
            .map((which) => (
              <section key={which}>
                <h2>{words.identities[which]}</h2>
                <Sides caption={words.identities[which]} rows={told[which].map(lineOf)} head={words.fundingLine} />
              </section>
            ))}
          <section>
            <h2>{words.identities.goods}</h2>
            <Sides caption={words.identities.goods} rows={told.goods.map(itemOf)} head={words.item} />
          </section>
          <Books told={told} />
        </>
      )}
    </Report>
  );
}

function Holds({ told: { holds, settled } }: { readonly told: Identities }) {
  const { identities } = useWords(reportsWords);
  if (holds) return <p className="matches">✓ {identities.holds}</p>;
  if (!settled) return <p className="differs">{identities.unsettled}</p>;
  return (
    <p className="differs" role="alert">
      <strong>▲ {identities.fails}</strong>
    </p>
  );
}

/** Whether anything was ever there. */
function isMoved(rows: readonly object[]): boolean {
  return rows.some((row) => Object.values(row).some((figure) => typeof figure === 'string' && figure !== '0.00'));
}

interface Side {
  readonly id: string;
  readonly called: string;
  readonly code: string;
  readonly figures: Readonly<Record<string, string | number | undefined>>;
}

function lineOf({ fundingLine: { id, name, code }, ...figures }: SidesOf<'budget' | 'cash' | 'inKind'>): Side {
  return { id, called: name, code, figures };
}

function itemOf({ item: { id, name, code, baseMeasure }, ...figures }: SidesOf<'goods'>): Side {
  return { id, called: `${name}(${baseMeasure})`, code, figures };
}

type SidesOf<K extends 'budget' | 'cash' | 'inKind' | 'goods'> = Identities[K][number];

interface SidesProps {
  readonly caption: string;
  readonly head: string;
  readonly rows: readonly Side[];
}

function Sides({ caption, head, rows }: SidesProps) {
  const words = useWords(reportsWords);
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))].filter(
    (name) => name === 'difference' || rows.some(({ figures }) => !isNothing(figures[name])),
  );
  return (
    <Rows
      caption={caption}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          head,
          cell: ({ called, code }) => (
            <>
              {called} <span className="named-code">{code}</span>
            </>
          ),
        },
        ...names.map((name) => ({
          head: name === 'difference' ? words.identities.difference : (words.identities.figures[name] ?? name),
          isFigure: true,
          cell: ({ figures }: Side) => <Told of={figures[name]} />,
        })),
      ]}
    />
  );
}

function isNothing(of: string | number | undefined): boolean {
  return of === undefined || Number(of) === 0;
}

/** A side that is below zero is told as it is: nothing is taken back here. */
function Told({ of }: { readonly of: string | number | undefined }) {
  if (of === undefined) return null;
  return typeof of === 'number' ? <Quantity of={of} /> : <span className="yuan">{grouped(of)}</span>;
}

function Books({ told: { books, differing } }: { readonly told: Identities }) {
  const words = useWords(reportsWords);
  const { identities } = words;
  const off = books.filter(({ difference }) => !isNothing(difference));
  return (
    <section>
      <h2>{identities.books}</h2>
      {off.length === 0 ? (
        <p>{identities.booksHold(books.length)}</p>
      ) : (
        <Rows
          caption={identities.books}
          rows={off}
          keyOf={(row) => `${row.account} ${'item' in row ? row.item.id : row.fundingLine.id}`}
          columns={[
            { head: identities.account, cell: ({ account }) => identities.figures[account] ?? account },
            { head: words.figure, cell: (row) => ('item' in row ? row.item.name : row.fundingLine.name) },
            { head: identities.journal, isFigure: true, cell: ({ journal }) => <Told of={journal} /> },
            { head: identities.stored, isFigure: true, cell: ({ books: stored }) => <Told of={stored} /> },
            { head: identities.difference, isFigure: true, cell: ({ difference }) => <Told of={difference} /> },
          ]}
        />
      )}
      {differing.length > 0 && <Differing rows={differing} />}
    </section>
  );
}

function Differing({ rows }: { readonly rows: Identities['differing'] }) {
  const { identities } = useWords(reportsWords);
  return (
    <Rows
      caption={identities.differing}
      isCaptionShown
      rows={rows}
      keyOf={({ account }) => account}
      columns={[
        { head: identities.account, cell: ({ account }) => <code>{account}</code> },
        ...(['journal', 'books'] as const).map((side) => ({
          head: side === 'journal' ? identities.journal : identities.stored,
          isFigure: true,
          cell: (row: Identities['differing'][number]) => (
            <>
              <Quantity of={row[side].quantity} /> · <Yuan of={row[side].value} />
            </>
          ),
        })),
      ]}
    />
  );
}
