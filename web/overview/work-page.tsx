import { dateInShanghai, daysBetween } from '../../shared/domain/calendar.ts';
import { WORK_KINDS, WORK_NAMES, type WorkKind } from '../../shared/domain/work.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { PageLinks } from '../list/pages.tsx';
import { type Column, Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { overviewWords } from './overview-words.ts';
import { daysSince, useWork, useWorkOf, type Work } from './work-now.ts';
import { lineOf, type WorkLine } from './work-rows.ts';
import './overview.css';

const SHOWN = 50;

interface WorkPageProps {
  readonly kind?: WorkKind | undefined;
  readonly cursor?: string | undefined;
}

/** 待办: all that waits of a kind, each with the way to where it is done. */
export function WorkPage({ kind, cursor }: WorkPageProps) {
  const words = useWords(overviewWords);
  return (
    <Sheet title={words.work} note={words.waiting.note}>
      <Answered answer={useWork(1)} lines={3}>
        {(work) => {
          const waiting = WORK_KINDS.filter((one) => (work.work[one]?.count ?? 0) > 0);
          const shown = kind ?? waiting[0];
          if (shown === undefined) return <Nothing title={words.noWork} />;
          return (
            <>
              <Kinds work={work} shown={shown} />
              <OfKind kind={shown} cursor={cursor} />
            </>
          );
        }}
      </Answered>
    </Sheet>
  );
}

/** Each kind of which something waits, with how much. */
function Kinds({ work: { work }, shown }: { readonly work: Work; readonly shown: WorkKind }) {
  const words = useWords(overviewWords);
  const { language } = useLanguage();
  return (
    <nav aria-label={words.waiting.kinds} className="work-kinds not-printed">
      {WORK_KINDS.map((kind) => {
        const { count = 0, isMore = false } = work[kind] ?? {};
        if (count === 0 && kind !== shown) return null;
        return (
          <a key={kind} href={addresses.work({ kind })} {...(kind === shown && { 'aria-current': 'page' })}>
            {WORK_NAMES[kind][language]} <strong>{`${count}${isMore ? '+' : ''}`}</strong>
          </a>
        );
      })}
    </nav>
  );
}

function OfKind({ kind, cursor }: { readonly kind: WorkKind; readonly cursor: string | undefined }) {
  const words = useWords(overviewWords);
  const { language } = useLanguage();
  const answer = useWorkOf(kind, { limit: SHOWN, cursor });
  return (
    <Answered answer={answer} lines={8}>
      {({ work, names: known, next }) => {
        const lines = (work[kind]?.rows ?? []).map((row) => lineOf(kind, row, known, words));
        if (lines.length === 0) return <Nothing title={words.waiting.none(WORK_NAMES[kind][language])} />;
        return (
          <>
            <Lines kind={kind} lines={lines} />
            <PageLinks path={addresses.work()} asked={{ kind, ...(cursor && { cursor }) }} next={next} />
          </>
        );
      }}
    </Answered>
  );
}

function Lines({ kind, lines }: { readonly kind: WorkKind; readonly lines: readonly WorkLine[] }) {
  const words = useWords(overviewWords);
  const { language } = useLanguage();
  const { data: me } = useMe();
  const heads = words.waiting.heads[kind];
  const today = dateInShanghai(Date.now());
  const mayDo = ({ does }: WorkLine) => does !== undefined && me !== undefined && mayCall(me, does.operation);
  const columns: readonly (Column<WorkLine> | undefined)[] = [
    { head: heads.called, cell: (line) => <Opened line={line} /> },
    heads.of === undefined ? undefined : { head: heads.of, cell: ({ of }) => of },
    heads.day === undefined ? undefined : { head: heads.day, cell: ({ day }) => day },
    heads.day === undefined
      ? undefined
      : {
          head: words.own.waits,
          cell: ({ day = today }) =>
            kind === 'expiring' ? words.waiting.left(daysBetween(today, day)) : words.since(daysSince(day, Date.now())),
        },
    heads.figure === undefined ? undefined : { head: heads.figure, isFigure: true, cell: ({ figure }) => figure },
    lines.some(mayDo)
      ? {
          head: words.waiting.does,
          cell: (line) => mayDo(line) && <Doing line={line} called={words.waiting.doing[kind] ?? ''} />,
        }
      : undefined,
  ];
  return (
    <Rows
      caption={WORK_NAMES[kind][language]}
      rows={lines}
      keyOf={({ key }) => key}
      columns={columns.filter((column) => column !== undefined)}
    />
  );
}

function Opened({ line: { called, opens } }: { readonly line: WorkLine }) {
  if (opens === undefined) return called;
  return (
    <a className="opens" href={opens}>
      {called}
    </a>
  );
}

function Doing({ line, called }: { readonly line: WorkLine; readonly called: string }) {
  return (
    <a className="plain-button" href={line.does?.at} aria-label={`${called} ${line.called}`}>
      {called}
    </a>
  );
}
