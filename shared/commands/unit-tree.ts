import type { CalendarDate } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { UnitFields } from '../domain/registry.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { backwards } from './history.ts';

/**
 * Each unit knows its parent and nothing else of the tree, so that one moves with all below it by a change of its own row.
 * What lies above is read from row to row.
 */

/** What one read of the ledger takes. */
const MOST_READ = 100;

export interface UnitInTree {
  readonly id: Id;
  readonly code: string;
}

/** Tells of each of some units what it is and what lies above it, itself first; of what is no unit nothing. */
export async function lineagesOf(
  ledger: Pick<Ledger, 'read'>,
  units: readonly (Id | undefined)[],
): Promise<(unit: Id | undefined) => readonly UnitInTree[]> {
  const known = new Map<Id, UnitFields>();
  const asked = new Set<Id>();
  for (let level = unasked(units, asked); level.length > 0; ) {
    const found = await fieldsOf(ledger, level);
    for (const [id, fields] of found) known.set(id, fields);
    const parents = found.map(([, { parent }]) => parent ?? undefined);
    level = unasked(parents, asked);
  }
  return (unit) => {
    const path: UnitInTree[] = [];
    for (let id = unit; id !== undefined && !path.some((one) => one.id === id); ) {
      const fields = known.get(id);
      if (fields === undefined) break;
      path.push({ id, code: fields.code });
      id = fields.parent ?? undefined;
    }
    return path;
  };
}

/** The codes of a unit and of everything above it, its own first. */
export async function lineageOf(ledger: Pick<Ledger, 'read'>, unit: Id): Promise<readonly string[]> {
  const lineage = (await lineagesOf(ledger, [unit]))(unit);
  return lineage.map(({ code }) => code);
}

/** More often than a unit is ever amended. */
export const MOST_AMENDED = 1_000;

/**
 * A unit and everything above it, itself first, in the tree of a day. What was not registered by then lies where it was
 * registered. Of a unit that was not amended since, its row says it.
 */
export async function lineageOn(ledger: Pick<Ledger, 'read'>, unit: Id, on: CalendarDate): Promise<readonly Id[]> {
  const path: Id[] = [];
  for (let at: Id | undefined = unit; at !== undefined && !path.includes(at); at = await parentOn(ledger, at, on)) {
    path.push(at);
  }
  return path;
}

async function parentOn(ledger: Pick<Ledger, 'read'>, id: Id, on: CalendarDate): Promise<Id | undefined> {
  const row = (await ledger.read([{ row: 'unit', id }])).state('unit', id);
  if (row === undefined) return undefined;
  const now = row.state.fields.parent ?? undefined;
  if (row.version === id) return now;
  let hasMovedSince = false;
  for await (const { entry } of backwards(ledger, { kind: 'unit', id, version: row.version }, MOST_AMENDED)) {
    const isSince = entry.id !== id && entry.effectiveOn > on;
    const parent = parentSaid(entry);
    if (!isSince && !hasMovedSince) return now;
    if (!isSince && (parent !== undefined || entry.id === id)) return parent ?? undefined;
    if (isSince && parent !== undefined) hasMovedSince = true;
  }
  return now;
}

/** What an entry says that a unit lies below, null for nothing; undefined where it says nothing of it. */
export function parentSaid(entry: Entry): Id | null | undefined {
  if (!isKind(entry, 'registration') && !isKind(entry, 'amendment')) return undefined;
  const { fields } = entry.facts;
  return 'parent' in fields ? fields.parent : undefined;
}

function unasked(units: readonly (Id | undefined)[], asked: Set<Id>): Id[] {
  return units.filter((id): id is Id => {
    if (id === undefined || asked.has(id)) return false;
    asked.add(id);
    return true;
  });
}

async function fieldsOf(ledger: Pick<Ledger, 'read'>, units: readonly Id[]): Promise<[Id, UnitFields][]> {
  const pages = Array.from({ length: Math.ceil(units.length / MOST_READ) }, (_, at) =>
    units.slice(at * MOST_READ, at * MOST_READ + MOST_READ),
  );
  const found = await Promise.all(
    pages.map(async (page) => {
      const rows = await ledger.read(page.map((id) => ({ row: 'unit', id })));
      return page.flatMap((id): [Id, UnitFields][] => {
        const row = rows.state('unit', id);
        return row === undefined ? [] : [[id, row.state.fields]];
      });
    }),
  );
  return found.flat();
}

/** How many levels a unit has with all below it. Units move rarely, so every unit is read for it. */
export async function levelsFrom(ledger: Pick<Ledger, 'states'>, unit: Id): Promise<number> {
  const below = new Map<Id, Id[]>();
  let after: Id | undefined;
  do {
    const page = await ledger.states('unit', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, state } of page.items) {
      const { parent } = state.fields;
      if (parent) below.set(parent, [...(below.get(parent) ?? []), id]);
    }
    after = page.next;
  } while (after !== undefined);
  const seen = new Set<Id>();
  let levels = 0;
  for (let level = unasked([unit], seen); level.length > 0; levels += 1) {
    level = unasked(
      level.flatMap((id) => below.get(id) ?? []),
      seen,
    );
  }
  return levels;
}
