import { createRootRoute } from '@tanstack/react-router';
import { Missing } from './missing.tsx';
import { Shell } from './shell.tsx';

/** What all addresses of the desk are below. */
export const root = createRootRoute({ component: Shell, notFoundComponent: Missing });
