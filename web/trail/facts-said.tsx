import * as z from 'zod';
import { methodNamed } from '../../shared/domain/payment-method.ts';
import { ROLE_NAMES, ROLES } from '../../shared/domain/role.ts';
import { FACTS } from '../../shared/schemas/facts.ts';
import { consentAnswer, toldProcurement } from '../../shared/schemas/terms-answer.ts';
import { fieldCalled } from '../../shared/words/field-names.ts';
import type { Language } from '../../shared/words/language.ts';
import { PERIOD_NAMES } from '../../shared/words/vocabulary.ts';
import type { Names } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { kindCalled } from './opened.ts';
import { Said } from './said.tsx';
import { ConsentSaid, ProcurementSaid } from './terms-said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const said = z.looseObject({
  kind: z.string().optional(),
  invoice: z.looseObject({ number: z.string(), date: z.string(), amount: z.string() }).optional(),
  allocations: z.array(z.looseObject({ purchase: z.string(), amount: z.string() })).optional(),
  emergency: z.looseObject({ basis: z.string(), from: z.string(), to: z.string().optional() }).optional(),
  procurement: toldProcurement().optional(),
  consent: consentAnswer.optional(),
  fields: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
});

interface FactsSaidProps {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly names: Names | undefined;
}

/** What an entry says in words beside its lines and transfers: terms of a `dl`. */
export function FactsSaid({ facts, names }: FactsSaidProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const told = said.safeParse(facts).data ?? {};
  const plain = Object.entries(words.facts).flatMap(([name, term]) => {
    const value = facts[name];
    return typeof value === 'string' ? [{ term, value: name === 'method' ? methodNamed(value)[language] : value }] : [];
  });
  const { invoice, allocations = [], emergency, procurement, consent, fields } = told;
  return (
    <>
      {plain.map(({ term, value }) => (
        <Said key={term} term={term}>
          {value}
        </Said>
      ))}
      {invoice !== undefined && (
        <Said term={words.purchase.invoice}>
          {invoice.number} · {invoice.date} · {invoice.amount} {words.yuan}
        </Said>
      )}
      {allocations.length > 0 && (
        <Said term={words.invoice.purchases}>
          {allocations.map(({ purchase, amount }) => (
            <div key={purchase}>
              <DocumentLink kind="purchase" id={purchase} names={names} /> {amount} {words.yuan}
            </div>
          ))}
        </Said>
      )}
      <ProcurementSaid procurement={procurement} />
      <ConsentSaid consent={consent} names={names} />
      <Said term={words.purchase.emergency}>
        {emergency && [emergency.basis, emergency.from, emergency.to].filter(Boolean).join(' · ')}
      </Said>
      {Array.isArray(fields) ? (
        <Said term={words.entry.fields}>{fields.map((field) => fieldCalled(field)[language]).join(' · ')}</Said>
      ) : (
        Object.entries(fields ?? {}).map(([field, value]) => (
          <Said key={field} term={fieldCalled(field)[language]}>
            {valueSaid(value, language, names, words.none)}
          </Said>
        ))
      )}
    </>
  );
}

/** A value of a field that is registered, in words. */
export function valueSaid(value: unknown, language: Language, names: Names | undefined, none: string): string {
  if (value === null || value === undefined || value === '') return none;
  if (Array.isArray(value)) return value.map((one) => valueSaid(one, language, names, none)).join(' · ');
  if (typeof value === 'boolean') return YES_NO[value ? 'yes' : 'no'][language];
  if (typeof value === 'object') {
    return Object.values(value)
      .map((one) => valueSaid(one, language, names, none))
      .join(' ');
  }
  const text = String(value);
  const role = ROLES.find((one) => one === text);
  if (role !== undefined) return ROLE_NAMES[role][language];
  const period = Object.entries(PERIOD_NAMES).find(([name]) => name === text)?.[1];
  return period?.[language] ?? names?.[text]?.name ?? text;
}

const YES_NO = { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } } as const;

/** What a correction put right: each field in words, as it was and as it is. */
export function ChangesSaid({ facts, names }: FactsSaidProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { changes = [], kind } = FACTS.correction().safeParse(facts).data ?? {};
  if (changes.length === 0) return null;
  const told = (field: string, value: string | bigint | undefined) => {
    if (value === undefined) return <span className="note">{words.entry.nothingSaid}</span>;
    // A commitment stands in the place of what names somebody.
    if (field === 'signatory') return <span className="note">{words.entry.personal}</span>;
    if (field === 'supplier') return <DocumentLink kind="supplier" id={String(value)} names={names} />;
    return String(value);
  };
  return (
    <Rows
      caption={`${words.entry.corrections} ${kind === undefined ? '' : kindCalled(kind, language)}`}
      rows={changes.map((change, at) => ({ ...change, at }))}
      keyOf={({ at }) => String(at)}
      columns={[
        {
          head: words.entry.field,
          cell: ({ field, lot }) => (
            <>
              {fieldCalled(field)[language]} {lot !== undefined && <span className="note">{names?.[lot]?.name}</span>}
            </>
          ),
        },
        { head: words.entry.was, cell: ({ field, was }) => told(field, was) },
        { head: words.entry.is, cell: ({ field, is }) => told(field, is) },
      ]}
    />
  );
}
