import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listWarehouses = listRegistered('warehouse', documentQueries.listWarehouses, (id, state) =>
  registeredViews.warehouse(id, state),
);
