import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import { root } from './root.tsx';

/** Putting an entry right: beside it, and never in it. */

const CorrectPage = lazy(() =>
  import('../put-right/correct-page.tsx').then(({ CorrectPage }) => ({ default: CorrectPage })),
);
const ReversePage = lazy(() =>
  import('../put-right/reverse-page.tsx').then(({ ReversePage }) => ({ default: ReversePage })),
);
const AttachPage = lazy(() =>
  import('../put-right/attach-page.tsx').then(({ AttachPage }) => ({ default: AttachPage })),
);

const getParentRoute = () => root;
const correct = createRoute({
  getParentRoute,
  path: '/entries/$id/correct',
  component: () => <CorrectPage id={correct.useParams().id} />,
});
const reverse = createRoute({
  getParentRoute,
  path: '/entries/$id/reverse',
  component: () => <ReversePage id={reverse.useParams().id} />,
});
const attach = createRoute({
  getParentRoute,
  path: '/entries/$id/attach',
  component: () => <AttachPage id={attach.useParams().id} />,
});

export const PUT_RIGHT = [correct, reverse, attach] as const;
