import { formatYuan } from '../../shared/domain/amount.ts';
import { addresses } from '../ask/addresses.ts';
import { grouped, Yuan } from '../paper/figures.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { bySupplier, fenOf, type Matched, misfitsOf, overpaid, paidOf } from './owed.ts';
import { payWords } from './pay-words.ts';

interface OwedTableProps {
  readonly purchases: readonly Matched[];
  readonly approvalAbove: string | undefined;
  /** For whoever may pay. */
  readonly choosing:
    | {
        readonly chosen: ReadonlySet<string>;
        readonly choose: (ones: readonly Matched[], isChosen: boolean) => void;
      }
    | undefined;
}

const FIGURES = ['ordered', 'accepted', 'invoiced', 'paid', 'due', 'payable'] as const;

/** What is owed: one purchase in a row, those of a supplier together. */
export function OwedTable({ purchases, approvalAbove, choosing }: OwedTableProps) {
  const words = useWords(payWords);
  return (
    <div className="rows-region">
      <table className="rows owed">
        <caption className="unseen">{words.title}</caption>
        <thead>
          <tr>
            {choosing !== undefined && <td />}
            <th scope="col">{words.purchase}</th>
            <th scope="col">{words.day}</th>
            {FIGURES.map((name) => (
              <th key={name} scope="col" data-figure>
                {words.ofYuan(words[name])}
              </th>
            ))}
            <th scope="col">{words.fit}</th>
          </tr>
        </thead>
        {bySupplier(purchases).map((group) => (
          <tbody key={group[0].supplier.id}>
            <SupplierRow group={group} choosing={choosing} />
            {group.map((one) => (
              <tr key={one.purchase}>
                {choosing !== undefined && (
                  <td>
                    {mayBePaid(one) && (
                      <input
                        type="checkbox"
                        aria-label={words.choose(one.number)}
                        checked={choosing.chosen.has(one.purchase)}
                        onChange={({ target }) => choosing.choose([one], target.checked)}
                      />
                    )}
                  </td>
                )}
                <td>
                  <a className="opens numbered" href={addresses.purchase(one.purchase)}>
                    {one.number}
                  </a>
                </td>
                <td data-day>{one.effectiveOn}</td>
                {FIGURES.map((name) => (
                  <td key={name} data-figure>
                    <Yuan of={name === 'paid' ? formatYuan(paidOf(one)) : one[name]} />
                  </td>
                ))}
                <td>
                  <Misfits purchase={one} approvalAbove={approvalAbove} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface SupplierRowProps extends Pick<OwedTableProps, 'choosing'> {
  readonly group: readonly [Matched, ...Matched[]];
}

function SupplierRow({ group, choosing }: SupplierRowProps) {
  const words = useWords(payWords);
  const [{ supplier }] = group;
  const due = group.filter((one) => fenOf(one.due) > 0n);
  const sum = due.reduce((all, one) => all + fenOf(one.due), 0n);
  const back = group.reduce((all, { funding }) => all + overpaid(funding), 0n);
  return (
    <tr>
      {choosing !== undefined && (
        <th>
          {due.length > 0 && (
            <input
              type="checkbox"
              aria-label={words.chooseAll(supplier.name)}
              checked={due.every(({ purchase }) => choosing.chosen.has(purchase))}
              onChange={({ target }) => choosing.choose(due, target.checked)}
            />
          )}
        </th>
      )}
      <th scope="rowgroup" colSpan={FIGURES.length + 3}>
        <a className="opens" href={addresses.supplier(supplier.id)}>
          {supplier.name}
        </a>
        <span className="note">
          {[sum > 0n && words.dueTo(grouped(formatYuan(sum))), back > 0n && words.owedBack(grouped(formatYuan(back)))]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </th>
    </tr>
  );
}

function mayBePaid({ funding }: Matched): boolean {
  return funding.some(({ payable }) => fenOf(payable) > 0n);
}

/** What fits, or in what and by how much it does not, and what is to be done of it. */
function Misfits({
  purchase,
  approvalAbove,
}: {
  readonly purchase: Matched;
  readonly approvalAbove: string | undefined;
}) {
  const words = useWords(payWords);
  const { data: me } = useMe();
  const misfits = misfitsOf(purchase);
  const isAbove = approvalAbove !== undefined && fenOf(purchase.due) > fenOf(approvalAbove);
  const mayRefund = me !== undefined && mayCall(me, 'refund');
  return (
    <ul className="misfits">
      {misfits.length === 0 && <li>✓ {words.fits}</li>}
      {misfits.map(({ what, by }) => (
        <li key={what} className={what === 'to-come' ? 'note' : 'misfit'}>
          {words.misfits[what]} <span className="yuan">{grouped(by)}</span>
          {what === 'paid-above' && mayRefund && (
            <>
              {' '}
              <a href={addresses.refund(purchase.purchase)}>{words.takeBack}</a>
            </>
          )}
        </li>
      ))}
      {isAbove && <li className="misfit">{words.aboveThreshold}</li>}
    </ul>
  );
}
