import type * as z from 'zod';
import { KIND_NAMES } from '../../shared/domain/kinds.ts';
import { entriesListed } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { ChoiceFilter, DaysFilter, Filters } from '../ask/filters.tsx';
import { grouped, type Names, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { amountOf, type MarkedEntry, refsUnder } from './moved.ts';
import { kindCalled } from './opened.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Marks, Voucher, withVouchers } from './voucher.tsx';
import type { zh } from './zh.ts';

const answered = entriesListed.extend({ names });
type Listed = z.infer<typeof answered>['items'][number];
const PATH = addresses.entries();
/** Filters that have a control of their own. */
const CONTROLS = ['kind', 'from', 'to'];

/** 台账: vouchers, newest first, by whatever the address asks for. */
export function EntriesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/entries', asked), answered);
  const figure = figureCalled(asked, words);
  return (
    <Sheet title={figure === undefined ? words.entries.title : `${words.entries.of}${figure}`}>
      <EntryFilters asked={asked} />
      <Answered answer={answer} lines={10}>
        {({ items, next, changed, names: known }) => (
          <>
            <AskedFor path={PATH} asked={asked} names={known} shown={CONTROLS} />
            {changed !== undefined && (
              <dl className="said changed">
                <dt>{words.entries.together}</dt>
                <dd>
                  <Changed by={changed} isWhole />
                </dd>
              </dl>
            )}
            <PageOf path={PATH} asked={asked} isEmpty={items.length === 0} next={next}>
              <Entries entries={items} names={withVouchers(known, items)} />
            </PageOf>
          </>
        )}
      </Answered>
    </Sheet>
  );
}

function EntryFilters({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const of = { path: PATH, asked };
  return (
    <Filters label={words.entries.title}>
      <ChoiceFilter
        {...of}
        name="kind"
        label={words.kind}
        choices={[
          { value: '', called: words.entries.anyKind },
          ...KIND_NAMES.map((kind) => ({ value: kind, called: kindCalled(kind, language) })),
        ]}
      />
      <DaysFilter {...of} />
    </Filters>
  );
}

function Entries({
  entries,
  names: known,
}: {
  readonly entries: readonly Listed[];
  readonly names: Names | undefined;
}) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  // Where a figure is asked for, what each changes of it, which adds up to it; not what it moves in all.
  const first = entries.find(({ change }) => change !== undefined)?.change;
  const changes = typeof first === 'number' ? words.entries.change : words.ofYuan(words.entries.change);
  const amount =
    first !== undefined
      ? { head: changes, cell: ({ change }: Listed) => change !== undefined && <Changed by={change} /> }
      : {
          head: words.ofYuan(words.amount),
          cell: (entry: Listed) => {
            const moved = amountOf(entry);
            return moved !== undefined && <Yuan of={moved} opens={addresses.entry(entry.id)} />;
          },
        };
  return (
    <Rows
      caption={words.entries.title}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { head: words.vouchers, cell: ({ id, number }) => <Voucher id={id} number={number} /> },
        { head: words.day, cell: ({ effectiveOn }) => effectiveOn },
        { head: words.kind, cell: ({ kind }) => kindCalled(kind, language) },
        { head: words.party, cell: (entry) => <Party entry={entry} names={known} /> },
        { ...amount, isFigure: true },
        { head: words.marks, cell: (entry) => <Marks entry={entry} names={known} /> },
      ]}
    />
  );
}

/** By how much a figure changes: in yuan, or so many. Red is what was taken back, and not whatever lowers a figure. */
function Changed({ by, isWhole = false }: { readonly by: string | number; readonly isWhole?: boolean }) {
  const words = useWords(trailWords);
  const isMore = !String(by).startsWith('-');
  return (
    <span className="yuan">
      {isMore && !isWhole && '+'}
      {grouped(String(by))}
      {isWhole && typeof by === 'string' && ` ${words.yuan}`}
    </span>
  );
}

/** The figure whose entries are asked for. */
function figureCalled({ figure, stands, origin }: Asked, { entries }: typeof zh): string | undefined {
  if (stands === undefined) return figure === undefined ? undefined : (entries.figures[figure] ?? figure);
  const called = entries.standing[stands] ?? stands;
  return origin === undefined ? called : entries.ofOrigin(called, entries.origins[origin] ?? origin);
}

/** Whom an entry is about, by name; where it names none, its document. */
const PARTIES = ['unit', 'supplier', 'purchase', 'consignment', 'disbursement', 'invoice', 'warehouse'];

function Party({ entry, names: known }: { readonly entry: MarkedEntry; readonly names: Names | undefined }) {
  for (const kind of PARTIES) {
    const [id] = refsUnder(entry, kind);
    if (id !== undefined) return <DocumentLink kind={kind} id={id} names={known} />;
  }
  const [line] = refsUnder(entry, 'fundingLines');
  return line === undefined ? null : <DocumentLink kind="fundingLine" id={line} names={known} />;
}
