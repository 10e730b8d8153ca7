import type { Id } from '../../shared/domain/id.ts';
import type { Register } from '../../shared/reports/register.ts';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { showingFor } from '../front/use-case.ts';
import { report } from './report.ts';

export const readUnitStatement = report(
  reportQueries.readUnitStatement,
  ({ postings, register }, query, { target = '', role, units }) => {
    if (register.find('unit', target) === undefined) return { refusal: 'not-found', kind: 'unit', id: target };
    if (units !== undefined && !isWithin(target, units, register)) return { refusal: 'not-your-unit', unit: target };
    return unitStatement(postings, register, { ...query, ...showingFor(role), unit: target });
  },
);

/** A coordinator acts for the units of the token and for everything below them. */
function isWithin(unit: Id, codes: readonly string[], register: Register): boolean {
  return register.lineage(unit).some((id) => codes.includes(register.named(id).code));
}
