import { useMemo } from 'react';
import * as z from 'zod';
import { LEDGER_TITLES } from '../../shared/domain/ledger-titles.ts';
import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import {
  ENCODINGS,
  EXPORTS,
  type ExportKind,
  exportAnswer,
  exportBody,
  LEDGER_KINDS,
} from '../../shared/schemas/export.ts';
import { names } from '../../shared/schemas/names.ts';
import { type Asked, addresses } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { Form } from '../form/form.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { RegisterPick } from '../form/register-pick.tsx';
import { useListed } from '../form/registers.ts';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { DateField } from '../paper/date-field.tsx';
import { sharedWords } from '../words/shared.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { ASKED_HERE, draftOf, type ExportDraft, exportDraft, ofKind, requestOf } from './export-draft.ts';
import { reportsWords } from './reports-words.ts';

const requested = z.looseObject({ export: exportAnswer }).transform((told) => told.export);

interface ExportFormProps {
  /** Of its draft: what the address asks for. */
  readonly name: string;
  readonly request: Asked;
  readonly onRequested: (id: string) => void;
}

/** What is to be in the file: of the fields, those that its kind takes. */
export function ExportForm({ name, request, onRequested }: ExportFormProps) {
  const words = useWords(reportsWords);
  const empty = useMemo(() => draftOf(request), [request]);
  const keyed = useKeyedDraft(`export.${name}`, exportDraft, empty);
  const { draft, change } = keyed;
  const made = { body: requestOf(draft), unreadable: [] };
  const sending = useSending({
    path: '/api/exports',
    schema: exportBody,
    draft: keyed,
    made,
    answered: requested,
    onBooked: onRequested,
  });
  const set = (changed: Partial<ExportDraft>) => change((before) => ({ ...before, ...changed }));
  return (
    <Form label={words.exports.ask} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.exports()} />
      <div className="filters">
        <Kind draft={draft} onKind={(kind) => change((before) => ofKind(before, kind))} set={set} />
        <Narrowed draft={draft} set={set} />
      </div>
      {EXPORTS[draft.kind].takes.includes('ledgers') && <Ledgers draft={draft} set={set} />}
      <SendButton keyed={keyed} sending={sending} label={words.exports.request} />
    </Form>
  );
}

interface PartProps {
  readonly draft: ExportDraft;
  readonly set: (changed: Partial<ExportDraft>) => void;
}

/** What a kind is called: a ledger by its title, which is Chinese as its columns are. */
export function useKindCalled(): (kind: ExportKind) => string {
  const { exports } = useWords(reportsWords);
  const { language } = useLanguage();
  return (kind) => {
    switch (kind) {
      case 'sign-off-sheet':
      case 'delivery-slip':
      case 'dispatch-papers':
      case 'entries':
      case 'audit-pack':
        return exports.kinds[kind];
      default:
        return language === 'zh' ? LEDGER_TITLES[kind] : `${exports.ledgerKinds[kind]} ${LEDGER_TITLES[kind]}`;
    }
  };
}

function Kind({ draft, set, onKind }: PartProps & { readonly onKind: (kind: ExportKind) => void }) {
  const { exports } = useWords(reportsWords);
  const called = useKindCalled();
  const { formats } = EXPORTS[draft.kind];
  return (
    <>
      <Select label={exports.kind} value={draft.kind} of={ASKED_HERE} called={called} onChange={onKind} />
      <Select
        label={exports.format}
        value={draft.format}
        of={formats}
        called={(format) => exports.formats[format]}
        onChange={(format) => set({ format })}
      />
      {draft.format === 'csv' && (
        <Select
          label={exports.encoding}
          value={draft.encoding}
          of={ENCODINGS}
          called={(encoding) => exports.encodings[encoding]}
          onChange={(encoding) => set({ encoding })}
        />
      )}
    </>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly of: readonly T[];
  readonly called: (one: T) => string;
  readonly onChange: (chosen: T) => void;
}

function Select<T extends string>({ label, value, of, called, onChange }: SelectProps<T>) {
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = of.find((one) => one === target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {of.map((one) => (
          <option key={one} value={one}>
            {called(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Narrowed({ draft, set }: PartProps) {
  const words = useWords(reportsWords);
  const { from, to } = useWords(sharedWords);
  const { takes } = EXPORTS[draft.kind];
  return (
    <>
      {takes.includes('consignment') && <Consignment draft={draft} set={set} />}
      {takes.includes('fundingLine') && <FundingLine draft={draft} set={set} />}
      {(['unit', 'item'] as const).map(
        (name) =>
          takes.includes(name) && (
            <RegisterPick
              key={name}
              register={name}
              at={`/${name}`}
              label={words[name]}
              value={draft[name]}
              onChange={(id) => set({ [name]: id })}
            />
          ),
      )}
      {takes.includes('below') && draft.unit !== '' && (
        <label className="flag">
          <input type="checkbox" checked={draft.below} onChange={({ target }) => set({ below: target.checked })} />
          {words.below}
        </label>
      )}
      {takes.includes('from') && (
        <DateField label={from} value={draft.from} notAfter={draft.to} onChange={(day) => set({ from: day })} />
      )}
      {takes.includes('to') && (
        <DateField label={to} value={draft.to} notBefore={draft.from} onChange={(day) => set({ to: day })} />
      )}
    </>
  );
}

function FundingLine({ draft, set }: PartProps) {
  const words = useWords(reportsWords);
  const lines = useListed('fundingLine', words.allLines);
  const called = new Map(lines.map((one) => [one.value, one.called]));
  return (
    <Select
      label={words.fundingLine}
      value={draft.fundingLine}
      of={lines.map(({ value }) => value)}
      called={(id) => called.get(id) ?? id}
      onChange={(fundingLine) => set({ fundingLine })}
    />
  );
}

const consignments = listOfUnits(consignmentAnswer).extend({ names });

function Consignment({ draft, set }: PartProps) {
  const words = useWords(reportsWords);
  const { data } = useAnswer('/api/consignments?limit=100', consignments);
  const called = new Map(
    data?.items.map(({ id, number, unit }) => [
      id,
      [number ?? words.toBeSealed, data.names?.[unit]?.name].filter(Boolean).join(' '),
    ]),
  );
  // What an older address names is none of the newest, and stays.
  const of = [...new Set(['', draft.consignment, ...called.keys()])];
  return (
    <Select
      label={words.exports.consignment}
      value={draft.consignment}
      of={of}
      called={(id) => (id === '' ? words.exports.choose : (called.get(id) ?? id))}
      onChange={(consignment) => set({ consignment })}
    />
  );
}

function Ledgers({ draft, set }: PartProps) {
  const { exports } = useWords(reportsWords);
  const called = useKindCalled();
  return (
    <div className="filters">
      <fieldset>
        <legend>{exports.ledgers}</legend>
        {LEDGER_KINDS.map((ledger) => (
          <label key={ledger} className="flag">
            <input
              type="checkbox"
              // None named are all of them.
              checked={draft.ledgers.length === 0 || draft.ledgers.includes(ledger)}
              onChange={({ target }) => {
                const before = draft.ledgers.length === 0 ? LEDGER_KINDS : draft.ledgers;
                const next = LEDGER_KINDS.filter((one) => (one === ledger ? target.checked : before.includes(one)));
                set({ ledgers: next.length === LEDGER_KINDS.length ? [] : next });
              }}
            />
            {called(ledger)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
