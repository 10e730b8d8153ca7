import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { UUID_V7 } from '../../shared/domain/id.ts';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';
import { given } from './searches.ts';

/** Addresses of what is done with stock: moved, received in kind, counted. */

const MovePage = lazy(() => import('../stock/move-page.tsx').then(({ MovePage }) => ({ default: MovePage })));
const ReceiptFormPage = lazy(() =>
  import('../stock/receipt-page.tsx').then(({ ReceiptFormPage }) => ({ default: ReceiptFormPage })),
);
const CountPage = lazy(() => import('../stock/count-page.tsx').then(({ CountPage }) => ({ default: CountPage })));
const CountSheetPage = lazy(() =>
  import('../stock/count-sheet-page.tsx').then(({ CountSheetPage }) => ({ default: CountSheetPage })),
);
const CountersignPage = lazy(() =>
  import('../stock/countersign-page.tsx').then(({ CountersignPage }) => ({ default: CountersignPage })),
);

const getParentRoute = () => root;
const warehouse = given(UUID_V7);
const ofLot = z.object({ warehouse, lot: given(/^[\da-f-]{36}\.\d{1,3}$/) });
const part = z.coerce.number().int().min(1).max(1_000).optional().catch(undefined);
const ofPart = z.object({ warehouse, part });
const ofSheet = z.object({ warehouse, blind: z.literal('true').optional().catch(undefined) });

const move = createRoute({
  getParentRoute,
  path: addresses.newStockMove(),
  validateSearch: (search) => ofLot.parse(search),
  component: () => <MovePage {...move.useSearch()} />,
});
const receive = createRoute({ getParentRoute, path: addresses.newReceipt, component: () => <ReceiptFormPage /> });
const count = createRoute({
  getParentRoute,
  path: addresses.newCount(),
  validateSearch: (search) => ofPart.parse(search),
  component: () => <CountPage {...count.useSearch()} />,
});
const countSheet = createRoute({
  getParentRoute,
  path: '/stock-adjustments/sheet',
  validateSearch: (search) => ofSheet.parse(search),
  component: () => {
    const { warehouse: of, blind } = countSheet.useSearch();
    return of === undefined ? <CountPage /> : <CountSheetPage warehouse={of} isBlind={blind === 'true'} />;
  },
});
const countersign = createRoute({
  getParentRoute,
  path: '/stock-adjustments/$id/countersign',
  component: () => <CountersignPage id={countersign.useParams().id} />,
});

export const STOCK = [move, receive, count, countSheet, countersign] as const;
