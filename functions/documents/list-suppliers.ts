import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listSuppliers = listRegistered('supplier', documentQueries.listSuppliers, (id, state) =>
  registeredViews.supplier(id, state),
);
