import type { Reading } from '../shared/storage/sqlite/connection.ts';

/** Every row of every table of a database, each as a text that says where it stands. */
export function rowsIn(connection: Reading): string[] {
  const tables = connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return tables.flatMap(({ name }) =>
    connection
      .all(`SELECT * FROM "${String(name)}"`)
      .map(
        (row) =>
          `${String(name)} ${JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`,
      ),
  );
}
