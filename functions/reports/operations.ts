import type { Id } from '../../shared/domain/id.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { exceptions } from '../../shared/reports/exceptions.ts';
import { fundingLine } from '../../shared/reports/funding-line.ts';
import { headline } from '../../shared/reports/headline.ts';
import { matching } from '../../shared/reports/matching.ts';
import { personsReport } from '../../shared/reports/persons.ts';
import { planProgress } from '../../shared/reports/plan-progress.ts';
import type { Register } from '../../shared/reports/register.ts';
import { statement } from '../../shared/reports/statement.ts';
import { stock } from '../../shared/reports/stock.ts';
import { stockCard } from '../../shared/reports/stock-card.ts';
import { unitCard } from '../../shared/reports/unit-card.ts';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { usage } from '../../shared/reports/usage.ts';
import * as queries from '../../shared/schemas/report-queries.ts';
import { isWithheld } from '../documents/withheld.ts';
import { BOOKS, MONEY } from '../front/caller.ts';
import { type Asked, read, showingFor, type Table } from '../front/operation.ts';
import { readIdentities } from './identities.ts';
import { type InstallationTracker, readSessions, readState } from './installation.ts';
import { readMissingPapers } from './missing-papers.ts';
import { projected } from './projected.ts';
import { paged, type ReportTracker, report } from './report.ts';
import { readLot, readTrail } from './trails.ts';

export const reportsOperations = {
  readFundingLine: read(
    '/api/funding-lines/{id}',
    BOOKS,
    'A funding line: every account of both chains',
    report('fundingLineReport', queries.afterQuery, ({ postings, register }, _query, { target }) => {
      return fundingLine(postings, register, target) ?? { refusal: 'not-found', kind: 'fundingLine', id: target };
    }),
  ),
  readFundingLineStatement: read(
    '/api/funding-lines/{id}/statement',
    BOOKS,
    'Statement of a funding line, cash or budget',
    report('statement', queries.statementQuery, ({ postings, register }, query, { target, role }) =>
      register.find('fundingLine', target) === undefined
        ? { refusal: 'not-found', kind: 'fundingLine', id: target }
        : paged(
            statement(postings, register, {
              ...query,
              fundingLine: target,
              tells: (entry) => !isWithheld(entry, role),
            }),
          ),
    ),
  ),
  readStockCard: read(
    '/api/items/{id}/stock-card',
    BOOKS,
    'Stock card of an item (收发存卡)',
    report('stockCard', queries.stockCardQuery, ({ postings, register }, query, { target }) =>
      register.find('item', target) === undefined
        ? { refusal: 'not-found', kind: 'item', id: target }
        : paged(stockCard(postings, register, { ...query, item: target })),
    ),
  ),
  readStock: read(
    '/api/stock',
    BOOKS,
    'What is in stock, lot by lot',
    report('stock', queries.stockQuery, ({ postings, register }, query) => paged(stock(postings, register, query))),
  ),
  readPlanProgress: read(
    '/api/allocation-plans/{id}/progress',
    BOOKS,
    'How far an allocation plan has come: planned, sent, confirmed, returned and left',
    report('planProgress', queries.planProgressQuery, ({ postings, register }, query, { target }) =>
      register.find('plan', target) === undefined
        ? { refusal: 'not-found', kind: 'plan', id: target }
        : paged(planProgress(postings, register, { ...query, plan: target })),
    ),
  ),
  readUnitStatement: read(
    '/api/units/{id}/statement',
    [...BOOKS, 'coordinator'],
    'What a unit got',
    report('unitStatement', queries.unitStatementQuery, ({ postings, register }, query, asked) => {
      const { target, role } = asked;
      return (
        refusedUnit(register, asked) ??
        unitStatement(postings, register, { ...query, ...showingFor(role), unit: target })
      );
    }),
    'own',
  ),
  readUnitCard: read(
    '/api/units/{id}/card',
    [...BOOKS, 'coordinator'],
    'Card of a unit (领用卡): what came to it and went back, row by row',
    report('unitCard', queries.unitCardQuery, ({ postings, register }, query, asked) => {
      const { target, role } = asked;
      return (
        refusedUnit(register, asked) ??
        paged(unitCard(postings, register, { ...query, ...showingFor(role), unit: target }))
      );
    }),
    'own',
  ),
  readLot: read('/api/lots/{lot}', BOOKS, 'A lot: where it comes from, where it went, and what is left', {
    form: 'whole',
    answer: 'lotWay',
    read: readLot,
  }),
  readTrail: read('/api/entries/{id}/trail', MONEY, 'What an entry rests on, and what became of it', {
    form: 'whole',
    answer: 'trail',
    query: queries.trailQuery,
    read: readTrail,
  }),
  reportMissingPapers: read('/api/reports/missing-papers', MONEY, 'Papers that entries name and nobody uploaded', {
    form: 'whole',
    answer: 'missingPapers',
    query: queries.missingPapersQuery,
    read: readMissingPapers,
  }),
  reportUsage: read(
    '/api/reports/usage',
    BOOKS,
    'Use of funds and goods by any of four dimensions',
    projected('usage', queries.usageQuery, (cube, register, query) => paged(usage(cube, register, query))),
  ),
  reportIdentities: read('/api/reports/identities', BOOKS, 'The three identities, and the journal beside the books', {
    query: queries.afterQuery,
    form: 'whole',
    answer: 'identities',
    kept: 'revalidated',
    read: readIdentities,
  }),
  reportHeadline: read(
    '/api/reports/headline',
    BOOKS,
    'The figures that are published, with their sentences',
    projected('headline', queries.headlineQuery, (cube, _register, query) => headline(cube, query)),
  ),
  reportMatching: read(
    '/api/reports/matching',
    BOOKS,
    'Ordered, accepted, invoiced, paid and refunded of each purchase, and what is owed to whom (应付)',
    report('matching', queries.matchingQuery, ({ postings, register }, query) =>
      paged(matching(postings, register, query)),
    ),
  ),
  reportExceptions: read(
    '/api/reports/exceptions',
    BOOKS,
    'What an auditor looks at first; buyers and keepers see none of benefits and persons',
    report(
      'exceptions',
      queries.afterQuery,
      ({ postings, register, now }, _query, { role }) =>
        exceptions(postings, register, now, (entry) => !isWithheld(entry, role)),
      'prefix-and-clock',
    ),
  ),
  reportPersons: read(
    '/api/reports/personal-data',
    ['auditor', 'privacy-officer'],
    'Who was shown, or erased, whose personal data, and why',
    report('personsReport', queries.afterQuery, ({ postings, register }) => personsReport(postings, register.language)),
  ),
  readState: read('/api/state', [...MONEY, 'admin'], 'Whether it seals, what is published, keys, backups, settings', {
    form: 'whole',
    answer: 'state',
    read: readState,
  }),
  listSessions: read('/api/sessions', ['admin'], 'Who is signed in', {
    form: 'whole',
    answer: 'sessions',
    read: readSessions,
  }),
} as const satisfies Table<ReportTracker & InstallationTracker>;

/** Why a unit is not told to a caller; undefined where it is. */
function refusedUnit(register: Register, { target, units }: Asked<Id>): Refusal | undefined {
  if (register.find('unit', target) === undefined) return { refusal: 'not-found', kind: 'unit', id: target };
  const lineage = register.lineage(target).map((id) => register.named(id).code);
  return actsFor(units, lineage) ? undefined : { refusal: 'not-your-unit', unit: target };
}
