import { createHandler } from '../front/http.ts';
import { openUseCases } from '../open/index.ts';

export const handler = createHandler('open', openUseCases, { clock: Date.now });
