import { createRoute, createRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { lazy } from 'react';
import { Waiting } from '../paper/states.tsx';
import { asError, Broken } from './breaking.tsx';
import { Missing } from './missing.tsx';
import { root } from './root.tsx';
import { TRAIL } from './trail-routes.tsx';

/**
 * Every address of the desk. A route reads its search parameters and gives them to its feature as props, so a feature
 * knows nothing of the router. Each feature is a chunk of its own, loaded when it is first shown.
 */

const Home = lazy(() => import('./home.tsx').then(({ Home }) => ({ default: Home })));
const home = createRoute({ getParentRoute: () => root, path: '/', component: () => <Home /> });

const tree = root.addChildren([home, ...TRAIL]);

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
