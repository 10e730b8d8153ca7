import type { BelongsTo, Entry } from '../../domain/entry.ts';
import type { InPacks } from '../../domain/facts.ts';
import type { Id } from '../../domain/id.ts';
import { type Pack, writePacked, writeWhole } from '../../domain/quantity.ts';
import { voucherNumber } from '../../domain/voucher.ts';
import type { Register } from '../../reports/register.ts';
import { wordOf } from '../../reports/summary.ts';

/** The parts of a 备注 that there are, in their order. */
export function joined(...parts: readonly (string | null | undefined)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return said.length === 0 ? null : said.join('；');
}

/** What its writer noted, why a separation of duties or a plan was set aside, and which earlier day it is of. */
export function remarksOf({ note, exception, belongsTo }: Entry): string | null {
  const late = belongsTo && `${belated(belongsTo)}：${belongsTo.reason}`;
  return joined(note, exception && `例外：${exception.reason}`, late);
}

/** 补记2020-11-28: the day that something late is of; of the first form the month. */
export function belated(belongsTo: BelongsTo): string {
  return `补记${'date' in belongsTo ? belongsTo.date : belongsTo.month}`;
}

/** What happened in a word, and why: 退回供应商：包装破损 */
export function reasonOf(entry: Entry): string | null {
  return 'reason' in entry.facts ? `${wordOf(entry)}：${entry.facts.reason}` : null;
}

/** 冲销 000123: which entry a reversal reverses, by its place in the log. */
export function reversing(index: number | undefined): string {
  return index === undefined ? '冲销' : `冲销 ${voucherNumber(index)}`;
}

const WANTING = { damaged: '破损', short: '短少', refused: '拒收' } as const;

/** A quantity in the base measure, beside the pack that it was given in. */
export interface Given {
  readonly quantity: bigint;
  readonly packs?: Pack | undefined;
}

/** 40 箱 (9,600 片): quantities together as they were given, those of several packs one by one; null where none was in packs. */
export function packsTold(given: readonly Given[], baseMeasure: string): string | null {
  const those = given.filter(({ quantity }) => quantity !== 0n);
  const [first] = those;
  if (first === undefined || those.every(({ packs }) => packs === undefined)) return null;
  const isOne = those.every(({ packs }) => packs?.measure === first.packs?.measure && packs?.of === first.packs?.of);
  return (isOne ? [{ quantity: sumOf(those), packs: first.packs }] : those)
    .map(({ quantity, packs }) => writePacked(quantity, baseMeasure, packs))
    .join('、');
}

/** The same with what it is called: 实发 40 箱 (9,600 片) */
export function packsOf(name: string, given: readonly Given[], baseMeasure: string): string | null {
  const told = packsTold(given, baseMeasure);
  return told === null ? null : `${name} ${told}`;
}

function sumOf(given: readonly Given[]): bigint {
  return given.reduce((sum, { quantity }) => sum + quantity, 0n);
}

/** What did not come whole of lines, and why: 破损 3、短少 1 箱 (12 袋)、拒收 1：运输受潮 */
export function wantingIn(
  lines: readonly ({ readonly [what in keyof typeof WANTING]?: bigint } & InPacks & { readonly reason?: string })[],
  baseMeasure: string,
): string | null {
  const wanting = (['damaged', 'short', 'refused'] as const).flatMap((what) => {
    const given = lines.map((line): Given => ({ quantity: line[what] ?? 0n, packs: line.packs }));
    const quantity = sumOf(given);
    return quantity === 0n ? [] : [`${WANTING[what]} ${packsTold(given, baseMeasure) ?? writeWhole(quantity)}`];
  });
  const reasons = lines.flatMap(({ reason }) => reason ?? []);
  return [wanting.join('、'), reasons.join('、')].filter(Boolean).join('：') || null;
}

/** What goods are: what they are called, their spec and grade, and what they are counted in. */
export function goodsCells(item: Id, register: Register) {
  const { name, baseMeasure } = register.item(item);
  return { item: name, spec: register.specOf(item) || null, measure: baseMeasure } as const;
}
