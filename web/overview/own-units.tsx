import './overview.css';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { Named, Quantity } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { type Me, mayCall } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { overviewWords } from './overview-words.ts';
import { daysSince, useWork, type Work, waitsIn } from './work-now.ts';

const SHOWN = 50;
/** What was confirmed a moment ago waits no more once it is sealed, which is told to nobody who reads no vouchers. */
const CONFIRMED_SOON_MS = 5_000;

/** The home of who acts for units and does not read the books: what comes to them, and what waits for them. */
export function OwnUnits({ me }: { readonly me: Me }) {
  const { ownUnits } = me;
  const words = useWords(overviewWords).own;
  const work = useWork(SHOWN, CONFIRMED_SOON_MS);
  return (
    <Sheet title={words.title} note={ownUnits.length === 0 ? words.noUnits : <Units units={ownUnits} />}>
      <h2>{words.coming}</h2>
      <Answered answer={work}>{(told) => <Coming work={told} mayConfirm={mayCall(me, 'confirm')} />}</Answered>
      <Answered answer={work}>{(told) => <OtherWaits work={told} />}</Answered>
    </Sheet>
  );
}

function Units({ units }: { readonly units: Me['ownUnits'] }) {
  return units.map(({ id, code, name }, at) => (
    <span key={id}>
      {at > 0 && ' · '}
      <a className="opens" href={addresses.unit(id)}>
        {name} {code}
      </a>
    </span>
  ));
}

interface ComingProps {
  readonly work: Work;
  readonly mayConfirm: boolean;
}

function Coming({ work: { work, names }, mayConfirm }: ComingProps) {
  const words = useWords(overviewWords);
  const rows = work['in-transit']?.rows ?? [];
  if (rows.length === 0) return <p>{words.own.nothingComing}</p>;
  const confirm = {
    head: words.own.confirm,
    cell: ({ consignment, number }: (typeof rows)[number]) => (
      <a
        className="opens"
        href={addresses.confirmation(consignment)}
        aria-label={`${words.own.confirm} ${number ?? ''}`}
      >
        {words.own.confirm}
      </a>
    ),
  };
  return (
    <Rows
      caption={words.own.coming}
      rows={rows}
      keyOf={({ consignment }) => consignment}
      columns={[
        {
          head: words.own.number,
          cell: ({ consignment, number }) => (
            <a className="opens numbered" href={addresses.consignment(consignment)}>
              {number}
            </a>
          ),
        },
        { head: words.own.unit, cell: ({ unit }) => <Named id={unit} names={names} opens={addresses.unit(unit)} /> },
        { head: words.own.day, cell: ({ effectiveOn }) => effectiveOn },
        { head: words.own.waits, cell: ({ effectiveOn }) => words.since(daysSince(effectiveOn, Date.now())) },
        { head: words.own.lines, isFigure: true, cell: ({ lines }) => <Quantity of={lines} /> },
        ...(mayConfirm ? [confirm] : []),
      ]}
    />
  );
}

function OtherWaits({ work }: { readonly work: Work }) {
  const words = useWords(overviewWords);
  const { language } = useLanguage();
  const waits = waitsIn(work, { words, language, now: Date.now(), me: undefined }).filter(
    ({ kind }) => kind !== 'in-transit',
  );
  if (waits.length === 0) return null;
  return (
    <>
      <h2 className="own-other">{words.own.other}</h2>
      <Rows
        caption={words.own.other}
        rows={waits}
        keyOf={({ kind }) => kind}
        columns={[
          { head: words.own.kind, cell: ({ called }) => called },
          { head: words.own.count, isFigure: true, cell: ({ count }) => count },
          {
            head: words.own.number,
            cell: ({ first, opens }) =>
              opens === undefined ? (
                first
              ) : (
                <a className="opens" href={opens}>
                  {first}
                </a>
              ),
          },
          { head: words.own.waits, cell: ({ how }) => how },
        ]}
      />
    </>
  );
}
