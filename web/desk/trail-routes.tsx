import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';
import { scope } from './searches.ts';

/** The addresses of the trail: lists, vouchers and documents. Search parameters are those of the API, which reads them. */

const EntriesPage = lazy(() =>
  import('../trail/lists/entries-page.tsx').then(({ EntriesPage }) => ({ default: EntriesPage })),
);
const PurchasesPage = lazy(() =>
  import('../trail/lists/purchases-page.tsx').then(({ PurchasesPage }) => ({ default: PurchasesPage })),
);
const ConsignmentsPage = lazy(() =>
  import('../trail/lists/consignments-page.tsx').then(({ ConsignmentsPage }) => ({ default: ConsignmentsPage })),
);
const StockPage = lazy(() => import('../trail/stock-page.tsx').then(({ StockPage }) => ({ default: StockPage })));
const FundingLinesPage = lazy(() =>
  import('../trail/lists/funding-lines-page.tsx').then(({ FundingLinesPage }) => ({ default: FundingLinesPage })),
);
const EntryPage = lazy(() => import('./booked-entry.tsx').then(({ BookedEntry }) => ({ default: BookedEntry })));
const PurchasePage = lazy(() =>
  import('./booked-purchase.tsx').then(({ BookedPurchase }) => ({ default: BookedPurchase })),
);
const InvoicePage = lazy(() =>
  import('../trail/invoice-page.tsx').then(({ InvoicePage }) => ({ default: InvoicePage })),
);
const ConsignmentPage = lazy(() =>
  import('./booked-consignment.tsx').then(({ BookedConsignment }) => ({ default: BookedConsignment })),
);
const LotPage = lazy(() => import('../trail/lot-page.tsx').then(({ LotPage }) => ({ default: LotPage })));
const UnitPage = lazy(() => import('../trail/unit-page.tsx').then(({ UnitPage }) => ({ default: UnitPage })));
const FundingLinePage = lazy(() =>
  import('../trail/funding-line-page.tsx').then(({ FundingLinePage }) => ({ default: FundingLinePage })),
);
const ReceiptPage = lazy(() =>
  import('./booked-receipt.tsx').then(({ BookedReceipt }) => ({ default: BookedReceipt })),
);
const DisbursementPage = lazy(() =>
  import('../trail/disbursement-page.tsx').then(({ DisbursementPage }) => ({ default: DisbursementPage })),
);
const PlanPage = lazy(() => import('../trail/plan-page.tsx').then(({ PlanPage }) => ({ default: PlanPage })));

const FlowNodePage = lazy(() =>
  import('../overview/flow-node-page.tsx').then(({ FlowNodePage }) => ({ default: FlowNodePage })),
);

const BenefitPage = lazy(() =>
  import('../trail/benefit-page.tsx').then(({ BenefitPage }) => ({ default: BenefitPage })),
);
const StockMovePage = lazy(() =>
  import('./booked-stock-move.tsx').then(({ BookedStockMove }) => ({ default: BookedStockMove })),
);
const AdjustmentPage = lazy(() =>
  import('./booked-adjustment.tsx').then(({ BookedAdjustment }) => ({ default: BookedAdjustment })),
);
const BenefitsPage = lazy(() =>
  import('../trail/lists/benefits-page.tsx').then(({ BenefitsPage }) => ({ default: BenefitsPage })),
);
const RegisteredPage = lazy(() =>
  import('../trail/registered-page.tsx').then(({ RegisteredPage }) => ({ default: RegisteredPage })),
);

const InvoicesPage = lazy(() =>
  import('../trail/lists/invoices-page.tsx').then(({ InvoicesPage }) => ({ default: InvoicesPage })),
);
const ReceiptsPage = lazy(() =>
  import('../trail/lists/receipts-page.tsx').then(({ ReceiptsPage }) => ({ default: ReceiptsPage })),
);
const StockMovesPage = lazy(() =>
  import('../trail/lists/stock-moves-page.tsx').then(({ StockMovesPage }) => ({ default: StockMovesPage })),
);
const AdjustmentsPage = lazy(() =>
  import('../trail/lists/adjustments-page.tsx').then(({ AdjustmentsPage }) => ({ default: AdjustmentsPage })),
);
const DisbursementsPage = lazy(() =>
  import('../trail/lists/disbursements-page.tsx').then(({ DisbursementsPage }) => ({ default: DisbursementsPage })),
);
const RegistersPage = lazy(() =>
  import('../trail/lists/registers-page.tsx').then(({ RegistersPage }) => ({ default: RegistersPage })),
);

const asked = z.record(z.string(), z.string());

const getParentRoute = () => root;
/** As the overview has it, with what the node is called in the picture. */
const flowNodeAsked = scope.extend({ node: z.string().catch('') });
const flowNode = createRoute({
  getParentRoute,
  path: '/overview/node',
  validateSearch: (search) => flowNodeAsked.parse(search),
  component: () => {
    const { node, ...about } = flowNode.useSearch();
    return <FlowNodePage node={node} scope={about} />;
  },
});
const entries = createRoute({
  getParentRoute,
  path: '/entries',
  validateSearch: asked,
  component: () => <EntriesPage asked={entries.useSearch()} />,
});
const purchases = createRoute({
  getParentRoute,
  path: '/purchases',
  validateSearch: asked,
  component: () => <PurchasesPage asked={purchases.useSearch()} />,
});
const consignments = createRoute({
  getParentRoute,
  path: '/consignments',
  validateSearch: asked,
  component: () => <ConsignmentsPage asked={consignments.useSearch()} />,
});
const stock = createRoute({
  getParentRoute,
  path: '/stock',
  validateSearch: asked,
  component: () => <StockPage asked={stock.useSearch()} />,
});
const fundingLines = createRoute({
  getParentRoute,
  path: '/funding-lines',
  validateSearch: asked,
  component: () => <FundingLinesPage asked={fundingLines.useSearch()} />,
});
const entry = createRoute({
  getParentRoute,
  path: '/entries/$id',
  component: () => <EntryPage id={entry.useParams().id} />,
});
const purchase = createRoute({
  getParentRoute,
  path: '/purchases/$id',
  component: () => <PurchasePage id={purchase.useParams().id} />,
});
const invoice = createRoute({
  getParentRoute,
  path: '/invoices/$id',
  component: () => <InvoicePage id={invoice.useParams().id} />,
});
const consignment = createRoute({
  getParentRoute,
  path: '/consignments/$id',
  component: () => <ConsignmentPage id={consignment.useParams().id} />,
});
const lot = createRoute({
  getParentRoute,
  path: '/lots/$lot',
  component: () => <LotPage lot={lot.useParams().lot} />,
});
const unit = createRoute({
  getParentRoute,
  path: '/units/$id',
  validateSearch: asked,
  component: () => <UnitPage id={unit.useParams().id} asked={unit.useSearch()} />,
});
const fundingLine = createRoute({
  getParentRoute,
  path: '/funding-lines/$id',
  validateSearch: asked,
  component: () => <FundingLinePage id={fundingLine.useParams().id} asked={fundingLine.useSearch()} />,
});
const receipt = createRoute({
  getParentRoute,
  path: '/receipts/$id',
  component: () => <ReceiptPage id={receipt.useParams().id} />,
});
const disbursement = createRoute({
  getParentRoute,
  path: '/disbursements/$id',
  component: () => <DisbursementPage id={disbursement.useParams().id} />,
});
const plan = createRoute({
  getParentRoute,
  path: '/allocation-plans/$id',
  component: () => <PlanPage id={plan.useParams().id} />,
});
const benefit = createRoute({
  getParentRoute,
  path: '/benefits/$id',
  component: () => <BenefitPage id={benefit.useParams().id} />,
});
const stockMove = createRoute({
  getParentRoute,
  path: '/stock-moves/$id',
  component: () => <StockMovePage id={stockMove.useParams().id} />,
});
const adjustment = createRoute({
  getParentRoute,
  path: '/stock-adjustments/$id',
  component: () => <AdjustmentPage id={adjustment.useParams().id} />,
});
const benefits = createRoute({
  getParentRoute,
  path: '/benefits',
  validateSearch: asked,
  component: () => <BenefitsPage asked={benefits.useSearch()} />,
});
const item = createRoute({
  getParentRoute,
  path: '/items/$id',
  component: () => <RegisteredPage kind="item" id={item.useParams().id} />,
});
const supplier = createRoute({
  getParentRoute,
  path: '/suppliers/$id',
  component: () => <RegisteredPage kind="supplier" id={supplier.useParams().id} />,
});
const warehouse = createRoute({
  getParentRoute,
  path: '/warehouses/$id',
  component: () => <RegisteredPage kind="warehouse" id={warehouse.useParams().id} />,
});
const tariff = createRoute({
  getParentRoute,
  path: '/tariffs/$id',
  component: () => <RegisteredPage kind="tariff" id={tariff.useParams().id} />,
});
const member = createRoute({
  getParentRoute,
  path: '/members/$id',
  component: () => <RegisteredPage kind="member" id={member.useParams().id} />,
});
const threshold = createRoute({
  getParentRoute,
  path: '/approval-thresholds/$id',
  component: () => <RegisteredPage kind="threshold" id={threshold.useParams().id} />,
});

const invoices = createRoute({
  getParentRoute,
  path: addresses.invoices,
  validateSearch: asked,
  component: () => <InvoicesPage asked={invoices.useSearch()} />,
});
const receipts = createRoute({
  getParentRoute,
  path: addresses.receipts,
  validateSearch: asked,
  component: () => <ReceiptsPage asked={receipts.useSearch()} />,
});
const stockMoves = createRoute({
  getParentRoute,
  path: addresses.stockMoves,
  validateSearch: asked,
  component: () => <StockMovesPage asked={stockMoves.useSearch()} />,
});
const adjustments = createRoute({
  getParentRoute,
  path: addresses.adjustments,
  validateSearch: asked,
  component: () => <AdjustmentsPage asked={adjustments.useSearch()} />,
});
const disbursements = createRoute({
  getParentRoute,
  path: addresses.disbursements,
  validateSearch: asked,
  component: () => <DisbursementsPage asked={disbursements.useSearch()} />,
});
const units = createRoute({
  getParentRoute,
  path: addresses.units,
  validateSearch: asked,
  component: () => <RegistersPage of="units" asked={units.useSearch()} />,
});
const items = createRoute({
  getParentRoute,
  path: addresses.items,
  validateSearch: asked,
  component: () => <RegistersPage of="items" asked={items.useSearch()} />,
});
const suppliers = createRoute({
  getParentRoute,
  path: addresses.suppliers,
  validateSearch: asked,
  component: () => <RegistersPage of="suppliers" asked={suppliers.useSearch()} />,
});
const warehouses = createRoute({
  getParentRoute,
  path: addresses.warehouses,
  validateSearch: asked,
  component: () => <RegistersPage of="warehouses" asked={warehouses.useSearch()} />,
});
const tariffs = createRoute({
  getParentRoute,
  path: addresses.tariffs,
  validateSearch: asked,
  component: () => <RegistersPage of="tariffs" asked={tariffs.useSearch()} />,
});
const plans = createRoute({
  getParentRoute,
  path: addresses.plans,
  validateSearch: asked,
  component: () => <RegistersPage of="plans" asked={plans.useSearch()} />,
});

export const TRAIL = [
  invoices,
  receipts,
  stockMoves,
  adjustments,
  disbursements,
  units,
  items,
  suppliers,
  warehouses,
  tariffs,
  plans,
  flowNode,
  entries,
  purchases,
  consignments,
  stock,
  fundingLines,
  entry,
  purchase,
  invoice,
  consignment,
  lot,
  unit,
  fundingLine,
  receipt,
  disbursement,
  plan,
  benefit,
  stockMove,
  adjustment,
  benefits,
  item,
  supplier,
  warehouse,
  tariff,
  member,
  threshold,
] as const;
