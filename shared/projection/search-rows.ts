import * as z from 'zod';
import type { Entry } from '../domain/entry.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { REGISTRY_KINDS, type RegistryKind } from '../domain/registry.ts';
import { isLaterOnRegistered, registryTarget } from '../domain/subject.ts';
import type { Sealed } from '../domain/voucher.ts';
import { fieldsKnown, type Known, personalOf, type Register } from '../reports/register.ts';
import { id } from '../schemas/canonical.ts';
import type { ListName } from '../storage/ports/lists.ts';

/** Something registered as far as it is found and called by it: short, as everything of a kind is kept in memory. */
export interface SearchRow {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly closed?: true;
  /** What a unit lies below. */
  readonly parent?: Id;
  readonly uscc?: string;
  /** The entry whose personal row keeps its phone, or its name where it is somebody. */
  readonly personal?: Id;
}

const searchRow: z.ZodType<SearchRow> = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  closed: z.literal(true).exactOptional(),
  parent: id.exactOptional(),
  uscc: z.string().exactOptional(),
  personal: id.exactOptional(),
});
const page = z.array(searchRow);

/** Of the longest codes and names a page still is below 300 KB: a row of the table holds 400. */
export const PAGE_ROWS = 256;
const PAGE_DIGITS = 6;
const PLACE_DIGITS = 12;

/** Pages are by ordinal, so what is registered later changes the last one alone. */
export function pageKey(at: number): string {
  return String(at).padStart(PAGE_DIGITS, '0');
}

export function pageInKey(key: string): number {
  return Number(key);
}

export function readPage(text: string): SearchRow[] {
  return page.parse(JSON.parse(text));
}

/** Which page changed. */
const change = z.strictObject({ kind: z.enum(REGISTRY_KINDS), page: z.int().min(0) });
export type PageChange = z.output<typeof change>;

export function readChange(text: string): PageChange {
  return change.parse(JSON.parse(text));
}

/** What an entry about something registered sets: the page that has it, and that it changed. */
export function* searched(
  { entry, index }: Sealed,
  register: Register,
): Iterable<{ readonly list: ListName; readonly key: string; readonly text: string }> {
  const target = registeredBy(entry);
  if (target === undefined) return;
  const { kind } = target;
  const ordinal = register.find(kind, target.id)?.ordinal;
  if (ordinal === undefined) return;
  const at = Math.floor(ordinal / PAGE_ROWS);
  const ids = register.between(kind, at * PAGE_ROWS, (at + 1) * PAGE_ROWS);
  const rows = ids.map((one) => written(one, register.find(kind, one)));
  yield { list: `search/${kind}`, key: pageKey(at), text: `[${rows.join(',')}]` };
  const text = JSON.stringify({ kind, page: at } satisfies PageChange);
  yield { list: 'search/changes', key: String(index).padStart(PLACE_DIGITS, '0'), text };
}

/** What an entry registers or is about, where that is something registered. */
export function registeredBy(entry: Entry): { readonly kind: RegistryKind; readonly id: Id } | undefined {
  if (isKind(entry, 'registration')) return { kind: entry.facts.type, id: entry.id };
  return isLaterOnRegistered(entry) ? { kind: entry.facts.type, id: registryTarget(entry) } : undefined;
}

/** What is known of a thing is replaced, never changed: each is written once, however often its page is. */
const WRITTEN = new WeakMap<Known, string>();

function written(thing: Id, known: Known | undefined): string {
  if (known === undefined) throw new Error(`${thing} is in its register and not known there`);
  const before = WRITTEN.get(known);
  if (before !== undefined) return before;
  const text = JSON.stringify(rowOf(thing, known));
  WRITTEN.set(known, text);
  return text;
}

export function rowOf(
  thing: Id,
  { code = '', name = '', closed = false, parent, uscc, personal }: Partial<Known>,
): SearchRow {
  return {
    id: thing,
    code,
    name,
    ...(closed ? { closed } : {}),
    ...(parent ? { parent } : {}),
    ...(uscc === undefined ? {} : { uscc }),
    ...(personal === undefined ? {} : { personal }),
  };
}

/** A row as an entry about its thing leaves it. */
export function rowAfter(before: SearchRow | undefined, entry: Entry): SearchRow | undefined {
  const target = registeredBy(entry);
  if (target === undefined) return before;
  if (isKind(entry, 'closure') || isKind(entry, 'reopening')) {
    return before && rowOf(target.id, { ...before, closed: isKind(entry, 'closure') });
  }
  if (!isKind(entry, 'registration') && !isKind(entry, 'amendment')) return before;
  if (before === undefined && isKind(entry, 'amendment')) return undefined;
  return rowOf(target.id, { ...before, ...fieldsKnown(entry.facts.fields), ...personalOf(entry) });
}
