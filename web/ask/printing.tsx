import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

/** Rows that are printed from a page; more of them print better from a file. */
export const MOST_PRINTED = 2_000;

interface PrintingProps {
  /** All that was asked for stands on the page. */
  readonly isWhole: boolean;
  /** Where the same is asked for as a file; undefined where the reader may not, or no file has it. */
  readonly exported: string | undefined;
  /** In what the file is not the same. */
  readonly note?: string | undefined;
}

/** The ways onto paper and into a file. Where the page has not all of it, paper says so too. */
export function Printing({ isWhole, exported, note }: PrintingProps) {
  const words = useWords(sharedWords);
  if (!isWhole) {
    return (
      <p className="printing" role="note">
        <span>{words.tooManyToPrint(MOST_PRINTED)}</span>
        {exported !== undefined && (
          <a className="not-printed" href={exported}>
            {words.exportToPrint}
          </a>
        )}
        {note !== undefined && <span className="note not-printed">{note}</span>}
      </p>
    );
  }
  return (
    <p className="printing not-printed">
      <button type="button" className="plain-button" onClick={() => print()}>
        {words.print}
      </button>
      {exported !== undefined && <a href={exported}>{words.export}</a>}
      {note !== undefined && <span className="note">{note}</span>}
    </p>
  );
}
