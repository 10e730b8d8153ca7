import { formatYuan } from '../domain/amount.ts';
import type { Id } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { stated } from '../domain/stated.ts';
import { allWithUndone } from '../domain/undone.ts';
import type { Tree } from '../domain/unit-trees.ts';
import { type EntriesMeant, entriesAt } from '../schemas/entries-meant.ts';
import type { UnitStatement } from '../schemas/reports.ts';
import { writeQuantity } from './figures.ts';
import { coverageIn, writeCoverage } from './headline.ts';
import { type End, type Holdings, holdingsBy, holdingsOf } from './holdings.ts';
import { during, isDuring, type Period } from './period.ts';
import { byCode, type Register } from './register.ts';
import { treeOf, unitsAsked } from './units-asked.ts';

export interface UnitStatementOptions extends Period {
  readonly unit: Id;
  readonly below: boolean;
  readonly tree?: Tree;
  readonly fundingLine?: Id;
  /** Without them, neither a value of goods nor a funding line is told. */
  readonly prices: boolean;
}

/**
 * What a unit received, and what is on its way to it: goods, money, and whom that reached. A period's is of its own events;
 * what these undid of earlier ones stands beside.
 */
export function unitStatement(
  postings: readonly Posting[],
  register: Register,
  options: UnitStatementOptions,
): UnitStatement {
  const { unit, below, tree = 'then' } = options;
  const isAsked = unitsAsked(register, options);
  const theirs = during(allWithUndone(postings), options).filter(
    (posting) => posting.opening !== undefined && isAsked(posting.opening.refs.unit, treeOf(posting, register)),
  );
  const isUndoing = ({ undoes }: Dated): boolean => undoes !== undefined && !isDuring(undoes, options);
  const received = (isMeant: (dated: Dated) => boolean, sign: bigint) =>
    receivedBy(theirs, register, { ...options, isMeant, sign });
  const isUndone = theirs.some((posting) => isUndoing(posting) || posting.movements.some(isUndoing));
  return {
    unit: register.named(unit),
    below,
    tree,
    ...received((movement) => !isUndoing(movement), 1n),
    ...(isUndone ? { undoneEarlier: received(isUndoing, -1n) } : {}),
  };
}

/** What may undo the events of an earlier day: a movement, or an entry that says whom those reached. */
type Dated = Pick<Movement, 'undoes'>;

interface ReceivedOptions extends UnitStatementOptions {
  readonly isMeant: (dated: Dated) => boolean;
  readonly sign: bigint;
}

function receivedBy(
  postings: readonly Posting[],
  register: Register,
  { fundingLine, prices, isMeant, sign, unit, below, tree = 'then', from, to }: ReceivedOptions,
): UnitStatement['undoneEarlier'] & object {
  const entriesOf = (row: Pick<EntriesMeant, 'fundingLine' | 'item'>): string =>
    entriesAt({ ...row, unit, below, tree, from, to });
  const belongs = (movement: Movement): boolean =>
    movement.unit !== undefined &&
    isMeant(movement) &&
    (fundingLine === undefined || movement.fundingLine === fundingLine);
  const isThere = (movement: Movement, end: End): boolean => movement[end] !== 'stock' && belongs(movement);
  const byItem = holdingsBy(postings, (movement, end) => (isThere(movement, end) ? movement.item : undefined));
  const byLine = holdingsBy(postings, (movement, end) => (isThere(movement, end) ? movement.fundingLine : undefined));
  const counts = ({ movements, covers, about, undoes }: Posting): boolean =>
    (about === undefined ? movements.some(isMeant) : isMeant(stated<Dated>({ undoes }))) &&
    (fundingLine === undefined || covers?.includes(fundingLine) === true || movements.some(belongs));
  const { people, households, sites } = coverageIn(postings, counts);
  return {
    goods: [...byItem]
      .filter(([, holdings]) => isThereAny(holdings))
      .map(([item, holdings]) => ({
        ...goodsRow(item, holdings, register, { prices, sign }),
        ...(prices ? { entries: entriesOf({ item, ...(fundingLine === undefined ? {} : { fundingLine }) }) } : {}),
      }))
      .sort((a, b) => byCode(a.item, b.item)),
    ...(prices
      ? {
          funding: [...byLine]
            .filter(([, holdings]) => holdings.budget.disbursed !== 0n || isThereAny(holdings))
            .map(([line, holdings]) => ({
              ...fundingRow(line, holdings, register, sign),
              entries: entriesOf({ fundingLine: line }),
            }))
            .sort((a, b) => byCode(a.fundingLine, b.fundingLine)),
        }
      : {}),
    disbursed: formatYuan(sign * holdingsOf(postings, belongs).budget.disbursed),
    coverage: writeCoverage({ people: sign * people, households: sign * households, sites: sign * sites }),
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
  { prices, sign }: Pick<ReceivedOptions, 'prices' | 'sign'>,
): UnitStatement['goods'][number] {
  return {
    item: register.item(item),
    delivered: writeQuantity(sign * (bought.delivered.quantity + inKind.delivered.quantity)),
    transit: writeQuantity(sign * (bought.transit.quantity + inKind.transit.quantity)),
    held: writeQuantity(sign * (bought.held.quantity + inKind.held.quantity)),
    ...(prices ? { value: formatYuan(sign * (bought.delivered.value + inKind.delivered.value)) } : {}),
  };
}

function fundingRow(
  line: Id,
  { budget, bought, inKind }: Holdings,
  register: Register,
  sign: bigint,
): Omit<NonNullable<UnitStatement['funding']>[number], 'entries'> {
  return {
    fundingLine: register.named(line),
    goods: formatYuan(sign * bought.delivered.value),
    inKind: formatYuan(sign * inKind.delivered.value),
    disbursed: formatYuan(sign * budget.disbursed),
  };
}
