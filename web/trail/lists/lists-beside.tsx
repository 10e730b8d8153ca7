import type { Operation } from '../../../shared/routes.ts';
import { addresses } from '../../ask/addresses.ts';
import { mayCall, useMe } from '../../sign-in/me.ts';
import { useWords } from '../../words/words.tsx';
import { trailWords } from '../trail-words.ts';

/** Lists that stand in no top bar, each with who may read it. */
const LISTS = {
  purchases: { at: addresses.purchases, by: 'listPurchases' },
  invoices: { at: addresses.invoices, by: 'listInvoices' },
  suppliers: { at: addresses.suppliers, by: 'listSuppliers' },
  items: { at: addresses.items, by: 'listItems' },
  receipts: { at: addresses.receipts, by: 'listReceipts' },
  stockMoves: { at: addresses.stockMoves, by: 'listStockMoves' },
  adjustments: { at: addresses.adjustments, by: 'listAdjustments' },
  warehouses: { at: addresses.warehouses, by: 'listWarehouses' },
  stock: { at: addresses.stock, by: 'readStock' },
  consignments: { at: addresses.consignments, by: 'listConsignments' },
  plans: { at: addresses.plans, by: 'listPlans' },
  units: { at: addresses.units, by: 'listUnits' },
  fundingLines: { at: addresses.fundingLines, by: 'listFundingLines' },
  disbursements: { at: addresses.disbursements, by: 'listDisbursements' },
  benefits: { at: addresses.benefits, by: 'listBenefits' },
  tariffs: { at: addresses.tariffs, by: 'listTariffs' },
} as const satisfies Readonly<Record<string, { readonly at: string; readonly by: Operation }>>;
export type ListName = keyof typeof LISTS;

/** The ways from one list to those of the same work. */
export function ListsBeside({ lists }: { readonly lists: readonly ListName[] }) {
  const words = useWords(trailWords);
  const { data: me } = useMe();
  if (me === undefined) return null;
  const open = lists.filter((list) => mayCall(me, LISTS[list].by));
  if (open.length === 0) return null;
  return (
    <nav aria-label={words.list.beside} className="not-printed">
      <ul className="lists-beside">
        {open.map((list) => (
          <li key={list}>
            <a href={LISTS[list].at}>{words.list.called[list]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
