export type UnusableReason =
  /** The SQLite of this process is too old to be trusted with a WAL. */
  | 'old-sqlite'
  /** The file system takes no WAL: often one that is reached through a network. */
  | 'no-wal'
  /** A database of something else. */
  | 'foreign'
  /** Made by a later version of the program. */
  | 'newer'
  /** Made by an earlier version: its rows have to be made again. */
  | 'older'
  /** A table or an index is not there, or is another one. */
  | 'tables'
  /** Pages of it are damaged. */
  | 'damaged';

/** The file cannot be used as the database of a ledger. Nothing of it was changed. */
export class UnusableDatabase extends Error {
  readonly reason: UnusableReason;

  constructor(reason: UnusableReason, message: string) {
    super(message);
    this.name = 'UnusableDatabase';
    this.reason = reason;
  }
}
