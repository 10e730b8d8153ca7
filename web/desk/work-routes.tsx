import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import * as z from 'zod';
import { WORK_KINDS } from '../../shared/domain/work.ts';
import { addresses } from '../ask/addresses.ts';
import { root } from './root.tsx';

/** Addresses of what waits, and of closing months, which waits nowhere else. */

const WorkPage = lazy(() => import('../overview/work-page.tsx').then(({ WorkPage }) => ({ default: WorkPage })));
const CloseMonthPage = lazy(() =>
  import('../close-month/close-month-page.tsx').then(({ CloseMonthPage }) => ({ default: CloseMonthPage })),
);

const getParentRoute = () => root;
const asked = z.object({ kind: z.enum(WORK_KINDS).optional().catch(undefined), cursor: z.string().optional() });

const work = createRoute({
  getParentRoute,
  path: addresses.work(),
  validateSearch: (search) => asked.parse(search),
  component: () => <WorkPage {...work.useSearch()} />,
});
const closeMonth = createRoute({
  getParentRoute,
  path: '/months/$month/close',
  component: () => <CloseMonthPage month={closeMonth.useParams().month} />,
});

export const WORK = [work, closeMonth] as const;
