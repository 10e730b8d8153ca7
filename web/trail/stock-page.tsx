import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { reportAnswers, type Stock } from '../../shared/schemas/reports.ts';
import type { Asked } from '../ask/addresses.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { FilterBar } from '../list/filter-bar.tsx';
import { NothingListed } from '../list/nothing-listed.tsx';
import { Pages } from '../list/pages.tsx';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useMay } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { AskedFor } from './asked-for.tsx';
import { Offered } from './document-sheet.tsx';
import { byExpiry, Expiry, expiryFilter } from './expiry.tsx';
import { registeredFilter } from './lists/filters.ts';
import { ListsBeside } from './lists/lists-beside.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

/** 库存: what lies in warehouses, by item and by lot. */
export function StockPage({ asked }: { readonly asked: Asked }) {
  const words = useWords(trailWords);
  const answer = useAnswer(withQuery('/api/stock', asked), reportAnswers.stock);
  const filters = [
    expiryFilter(words, asked.expiresBy),
    ...(['item', 'warehouse', 'fundingLine'] as const).map((name) => registeredFilter(words, name)),
  ];
  const under = asked.warehouse === undefined ? {} : { warehouse: asked.warehouse };
  const known = answer.data && { ...answer.data.names, ...meant(answer.data.lots) };
  return (
    <Sheet title={words.stock.title}>
      <div className="list-head not-printed">
        <div className="steps not-printed">
          <Offered operation="count" at={addresses.newCount(under)} called={words.stock.count} />
          <Offered operation="moveStock" at={addresses.newStockMove(under)} called={words.stock.move} isAside />
          <Offered operation="receiveInKind" at={addresses.newReceipt} called={words.stock.receive} isAside />
          {asked.warehouse !== undefined && (
            <p className="anew">
              <a href={addresses.countSheet({ warehouse: asked.warehouse })}>{words.stock.sheet}</a>
            </p>
          )}
        </div>
        <ListsBeside lists={['receipts', 'stockMoves', 'adjustments', 'items', 'warehouses']} />
      </div>
      <FilterBar label={words.stock.title} path={addresses.stock} asked={asked} filters={filters} />
      <Answered answer={answer} lines={10}>
        {(told) => (
          <>
            <AskedFor path={addresses.stock} asked={asked} names={known} shown={filters.map(({ name }) => name)} />
            {told.lots.length + told.items.length === 0 ? (
              <NothingListed path={addresses.stock} asked={asked} />
            ) : (
              <Lying told={told} />
            )}
            <Pages
              from="/api/stock"
              path={addresses.stock}
              asked={asked}
              schema={reportAnswers.stock}
              next={told.next}
              isEmpty={({ lots }) => lots.length === 0}
            />
          </>
        )}
      </Answered>
    </Sheet>
  );
}

function Lying({ told: { value, items, lots } }: { readonly told: Stock }) {
  const words = useWords(trailWords);
  return (
    <>
      <dl className="said">
        <dt>{words.stock.total}</dt>
        <dd>
          <Yuan of={value} />
        </dd>
      </dl>
      <h2>{words.stock.items}</h2>
      <Items items={items} />
      <h2>{words.stock.lots}</h2>
      <StockLots lots={lots} />
    </>
  );
}

/** What ids in the address mean, as far as the rows say it. */
function meant(lots: Stock['lots']) {
  return Object.fromEntries(
    lots.flatMap(({ item, warehouse, fundingLine }) => [item, warehouse, fundingLine].map((one) => [one.id, one])),
  );
}

function Items({ items }: { readonly items: Stock['items'] }) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.stock.items}
      rows={items}
      keyOf={({ item }) => item.id}
      columns={[
        {
          head: words.item,
          cell: ({ item }) => (
            <a className="opens" href={addresses.entries({ item: item.id })}>
              {item.name} <span className="named-code">{item.code}</span>
            </a>
          ),
        },
        {
          head: words.stock.inStock,
          isFigure: true,
          cell: ({ item, quantity }) => <Quantity of={quantity} measure={item.baseMeasure} />,
        },
        { head: words.stock.reserved, isFigure: true, cell: ({ reserved }) => <Quantity of={reserved} /> },
        { head: words.stock.free, isFigure: true, cell: ({ free }) => <Quantity of={free} /> },
        {
          head: words.stock.short,
          isFigure: true,
          cell: ({ short }) => short !== undefined && <Quantity of={short} />,
        },
        {
          head: words.stock.card,
          cell: ({ item }) => (
            <a
              href={addresses.report('stock-card', { item: item.id })}
              aria-label={`${words.stock.card} ${item.name} ${item.code}`}
            >
              {words.stock.card}
            </a>
          ),
        },
      ]}
    />
  );
}

type StockLot = Stock['lots'][number];

function StockLots({ lots }: { readonly lots: Stock['lots'] }) {
  const words = useWords(trailWords);
  const today = dateInShanghai(Date.now());
  const mayMove = useMay('moveStock');
  const moving = {
    head: words.stock.move,
    cell: ({ lot, item, warehouse }: StockLot) => (
      <a
        className="not-printed"
        href={addresses.newStockMove({ warehouse: warehouse.id, lot })}
        aria-label={`${words.stock.move} ${item.name} ${warehouse.name}`}
      >
        {words.stock.move}
      </a>
    ),
  };
  return (
    <Rows
      caption={words.stock.lots}
      rows={byExpiry(lots)}
      keyOf={({ lot }) => lot}
      columns={[
        {
          head: words.lot,
          cell: ({ lot, item }) => (
            <a className="opens" href={addresses.lot(lot)}>
              {item.name} <span className="named-code">{item.code}</span>
            </a>
          ),
        },
        { head: words.lotPage.receivedOn, cell: ({ receivedOn }) => receivedOn },
        { head: words.lotPage.expiresOn, cell: ({ expiresOn }) => <Expiry on={expiresOn} today={today} /> },
        {
          head: words.warehouse,
          cell: ({ warehouse: { id, name } }) => (
            <DocumentLink kind="warehouse" id={id} number="" names={{ [id]: { code: '', name } }} />
          ),
        },
        {
          head: words.fundingLine,
          cell: ({ fundingLine: { id, code, name } }) => (
            <DocumentLink kind="fundingLine" id={id} names={{ [id]: { code, name } }} />
          ),
        },
        {
          head: words.quantity,
          isFigure: true,
          cell: ({ lot, quantity, item }) => (
            <Quantity of={quantity} measure={item.baseMeasure} opens={addresses.lot(lot)} />
          ),
        },
        { head: words.ofYuan(words.value), isFigure: true, cell: ({ value }) => <Yuan of={value} /> },
        ...(mayMove ? [moving] : []),
      ]}
    />
  );
}
