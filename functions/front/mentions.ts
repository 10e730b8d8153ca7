import type { StateKind } from '../../shared/domain/books.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { birthOf, type Id, isId, isLotId, ordinalOf } from '../../shared/domain/id.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import type { RegistryFields, RegistryKind } from '../../shared/domain/registry.ts';
import { voucherNumber } from '../../shared/domain/voucher.ts';
import type { Found, Key, Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { type Mentions, UNNAMED } from '../../shared/words/mentions.ts';

/** Where what a refusal mentions is looked up: not everything that refuses has a ledger. */
export interface MentionSources {
  readonly ledger?: Pick<Ledger, 'read'>;
  readonly projection?: Pick<Projection, 'placesOf'>;
}

/** Looked up at most; what a refusal names beyond them is told by its sort. */
const MOST = 50;
const DEEPEST = 6;

/** What a refusal mentions, by name. A refusal that cannot be told by names is told without them, never not at all. */
export async function mentionsOf({ ledger, projection }: MentionSources, refusal: object): Promise<Mentions> {
  const ids = [...idsIn(refusal)].slice(0, MOST);
  if (ledger === undefined || ids.length === 0) return UNNAMED;
  try {
    const [found, places = new Map<Id, number>()] = await Promise.all([
      ledger.read(ids.map((id) => ({ row: 'entry', id }))),
      projection?.placesOf(ids),
    ]);
    const entries = ids.flatMap((id) => found.entry(id)?.entry ?? []);
    const registered = entries.filter((entry) => isKind(entry, 'registration'));
    const rows = await ledger.read(registered.map(rowOf));
    const names = new Map(registered.map((entry) => [entry.id, nameOf(entry, rows)]));
    const called = new Map(entries.map((entry) => [entry.id, calledAs(entry, places.get(entry.id))]));
    return {
      registered: (id) => names.get(id) ?? UNNAMED.registered(id),
      entry: (id) => called.get(id) ?? UNNAMED.entry(id),
      lot: (lot) => {
        const birth = called.get(birthOf(lot));
        if (birth === undefined) return UNNAMED.lot(lot);
        return { zh: `${birth.zh} 第 ${ordinalOf(lot)} 批`, en: `lot ${ordinalOf(lot)} of ${birth.en}` };
      },
    };
  } catch {
    return UNNAMED;
  }
}

/** The ids anywhere in a refusal: whole, before the ordinal of a lot, or in the name of an account. */
function idsIn(value: unknown, depth = 0): ReadonlySet<Id> {
  if (typeof value === 'string') {
    const parts = value.split(/[/,] ?/).map((part) => (isLotId(part) ? birthOf(part) : part));
    return new Set(parts.filter(isId));
  }
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return new Set();
  return new Set(Object.values(value).flatMap((one) => [...idsIn(one, depth + 1)]));
}

function calledAs(entry: Entry, place: number | undefined): Bilingual {
  const isWithdrawal = isKind(entry, 'reversal') && entry.facts.withdrawn === true;
  const { zh, en } = isWithdrawal ? { zh: '撤回', en: 'withdrawal' } : KINDS[entry.kind];
  const number = place === undefined ? undefined : voucherNumber(place);
  return {
    zh: `${entry.effectiveOn} 的${zh}${number === undefined ? '' : `凭证 ${number}`}`,
    en: `the ${en} of ${entry.effectiveOn}${number === undefined ? '' : `, voucher ${number}`}`,
  };
}

function rowOf({ id, facts: { type } }: Entry<'registration'>): Key {
  return { row: type, id };
}

/** What it is called now, with its code: as people find it in lists and on papers. */
function nameOf({ id, facts }: Entry<'registration'>, rows: Found): Bilingual {
  const { code, name } = termsOf(facts.type, id, rows) ?? fieldsNamed(facts.fields);
  const text = [name, code === undefined || code === name ? undefined : name === undefined ? code : `(${code})`];
  const shown = text.filter((part) => part !== undefined).join('');
  return shown === '' ? UNNAMED.registered(id) : { zh: `“${shown}”`, en: `“${shown}”` };
}

interface Terms {
  readonly code?: string;
  readonly name?: string;
}

function termsOf(type: RegistryKind, id: Id, rows: Found): Terms | undefined {
  if (type === 'fundingLine') return rows.fundingLine(id);
  const row = rows.state(type satisfies StateKind, id);
  return row && fieldsNamed(row.state.fields);
}

function fieldsNamed(fields: RegistryFields): Terms {
  const code = 'code' in fields ? fields.code : 'number' in fields ? fields.number : undefined;
  const name = 'name' in fields ? fields.name : 'title' in fields ? fields.title : undefined;
  return { ...(code === undefined ? {} : { code }), ...(name === undefined ? {} : { name }) };
}
