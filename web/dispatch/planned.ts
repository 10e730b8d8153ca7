import type { PlanProgress } from '../../shared/schemas/plan-progress.ts';

/** What a plan gives one unit of one item. */
export interface Planned {
  readonly item: { readonly id: string; readonly name: string; readonly baseMeasure: string };
  readonly planned: number;
  readonly dispatched: number;
  readonly left: number;
}

export interface PlannedUnit {
  readonly unit: { readonly id: string; readonly code: string; readonly name: string };
  readonly lines: readonly Planned[];
  readonly hasLeft: boolean;
}

/** The goods of a plan, unit by unit in the order of its lines. */
export function plannedUnits({ lines }: Pick<PlanProgress, 'lines'>): readonly PlannedUnit[] {
  const units = new Map<string, { readonly unit: PlannedUnit['unit']; readonly lines: Planned[] }>();
  for (const line of lines) {
    if (!('item' in line)) continue;
    const { unit, item, planned, dispatched, left } = line;
    const of = units.get(unit.id) ?? { unit, lines: [] };
    units.set(unit.id, of);
    of.lines.push({ item, planned, dispatched, left });
  }
  return [...units.values()].map((one) => ({ ...one, hasLeft: one.lines.some(({ left }) => left > 0) }));
}

/** The next unit after one that has something left, going round. */
export function nextWithLeft(units: readonly PlannedUnit[], after: string): PlannedUnit | undefined {
  const at = units.findIndex(({ unit }) => unit.id === after);
  return [...units.slice(at + 1), ...units.slice(0, Math.max(at, 0))].find(({ hasLeft }) => hasLeft);
}
