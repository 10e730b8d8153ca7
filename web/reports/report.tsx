import './reports.css';
import type { ReactNode } from 'react';
import type { Stand } from '../../shared/audit/kept-checkpoint.ts';
import { type Asked, addresses, type ReportName, shownAt } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import type { Answer } from '../ask/answers.ts';
import { askFor, ChoiceFilter, DaysFilter, Filters } from '../ask/filters.tsx';
import { period } from '../ask/on-paper.ts';
import { MOST_PRINTED, Printing } from '../ask/printing.tsx';
import { AsOf } from '../checkpoint/as-of.tsx';
import { RegisterPick } from '../form/register-pick.tsx';
import { useListed, useMayList } from '../form/registers.ts';
import { PageLinks } from '../list/pages.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useMay } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { exportedAs } from './exported-as.ts';
import { reportsWords } from './reports-words.ts';

type Filter = 'fundingLine' | 'unit' | 'item' | 'supplier' | 'warehouse' | 'days';

interface ReportProps<T> {
  readonly name: ReportName;
  readonly asked: Asked;
  readonly answer: Answer<T>;
  /** Its filters, in the order of the page; further controls stand behind them. */
  readonly filters: readonly Filter[];
  readonly more?: ReactNode;
  /** What it is of, on paper too. */
  readonly about?: readonly (string | undefined)[];
  /** What is to be chosen before anything can be told. */
  readonly lacks?: 'unit' | 'item' | undefined;
  /** What the reader is not told. */
  readonly withheld?: string | undefined;
  /** Rows that stand on the page, where they are not of pages. */
  readonly count?: number | undefined;
  readonly children: (told: T) => ReactNode;
}

/** Each report: what it is of, how it is narrowed, up to where it is sealed, the ways onto paper and into a file. */
export function Report<T extends { readonly asOf: Stand | null; readonly next?: string }>(props: ReportProps<T>) {
  const { name, asked, answer, about = [], lacks, withheld, count = 0, children } = props;
  const words = useWords(reportsWords);
  const told = lacks === undefined ? answer.data : undefined;
  const isWhole = asked.cursor === undefined && told?.next === undefined && count <= MOST_PRINTED;
  const note = [...about, period(asked)].filter(Boolean).join(' · ') || undefined;
  return (
    <Sheet title={words.names[name]} note={note} seal={<AsOf asOf={told?.asOf} />}>
      <p className="report-back not-printed">
        <a href={addresses.reports}>{words.all}</a>
      </p>
      <ReportFilters {...props} />
      {lacks === undefined ? (
        <Answered answer={answer} lines={10}>
          {(all) => (
            <>
              <Ways name={name} asked={asked} isWhole={isWhole} />
              {withheld !== undefined && <p className="note withheld">{withheld}</p>}
              {children(all)}
              <PageLinks path={addresses.report(name)} asked={asked} next={all.next} />
            </>
          )}
        </Answered>
      ) : (
        <>
          <h2>{words.choose[lacks]}</h2>
          <p className="note">{words.chooseDetail}</p>
        </>
      )}
    </Sheet>
  );
}

function Ways({
  name,
  asked,
  isWhole,
}: {
  readonly name: ReportName;
  readonly asked: Asked;
  readonly isWhole: boolean;
}) {
  const words = useWords(reportsWords);
  const mayExport = useMay('listExports');
  const file = mayExport ? exportedAs(name, asked) : undefined;
  const lost = file?.lost.flatMap((filter) => (isCalled(filter) ? [words[filter]] : [])) ?? [];
  return (
    <Printing
      isWhole={isWhole}
      exported={file && addresses.exports(file.request)}
      note={lost.length === 0 ? undefined : words.notInFile(lost.join('、'))}
    />
  );
}

const CALLED = ['fundingLine', 'unit', 'item', 'supplier', 'warehouse', 'below'] as const;
function isCalled(filter: string): filter is (typeof CALLED)[number] {
  return CALLED.some((one) => one === filter);
}

function ReportFilters({
  name,
  asked,
  filters,
  more,
}: Pick<ReportProps<never>, 'name' | 'asked' | 'filters' | 'more'>) {
  const words = useWords(reportsWords);
  const of = { path: addresses.report(name), asked };
  if (filters.length === 0) return null;
  return (
    <Filters label={words.filters}>
      {filters.map((filter) => {
        if (filter === 'days') return <DaysFilter key={filter} {...of} />;
        if (filter === 'fundingLine' || filter === 'warehouse')
          return <ListFilter key={filter} {...of} name={filter} />;
        return (
          <RegisterPick
            key={filter}
            register={filter}
            label={words[filter]}
            value={asked[filter] ?? ''}
            onChange={(id) => askFor(of, filter, id)}
          />
        );
      })}
      {more}
    </Filters>
  );
}

interface ListFilterProps {
  readonly path: string;
  readonly asked: Asked;
  readonly name: 'fundingLine' | 'warehouse';
}

function ListFilter({ name, ...of }: ListFilterProps) {
  const words = useWords(reportsWords);
  const choices = useListed(name, name === 'fundingLine' ? words.allLines : words.allWarehouses);
  if (!useMayList(name)) return null;
  return <ChoiceFilter {...of} name={name} label={words[name]} choices={choices} />;
}

export function NoRows() {
  const words = useWords(reportsWords);
  return (
    <>
      <h2>{words.nothing}</h2>
      <p className="note">{words.nothingDetail}</p>
    </>
  );
}

/** Of the filters in an address those that a report takes. */
export function taken(asked: Asked, ...filters: readonly string[]): Asked {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => filters.includes(name)));
}

/** Leads from a figure to its entries, for whoever may list them. */
export function useOpens(): (query: string | undefined) => string | undefined {
  const mayList = useMay('listEntries');
  return (query) => (mayList && query !== undefined ? shownAt(query) : undefined);
}

/** 凭证 000072, which opens it. */
export function VoucherLink({ id, number }: { readonly id: string; readonly number: string | null | undefined }) {
  const words = useWords(reportsWords);
  const mayRead = useMay('readEntry');
  const text = number ?? words.toBeSealed;
  if (!mayRead) return <>{text}</>;
  return (
    <a className="opens" href={addresses.entry(id)}>
      {text}
    </a>
  );
}
