import { KIND_NAMES } from '../../shared/domain/kinds.ts';
import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { markedEntryAnswer } from '../../shared/schemas/entry-answer.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { type Asked, AskedFor, PageOf } from './list-page.tsx';
import { amountOf, type MarkedEntry, refsUnder } from './moved.ts';
import { kindCalled } from './opened.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Marks, Voucher, withVouchers } from './voucher.tsx';

const answered = listOfUnits(markedEntryAnswer).extend({ names });
const PATH = addresses.entries();
/** Filters that have a control of their own. */
const CONTROLS = ['kind', 'from', 'to'];

/** 台账: vouchers, newest first, by whatever the address asks for. */
export function EntriesPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/entries', asked), answered);
  const figure = asked.figure === undefined ? undefined : (words.entries.figures[asked.figure] ?? asked.figure);
  return (
    <Sheet title={figure === undefined ? words.entries.title : `${words.entries.of}${figure}`}>
      <Filters asked={asked} />
      <Answered answer={answer} lines={10}>
        {({ items, next, names: known }) => (
          <>
            <AskedFor path={PATH} asked={asked} names={known} shown={CONTROLS} />
            <PageOf path={PATH} asked={asked} isEmpty={items.length === 0} next={next}>
              <Entries entries={items} names={withVouchers(known, items)} />
            </PageOf>
          </>
        )}
      </Answered>
    </Sheet>
  );
}

function Filters({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const choose = (name: string, value: string) =>
    go(withQuery(PATH, { ...asked, [name]: value === '' ? undefined : value, cursor: undefined }), { replace: true });
  return (
    <div className="filters not-printed">
      <label>
        {words.kind}
        <select value={asked.kind ?? ''} onChange={({ target }) => choose('kind', target.value)}>
          <option value="">{words.entries.anyKind}</option>
          {KIND_NAMES.map((kind) => (
            <option key={kind} value={kind}>
              {kindCalled(kind, language)}
            </option>
          ))}
        </select>
      </label>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {words.entries[end]}
          <input type="date" value={asked[end] ?? ''} onChange={({ target }) => choose(end, target.value)} />
        </label>
      ))}
    </div>
  );
}

function Entries({
  entries,
  names: known,
}: {
  readonly entries: readonly MarkedEntry[];
  readonly names: Names | undefined;
}) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
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
        {
          head: words.ofYuan(words.amount),
          isFigure: true,
          cell: (entry) => {
            const amount = amountOf(entry);
            return amount !== undefined && <Yuan of={amount} opens={addresses.entry(entry.id)} />;
          },
        },
        { head: words.marks, cell: (entry) => <Marks entry={entry} names={known} /> },
      ]}
    />
  );
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
