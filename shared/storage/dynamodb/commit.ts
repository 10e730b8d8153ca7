import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Action } from './changes.ts';
import { Patience, troubleOf } from './patience.ts';
import type { Table } from './reads.ts';

/**
 * One transaction. Whether it happened: now, or at an attempt whose answer was lost. That is told by what stands there
 * then, because only this call writes exactly that.
 */
export async function commit(
  table: Table,
  TransactItems: Action[],
  hasLanded: () => Promise<boolean>,
): Promise<boolean> {
  const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: table.token() });
  const patience = new Patience(table.waiting);
  for (let mayHaveLanded = false; ; ) {
    try {
      await table.client.send(command);
      return true;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'refused') return mayHaveLanded && (await hasLanded());
      mayHaveLanded ||= trouble === 'unknown';
      await patience.after(trouble, error);
    }
  }
}
