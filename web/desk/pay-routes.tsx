import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { UUID_V7 } from '../../shared/domain/id.ts';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';
import { given } from './searches.ts';

/** Addresses of what is owed and paid. */

const OwedPage = lazy(() => import('../pay/owed-page.tsx').then(({ OwedPage }) => ({ default: OwedPage })));
const PaySeveralPage = lazy(() =>
  import('../pay/payments-page.tsx').then(({ PaySeveralPage }) => ({ default: PaySeveralPage })),
);
const PayPurchasePage = lazy(() =>
  import('../pay/payments-page.tsx').then(({ PayPurchasePage }) => ({ default: PayPurchasePage })),
);
const RefundPage = lazy(() => import('../pay/refund-page.tsx').then(({ RefundPage }) => ({ default: RefundPage })));
const ClosePage = lazy(() => import('../pay/close-page.tsx').then(({ ClosePage }) => ({ default: ClosePage })));

const getParentRoute = () => root;
const asked = z.object({ supplier: given(UUID_V7), fundingLine: given(UUID_V7), cursor: z.string().optional() });

const owed = createRoute({
  getParentRoute,
  path: addresses.pay,
  validateSearch: (search) => asked.parse(search),
  component: () => <OwedPage asked={owed.useSearch()} />,
});
const several = createRoute({ getParentRoute, path: addresses.paySeveral, component: () => <PaySeveralPage /> });
const one = createRoute({
  getParentRoute,
  path: '/purchases/$id/pay',
  component: () => <PayPurchasePage id={one.useParams().id} />,
});
const refund = createRoute({
  getParentRoute,
  path: '/purchases/$id/refund',
  component: () => <RefundPage id={refund.useParams().id} />,
});
const close = createRoute({
  getParentRoute,
  path: '/purchases/$id/close',
  component: () => <ClosePage id={close.useParams().id} />,
});

export const PAY = [owed, several, one, refund, close] as const;
