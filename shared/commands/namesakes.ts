import type { Id } from '../domain/id.ts';
import { isSameName, normalForm } from '../domain/normal-form.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Registered, SupplierFields } from '../domain/registry.ts';
import { subjectOf } from '../domain/subject.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { CounterName } from '../storage/ports/guard-names.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { type Asked, count } from './asked.ts';
import type { Answer } from './command.ts';
import { documentNow } from './document.ts';

/**
 * Suppliers of one name are told apart by their credit codes, of which no two are the same; one without a code is the only
 * one of its name. Each name has a counter: one with a code adds one to it, one without takes it whole.
 */

/** More than there will ever be suppliers of one name. */
const WHOLE = 1_000_000n;

const counterOf = (name: string): CounterName => `name/supplier/${normalForm(name)}`;
const shareOf = ({ uscc }: SupplierFields) => (uscc === undefined ? WHOLE : 1n);

/** Takes its part of a name. */
export function named(supplier: SupplierFields): Asked {
  const { name } = supplier;
  const share = shareOf(supplier);
  const most = share === WHOLE ? WHOLE : WHOLE - 1n;
  return count(counterOf(name), share, most, () => ({ refusal: 'duplicate-name', name }));
}

/** From one name, or from no code to one, to another. What was let through before two names were one is never in the way. */
export function renamed(before: SupplierFields, after: SupplierFields): Asked[] {
  const [from, to] = [counterOf(before.name), counterOf(after.name)];
  const [less, more] = [shareOf(before), shareOf(after)];
  if (from !== to) return [count(from, -less), named(after)];
  return less === more ? [] : [count(from, more - less)];
}

/** How many pages of suppliers are looked through for a name. */
const MAX_PAGES = 10;

/** The suppliers of a name, the newest first. */
export async function suppliersNamed(ledger: Ledger, name: string): Promise<[Id, Registered<'supplier'>][]> {
  const found: [Id, Registered<'supplier'>][] = [];
  let after: Id | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await ledger.states('supplier', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, state } of page.items) if (isSameName(state.fields.name, name)) found.push([id, state]);
    after = page.next;
    if (after === undefined) break;
  }
  return found;
}

/** Says with a refusal who has the name, which its counter does not know, or the code, of which the claim knows an entry. */
export async function withHolder(ledger: Ledger, answer: Answer, own?: Id): Promise<Answer> {
  if (!isRefusal(answer)) return answer;
  if (answer.refusal === 'duplicate-code') return { ...answer, ...(await holding(ledger, answer.holder)) };
  if (answer.refusal !== 'duplicate-name') return answer;
  const others = (await suppliersNamed(ledger, answer.name)).filter(([id]) => id !== own);
  const [holder, state] = others.at(-1) ?? [];
  if (holder === undefined || state === undefined) return answer;
  return { ...answer, name: state.fields.name, holder, closed: state.closed };
}

/** What the entry is about that took a code, as it stands now: it may be closed, and keeps its code. */
async function holding(ledger: Ledger, by: Id): Promise<{ holder?: Id; name?: string; closed?: boolean }> {
  const entry = (await ledger.read([{ row: 'entry', id: by }])).entry(by)?.entry;
  const document = await documentNow({ ledger }, entry && subjectOf(entry));
  if (document === undefined) return {};
  const { id: holder } = document;
  if (document.kind === 'fundingLine') return { holder, name: document.line.name, closed: document.line.closed };
  if (!('fields' in document.state)) return { holder };
  const { fields, closed } = document.state;
  const name = 'name' in fields ? fields.name : 'title' in fields ? fields.title : undefined;
  return { holder, closed, ...(name === undefined ? {} : { name }) };
}
