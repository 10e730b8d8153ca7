import { EXPORTS, type ExportFilter, type ExportKind } from '../../shared/schemas/export.ts';
import type { Asked, ReportName } from '../ask/addresses.ts';

/** The file that tells what a report does, and what of its filters it does not take. */
export interface ExportedAs {
  readonly request: Asked;
  readonly lost: readonly string[];
}

const KINDS: Readonly<Record<ReportName, (asked: Asked) => ExportKind | undefined>> = {
  usage: ({ unit, item }) => (unit === undefined && item === undefined ? 'fund-usage' : 'distribution'),
  unit: ({ unit }) => (unit === undefined ? undefined : 'distribution'),
  'stock-card': ({ item }) => (item === undefined ? undefined : 'stock-card'),
  headline: () => 'fund-usage',
  matching: () => 'acceptance',
  exceptions: () => 'exceptions',
  identities: () => 'audit-pack',
};

/** What a report says beside what it is of. */
const MANNERS = ['by', 'cursor', 'limit', 'tree'];

/** Undefined where it has to be said first what it is of. */
export function exportedAs(report: ReportName, asked: Asked): ExportedAs | undefined {
  const kind = KINDS[report](asked);
  if (kind === undefined) return undefined;
  const filters = Object.entries(asked).filter(([name]) => !MANNERS.includes(name));
  const takes = (name: string) => EXPORTS[kind].takes.some((one: ExportFilter) => one === name);
  return {
    request: { kind, ...Object.fromEntries(filters.filter(([name]) => takes(name))) },
    lost: filters.flatMap(([name]) => (takes(name) ? [] : [name])),
  };
}
