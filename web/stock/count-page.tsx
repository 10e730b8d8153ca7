import { LIMITS } from '../../shared/schemas/limits.ts';
import type { Stock } from '../../shared/schemas/reports.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useChoices } from '../form/registers.ts';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { useWords } from '../words/words.tsx';
import { CountForm } from './count-edit.tsx';
import { partsOf } from './count-form.ts';
import { ForWhoMay } from './may-not.tsx';
import { useStockOf } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';
import './stock.css';

interface CountPageProps {
  readonly warehouse?: string | undefined;
  /** Which of its lots, so many at once, from 1. */
  readonly part?: number | undefined;
}

/** 盘点: what lies in a warehouse is counted, lot by lot. */
export function CountPage({ warehouse, part = 1 }: CountPageProps) {
  const { count: words } = useWords(stockWords);
  return (
    <ForWhoMay operation="count" words={words}>
      {warehouse === undefined ? <Warehouses /> : <OfWarehouse warehouse={warehouse} part={part} />}
    </ForWhoMay>
  );
}

/** To choose one of. */
function Warehouses() {
  const { count: words, warehouse } = useWords(stockWords);
  return (
    <Answered answer={useChoices('warehouse', '', true)} lines={4}>
      {({ items }) => {
        const [only, ...others] = items;
        if (only === undefined) return <Nothing title={words.noWarehouse} />;
        if (others.length === 0) return <OfWarehouse warehouse={only.id} part={1} />;
        return (
          <Sheet title={words.title} note={words.choose}>
            <Rows
              caption={words.choose}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: warehouse,
                  cell: ({ name, code }) => (
                    <>
                      {name} <span className="named-code">{code}</span>
                    </>
                  ),
                },
                {
                  head: words.begin,
                  cell: ({ id, name }) => (
                    <a
                      className="plain-button"
                      href={addresses.newCount({ warehouse: id })}
                      aria-label={words.beginOf(name)}
                    >
                      {words.begin}
                    </a>
                  ),
                },
              ]}
            />
          </Sheet>
        );
      }}
    </Answered>
  );
}

function OfWarehouse({ warehouse, part }: { readonly warehouse: string; readonly part: number }) {
  const { count: words, toStock } = useWords(stockWords);
  return (
    <Answered answer={useStockOf(warehouse)} lines={10}>
      {({ lots }) => {
        if (lots.length === 0) {
          return (
            <Nothing title={words.nothing} action={<a href={addresses.stock}>{toStock}</a>}>
              <p>{words.nothingDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.titleOf(lots[0]?.warehouse.name ?? '')} note={words.note}>
            <Ways warehouse={warehouse} />
            <Parts warehouse={warehouse} part={part} lots={lots} />
            <CountForm key={`${warehouse} ${part}`} warehouse={warehouse} part={part} lots={lots} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

function Ways({ warehouse }: { readonly warehouse: string }) {
  const { count: words } = useWords(stockWords);
  return (
    <ul className="ways not-printed">
      <li>
        <a href={addresses.countSheet({ warehouse })}>{words.sheet}</a>
      </li>
      <li>
        <a href={addresses.countSheet({ warehouse, blind: 'true' })}>{words.blindSheet}</a>
      </li>
      <li>
        <a href={addresses.newCount()}>{words.otherWarehouse}</a>
      </li>
    </ul>
  );
}

interface PartsProps {
  readonly warehouse: string;
  readonly part: number;
  readonly lots: Stock['lots'];
}

/** Where there are more lots than one document has room for. */
function Parts({ warehouse, part, lots }: PartsProps) {
  const { count: words } = useWords(stockWords);
  const parts = partsOf(lots.length);
  if (parts === 1) return null;
  return (
    <nav aria-label={words.parts} className="not-printed">
      <ul className="ways">
        {Array.from({ length: parts }, (_, at) => at + 1).map((one) => (
          <li key={one}>
            <a
              href={addresses.newCount({ warehouse, part: one })}
              {...(one === part ? { 'aria-current': 'page' } : {})}
            >
              {words.part((one - 1) * LIMITS.lines + 1, Math.min(one * LIMITS.lines, lots.length))}
            </a>
          </li>
        ))}
        <li className="note">{words.partsHint(LIMITS.lines)}</li>
      </ul>
    </nav>
  );
}
