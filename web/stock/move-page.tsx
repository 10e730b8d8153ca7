import { moveStockBody } from '../../shared/schemas/stock-move.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { go } from '../ask/going.ts';
import { BLANK, cellOf, ofChoice } from '../form/cells.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { useItems } from '../form/registers.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { ForWhoMay } from './may-not.tsx';
import { emptyMove, itemOfLot, type MoveDraft, type MoveField, moveDraft, moveOf, withPacks } from './move-form.ts';
import { MoveLines } from './move-lines.tsx';
import { lotChoice } from './stock-lot.ts';
import { useStockOf, useToday } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';
import './stock.css';
import { grouped } from '../paper/figures.tsx';

interface MovePageProps {
  /** Out of which warehouse, and a lot that lies in it. */
  readonly warehouse?: string | undefined;
  readonly lot?: string | undefined;
}

/** 移库: goods go from one warehouse into another. */
export function MovePage({ warehouse, lot }: MovePageProps) {
  const { move: words } = useWords(stockWords);
  return (
    <ForWhoMay operation="moveStock" words={words}>
      <Sheet title={words.title} note={words.note}>
        {warehouse === undefined ? <FreshMove /> : <MoveFrom warehouse={warehouse} lot={lot} />}
      </Sheet>
    </ForWhoMay>
  );
}

function FreshMove() {
  const today = useToday();
  return <MoveForm name="move" empty={emptyMove(today)} />;
}

function MoveFrom({ warehouse, lot }: { readonly warehouse: string; readonly lot: string | undefined }) {
  const { told } = useWords(stockWords);
  const today = useToday();
  return (
    <Answered answer={useStockOf(warehouse)} lines={8}>
      {({ lots }) => {
        const one = lots.find((each) => each.lot === lot);
        const from = lots[0]?.warehouse;
        const chosen = one && {
          lot: ofChoice(lotChoice(one, told, (quantity) => grouped(String(quantity)))),
          item: ofChoice(itemOfLot(one)),
        };
        return (
          <MoveForm
            name={`move.${warehouse}.${lot ?? ''}`}
            empty={emptyMove(today, from === undefined ? undefined : ofChoice(from), chosen)}
          />
        );
      }}
    </Answered>
  );
}

function MoveForm({ name, empty }: { readonly name: string; readonly empty: MoveDraft }) {
  const { move: words } = useWords(stockWords);
  const ofForms = useWords(formWords);
  const keyed = useKeyedDraft(name, moveDraft, empty);
  const { draft, change } = keyed;
  const items = useItems(draft.lines.flatMap((row) => cellOf(row, 'item').chosen?.id ?? []));
  const rows = withPacks(draft.lines, items);
  const from = draft.fields.from ?? BLANK;
  const { data: stock } = useStockOf(from.chosen?.id);
  const of = {
    path: '/api/stock-moves',
    schema: moveStockBody,
    draft: keyed,
    made: moveOf({ ...draft, lines: [...rows] }, from),
  } as const;
  const sending = useSending({ ...of, onBooked: (entry) => go(addresses.stockMove(entry)) });
  const trial = useTrial(of);
  const fields: FieldsOf<MoveField> = {
    draft,
    put: (field, value) => change((before) => ({ ...before, fields: { ...before.fields, [field]: value } })),
    labels: { ...ofForms.fields, ...words.labels },
  };
  return (
    <Form label={words.title} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.stockMove(keyed.key)} />
      <div className="fields">
        <DraftField of={fields} name="from" at="/from" from="warehouse" isFirst width={18} />
        <DraftField of={fields} name="to" at="/to" from="warehouse" width={18} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
        <DraftField of={fields} name="reason" at="/reason" isAside width={22} />
      </div>
      <MoveLines
        rows={rows}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(before.lines)] }))}
        lots={stock?.lots}
        isFromChosen={from.chosen !== undefined}
        day={draft.fields.effectiveOn ?? BLANK}
      />
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}
