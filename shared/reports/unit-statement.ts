import { formatYuan } from '../domain/amount.ts';
import type { Id } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { UnitStatement } from '../schemas/reports.ts';
import { writeQuantity } from './figures.ts';
import { coverageIn, writeCoverage } from './headline.ts';
import { type End, type Holdings, holdingsBy, holdingsOf } from './holdings.ts';
import { during, type Period } from './period.ts';
import { byCode, type Register } from './register.ts';

export interface UnitStatementOptions extends Period {
  readonly unit: Id;
  readonly below: boolean;
  readonly fundingLine?: Id;
  /** Without them, neither a value of goods nor a funding line is told. */
  readonly prices: boolean;
}

/** What a unit received, and what is on its way to it: goods, money, and whom that reached. */
export function unitStatement(
  postings: readonly Posting[],
  register: Register,
  options: UnitStatementOptions,
): UnitStatement {
  const { unit, below, fundingLine, prices } = options;
  const units = below ? register.withBelow(unit) : new Set([unit]);
  const belongs = (movement: Movement): boolean =>
    movement.unit !== undefined &&
    units.has(movement.unit) &&
    (fundingLine === undefined || movement.fundingLine === fundingLine);
  const meant = during(postings, options).filter(({ movements }) => movements.some(belongs));
  const isThere = (movement: Movement, end: End): boolean => movement[end] !== 'stock' && belongs(movement);
  const byItem = holdingsBy(meant, (movement, end) => (isThere(movement, end) ? movement.item : undefined));
  const byLine = holdingsBy(meant, (movement, end) => (isThere(movement, end) ? movement.fundingLine : undefined));
  return {
    unit: register.named(unit),
    below,
    goods: [...byItem]
      .filter(([, holdings]) => isThereAny(holdings))
      .map(([item, holdings]) => goodsRow(item, holdings, register, prices))
      .sort((a, b) => byCode(a.item, b.item)),
    ...(prices
      ? {
          funding: [...byLine]
            .filter(([, holdings]) => holdings.budget.disbursed !== 0n || isThereAny(holdings))
            .map(([line, holdings]) => fundingRow(line, holdings, register))
            .sort((a, b) => byCode(a.fundingLine, b.fundingLine)),
        }
      : {}),
    disbursed: formatYuan(holdingsOf(meant, belongs).budget.disbursed),
    coverage: writeCoverage(coverageIn(meant, () => true)),
  };
}

function isThereAny({ bought, inKind }: Holdings): boolean {
  return [bought, inKind].some(({ delivered, transit, held }) =>
    [delivered, transit, held].some(({ quantity }) => quantity !== 0n),
  );
}

function goodsRow(
  item: Id,
  { bought, inKind }: Holdings,
  register: Register,
  prices: boolean,
): UnitStatement['goods'][number] {
  return {
    item: register.item(item),
    delivered: writeQuantity(bought.delivered.quantity + inKind.delivered.quantity),
    transit: writeQuantity(bought.transit.quantity + inKind.transit.quantity),
    held: writeQuantity(bought.held.quantity + inKind.held.quantity),
    ...(prices ? { value: formatYuan(bought.delivered.value + inKind.delivered.value) } : {}),
  };
}

function fundingRow(
  line: Id,
  { budget, bought, inKind }: Holdings,
  register: Register,
): NonNullable<UnitStatement['funding']>[number] {
  return {
    fundingLine: register.named(line),
    goods: formatYuan(bought.delivered.value),
    inKind: formatYuan(inKind.delivered.value),
    disbursed: formatYuan(budget.disbursed),
  };
}
