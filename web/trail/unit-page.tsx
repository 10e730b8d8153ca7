import type { UnitCard } from '../../shared/schemas/cards.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import type { Asked } from '../ask/addresses.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { DaysFilter, Filters, FlagFilter } from '../ask/filters.tsx';
import { isWhole, period } from '../ask/on-paper.ts';
import { MOST_PRINTED, Printing } from '../ask/printing.tsx';
import { AsOf } from '../checkpoint/as-of.tsx';
import { PageOf } from '../list/page-of.tsx';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { mayCall, useMay, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { AskedFor } from './asked-for.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Voucher } from './voucher.tsx';
import './trail.css';

interface UnitPageProps {
  readonly id: string;
  readonly asked: Asked;
}

/** A unit: all that came to it and went back, row by row, each by its voucher. */
export function UnitPage({ id, asked }: UnitPageProps) {
  const words = useWords(trailWords);
  const { data: me } = useMe();
  const path = addresses.unit(id);
  const answer = useAnswer(
    withQuery(`/api/units/${id}/card`, { limit: MOST_PRINTED, ...asked }),
    reportAnswers.unitCard,
  );
  const { fundingLine, below, from, to } = asked;
  const mayExport = useMay('listExports');
  const request = { kind: 'distribution', unit: id, fundingLine, below, from, to };
  return (
    <Answered answer={answer} lines={8}>
      {(card) => (
        <Sheet
          title={card.unit.name}
          note={[card.unit.code, period(asked)].filter(Boolean).join(' · ')}
          seal={<AsOf asOf={card.asOf} />}
        >
          <AskedFor path={path} asked={asked} names={card.names} shown={['below', 'from', 'to']} />
          <Closing card={card} />
          <p className="not-printed">
            <a href={addresses.report('unit', { ...asked, cursor: undefined, unit: id })}>{words.unitPage.statement}</a>
            {' · '}
            <a href={withQuery(addresses.consignments, { unit: id })}>{words.unitPage.consignments}</a>
            {me !== undefined && mayCall(me, 'listEntries') && (
              <>
                {' · '}
                <a href={addresses.entries({ unit: id })}>{words.unitPage.entries}</a>
              </>
            )}
          </p>
          <h2>{words.unitPage.card}</h2>
          <Filters label={words.unitPage.card}>
            <DaysFilter path={path} asked={asked} />
            <FlagFilter path={path} asked={asked} name="below" label={words.entries.filters.below ?? ''} />
          </Filters>
          <Printing isWhole={isWhole(asked, card.next)} exported={mayExport ? addresses.exports(request) : undefined} />
          <PageOf path={path} asked={asked} isEmpty={card.rows.length === 0} next={card.next}>
            <Card card={card} />
          </PageOf>
        </Sheet>
      )}
    </Answered>
  );
}

function Closing({ card: { closing } }: { readonly card: UnitCard }) {
  const words = useWords(trailWords);
  return (
    <dl className="said">
      {closing.goods.length > 0 && (
        <Said term={words.unitPage.goodsNow}>
          {closing.goods.map(({ item, quantity }) => (
            <div key={item.id}>
              {item.name} <Quantity of={quantity} measure={item.baseMeasure} />
            </div>
          ))}
        </Said>
      )}
      <Said term={words.unitPage.moneyNow}>
        <Yuan of={closing.money} />
      </Said>
    </dl>
  );
}

type CardRow = UnitCard['rows'][number];

function Card({ card: { rows } }: { readonly card: UnitCard }) {
  const words = useWords(trailWords);
  const isPriced = rows.some(({ value }) => value !== undefined);
  const value = {
    head: words.ofYuan(words.value),
    isFigure: true,
    cell: (row: CardRow) => row.value !== undefined && <Yuan of={row.value} />,
  };
  const moved = (['came', 'returned', 'stands'] as const).map((column) => ({
    head: words.unitPage[column],
    isFigure: true,
    cell: ({ goods, money }: CardRow) => (
      <>
        {goods !== undefined && <Quantity of={goods[column]} measure={goods.item.baseMeasure} />}
        {money !== undefined && (
          <>
            <Yuan of={money[column]} /> {words.yuan}
          </>
        )}
      </>
    ),
  }));
  return (
    <Rows
      caption={words.unitPage.card}
      rows={rows.map((row, at) => ({ ...row, at }))}
      keyOf={({ at }) => String(at)}
      columns={[
        { head: words.day, cell: ({ date }) => date },
        { head: words.vouchers, cell: ({ entry, number }) => <Voucher id={entry} number={number} /> },
        {
          head: words.about,
          cell: ({ document }) => <DocumentLink kind={document.kind} id={document.id} number={document.number} />,
        },
        { head: words.item, cell: ({ goods }) => goods?.item.name ?? words.unitPage.money },
        ...moved,
        ...(isPriced ? [value] : []),
      ]}
    />
  );
}
