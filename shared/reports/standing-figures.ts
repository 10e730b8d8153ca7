import type { Fen } from '../domain/amount.ts';
import type { Origin, Standing } from '../schemas/entries-meant.ts';
import type { Goods, Holdings } from './holdings.ts';

/** Where goods can be that came in. */
const PLACES = [
  'committed',
  'spent',
  'stock',
  'transit',
  'held',
  'delivered',
  'loss',
] as const satisfies (keyof Goods)[];
type Place = (typeof PLACES)[number];

const NOTHING = { left: 0n, disbursed: 0n, benefits: 0n };

/** How much of what holdings hold stands there: of what was paid for, of what came in kind, or of both. */
export function standingIn({ budget, bought, inKind }: Holdings, standing: Standing, origin?: Origin): Fen {
  const money = origin === 'gifts' ? NOTHING : budget;
  const goods = [...(origin === 'gifts' ? [] : [bought]), ...(origin === 'money' ? [] : [inKind])];
  const at = (place: Place) => goods.reduce((sum, one) => sum + one[place].value, 0n);
  const anywhere = () => PLACES.reduce((sum, place) => sum + at(place), 0n);
  const received = () => money.left + money.disbursed + money.benefits + anywhere();
  switch (standing) {
    case 'received':
      return received();
    case 'returned':
      return -received();
    case 'available':
      return money.left;
    case 'disbursed':
      return money.disbursed;
    case 'benefits':
      return money.benefits;
    case 'goods':
      return anywhere();
    case 'units':
      return money.disbursed + at('delivered');
    default:
      return at(standing);
  }
}
