import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { UUID_V7 } from '../../shared/domain/id.ts';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';
import { given } from './searches.ts';

/** Dispatching: one consignment, and several together. */

const DispatchPage = lazy(() =>
  import('../dispatch/dispatch-page.tsx').then(({ DispatchPage }) => ({ default: DispatchPage })),
);
const MatrixPage = lazy(() =>
  import('../dispatch/matrix-page.tsx').then(({ MatrixPage }) => ({ default: MatrixPage })),
);

const getParentRoute = () => root;
const underPlan = z.object({ plan: given(UUID_V7) });
const ofPlan = underPlan.extend({ unit: given(UUID_V7) });

const dispatch = createRoute({
  getParentRoute,
  path: addresses.newConsignment(),
  validateSearch: (search) => ofPlan.parse(search),
  component: () => <DispatchPage {...dispatch.useSearch()} />,
});
const matrix = createRoute({
  getParentRoute,
  path: addresses.consignmentMatrix(),
  validateSearch: (search) => underPlan.parse(search),
  component: () => <MatrixPage {...matrix.useSearch()} />,
});

export const DISPATCH = [dispatch, matrix] as const;
