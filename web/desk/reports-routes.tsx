import { createRoute } from '@tanstack/react-router';
import { type ComponentType, lazy } from 'react';
import * as z from 'zod';
import { root } from './root.tsx';

/** The addresses of reports and exports. Filters are those of the API, which reads them. */

const asked = z.record(z.string(), z.string());
type Page = ComponentType<{ readonly asked: z.output<typeof asked> }>;

/** A page that is told by the filters in its address alone. */
function reportAt<const P extends string>(path: P, ReportPage: Page) {
  const route = createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: asked,
    component: () => <ReportPage asked={asked.parse(route.useSearch())} />,
  });
  return route;
}

const ReportsPage = lazy(() => import('../reports/reports-page.tsx').then((room) => ({ default: room.ReportsPage })));
const UsagePage = lazy(() => import('../reports/usage-page.tsx').then((room) => ({ default: room.UsagePage })));
const UnitReport = lazy(() => import('../reports/unit-report.tsx').then((room) => ({ default: room.UnitReport })));
const StockCardPage = lazy(() =>
  import('../reports/stock-card-page.tsx').then((room) => ({ default: room.StockCardPage })),
);
const HeadlinePage = lazy(() =>
  import('../reports/headline-page.tsx').then((room) => ({ default: room.HeadlinePage })),
);
const MatchingPage = lazy(() =>
  import('../reports/matching-page.tsx').then((room) => ({ default: room.MatchingPage })),
);
const ExceptionsPage = lazy(() =>
  import('../reports/exceptions-page.tsx').then((room) => ({ default: room.ExceptionsPage })),
);
const IdentitiesPage = lazy(() =>
  import('../reports/identities-page.tsx').then((room) => ({ default: room.IdentitiesPage })),
);
const ExportsPage = lazy(() => import('../reports/exports-page.tsx').then((room) => ({ default: room.ExportsPage })));

export const REPORTS = [
  createRoute({ getParentRoute: () => root, path: '/reports', component: () => <ReportsPage /> }),
  reportAt('/reports/usage', UsagePage),
  reportAt('/reports/unit', UnitReport),
  reportAt('/reports/stock-card', StockCardPage),
  reportAt('/reports/headline', HeadlinePage),
  reportAt('/reports/matching', MatchingPage),
  reportAt('/reports/exceptions', ExceptionsPage),
  reportAt('/reports/identities', IdentitiesPage),
  reportAt('/exports', ExportsPage),
] as const;
