import * as z from 'zod';
import type { Id } from '../domain/id.ts';
import { id } from '../schemas/canonical.ts';
import type { Action } from './dynamodb-changes.ts';
import type { AsOf } from './journal.ts';
import type { ProjectionStep, Sums } from './projection.ts';
import { type Attributes, parsed, type Row } from './rows.ts';
import { projectionKeys, SCHEMA_VERSION } from './table.ts';

/** How the projection is written into rows, and read back. */

const v = SCHEMA_VERSION;
const version = z.literal(BigInt(SCHEMA_VERSION));
const key = { pk: z.string(), sk: z.string(), v: version };
const count = z.bigint().min(0n).transform(Number);

const storedCurrent = z.strictObject({ ...key, n: count });
const storedPosition = z.strictObject({ ...key, n: count, s: z.string() });
const storedRegister = z.strictObject({ ...key, sk: id, s: z.string() });
const storedPlace = z.strictObject({ ...key, sk: id, n: count });
/** Beside its key and its version, a row of sums has figures and nothing else. */
const storedSums = z.object(key).catchall(z.bigint());

export function currentRow(generation: number): Row {
  return { ...projectionKeys.current(), v, n: generation };
}

export function placeRow(entry: Id, place: number): Row {
  return { ...projectionKeys.place(entry), v, n: place };
}

export function registerRow(generation: number, registered: Id, text: string): Row {
  return { ...projectionKeys.registered(generation, registered), v, s: text };
}

/** Moves the position, where it is the one that the step goes on from. */
export function positionPut(TableName: string, generation: number, { from, to }: ProjectionStep): Action {
  const Item = { ...projectionKeys.position(generation), v, n: to.size, s: to.root };
  return from === 0
    ? { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } }
    : { Put: { TableName, Item, ConditionExpression: 'n = :from', ExpressionAttributeValues: { ':from': from } } };
}

export function sumsUpdate(TableName: string, generation: number, name: string, sums: Sums): Action {
  const figures = [...sums].filter(([, value]) => value !== 0n);
  const additions = figures.map((_, at) => `#${at} :${at}`).join(', ');
  return {
    Update: {
      TableName,
      Key: { ...projectionKeys.sums(generation, name) },
      UpdateExpression: `SET v = :v${figures.length === 0 ? '' : ` ADD ${additions}`}`,
      ...(figures.length === 0
        ? {}
        : { ExpressionAttributeNames: Object.fromEntries(figures.map(([figure], at) => [`#${at}`, figure])) }),
      ExpressionAttributeValues: {
        ':v': v,
        ...Object.fromEntries(figures.map(([, value], at) => [`:${at}`, value])),
      },
    },
  };
}

export function readCurrent(row: Attributes): number {
  return parsed('projection', row, () => storedCurrent.parse(row).n);
}

export function readPosition(row: Attributes): AsOf {
  return parsed('projection', row, () => {
    const { n, s } = storedPosition.parse(row);
    return { size: n, root: s };
  });
}

export function readSums(row: Attributes): [string, Sums] {
  return parsed('sums', row, () => {
    const { pk: _pk, sk, v: _v, ...figures } = storedSums.parse(row);
    return [sk, new Map(Object.entries(figures))];
  });
}

export function readRegister(row: Attributes): [Id, string] {
  return parsed('registered', row, () => {
    const { sk, s } = storedRegister.parse(row);
    return [sk, s];
  });
}

export function readPlace(row: Attributes): [Id, number] {
  return parsed('place', row, () => {
    const { sk, n } = storedPlace.parse(row);
    return [sk, n];
  });
}
