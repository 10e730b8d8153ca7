import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listItems = listRegistered('item', documentQueries.listItems, (id, state) =>
  registeredViews.item(id, state),
);
