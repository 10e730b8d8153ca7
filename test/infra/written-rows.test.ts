import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { IMPORTED } from '../../functions/imports/kinds.ts';
import { APPENDED } from '../../infra/appended.ts';
import { PROGRAMS, type Program } from '../../infra/programs.ts';
import { GROUPS, type Route, routes } from '../../shared/routes.ts';
import {
  appendPatterns,
  headKey,
  outboxKey,
  partitionsOf,
  projectionKeys,
  recordPatterns,
  rowKey,
} from '../../shared/storage/dynamodb/table.ts';
import { Iam } from '../deployed/iam.ts';
import { resolverOf } from '../deployed/intrinsics.ts';
import { type Written, writtenByAll } from './appended.ts';
import { only, templateOf } from './synthesized.ts';

const template = templateOf();
const resolve = resolverOf(template, { Issuer: 'https://issuer.example', Audience: 'a', UnionName: 'u' });
const [tableId] = only(template, 'AWS::DynamoDB::GlobalTable');
const TABLE = z.string().parse(resolve({ 'Fn::GetAtt': [tableId, 'Arn'] }));
const iam = new Iam(template, resolve);
const ROUTES: readonly Route[] = routes;
const ID = '00000000-0000-7000-8000-00000000000a';

function may(program: Program, action: string, partition: string, isInTransaction = true): boolean {
  const enclosing = isInTransaction ? { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } : {};
  const context = { 'dynamodb:LeadingKeys': [partition], ...enclosing };
  return iam.allows({ program, action: `dynamodb:${action}`, resource: TABLE, context });
}

/** The function that carries out an operation. */
function programOf({ operation }: Written): Program {
  if (operation === 'carryOutRows') return 'import-worker';
  return ROUTES.find((row) => row.operation === operation)?.group ?? 'open';
}

let written: readonly Written[];

beforeAll(async () => {
  written = await writtenByAll();
}, 60_000);

describe('what an operation writes', () => {
  it('is allowed to its function, whichever it is', () => {
    const recorded = ROUTES.filter(({ writes }) => writes !== undefined).map(({ operation }) => operation);
    expect(recorded.filter((operation) => !written.some((one) => one.operation === operation))).toEqual([]);
    const denied = written.filter((one) => !may(programOf(one), one.action, one.partition));
    expect(denied).toEqual([]);
  });

  it('is allowed to whoever carries out imports, of every kind of row, but for what somebody is called', () => {
    const imported = new Set<string>(
      ROUTES.filter(({ path, method }) =>
        Object.values(IMPORTED).some((row) => method === 'POST' && row.path === path),
      ).map(({ operation }) => operation),
    );
    expect(imported.size).toBe(Object.keys(IMPORTED).length);
    const ofRows = written.filter(({ operation, partition }) => imported.has(operation) && !/#naming/.test(partition));
    expect(ofRows.filter(({ action, partition }) => !may('import-worker', action, partition))).toEqual([]);
  });

  it('is all that is granted: no function may write what none of its operations does', () => {
    for (const program of ['registry', 'ledger'] as const) {
      const own = written.filter((one) => programOf(one) === program).map(({ partition }) => partition);
      const granted = [...recordPatterns, ...appendPatterns(APPENDED[program])];
      const isLike = (pattern: string) => (partition: string) =>
        pattern.endsWith('*') ? partition.startsWith(pattern.slice(0, -1)) : partition === pattern;
      expect(granted.filter((pattern) => !own.some(isLike(pattern)))).toEqual([]);
    }
  });
});

describe('the rows of others', () => {
  const ACTIONS = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem', 'BatchWriteItem'] as const;
  const writers = (partition: string) =>
    PROGRAMS.filter((program) =>
      ACTIONS.some((action) =>
        [true, false].some((isInTransaction) => may(program, action, partition, isInTransaction)),
      ),
    ).sort();

  it('are closed: the head of the log, its places and what is projected are written by the sequencer alone', () => {
    expect(writers(headKey().pk)).toEqual(['seal']);
    const { cursor, sums, registered, listed, place } = projectionKeys;
    for (const { pk } of [cursor(), sums(1, 'x'), registered(1, ID), listed(1, 'waiting/held', 'x'), place(ID)])
      expect(writers(pk)).toEqual(['seal']);
  });

  it('are closed: jobs and imports, what is registered, and the books', () => {
    const pkOf = (kind: Parameters<typeof rowKey>[0]) => rowKey(kind, ID).pk;
    expect(writers(pkOf('export'))).toEqual(['export-worker', 'exports']);
    expect(writers(pkOf('import'))).toEqual(['import-worker', 'imports']);
    expect(writers(pkOf('warehouse'))).toEqual(['registry']);
    expect(writers(pkOf('threshold'))).toEqual(['registry']);
    expect(writers(pkOf('unit'))).toEqual(['import-worker', 'registry']);
    expect(writers(pkOf('purchase'))).toEqual(['ledger']);
    expect(writers(pkOf('period'))).toEqual(['ledger']);
    expect(writers(pkOf('benefit'))).toEqual(['import-worker', 'ledger']);
    expect(writers(`claim#reversal/${ID}`)).toEqual(['ledger']);
    expect(writers('claim#threshold/benefit')).toEqual(['registry']);
  });

  it('are closed: nobody who appends takes an entry out of what waits to be sealed, or changes one', () => {
    const changes = ['UpdateItem', 'DeleteItem', 'BatchWriteItem'] as const;
    for (const partition of [outboxKey(0, ID).pk, ...partitionsOf('entry').slice(-1)]) {
      for (const group of [...GROUPS, 'import-worker'] as const)
        expect(changes.filter((action) => may(group, action, partition))).toEqual([]);
    }
    expect(may('seal', 'BatchWriteItem', outboxKey(0, ID).pk, false)).toBe(true);
  });
});
