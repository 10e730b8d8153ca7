import type { UseCase } from '../front/use-case.ts';
import type { Operation } from '../routes.ts';
import { readFundingLine } from './read-funding-line.ts';
import { readFundingLineStatement } from './read-funding-line-statement.ts';
import { readStock } from './read-stock.ts';
import { readStockCard } from './read-stock-card.ts';
import { readUnitStatement } from './read-unit-statement.ts';
import type { ReportTracker } from './report.ts';
import { reportExceptions } from './report-exceptions.ts';
import { reportHeadline } from './report-headline.ts';
import { reportIdentities } from './report-identities.ts';
import { reportPersons } from './report-persons.ts';
import { reportUsage } from './report-usage.ts';

/** The use cases of the group `reports`. */
export const reports: Readonly<Record<Operation<'reports'>, UseCase<ReportTracker>>> = {
  readFundingLine,
  readFundingLineStatement,
  readStock,
  readStockCard,
  readUnitStatement,
  reportExceptions,
  reportPersons,
  reportHeadline,
  reportIdentities,
  reportUsage,
};
