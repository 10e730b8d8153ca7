import type { UseCases } from '../http.ts';
import { checkHealth } from './check-health.ts';
import { describeApi } from './describe-api.ts';
import { whoAmI } from './who-am-i.ts';

export const openUseCases = { checkHealth, describeApi, whoAmI } satisfies UseCases<'open', unknown>;
