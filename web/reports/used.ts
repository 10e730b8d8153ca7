import { type Fen, formatYuan, parseSum } from '../../shared/domain/amount.ts';
import type { Origin, Standing } from '../../shared/schemas/entries-meant.ts';
import type { Usage } from '../../shared/schemas/reports.ts';

/** What a row of the use of funds tells, figure by figure, each with the entries that add up to it. */

export type Used = Pick<
  Usage['total'],
  'entries' | 'value' | 'disbursed' | 'benefits' | 'undoneEarlier' | 'available' | 'bought' | 'inKind'
>;

const goods = (state: 'committed' | 'stock' | 'transit' | 'held' | 'spent' | 'loss') => (used: Used) =>
  fen(used.bought[state].value) + fen(used.inKind[state].value);

/** From what is left to what became of it. Each is called as what stands there among entries. */
const FIGURES = {
  available: ({ available }: Used) => fen(available),
  committed: goods('committed'),
  stock: goods('stock'),
  transit: goods('transit'),
  held: goods('held'),
  delivered: ({ value }: Used) => fen(value),
  disbursed: ({ disbursed }: Used) => fen(disbursed),
  benefits: ({ benefits }: Used) => fen(benefits),
  spent: goods('spent'),
  loss: goods('loss'),
} as const satisfies Partial<Record<Standing, (used: Used) => Fen>>;
export type UsedFigure = keyof typeof FIGURES;

export const USED_FIGURES = Object.keys(FIGURES).filter((name): name is UsedFigure => name in FIGURES);

/** What stands there now, and not what went out: a month may lower it without taking anything back. */
export function isBalance(figure: UsedFigure): boolean {
  return BALANCES.some((one) => one === figure);
}
const BALANCES = ['available', 'committed', 'stock', 'transit', 'held'] as const satisfies readonly UsedFigure[];

export function usedFor(figure: UsedFigure, used: Used): string {
  return formatYuan(FIGURES[figure](used));
}

/** What the period undid of others, which its own figure does not have and its entries do. */
const UNDONE: Readonly<Partial<Record<UsedFigure, 'value' | 'disbursed' | 'benefits'>>> = {
  delivered: 'value',
  disbursed: 'disbursed',
  benefits: 'benefits',
};

export function undoneOf(figure: UsedFigure, { undoneEarlier }: Used): string {
  const name = UNDONE[figure];
  return formatYuan(name === undefined || undoneEarlier === undefined ? 0n : -fen(undoneEarlier[name]));
}

/** Whether a row tells any figure: goods that came and went leave none. */
export function tellsAny(used: Used): boolean {
  return USED_FIGURES.some((figure) => FIGURES[figure](used) !== 0n || undoneOf(figure, used) !== '0.00');
}

/** Those that anything stands at; what was delivered is told in any case. */
export function figuresIn(rows: readonly Used[]): readonly UsedFigure[] {
  return USED_FIGURES.filter((figure) => figure === 'delivered' || rows.some((row) => FIGURES[figure](row) !== 0n));
}

export function undoneIn(rows: readonly Used[]): readonly UsedFigure[] {
  return USED_FIGURES.filter((figure) => rows.some((row) => undoneOf(figure, row) !== '0.00'));
}

/** The query whose entries change what stands there, out of that which lists all entries of a row. */
export function standingIn(entries: string, stands: Standing, origin?: Origin): string {
  const [path = '', query] = entries.split('?');
  const asked = new URLSearchParams(query);
  asked.set('stands', stands);
  if (origin !== undefined) asked.set('origin', origin);
  return `${path}?${asked}`;
}

function fen(yuan: string): Fen {
  return parseSum(yuan) ?? 0n;
}
