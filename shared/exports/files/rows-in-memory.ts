/** Rows that come back in the order of their keys, those of equal keys as they were added; all of them are in memory. */
export class RowsInMemory<T> {
  #rows: { readonly key: string; readonly row: T }[] = [];

  add(key: string, row: T): void {
    this.#rows.push({ key, row });
  }

  /** The rows in their order; read once, after the last one was added. */
  async *sorted(): AsyncGenerator<T> {
    const rows = this.#rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const { row } of rows) yield row;
  }

  close(): void {
    this.#rows = [];
  }
}

/** Sorts where nothing can be put aside. */
export function inMemory<T>(): RowsInMemory<T> {
  return new RowsInMemory();
}
