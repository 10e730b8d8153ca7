import { grouped, type Names } from '../paper/figures.tsx';
import { type Column, Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { LotLink } from './document-sheet.tsx';
import type { LineTold } from './lines-told.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';
import type { zh } from './zh.ts';

const QUANTITIES = ['quantity', 'good', 'damaged', 'short', 'refused', 'book', 'counted', 'difference'] as const;
const TEXTS = ['batch', 'expiresOn', 'reason'] as const;

interface LinesSaidProps {
  readonly lines: readonly LineTold[];
  readonly names: Names | undefined;
}

/** The lines that an entry says, with the columns that any of them fills. */
export function LinesSaid({ lines, names }: LinesSaidProps) {
  const words = useWords(trailWords);
  if (lines.length === 0) return null;
  const isTold = (field: keyof LineTold) => lines.some((line) => line[field] !== undefined);
  return (
    <>
      <h2>{words.entry.lines}</h2>
      <Rows
        caption={words.entry.lines}
        rows={lines.map((line, at) => ({ ...line, at }))}
        keyOf={({ at }) => String(at)}
        columns={columnsOf(words, names).flatMap(({ of, ...column }) => (of.some(isTold) ? [column] : []))}
      />
    </>
  );
}

interface OfFields extends Column<LineTold> {
  readonly of: readonly (keyof LineTold)[];
}

function columnsOf(words: typeof zh, names: Names | undefined): readonly OfFields[] {
  const { line: heads } = words;
  return [
    { of: ['line', 'item'], head: words.item, cell: (line) => <What line={line} names={names} /> },
    { of: ['lot'], head: words.lot, cell: ({ lot }) => lot !== undefined && <LotLink lot={lot} names={names} /> },
    ...QUANTITIES.map((field) => ({
      of: [field],
      head: heads[field],
      isFigure: true,
      cell: ({ [field]: told }: LineTold) => told !== undefined && grouped(String(told)),
    })),
    {
      of: ['packs'],
      head: heads.packs,
      isFigure: true,
      cell: ({ packs }) => packs && `${grouped(String(packs.quantity))} ${packs.measure} × ${packs.of}`,
    },
    {
      of: ['unitPrice'],
      head: words.ofYuan(words.purchase.unitPrice),
      isFigure: true,
      cell: ({ unitPrice, packs }) => unitPrice && `${unitPrice}${packs === undefined ? '' : `/${packs.measure}`}`,
    },
    {
      of: ['amount'],
      head: words.ofYuan(words.amount),
      isFigure: true,
      cell: ({ amount }) => amount !== undefined && <span className="yuan">{grouped(amount)}</span>,
    },
    {
      of: ['fundingLines'],
      head: words.fundingLine,
      cell: ({ fundingLines = [] }) =>
        fundingLines.map((id) => (
          <div key={id}>
            <DocumentLink kind="fundingLine" id={id} names={names} />
          </div>
        )),
    },
    ...TEXTS.map((field) => ({ of: [field], head: heads[field], cell: ({ [field]: told }: LineTold) => told })),
  ];
}

function What({ line: { line, item }, names }: { readonly line: LineTold; readonly names: Names | undefined }) {
  const words = useWords(trailWords);
  if (item !== undefined) return <DocumentLink kind="item" id={item} names={names} />;
  return line === undefined ? null : words.entry.anyLine(line);
}
