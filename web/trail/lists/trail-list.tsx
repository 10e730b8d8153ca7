import { type Listed, ListPage, type ListPageProps } from '../../list/list-page.tsx';
import { AskedFor } from '../asked-for.tsx';

/** A list that other pages lead to with conditions of their own, which are told above it. */
export function TrailList<A extends Listed>(props: Omit<ListPageProps<A>, 'told'>) {
  const { path, asked } = props;
  return (
    <ListPage {...props} told={(names, shown) => <AskedFor path={path} asked={asked} names={names} shown={shown} />} />
  );
}
