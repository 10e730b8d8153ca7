import { writePacked, writeWhole } from '../../shared/domain/quantity.ts';
import type { Names } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import type { Row } from './cells.ts';
import {
  balanced,
  type CountedLine,
  type Counts,
  isFirstOf,
  isLeftOut,
  isOfPacks,
  lineOfRow,
  missingOf,
} from './counted.ts';
import { formWords } from './form-words.ts';
import { Grid, type GridColumn } from './grid.tsx';
import { useBaseMeasures } from './registers.ts';
import type { Reader } from './typed.ts';

interface CountGridProps<C extends string> {
  readonly caption: string;
  /** What the quantity that there should be is called. */
  readonly should: string;
  readonly lines: readonly CountedLine[];
  readonly names: Names | undefined;
  readonly counts: Counts<C>;
  /** Besides what is counted: once for each line. */
  readonly more: readonly { readonly name: C; readonly at: string; readonly reader?: Reader; readonly width: number }[];
  readonly heads: Readonly<Record<C, string>>;
  readonly rows: readonly Row<C>[];
  readonly onRows: (by: (before: readonly Row<C>[]) => readonly Row<C>[]) => void;
  /** Where a line stands in what is sent; undefined where it is left out. */
  readonly placeOf: (line: number) => number | undefined;
  /** Whether less than there should be is no fault. */
  readonly mayLack?: boolean;
}

/** The lines of a document, to be counted: what adds up goes on to, and what lacks is said beside its line. */
export function CountGrid<C extends string>(props: CountGridProps<C>) {
  const { caption, should, lines, names, counts, more, heads, rows, onRows, placeOf } = props;
  const words = useWords(formWords);
  const measures = useBaseMeasures(lines.map(({ item }) => item));
  const lineOf = (row: { readonly key: number }) => lines.find(({ line }) => line === lineOfRow(row));
  const measureOf = (row: Row<C>) => {
    const line = lineOf(row);
    return isOfPacks(row) ? (line?.pack?.measure ?? '') : (measures.get(line?.item ?? '') ?? '');
  };
  const first = (row: Row<C>) => {
    const line = lineOf(row);
    return line !== undefined && isFirstOf(line, row) ? line : undefined;
  };
  const called = (row: Row<C>) => [names?.[lineOf(row)?.item ?? '']?.name, measureOf(row)].filter(Boolean).join(' ');
  const columns: GridColumn<C>[] = [
    ...counts.map((name) => ({
      name,
      head: heads[name],
      heads: [],
      at: name,
      reader: 'quantity' as const,
      isFigure: true,
      width: 6,
    })),
    ...more.map((one) => ({
      ...one,
      head: heads[one.name],
      heads: [],
      isAside: true,
      isFor: (row: Row<C>) => first(row) !== undefined,
    })),
  ];
  return (
    <Grid
      caption={caption}
      at="/lines"
      most={rows.length}
      columns={columns}
      rows={rows}
      onRows={(by) => onRows((before) => balanced(lines, counts, before, by(before)))}
      standing={{
        called,
        placeOf: (row) => placeOf(lineOfRow(row)),
        heads: [
          { head: words.item, width: 11, cell: (row) => names?.[first(row)?.item ?? '']?.name },
          {
            head: should,
            width: 11,
            isFigure: true,
            cell: (row) => {
              const line = first(row);
              return line && <Should line={line} measure={measures.get(line.item) ?? ''} of={props} />;
            },
          },
          { head: words.measure, width: 4, cell: measureOf },
        ],
      }}
    />
  );
}

interface ShouldProps<C extends string> {
  readonly line: CountedLine;
  readonly measure: string;
  readonly of: CountGridProps<C>;
}

/** How many there should be, and how many of them are not counted. */
function Should<C extends string>({ line, measure, of: { rows, counts, mayLack = false } }: ShouldProps<C>) {
  const words = useWords(formWords);
  const { pack } = line;
  const missing = isLeftOut(line, rows) ? 0n : missingOf(line, rows, counts);
  const sized = pack && { measure: pack.measure, of: BigInt(pack.of) };
  return (
    <>
      {writePacked(BigInt(line.quantity), measure, sized)}
      {missing !== 0n && (
        <>
          {' '}
          <span className={missing > 0n && mayLack ? 'note' : 'field-told'}>
            {missing > 0n ? words.lacks(writeWhole(missing)) : words.above(writeWhole(-missing))}
          </span>
        </>
      )}
    </>
  );
}
