import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import { root } from './root.tsx';

/** Taking back what one has just recorded. */

const WithdrawPage = lazy(() =>
  import('../withdraw/withdraw-page.tsx').then(({ WithdrawPage }) => ({ default: WithdrawPage })),
);

const getParentRoute = () => root;

const consignment = createRoute({
  getParentRoute,
  path: '/consignments/$id/withdraw',
  component: () => <WithdrawPage of="consignment" id={consignment.useParams().id} />,
});
const purchase = createRoute({
  getParentRoute,
  path: '/purchases/$id/withdraw',
  component: () => <WithdrawPage of="purchase" id={purchase.useParams().id} />,
});

export const WITHDRAW = [consignment, purchase] as const;
