import { type Account, readAccount } from '../../shared/domain/account.ts';
import { type Names, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { LotLink } from './document-sheet.tsx';
import { type EntryTold, refsUnder } from './moved.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

interface TransfersProps {
  readonly entry: EntryTold;
  readonly names: Names | undefined;
}

/** From where to where an entry moved what. */
export function Transfers({ entry, names }: TransfersProps) {
  const words = useWords(trailWords);
  const transfers = entry.transfers.map((transfer, at) => ({ ...transfer, at }));
  if (transfers.length === 0) return <p className="note">{words.entry.movesNothing}</p>;
  const isPriced = transfers.some(({ value }) => value !== undefined);
  const hasGoods = transfers.some(({ quantity }) => quantity !== undefined);
  type Row = (typeof transfers)[number];
  const quantity = {
    head: words.quantity,
    isFigure: true,
    cell: (row: Row) => row.quantity !== undefined && <Quantity of={row.quantity} />,
  };
  const value = {
    head: words.ofYuan(words.amount),
    isFigure: true,
    cell: (row: Row) => row.value !== undefined && <Yuan of={row.value} />,
  };
  return (
    <Rows
      caption={words.entry.transfers}
      rows={transfers}
      keyOf={({ at }) => String(at)}
      columns={[
        { head: words.entry.from, cell: ({ from }) => <Place text={from} entry={entry} names={names} /> },
        { head: words.entry.to, cell: ({ to }) => <Place text={to} entry={entry} names={names} /> },
        ...(hasGoods ? [quantity] : []),
        ...(isPriced ? [value] : []),
      ]}
    />
  );
}

/** An account in words: 可用额度 疫情防控专项资金; an ordinal where nothing in the entry says what it means. */
function Place({ text, entry, names }: TransfersProps & { readonly text: string }) {
  const words = useWords(trailWords);
  const account = readAccount(text);
  if (account === undefined) return <code>{text}</code>;
  return (
    <>
      {words.states[account.state]} <Of account={account} entry={entry} names={names} />
    </>
  );
}

function Of({ account, entry, names }: TransfersProps & { readonly account: Account }) {
  const words = useWords(trailWords).entry;
  if ('lot' in account) return <LotLink lot={account.lot} names={names} />;
  if ('line' in account) return <span className="note">{words.anyLine(account.line)}</span>;
  if (account.state === 'supplier') return <Registered kind="supplier" entry={entry} names={names} />;
  if ('fundingLine' in account) {
    const id = refsUnder(entry, 'fundingLines')[account.fundingLine - 1];
    return id === undefined ? null : <DocumentLink kind="fundingLine" id={id} names={names} />;
  }
  if (account.state === 'unit' || account.state === 'transit') {
    return <Registered kind="unit" entry={entry} names={names} part={'part' in account ? account.part : undefined} />;
  }
  return 'part' in account && account.part !== undefined ? (
    <span className="note">{words.part(account.part)}</span>
  ) : null;
}

interface RegisteredProps extends TransfersProps {
  readonly kind: 'unit' | 'supplier';
  readonly part?: number | undefined;
}

/** Whom the entry itself names; of others their document tells. */
function Registered({ kind, entry, names, part }: RegisteredProps) {
  const words = useWords(trailWords).entry;
  const [id] = refsUnder(entry, kind);
  if (id !== undefined) return <DocumentLink kind={kind} id={id} names={names} />;
  return part === undefined ? null : <span className="note">{words.part(part)}</span>;
}
