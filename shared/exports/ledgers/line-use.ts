import type { State } from '../../domain/account.ts';
import { formatYuan } from '../../domain/amount.ts';
import type { Id } from '../../domain/id.ts';
import type { Movement } from '../../domain/posting.ts';
import type { Register } from '../../reports/register.ts';

/** What money of a line becomes, in the order in which it is told. Goods are told item by item. */
const USES = {
  goods: '物资',
  unit: '拨付单位',
  person: '慰问金',
  spent: '服务',
  committed: '已订未收',
  available: '未使用',
} as const;
type Use = keyof typeof USES | 'source';

/** Items that are told by name before they are only counted, the dearest first. */
const NAMED_ITEMS = 8;

/** What one funding line was spent on. */
class Spent {
  readonly uses = new Map<Use, bigint>();
  readonly goods = new Map<Id, bigint>();
}

/**
 * What funding lines as a whole were spent on. Money mixes in a line: what one gift of it bought, nobody can tell. The
 * uses add up to what was appropriated and not given back.
 */
export class LineUse {
  readonly #lines = new Map<Id, Spent>();

  enter({ chain, inKind, fundingLine, from, to, item, value }: Movement): void {
    if (chain !== 'budget' || inKind) return;
    const line = this.#lines.get(fundingLine) ?? new Spent();
    this.#lines.set(fundingLine, line);
    for (const [state, change] of [
      [from, -value],
      [to, value],
    ] as const) {
      const use = useOf(state, item);
      if (use === undefined) continue;
      add(line.uses, use, change);
      if (use === 'goods' && item !== undefined) add(line.goods, item, change);
    }
  }

  /** 共拨入 9,000.00 元：物资 500.00（口罩 500.00）、拨付单位 300.00、未使用 8,200.00 */
  told(fundingLine: Id, register: Register): string {
    const { uses, goods } = this.#lines.get(fundingLine) ?? new Spent();
    const told = Object.entries(USES).flatMap(([use, name]) => {
      const value = uses.get(use as Use) ?? 0n;
      if (value === 0n) return [];
      return [`${name} ${formatYuan(value)}${use === 'goods' ? itemised(goods, register) : ''}`];
    });
    return [`共拨入 ${formatYuan(-(uses.get('source') ?? 0n))} 元`, told.join('、')].filter(Boolean).join('：');
  }
}

function useOf(state: State, item: Id | undefined): Use | undefined {
  switch (state) {
    case 'source':
    case 'available':
    case 'committed':
    case 'person':
    case 'spent':
      return state;
    case 'unit':
      return item === undefined ? 'unit' : 'goods';
    case 'stock':
    case 'transit':
    case 'held':
    case 'loss':
      return 'goods';
    case 'cash':
    case 'supplier':
    case 'giver':
    // What a count found has no value.
    case 'found':
      return undefined;
    default:
      return state satisfies never;
  }
}

function add<K>(sums: Map<K, bigint>, key: K, change: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + change);
}

function itemised(goods: ReadonlyMap<Id, bigint>, register: Register): string {
  const those = [...goods].filter(([, value]) => value !== 0n);
  those.sort(([one, a], [other, b]) => (a === b ? (one < other ? -1 : 1) : a > b ? -1 : 1));
  const told = those.slice(0, NAMED_ITEMS).map(([item, value]) => `${register.named(item).name} ${formatYuan(value)}`);
  const more = those.length > NAMED_ITEMS ? `等${those.length}种` : '';
  return told.length === 0 ? '' : `（${told.join('、')}${more}）`;
}
