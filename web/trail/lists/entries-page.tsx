import type * as z from 'zod';
import { KIND_NAMES } from '../../../shared/domain/kinds.ts';
import { entriesListed } from '../../../shared/schemas/answer-forms.ts';
import { names } from '../../../shared/schemas/names.ts';
import type { Language } from '../../../shared/words/language.ts';
import type { Asked } from '../../ask/addresses.ts';
import { addresses } from '../../ask/addresses.ts';
import type { ListColumn } from '../../list/columns.ts';
import { grouped, type Names, Yuan } from '../../paper/figures.tsx';
import { useLanguage, useWords } from '../../words/words.tsx';
import { amountOf, type MarkedEntry, refsUnder } from '../moved.ts';
import { kindCalled } from '../opened.ts';
import { trailWords } from '../trail-words.ts';
import { DocumentLink, Marks, Voucher, withVouchers } from '../voucher.tsx';
import type { zh } from '../zh.ts';
import { numberFilter, registeredFilter } from './filters.ts';
import { TrailList } from './trail-list.tsx';

const answered = entriesListed.extend({ names });
type Listed = z.infer<typeof answered>['items'][number];

/** 台账: vouchers, newest first, by whatever the address asks for. */
export function EntriesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const figure = figureCalled(asked, words);
  const kinds = KIND_NAMES.map((kind) => [kind, kindCalled(kind, language)] as const);
  return (
    <TrailList
      title={figure === undefined ? words.entries.title : `${words.entries.of}${figure}`}
      list="entries"
      from="/api/entries"
      path={addresses.entries()}
      asked={asked}
      schema={answered}
      hasDays
      filters={[
        { name: 'kind', label: words.kind, choices: kinds },
        registeredFilter(words, 'unit'),
        registeredFilter(words, 'item'),
        registeredFilter(words, 'supplier'),
        registeredFilter(words, 'fundingLine'),
        numberFilter(words),
        { name: 'amountFrom', label: words.list.amountFrom, is: 'text' },
        { name: 'amountTo', label: words.list.amountTo, is: 'text' },
      ]}
      above={({ changed }) => changed !== undefined && <Together changed={changed} />}
      keyOf={({ id }) => id}
      columns={({ items, names: known }) => columnsOf(items, withVouchers(known, items), { words, language })}
    />
  );
}

function Together({ changed }: { readonly changed: string | number }) {
  const words = useWords(trailWords);
  return (
    <dl className="said changed">
      <dt>{words.entries.together}</dt>
      <dd>
        <Changed by={changed} isWhole />
      </dd>
    </dl>
  );
}

interface Said {
  readonly words: typeof zh;
  readonly language: Language;
}

function columnsOf(entries: readonly Listed[], known: Names, { words, language }: Said): ListColumn<Listed>[] {
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
  return [
    { name: 'voucher', head: words.vouchers, cell: ({ id, number }) => <Voucher id={id} number={number} /> },
    { name: 'day', head: words.day, cell: ({ effectiveOn }) => effectiveOn },
    { name: 'kind', head: words.kind, cell: ({ kind }) => kindCalled(kind, language) },
    { name: 'party', head: words.party, cell: (entry) => <Party entry={entry} names={known} /> },
    { name: 'amount', ...amount, isFigure: true },
    { name: 'marks', head: words.marks, cell: (entry) => <Marks entry={entry} names={known} /> },
  ];
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
