import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listUnits = listRegistered('unit', documentQueries.listUnits, (id, state) =>
  registeredViews.unit(id, state),
);
