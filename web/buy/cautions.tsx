import { useQueries } from '@tanstack/react-query';
import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import { daysAfter } from '../../shared/domain/calendar.ts';
import { isUnusual, medianOf, type Price, writePriceOf } from '../../shared/reports/usual-price.ts';
import { listOf } from '../../shared/schemas/answer-forms.ts';
import { type PurchaseView, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { ask } from '../ask/ask.ts';
import { cellOf } from '../form/cells.ts';
import { readDate } from '../form/typed.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import { amountOf, quantityOf, totalOf } from './lines.ts';
import { fieldOfOrder, type Line, type OrderDraft } from './order-form.ts';

const purchases = listOf(purchaseAnswer).extend({ names });
/** Orders that prices are compared with: the newest ones. */
const COMPARED = 50;
const TWIN_DAYS = 7;

/** What an auditor would ask about, said before it is booked: prices far from those of before, an order like another. */
export function Cautions({ draft }: { readonly draft: OrderDraft }) {
  const words = useWords(buyWords);
  const unusual = useUnusualPrices(draft.lines);
  const twin = useTwin(draft);
  if (unusual.length === 0 && twin === undefined) return null;
  return (
    <div className="trial" role="status">
      <strong>{words.cautions}</strong>
      <ul>
        {unusual.map(({ item, price, median }) => (
          <li key={item}>{words.unusual(item, writePriceOf(price), writePriceOf(median))}</li>
        ))}
        {twin !== undefined && (
          <li>
            <a href={addresses.purchase(twin.id)}>{words.twin(twin.number ?? words.unnumbered, twin.effectiveOn)}</a>
          </li>
        )}
      </ul>
    </div>
  );
}

interface Unusual {
  readonly item: string;
  readonly price: Price;
  readonly median: Price;
}

function useUnusualPrices(lines: readonly Line[]): readonly Unusual[] {
  const { language } = useLanguage();
  const priced = lines.flatMap((line) => {
    const item = cellOf(line, 'item').chosen;
    const quantity = piecesOf(line);
    const value = amountOf(line);
    return item === undefined || quantity === 0n || value === 0n ? [] : [{ item, price: { quantity, value } }];
  });
  const items = [...new Set(priced.map(({ item }) => item.id))];
  const answers = useQueries({
    queries: items.map((item) => {
      const path = withQuery('/api/purchases', { item, limit: COMPARED });
      return { queryKey: [path, language], queryFn: () => ask(path, purchases) };
    }),
  });
  return priced.flatMap(({ item, price }) => {
    const before = answers[items.indexOf(item.id)]?.data?.items ?? [];
    const median = medianOf(pricesOf(item.id, before));
    return median !== undefined && isUnusual(price, median) ? [{ item: item.name, price, median }] : [];
  });
}

/** What a line comes to in the base measure. */
function piecesOf(line: Line): bigint {
  const measures = cellOf(line, 'item').chosen?.measures ?? [];
  const { text } = cellOf(line, 'measure');
  const size = measures.find(({ measure }) => measure === text.trim())?.of ?? 1;
  return quantityOf(line) * BigInt(size);
}

function pricesOf(item: string, before: readonly PurchaseView[]): readonly Price[] {
  return before.flatMap(({ lines }) =>
    lines.flatMap(({ item: one, ordered: { quantity, value = '' } }) => {
      const fen = parseYuan(value) ?? 0n;
      return one === item && quantity > 0 && fen > 0n ? [{ quantity: BigInt(quantity), value: fen }] : [];
    }),
  );
}

/** An order of the same supplier and amount, a few days away. */
function useTwin(draft: OrderDraft): PurchaseView | undefined {
  const supplier = fieldOfOrder(draft, 'supplier').chosen?.id;
  const day = readDate(fieldOfOrder(draft, 'effectiveOn').text);
  const on = day !== undefined && 'value' in day ? day.value : undefined;
  const total = formatYuan(totalOf(draft.lines));
  const { data } = useAnswer(
    withQuery('/api/purchases', {
      supplier,
      from: on && daysAfter(on, -TWIN_DAYS),
      to: on && daysAfter(on, TWIN_DAYS),
      limit: COMPARED,
    }),
    purchases,
    { enabled: supplier !== undefined && on !== undefined },
  );
  if (total === '0.00') return undefined;
  return data?.items.find(({ lines }) => {
    const sum = lines.reduce((all, { ordered }) => all + (parseYuan(ordered.value ?? '') ?? 0n), 0n);
    return formatYuan(sum) === total;
  });
}
