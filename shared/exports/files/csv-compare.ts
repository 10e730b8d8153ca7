import { utf8Csv } from './csv.ts';
import { firstDifference } from './same-bytes.ts';
import type { Sheet } from './sheet.ts';

/**
 * Compares a CSV file in UTF-8 with the ledger it should be, to the byte. Says where they differ first, by the byte and by
 * the cell as a spreadsheet names it; undefined where they are the same.
 */
export async function compareCsv(found: AsyncIterable<Uint8Array>, sheet: Sheet): Promise<string | undefined> {
  const expected = new Cells(utf8Csv(sheet));
  const at = await firstDifference(expected.chunks(), found);
  return at === undefined ? undefined : `byte ${at}, cell ${expected.around(at)}`;
}

const BOM_BYTES = 3;
const utf8 = new TextDecoder();

/** A file on its way through a comparison: the piece that went by last, and the row in which it begins. */
class Cells {
  readonly #pieces: AsyncIterable<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  /** Where in the file the piece begins. */
  #start = 0;
  #row = 1;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#pieces) {
      this.#start += this.#piece.length;
      this.#row += placeIn(utf8.decode(this.#piece)).rows;
      this.#piece = piece;
      yield piece;
    }
  }

  /** The cell in which that byte of the file stands, which is in the last piece or right behind it. */
  around(at: number): string {
    // The byte-order mark stands before the first cell.
    const before = at < BOM_BYTES ? new Uint8Array() : this.#piece.subarray(0, at - this.#start);
    const { rows, column } = placeIn(utf8.decode(before));
    return `${lettersOf(column)}${this.#row + rows}`;
  }
}

/** How many rows end in a text that begins with a row, and in which column it ends. */
function placeIn(text: string): { readonly rows: number; readonly column: number } {
  let rows = 0;
  let column = 0;
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === ',') column += 1;
    else if (char === '\n') [rows, column] = [rows + 1, 0];
  }
  return { rows, column };
}

const LETTERS = 26;

/** A, B … Z, AA */
function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % LETTERS));
  return column < LETTERS ? last : lettersOf(Math.floor(column / LETTERS) - 1) + last;
}
