import { formatYuan } from '../../shared/domain/amount.ts';
import { addresses } from '../ask/addresses.ts';
import { cellOf } from '../form/cells.ts';
import { Grid, type GridColumn } from '../form/grid.tsx';
import { written } from '../form/typed.ts';
import { Yuan } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { forgiven } from './fates.ts';
import { fenOf } from './owed.ts';
import type { Column, PayDraft, Payment, PayRow } from './pay-form.ts';
import { payWords } from './pay-words.ts';
import type { ChangePayments } from './paying.ts';

interface PayGridProps {
  readonly draft: PayDraft;
  readonly change: ChangePayments;
  readonly onAnew: (payment: Payment) => void;
}

/** A row for each funding line of each purchase; what became of a payment stands at its first row. */
export function PayGrid({ draft, change, onAnew }: PayGridProps) {
  const words = useWords(payWords);
  const { payments, rows } = draft;
  const isSeveral = payments.length > 1;
  const paymentOf = (row: PayRow) => payments.find(({ shares }) => shares.some((share) => share.row === row.key));
  const shareOf = (row: PayRow) => paymentOf(row)?.shares.find((share) => share.row === row.key);
  const first = (row: PayRow) => {
    const payment = paymentOf(row);
    return payment?.shares[0]?.row === row.key ? payment : undefined;
  };
  const isOpen = (row: PayRow) => paymentOf(row)?.fate.as !== 'booked';
  const numbered = (payment: Payment | undefined) => payment?.number ?? words.unnumbered;
  const figure = (name: 'due' | 'payable') => ({
    head: words.ofYuan(words[name]),
    width: 8,
    isFigure: true,
    cell: (row: PayRow) => {
      const share = shareOf(row);
      return share && <Yuan of={share[name]} />;
    },
  });
  const ofPurchase = {
    head: words.purchase,
    width: 8,
    cell: (row: PayRow) => {
      const payment = first(row);
      return (
        payment && (
          <a className="opens numbered" href={addresses.purchase(payment.purchase)}>
            {numbered(payment)}
          </a>
        )
      );
    },
  };
  const ofSupplier = { head: words.supplier, width: 9, cell: (row: PayRow) => first(row)?.supplier };
  const amount: GridColumn<Column> = {
    name: 'amount',
    head: words.ofYuan(words.amount),
    heads: [],
    at: 'amount',
    reader: 'amount',
    isFigure: true,
    width: 9,
    isFor: isOpen,
    instead: (row) => <span className="yuan">{written('amount', cellOf(row, 'amount').text)}</span>,
  };
  const reference: GridColumn<Column> = {
    name: 'reference',
    head: words.reference,
    heads: [],
    at: 'reference',
    reader: 'number',
    isAside: true,
    width: 9,
    isFor: (row) => first(row) !== undefined && isOpen(row),
    instead: (row) => cellOf(row, 'reference').text,
  };
  return (
    <Grid
      caption={words.rows}
      at="/rows"
      most={rows.length}
      rows={rows}
      onRows={(by) =>
        change((before) => {
          const after = by(before.rows);
          const mended = before.payments.filter(({ shares }) =>
            shares.some(
              ({ row }) => before.rows.find(({ key }) => key === row) !== after.find(({ key }) => key === row),
            ),
          );
          const fated = mended.reduce<readonly Payment[]>((all, { key }) => forgiven(all, key), before.payments);
          return { ...before, rows: [...after], payments: [...fated] };
        })
      }
      columns={isSeveral ? [amount, reference] : [amount]}
      shown={isSeveral ? [{ head: words.outcome, width: 7, cell: (row) => <FateSaid payment={first(row)} /> }] : []}
      standing={{
        called: (row) => [numbered(paymentOf(row)), shareOf(row)?.called].filter(Boolean).join(' '),
        placeOf: (row) => row.key,
        heads: [
          ...(isSeveral ? [ofPurchase, ofSupplier] : []),
          { head: words.fundingLine, width: 13, cell: (row) => shareOf(row)?.called },
          figure('due'),
          figure('payable'),
        ],
        told: (row) => <FateTold payment={first(row)} onAnew={onAnew} />,
      }}
    >
      {rows.length > 1 && (
        <tfoot>
          <tr>
            <td colSpan={isSeveral ? 3 : 1}>{words.total}</td>
            {(['due', 'payable'] as const).map((name) => (
              <td key={name} data-figure="">
                <Yuan of={formatYuan(sharesOf(payments).reduce((sum, share) => sum + fenOf(share[name]), 0n))} />
              </td>
            ))}
            <td colSpan={isSeveral ? 3 : 1} />
          </tr>
        </tfoot>
      )}
    </Grid>
  );
}

function sharesOf(payments: readonly Payment[]) {
  return payments.flatMap(({ shares }) => shares);
}

/** In a word, with the entry of what is booked. */
function FateSaid({ payment }: { readonly payment: Payment | undefined }) {
  const words = useWords(payWords);
  if (payment === undefined) return null;
  const { as } = payment.fate;
  if (as === 'booked') {
    return (
      <a className="opens pay-booked" href={addresses.entry(payment.key)}>
        ✓ {words.fates.booked}
      </a>
    );
  }
  return <span className={as === 'waiting' || as === 'sending' ? 'note' : 'field-told'}>{words.fates[as]}</span>;
}

interface FateToldProps {
  readonly payment: Payment | undefined;
  readonly onAnew: (payment: Payment) => void;
}

/** Why, and what to do; what is wrong with a cell is said by the cell. */
function FateTold({ payment, onAnew }: FateToldProps) {
  const words = useWords(payWords);
  if (payment === undefined) return null;
  const { fate } = payment;
  switch (fate.as) {
    case 'waiting':
    case 'sending':
    case 'booked':
      return null;
    case 'lost':
      return <p className="field-told">{words.lostDetail}</p>;
    case 'refused': {
      // Evidence has no field of its own.
      const papers = fate.wrong.filter(({ at }) => at.startsWith('/evidence')).map(({ told }) => told);
      const said = [fate.detail === '' ? '' : `${fate.title}:${fate.detail}`, ...papers].filter(Boolean);
      return said.length === 0 ? null : <p className="field-told">{said.join(' ')}</p>;
    }
    case 'sent-before':
      return (
        <div className="field-told">
          {words.sentBeforeDetail}{' '}
          <a className="plain-button" href={addresses.entry(payment.key)}>
            {words.seeSent}
          </a>{' '}
          <button type="button" className="plain-button" onClick={() => onAnew(payment)}>
            {words.payAnew}
          </button>
        </div>
      );
  }
}
