import { rowOfField } from '../../shared/domain/correctable.ts';
import { isKindName } from '../../shared/domain/kinds.ts';
import { correctBody } from '../../shared/schemas/correction.ts';
import { fieldCalled } from '../../shared/words/field-names.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { BLANK, isBlank, type Typed } from '../form/cells.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { PickInput, TypedInput } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Rows } from '../paper/rows.tsx';
import { Nothing } from '../paper/states.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { type Place, placesOf } from './correctable-places.ts';
import {
  type CorrectionDraft,
  type CorrectionField,
  correctionDraft,
  correctionOf,
  EMPTY,
  pointerOf,
  typedAt,
} from './correction-form.ts';
import { PutRightPage, type Read } from './put-right-page.tsx';
import { putRightWords } from './put-right-words.ts';

/** 更正: what an entry says and moves nothing, put right beside it. */
export function CorrectPage({ id }: { readonly id: string }) {
  const words = useWords(putRightWords).correct;
  return (
    <PutRightPage id={id} operation="correct" by="correct">
      {(read, title) => {
        const places = placesOf(read);
        if (places.length > 0 && isKindName(read.entry.kind)) {
          return <CorrectionForm read={read} places={places} title={title} />;
        }
        return (
          <Nothing title={words.none}>
            <p>{words.noneDetail}</p>
          </Nothing>
        );
      }}
    </PutRightPage>
  );
}

interface CorrectionFormProps {
  readonly read: Read;
  readonly places: readonly Place[];
  readonly title: string;
}

function CorrectionForm({ read, places, title }: CorrectionFormProps) {
  const all = useWords(putRightWords);
  const words = all.correct;
  const ofForms = useWords(formWords);
  const { id } = read.entry;
  const keyed = useKeyedDraft(`correct.${id}`, correctionDraft, EMPTY);
  const { draft, change } = keyed;
  const of = {
    path: `/api/entries/${id}/corrections`,
    schema: correctBody,
    draft: keyed,
    made: correctionOf(draft, places, words),
  } as const;
  const sending = useSending({ ...of, document: id, onBooked: () => go(addresses.entry(id)) });
  const trial = useTrial(of);
  const fields: FieldsOf<CorrectionField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { reason: all.reason, note: ofForms.fields.note },
  };
  return (
    <Form label={title} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <section>
        <h2>{words.fields}</h2>
        <Places places={places} names={read.names} draft={draft} change={change} />
      </section>
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={28} />
        <DraftField of={fields} name="note" at="/note" width={28} />
      </div>
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

interface PlacesProps {
  readonly places: readonly Place[];
  readonly names: Read['names'];
  readonly draft: CorrectionDraft;
  readonly change: (by: (before: CorrectionDraft) => CorrectionDraft) => void;
}

function Places({ places, names: known, draft, change }: PlacesProps) {
  const words = useWords(putRightWords).correct;
  const { language } = useLanguage();
  const called = ({ field, lot, was }: Place) => {
    const of = lot === undefined ? (field === 'paper' ? String(was ?? '') : undefined) : known?.[lot]?.name;
    return [fieldCalled(field)[language], of].filter(Boolean).join(' · ');
  };
  const put = (part: 'is' | 'was') => (key: string, value: Typed) =>
    change((before) => ({
      ...before,
      [part]: { ...before[part], [key]: value },
      emptied: isBlank(value) ? before.emptied : before.emptied.filter((one) => one !== key),
    }));
  const empty = (key: string, isEmpty: boolean) =>
    change((before) => ({
      ...before,
      is: isEmpty ? { ...before.is, [key]: BLANK } : before.is,
      emptied: [...before.emptied.filter((one) => one !== key), ...(isEmpty ? [key] : [])],
    }));
  return (
    <div className="put-right">
      <Rows
        caption={words.fields}
        rows={places}
        keyOf={({ key }) => key}
        columns={[
          { head: words.field, cell: called },
          {
            head: words.was,
            cell: (place) => (
              <Was place={place} names={known} draft={draft} onWas={put('was')} called={called(place)} />
            ),
          },
          {
            head: words.is,
            cell: (place) => (
              <Is
                place={place}
                draft={draft}
                at={pointerOf(draft, places, place.key)}
                called={called(place)}
                onIs={put('is')}
                onEmpty={empty}
              />
            ),
          },
        ]}
      />
    </div>
  );
}

interface PlaceProps {
  readonly place: Place;
  readonly draft: CorrectionDraft;
  readonly called: string;
}

/** What stands; the name of a person is not shown, and is said by who corrects it. */
function Was({
  place: { key, field, was },
  names: known,
  draft,
  called,
  onWas,
}: PlaceProps & { readonly names: Read['names']; readonly onWas: (key: string, value: Typed) => void }) {
  const words = useWords(putRightWords).correct;
  const { holds } = rowOfField(field);
  if (holds === 'person') {
    return (
      <TypedInput
        at={undefined}
        label={`${called} ${words.wasPerson}`}
        reader="text"
        value={draft.was[key] ?? BLANK}
        onChange={(value) => onWas(key, value)}
      />
    );
  }
  if (was === undefined) return <span className="note">{words.nothing}</span>;
  return holds === 'supplier' ? (known?.[String(was)]?.name ?? String(was)) : String(was);
}

interface IsProps extends PlaceProps {
  readonly at: string | undefined;
  readonly onIs: (key: string, value: Typed) => void;
  readonly onEmpty: (key: string, isEmpty: boolean) => void;
}

const READERS = { text: 'text', person: 'text', date: 'date', count: 'quantity' } as const;

function Is({ place: { key, field, was }, draft, called, at, onIs, onEmpty }: IsProps) {
  const words = useWords(putRightWords).correct;
  const { holds, mayBeNothing } = rowOfField(field);
  const input = {
    at,
    label: words.isOf(called),
    value: typedAt(draft, key),
    onChange: (value: Typed) => onIs(key, value),
  };
  return (
    <div className="put-right-is">
      {holds === 'supplier' ? (
        <PickInput {...input} from="supplier" />
      ) : (
        <TypedInput {...input} reader={READERS[holds]} />
      )}
      {mayBeNothing && was !== undefined && (
        <label className="put-right-empty">
          <input
            type="checkbox"
            aria-label={words.emptyOf(called)}
            checked={draft.emptied.includes(key)}
            onChange={({ target }) => onEmpty(key, target.checked)}
          />
          {words.empty}
        </label>
      )}
    </div>
  );
}
