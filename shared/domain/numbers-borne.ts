import type { DocumentRef } from './documents.ts';
import { type Entry, isKind } from './entry.ts';
import type { Id } from './id.ts';
import { invoiceIn } from './invoice.ts';
import { bringsLots } from './lot-origin.ts';
import type { RegistryFields } from './registry.ts';
import { subjectOf } from './subject.ts';

/** Numbers that others gave, and that stand on paper: what each is the number of. */
export const BORNE = ['invoice', 'bank-reference', 'contract', 'batch', 'code'] as const;
export type Borne = (typeof BORNE)[number];

/** A number as an entry says it, of the entry and the document that are found by it. */
export interface NumberBorne {
  readonly by: Borne;
  readonly number: string;
  readonly entry: Id;
  readonly document?: DocumentRef;
}

/** Every number that an entry says. One that was put right later is found under both, for papers bear the first. */
export function numbersBorne(entry: Entry): NumberBorne[] {
  const { id } = entry;
  const invoice = invoiceIn(entry);
  const document = subjectOf(entry);
  const invoiced = { by: 'invoice', entry: id, document: { kind: 'invoice', id } } as const;
  const of = (by: Borne, number: string | undefined, found = id): NumberBorne[] =>
    number === undefined ? [] : [{ by, number, entry: found, ...(document === undefined ? {} : { document }) }];
  return [
    ...(invoice === undefined ? [] : numbersOfInvoice(invoice).map((number) => ({ ...invoiced, number }))),
    ...('bankReference' in entry.facts ? of('bank-reference', entry.facts.bankReference) : []),
    ...(isKind(entry, 'order') ? of('contract', entry.facts.procurement?.contract) : []),
    ...(bringsLots(entry) ? (entry.facts.lots ?? []).flatMap((lot) => of('batch', lot.number)) : []),
    ...('fields' in entry.facts && 'type' in entry.facts
      ? codesIn(entry.facts.fields).flatMap((code) => of('code', code))
      : []),
    ...(isKind(entry, 'correction') ? putRight(entry).flatMap(([by, is]) => of(by, is, entry.refs.entry)) : []),
  ];
}

function numbersOfInvoice(invoice: NonNullable<ReturnType<typeof invoiceIn>>): string[] {
  const { code, number, digitalNumber } = invoice;
  return [
    number,
    ...(code === undefined ? [] : [`${code}${number}`]),
    ...(digitalNumber === undefined ? [] : [digitalNumber]),
  ];
}

/** What something registered goes under: a code, a plan's number, the credit code of a supplier. */
function codesIn(fields: RegistryFields): string[] {
  const codes = [
    'code' in fields ? fields.code : undefined,
    'number' in fields ? fields.number : undefined,
    'uscc' in fields ? fields.uscc : undefined,
  ];
  return codes.filter((code) => code !== undefined);
}

function putRight({ facts }: Entry<'correction'>): [Borne, string][] {
  return facts.changes.flatMap(({ field, is }): [Borne, string][] => {
    if (typeof is !== 'string') return [];
    if (field === 'bankReference') return [['bank-reference', is]];
    return field === 'batch' ? [['batch', is]] : [];
  });
}
