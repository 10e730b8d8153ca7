import { firstDifference } from './same-bytes.ts';
import type { Sheet } from './sheet.ts';
import { xlsxParts } from './xlsx.ts';
import { BadArchive, readZip, type ZipFile } from './zip.ts';

/** More than any ledger's workbook has, unpacked. */
const LIMITS = { files: 100, bytes: 16 * 1024 ** 3 };

/**
 * Compares a file with the ledger it should be, cell by cell: what is packed in it has to be what the ledger is written
 * as, to the byte. Says what is wrong first, a cell by its name; undefined where nothing is.
 */
export async function compareXlsx(path: string, sheet: Sheet): Promise<string | undefined> {
  const found = readZip(path, LIMITS);
  try {
    for await (const part of xlsxParts(sheet)) {
      const next = await found.next();
      if (next.done === true || next.value.path !== part.path) return `${part.path} is missing`;
      const cells = new Cells(part);
      const at = await firstDifference(next.value.chunks(), cells.chunks());
      if (at !== undefined) return cells.around(at);
    }
    return (await found.next()).done === true ? undefined : 'there is more in it than a ledger';
  } catch (error) {
    if (error instanceof BadArchive || isBroken(error)) return 'it is no whole workbook';
    throw error;
  } finally {
    await found.return(undefined);
  }
}

/** What yauzl and zlib throw for bytes that are no archive. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return code === '' ? !(error instanceof TypeError || error instanceof RangeError) : code.startsWith('Z_');
}

const CELL = /<c r="([A-Z]+\d+)"/g;
const CELL_END = Buffer.from('</c>');

/** A part on its way through a comparison, which remembers the piece that went by last. */
class Cells {
  readonly #part: ZipFile;
  #piece: Uint8Array = new Uint8Array();
  /** Where in the part the piece ends. */
  #end = 0;

  constructor(part: ZipFile) {
    this.#part = part;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#part.chunks()) {
      this.#piece = chunk;
      this.#end += chunk.length;
      yield chunk;
    }
  }

  /** The cell in which that byte of the part stands, which is in the last piece or right behind it. */
  around(at: number): string {
    const piece = Buffer.from(this.#piece);
    // From where an end would stand of which the byte is the last.
    const from = at - (this.#end - piece.length) - CELL_END.length + 1;
    const end = piece.indexOf(CELL_END, Math.max(0, from));
    const before = piece.subarray(0, end < 0 ? piece.length : end).toString('utf8');
    const [, name] = [...before.matchAll(CELL)].at(-1) ?? [];
    return name === undefined ? this.#part.path : `cell ${name}`;
  }
}
