import type { UseCases } from '../front/http.ts';
import { checkHealth } from './check-health.ts';
import { describeApi } from './describe-api.ts';

export const openUseCases = { checkHealth, describeApi } satisfies UseCases<'open', unknown>;
