import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { createDynamoImports } from '../../shared/storage/dynamodb/imports.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { SCHEMA_VERSION } from '../../shared/storage/dynamodb/table.ts';
import { IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { SCHEMA_VERSION as DATABASE_VERSION } from '../../shared/storage/sqlite/schema.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { TEST_CIPHER } from './cipher.ts';
import { queued } from './export-jobs.contract.ts';
import { append, funds, id, LINE, openLine } from './fixtures.ts';
import { opened } from './imports.contract.ts';
import { laterRowsContract } from './later-rows.contract.ts';

const TABLES = ['entries', 'documents', 'funding_lines', 'lots', 'claims', 'counters', 'persons', 'outbox'];

laterRowsContract('SQLite', async () => {
  const connection = openConnection(IN_MEMORY);
  const open = () => createSqliteLedger({ writer: new Writer(connection), cipher: TEST_CIPHER });
  return {
    ledger: open(),
    async writtenByNext() {
      for (const table of TABLES) connection.run(`ALTER TABLE ${table} ADD COLUMN later TEXT DEFAULT 'more'`);
      for (const table of ['documents', 'lots']) {
        connection.run(`UPDATE ${table} SET state = json_set(state, '$.later', 'more')`);
      }
      connection.run(`PRAGMA user_version = ${DATABASE_VERSION + 1}`);
      return open();
    },
  };
});

let engine: TestEngine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startTestEngine();
  client = createDocumentClient({ endpoint: engine.endpoint });
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

const sleep = () => new Promise<void>((wake) => setImmediate(wake));

function ledgerOn(tableName: string) {
  return createDynamoLedger({ client, tableName, cipher: TEST_CIPHER, random: () => 0, sleep });
}

/** Every row as a later version would have written it: with an attribute more, and a member more in what is JSON. */
async function rewrite(tableName: string, version: number): Promise<void> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
  for (const item of Items) {
    const text: unknown = item.s;
    const isState = typeof text === 'string' && text.startsWith('{"') && !String(item.pk).startsWith('personal');
    const s = isState ? { s: JSON.stringify({ ...JSON.parse(text), later: 'more' }) } : {};
    await client.send(new PutCommand({ TableName: tableName, Item: { ...item, ...s, v: version, later: 'more' } }));
  }
}

describeOnEngine('a table', () => {
  laterRowsContract('DynamoDB on the embedded engine', async () => {
    const tableName = await engine.freshTable();
    return {
      ledger: ledgerOn(tableName),
      async writtenByNext() {
        await rewrite(tableName, SCHEMA_VERSION + 1);
        return ledgerOn(tableName);
      },
    };
  });

  describe('beside rows of the next version', () => {
    it('takes new rows of this one', async () => {
      const tableName = await engine.freshTable();
      await ledgerOn(tableName).append(append(1, [openLine()]));
      await rewrite(tableName, SCHEMA_VERSION + 1);
      const other = id(0xe1);
      expect(await ledgerOn(tableName).append(append(2, [openLine(other)]))).toEqual({ outcome: 'appended' });
      expect(await ledgerOn(tableName).append(append(3, [funds(5n, 0n, other)]))).toEqual({ outcome: 'appended' });
    });

    it('reads jobs, imports and what is projected, and leaves them alone', async () => {
      const tableName = await engine.freshTable();
      const options = { client, tableName, cipher: TEST_CIPHER, random: () => 0, sleep };
      const [jobs, imports] = [createDynamoExportJobs(options), createDynamoImports(options)];
      const projection = createDynamoProjection(options);
      await jobs.create(queued(1));
      await imports.create(opened(2));
      const filling = await projection.current();
      const to = { size: 1, root: Buffer.alloc(32, 7).toString('base64') };
      const step = { from: 0, to, sums: new Map([['a', new Map([['x', 1n]])]]), register: new Map([[id(3), 'unit']]) };
      await filling.advance({ ...step, lists: new Map([['opened/purchase', new Map([['k', 'one']])]]) });
      const everyRow = async () => [await jobs.read(id(1)), await imports.read(id(2)), await projection.read()];
      const before = await everyRow();

      await rewrite(tableName, SCHEMA_VERSION + 1);
      expect(await everyRow()).toEqual(before);
      const later = { name: 'LedgerError', code: 'newer-row' };
      await expect(jobs.replace(1, queued(1, { tries: 1 }))).rejects.toMatchObject(later);
      await expect(imports.replace(1, opened(2, { received: 1 }))).rejects.toMatchObject(later);
      await expect(projection.current()).rejects.toMatchObject(later);
      await expect(projection.anew()).rejects.toMatchObject(later);
      expect(await everyRow()).toEqual(before);
    });

    it.each([
      ['a version that is still later', SCHEMA_VERSION + 2],
      ['this version with more than it has', SCHEMA_VERSION],
    ])('reads none of %s', async (_, version) => {
      const tableName = await engine.freshTable();
      await ledgerOn(tableName).append(append(1, [openLine()]));
      await rewrite(tableName, version);
      const read = ledgerOn(tableName).read([{ row: 'fundingLine', id: LINE }]);
      await expect(read).rejects.toMatchObject({ code: 'corrupt-row' });
    });
  });
});
