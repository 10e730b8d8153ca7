import * as z from 'zod';
import type { Id } from '../../domain/id.ts';
import { id } from '../../schemas/canonical.ts';
import { type AsOf, NOTHING_SEALED } from '../ports/journal.ts';
import type { ListedRow, ListName } from '../ports/lists.ts';
import { PROJECTION_EDITION, type Sums } from '../ports/projection.ts';
import type { Action } from './changes.ts';
import { type Attributes, parsed, type Row } from './rows.ts';
import { storedFigures, storedRow } from './stored-row.ts';
import { projectionKeys, SCHEMA_VERSION } from './table.ts';

/** How the projection is written into rows, and read back. */

const v = SCHEMA_VERSION;
const count = z.bigint().min(0n).transform(Number);

/** Before lists there was none. */
const storedCursor = storedRow({ n: count, s: z.string(), g: count, r: count.default(0) });
const storedNumber = storedRow({ n: count });
const storedRegister = storedRow({ sk: id, s: z.string() });
const storedListed = storedRow({ s: z.string() });
const storedPlace = storedRow({ sk: id, n: count });

/** How far which generation is. */
export interface Cursor {
  readonly generation: number;
  readonly position: AsOf;
  /** What was projected by the version that began the generation: see PROJECTION_EDITION. */
  readonly edition: number;
}

/** Where there is no cursor yet. */
export const FIRST: Cursor = { generation: 0, position: NOTHING_SEALED, edition: PROJECTION_EDITION };

export function cursorRow({ generation, position, edition }: Cursor): Row {
  return { ...projectionKeys.cursor(), v, n: position.size, s: position.root, g: generation, r: edition };
}

/** How far a generation is that is being made anew. */
export function renewalRow({ generation, position, edition }: Cursor): Row {
  return { ...projectionKeys.renewal(generation), v, n: position.size, s: position.root, g: generation, r: edition };
}

/** Everything before that generation is removed. */
export function removedRow(generation: number): Row {
  return { ...projectionKeys.removed(), v, n: generation };
}

export function placeRow(entry: Id, place: number): Row {
  return { ...projectionKeys.place(entry), v, n: place };
}

export function registerRow(generation: number, registered: Id, text: string): Row {
  return { ...projectionKeys.registered(generation, registered), v, s: text };
}

export function listedRow(generation: number, list: ListName, key: string, text: string): Row {
  return { ...projectionKeys.listed(generation, list, key), v, s: text };
}

/** Adds to a row whatever stands in it. */
export function sumsUpdate(TableName: string, generation: number, name: string, sums: Sums): Action {
  const figures = [...sums];
  const additions = figures.map((_, at) => `#${at} :${at}`).join(', ');
  return {
    Update: {
      TableName,
      Key: { ...projectionKeys.sums(generation, name) },
      UpdateExpression: `SET v = :v ADD ${additions}`,
      ExpressionAttributeNames: Object.fromEntries(figures.map(([figure], at) => [`#${at}`, figure])),
      ExpressionAttributeValues: {
        ':v': v,
        ...Object.fromEntries(figures.map(([, value], at) => [`:${at}`, value])),
      },
    },
  };
}

export function readCursor(row: Attributes): Cursor {
  return parsed('projection', row, () => {
    const { n, s, g, r } = storedCursor.parse(row);
    return { generation: g, position: { size: n, root: s }, edition: r };
  });
}

export function readNumber(row: Attributes): number {
  return parsed('projection', row, () => storedNumber.parse(row).n);
}

export function readSums(row: Attributes): [string, Sums] {
  return parsed('sums', row, () => {
    return [z.string().parse(row.sk), new Map(Object.entries(storedFigures(row)))];
  });
}

export function readRegister(row: Attributes): [Id, string] {
  return parsed('registered', row, () => {
    const { sk, s } = storedRegister.parse(row);
    return [sk, s];
  });
}

export function readListed(row: Attributes): ListedRow {
  return parsed('listed', row, () => {
    const { sk, s } = storedListed.parse(row);
    return { key: sk, text: s };
  });
}

export function readPlace(row: Attributes): [Id, number] {
  return parsed('place', row, () => {
    const { sk, n } = storedPlace.parse(row);
    return [sk, n];
  });
}
