import type * as z from 'zod';
import { isKindName, KINDS } from '../../shared/domain/kinds.ts';
import { roleCalled } from '../../shared/domain/role.ts';
import { type Exceptions, reportAnswers } from '../../shared/schemas/reports.ts';
import { type Asked, addresses } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useMay } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { EXCEPTION_KINDS } from './exception-kinds.ts';
import { type ExceptionRow, exceptionTold, type TableKind } from './exception-told.ts';
import { Report, VoucherLink } from './report.tsx';
import { reportsWords } from './reports-words.ts';

type Told = z.infer<typeof reportAnswers.exceptions>;

/** 例外事项: what an auditor looks at first, list by list. */
export function ExceptionsPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const readsPersons = useMay('readBenefit');
  const answer = useAnswer('/api/reports/exceptions', reportAnswers.exceptions);
  const { data } = answer;
  const count = data === undefined ? 0 : EXCEPTION_KINDS.reduce((sum, kind) => sum + data.counts[kind], 0);
  return (
    <Report
      name="exceptions"
      asked={asked}
      answer={answer}
      filters={[]}
      withheld={readsPersons ? undefined : words.withheldPersons}
      count={count}
    >
      {(told) => <Lists told={told} />}
    </Report>
  );
}

function Lists({ told }: { readonly told: Told }) {
  const words = useWords(reportsWords);
  const { kinds, clean, none, more } = words.exceptions;
  const found = EXCEPTION_KINDS.filter((kind) => told.counts[kind] > 0);
  const absent = EXCEPTION_KINDS.filter((kind) => told.counts[kind] === 0);
  return (
    <>
      {found.length === 0 ? (
        <p className="matches">✓ {none}</p>
      ) : (
        <ul className="exception-kinds">
          {found.map((kind) => (
            <li key={kind}>
              <a href={`#${kind}`}>
                {kinds[kind]} <strong>{told.counts[kind]}</strong>
              </a>
            </li>
          ))}
        </ul>
      )}
      {found.map((kind) => (
        <section key={kind} id={kind}>
          <h2>{kinds[kind]}</h2>
          {told.counts[kind] > told[kind].length && (
            <p className="note">{more(told.counts[kind], told[kind].length)}</p>
          )}
          {kind === 'idleAppropriations' ? (
            <Idle rows={told.idleAppropriations} />
          ) : (
            <List kind={kind} rows={told[kind]} names={told.names} />
          )}
        </section>
      ))}
      {absent.length > 0 && (
        <p className="note exceptions-absent">
          {clean}: {absent.map((kind) => kinds[kind]).join(' · ')}
        </p>
      )}
    </>
  );
}

interface ListProps<K extends TableKind> {
  readonly kind: K;
  readonly rows: readonly ExceptionRow<K>[];
  readonly names: Told['names'];
}

function List<K extends TableKind>({ kind, rows, names }: ListProps<K>) {
  const words = useWords(reportsWords);
  const { language } = useLanguage();
  const telling = { words: words.exceptions, language, names };
  return (
    <Rows
      caption={words.exceptions.kinds[kind]}
      rows={rows.map((row, at) => ({ row, at }))}
      keyOf={({ at }) => String(at)}
      columns={[
        { head: words.voucher, cell: ({ row }) => <VoucherLink id={row.entry} number={names?.[row.entry]?.code} /> },
        { head: words.date, cell: ({ row }) => <span className="numbered">{row.effectiveOn}</span> },
        {
          head: words.exceptions.kind,
          cell: ({ row }) => (isKindName(row.kind) ? KINDS[row.kind][language] : row.kind),
        },
        { head: words.summary, cell: ({ row }) => row.summary },
        {
          head: words.exceptions.who,
          cell: ({ row: { actor } }) => `${actor.subject} · ${roleCalled(actor.role)[language]}`,
        },
        {
          head: words.exceptions.about,
          cell: ({ row }) => exceptionTold(kind, row, telling).join(' · '),
        },
      ]}
    />
  );
}

function Idle({ rows }: { readonly rows: Exceptions['idleAppropriations'] }) {
  const words = useWords(reportsWords);
  return (
    <Rows
      caption={words.exceptions.kinds.idleAppropriations}
      rows={rows}
      keyOf={({ fundingLine }) => fundingLine.id}
      columns={[
        {
          head: words.fundingLine,
          cell: ({ fundingLine: { id, name, code } }) => (
            <a className="opens" href={addresses.fundingLine(id)}>
              {name} <span className="named-code">{code}</span>
            </a>
          ),
        },
        { head: words.exceptions.idleSince, cell: ({ idleSince }) => idleSince },
        { head: words.exceptions.period, isFigure: true, cell: ({ days }) => days },
        {
          head: words.ofYuan(words.exceptions.available),
          isFigure: true,
          cell: ({ available }) => <Yuan of={available} />,
        },
      ]}
    />
  );
}
