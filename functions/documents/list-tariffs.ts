import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listTariffs = listRegistered('tariff', documentQueries.listTariffs, (id, state) =>
  registeredViews.tariff(id, state),
);
