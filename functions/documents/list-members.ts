import { documentQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import { listRegistered } from './list.ts';

export const listMembers = listRegistered('member', documentQueries.listMembers, (id, state) =>
  registeredViews.member(id, state),
);
