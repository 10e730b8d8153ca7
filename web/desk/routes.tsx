import { createRoute, createRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { UUID_V7 } from '../../shared/domain/id.ts';
import { addresses } from '../ask/addresses.ts';
import { Waiting } from '../paper/states.tsx';
import { asError, Broken } from './breaking.tsx';
import { DISPATCH } from './dispatch-routes.tsx';
import { HELD } from './held-routes.tsx';
import { Missing } from './missing.tsx';
import { PAY } from './pay-routes.tsx';
import { PUT_RIGHT } from './put-right-routes.tsx';
import { REPORTS } from './reports-routes.tsx';
import { root } from './root.tsx';
import { given, scope } from './searches.ts';
import { STOCK } from './stock-routes.tsx';
import { TRAIL } from './trail-routes.tsx';
import { WITHDRAW } from './withdraw-routes.tsx';
import { WORK } from './work-routes.tsx';

/**
 * Every address of the desk. A route reads its search parameters and gives them to its feature as props, so a feature
 * knows nothing of the router. Each feature is a chunk of its own, loaded when it is first shown.
 */

const Home = lazy(() => import('./home.tsx').then(({ Home }) => ({ default: Home })));
const account = createRoute({ getParentRoute: () => root, path: '/account', component: () => <Home /> });

const HomeOf = lazy(() => import('../overview/landing.tsx').then(({ HomeOf }) => ({ default: HomeOf })));
const ToOverview = lazy(() => import('../overview/landing.tsx').then(({ ToOverview }) => ({ default: ToOverview })));
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <HomeOf reader={<ToOverview />} otherwise={<Home />} />,
});

/** An entry, and its leaf as a slip has it. */
const entrySearch = z.object({ entry: given(UUID_V7), leaf: given(/^[\w-]{43}$/) });

const Overview = lazy(() => import('../overview/overview.tsx').then(({ Overview }) => ({ default: Overview })));
const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: (search) => scope.parse(search),
  component: () => <HomeOf reader={<Overview scope={overview.useSearch()} />} otherwise={<Home />} />,
});

const Begin = lazy(() => import('../begin/begin.tsx').then(({ Begin }) => ({ default: Begin })));
const begin = createRoute({ getParentRoute: () => root, path: '/begin', component: () => <Begin /> });

const VerifyPage = lazy(() => import('../verify/verify-page.tsx').then(({ VerifyPage }) => ({ default: VerifyPage })));
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: (search) => entrySearch.parse(search),
  component: () => <VerifyPage {...verify.useSearch()} />,
});

const BuyPage = lazy(() => import('../buy/buy-page.tsx').then(({ BuyPage }) => ({ default: BuyPage })));
const buy = createRoute({ getParentRoute: () => root, path: addresses.newPurchase, component: () => <BuyPage /> });

const AcceptPage = lazy(() => import('../accept/accept-page.tsx').then(({ AcceptPage }) => ({ default: AcceptPage })));
const accept = createRoute({
  getParentRoute: () => root,
  path: '/purchases/$id/accept',
  component: () => <AcceptPage id={accept.useParams().id} />,
});

const ConfirmPage = lazy(() =>
  import('../confirm/confirm-page.tsx').then(({ ConfirmPage }) => ({ default: ConfirmPage })),
);
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/consignments/$id/confirm',
  component: () => <ConfirmPage id={confirm.useParams().id} />,
});

const tree = root.addChildren([
  home,
  account,
  overview,
  begin,
  verify,
  buy,
  accept,
  confirm,
  ...DISPATCH,
  ...WITHDRAW,
  ...PAY,
  ...HELD,
  ...PUT_RIGHT,
  ...STOCK,
  ...REPORTS,
  ...WORK,
  ...TRAIL,
]);

export function openRouter() {
  return createRouter({
    routeTree: tree,
    defaultPendingComponent: () => <Waiting />,
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => <Broken error={asError(error)} onRetry={reset} />,
    defaultNotFoundComponent: Missing,
    scrollRestoration: true,
    // Search parameters as they stand in an address: texts, and nothing that would have to be quoted.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch,
  });
}

function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof openRouter>;
  }
}
