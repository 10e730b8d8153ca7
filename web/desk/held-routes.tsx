import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';

/** Addresses of what is held, and of what comes or goes back. */

const HeldPage = lazy(() => import('../held/held-page.tsx').then(({ HeldPage }) => ({ default: HeldPage })));
const ResolvePage = lazy(() =>
  import('../held/resolve-page.tsx').then(({ ResolvePage }) => ({ default: ResolvePage })),
);
const UnitReturnPage = lazy(() =>
  import('../held/unit-return-page.tsx').then(({ UnitReturnPage }) => ({ default: UnitReturnPage })),
);
const SupplierReturnPage = lazy(() =>
  import('../held/supplier-return-page.tsx').then(({ SupplierReturnPage }) => ({ default: SupplierReturnPage })),
);

const getParentRoute = () => root;
const paged = z.object({ cursor: z.string().optional() });

const held = createRoute({
  getParentRoute,
  path: addresses.held,
  validateSearch: (search) => paged.parse(search),
  component: () => <HeldPage cursor={held.useSearch().cursor} />,
});
const resolve = createRoute({
  getParentRoute,
  path: '/consignments/$id/resolve',
  component: () => <ResolvePage id={resolve.useParams().id} />,
});
const fromUnit = createRoute({
  getParentRoute,
  path: '/consignments/$id/return',
  component: () => <UnitReturnPage id={fromUnit.useParams().id} />,
});
const toSupplier = createRoute({
  getParentRoute,
  path: '/purchases/$id/return',
  component: () => <SupplierReturnPage id={toSupplier.useParams().id} />,
});

export const HELD = [held, resolve, fromUnit, toSupplier] as const;
