import * as z from 'zod';
import { methodNamed } from '../../shared/domain/payment-method.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { Said } from './document-sheet.tsx';
import { trailWords } from './trail-words.ts';

const said = z.looseObject({
  invoice: z.looseObject({ number: z.string(), date: z.string(), amount: z.string() }).optional(),
  changes: z
    .array(
      z.looseObject({
        field: z.string(),
        was: z.union([z.string(), z.number()]).optional(),
        is: z.union([z.string(), z.number()]).optional(),
      }),
    )
    .optional(),
});

/** What an entry says in words beside its transfers; its lines are told by these. */
export function FactsSaid({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { data } = said.safeParse(facts);
  const plain = Object.entries(words.facts).flatMap(([name, term]) => {
    const value = facts[name];
    return typeof value === 'string' ? [{ term, value: name === 'method' ? methodNamed(value)[language] : value }] : [];
  });
  return (
    <>
      {plain.map(({ term, value }) => (
        <Said key={term} term={term}>
          {value}
        </Said>
      ))}
      {data?.invoice !== undefined && (
        <Said term={words.purchase.invoice}>
          {data.invoice.number} · {data.invoice.date} · {data.invoice.amount} {words.yuan}
        </Said>
      )}
      {data?.changes?.map(({ field, was, is }) => (
        <Said key={field} term={words.entry.corrections}>
          {words.entry.changed(field, String(was ?? words.entry.nothingSaid), String(is ?? words.entry.nothingSaid))}
        </Said>
      ))}
    </>
  );
}
