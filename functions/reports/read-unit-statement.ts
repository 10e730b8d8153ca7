import { actsFor } from '../../shared/domain/own-units.ts';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { showingFor } from '../front/use-case.ts';
import { report } from './report.ts';

export const readUnitStatement = report(
  reportQueries.readUnitStatement,
  ({ postings, register }, query, { target = '', role, units }) => {
    if (register.find('unit', target) === undefined) return { refusal: 'not-found', kind: 'unit', id: target };
    const lineage = register.lineage(target).map((id) => register.named(id).code);
    if (!actsFor(units, lineage)) return { refusal: 'not-your-unit', unit: target };
    return unitStatement(postings, register, { ...query, ...showingFor(role), unit: target });
  },
);
