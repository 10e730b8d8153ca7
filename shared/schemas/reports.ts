import * as z from 'zod';
import { COUNTED } from '../domain/coverage.ts';
import { stockCounterparty, unitCard } from './cards.ts';
import type { HeadlineFigure } from './entries-meant.ts';
import { treeTold } from './in-tree.ts';
import { planProgress } from './plan-progress.ts';
import {
  balance,
  budget,
  day,
  direction,
  entries,
  entryId,
  goods,
  item,
  kind,
  money,
  named,
  next,
  provenance,
  quantity,
  values,
  yuan,
} from './report-figures.ts';
import { CHAINS, DIMENSIONS } from './report-queries.ts';

/** The answers of the reports, by operation. */

const fundingLineReport = z.strictObject({
  fundingLine: named.extend({
    basis: z.array(z.string()),
    permittedUses: z.string().exactOptional(),
    closed: z.boolean(),
  }),
  invested: yuan,
  budget,
  cash: money,
  inKind: values,
  history: z.array(
    z.strictObject({
      entry: entryId,
      kind,
      effectiveOn: day,
      recordedAt: z.int(),
      actor: z.strictObject({ subject: z.string(), role: z.string() }),
      summary: z.string(),
      amount: yuan.exactOptional(),
    }),
  ),
});

const counterparty = z
  .strictObject({ kind: z.enum(['source', 'supplier', 'unit', 'person']), id: z.string().nullable(), name: z.string() })
  .nullable();

const statement = z.strictObject({
  fundingLine: named,
  chain: z.enum(CHAINS),
  opening: yuan.meta({ description: 'Before the first row of the period' }),
  rows: z.array(
    z.strictObject({
      date: day,
      entry: entryId,
      number: z.string().nullable().meta({ description: 'Voucher number; null until the entry is sealed' }),
      kind,
      summary: z.string(),
      counterparty,
      entries,
      income: yuan.meta({ description: 'Negative where an income is reversed (红字)' }),
      expense: yuan.meta({ description: 'Negative where an expense is reversed (红字)' }),
      balance: yuan,
    }),
  ),
  income: yuan,
  expense: yuan,
  closing: yuan.meta({ description: 'After the last row of the period, whatever page this is' }),
  next,
});

const stockCard = z.strictObject({
  item,
  opening: balance,
  rows: z.array(
    z.strictObject({
      date: day,
      entry: entryId,
      number: z.string().nullable(),
      kind,
      summary: z.string(),
      counterparty: stockCounterparty,
      entries,
      in: balance.meta({ description: 'Negative where a movement in is reversed (红字)' }),
      out: balance.meta({ description: 'Negative where a movement out is reversed (红字)' }),
      balance,
    }),
  ),
  in: balance,
  out: balance,
  closing: balance,
  next,
});

const stock = z.strictObject({
  lots: z.array(
    z.strictObject({
      lot: z.string(),
      item,
      fundingLine: named,
      warehouse: named,
      inKind: z.boolean(),
      directedTo: direction.exactOptional(),
      receivedOn: day,
      expiresOn: day.exactOptional(),
      batch: z.string().exactOptional(),
      quantity,
      value: yuan,
    }),
  ),
  value: yuan.meta({ description: 'Of all lots, whatever page this is' }),
  items: z
    .array(
      z.strictObject({
        item,
        quantity: quantity.meta({
          description: 'In all warehouses and on all funding lines, whichever were asked for',
        }),
        reserved: quantity.meta({ description: 'What open plans still have to dispatch' }),
        free: quantity.meta({ description: 'What is in stock and not reserved' }),
        short: quantity
          .exactOptional()
          .meta({ description: 'How much plans lack; absent where stock is enough for them' }),
      }),
    )
    .meta({
      description:
        'Every item in stock or reserved, by code, whatever page this is. A plan names neither warehouse nor funding line.',
    }),
  next,
});

const coverage = z.strictObject({ people: z.int(), households: z.int(), sites: z.int() });

const received = {
  goods: z.array(
    z.strictObject({
      item,
      delivered: quantity,
      transit: quantity,
      held: quantity,
      value: yuan.exactOptional().meta({ description: 'Of what was delivered; not told to coordinators' }),
      entries: entries.exactOptional(),
    }),
  ),
  funding: z
    .array(z.strictObject({ fundingLine: named, goods: yuan, inKind: yuan, disbursed: yuan, entries }))
    .exactOptional()
    .meta({ description: 'Value by funding line; not told to coordinators' }),
  disbursed: yuan,
  coverage,
};

const unitStatement = z.strictObject({
  unit: named,
  below: z.boolean(),
  tree: treeTold,
  ...received,
  undoneEarlier: z.strictObject(received).exactOptional().meta({
    description: 'What the period undid of others: how much less each figure is in all. It is in no figure beside it.',
  }),
});

const usageFigures = {
  quantity: quantity.meta({
    description: 'Goods delivered, in kind included; without `item` among `by` it adds up different measures',
  }),
  value: yuan.meta({ description: 'Value of the goods delivered, in kind included' }),
  disbursed: yuan,
  benefits: yuan,
  undoneEarlier: z
    .strictObject({ quantity, value: yuan, disbursed: yuan, benefits: yuan })
    .exactOptional()
    .meta({
      description:
        'What was undone of other periods: how much less each of these four is in all. It is in none of the four, and in ' +
        'all other figures.',
    }),
  available: yuan,
  bought: goods,
  inKind: goods,
};

const usage = z.strictObject({
  by: z.array(z.enum(DIMENSIONS)),
  tree: treeTold,
  rows: z
    .array(
      z.strictObject({
        unit: named.nullable().exactOptional(),
        fundingLine: named.exactOptional(),
        item: item.nullable().exactOptional(),
        month: z.string().exactOptional(),
        entries,
        ...usageFigures,
      }),
    )
    .meta({
      description:
        'One row for each combination. `unit` and `item` are null for what stands at none. By month, a figure is its ' +
        'change in that month. The sums over all rows, less what they undid of other months, are the totals.',
    }),
  total: z.strictObject({ entries, ...usageFigures }),
  next,
});

const matching = z.strictObject({
  purchases: z.array(
    z.strictObject({
      purchase: z.string().meta({ description: 'Id of the purchase' }),
      number: z.string().meta({ description: 'CG- and the number of its voucher' }),
      effectiveOn: day,
      supplier: named,
      ordered: yuan,
      committed: yuan.meta({ description: 'Still on order' }),
      accepted: yuan,
      invoiced: yuan.meta({
        description: 'Less what red invoices took back. Of the whole purchase, whichever funding line was asked for',
      }),
      paid: yuan,
      refunded: yuan,
      payable: yuan.meta({ description: 'Below zero where the supplier owes it back' }),
      due: yuan.meta({ description: 'What came and is not paid' }),
      funding: z
        .array(z.strictObject({ fundingLine: named, payable: yuan, due: yuan }))
        .meta({ description: 'On each of its funding lines, or on the one that was asked for' }),
      invoices: z.array(
        z.strictObject({
          invoice: z.string(),
          number: z.string().meta({ description: 'FP- and the number of its voucher' }),
          amount: yuan,
        }),
      ),
      differs: z.array(z.strictObject({ what: z.enum(['accepted', 'invoiced', 'paid']), by: yuan })).meta({
        description:
          'By how much more was accepted than ordered, invoiced or paid than the purchase comes to with what is still on ' +
          'order; below zero where it is less. What differs by invoices is of the whole purchase',
      }),
    }),
  ),
  suppliers: z.array(z.strictObject({ supplier: named, payable: yuan, due: yuan, refundable: yuan })).meta({
    description:
      '应付 by supplier, over all pages: what may still be paid, how much of that is for what came, and what was paid too ' +
      'much and not refunded. Those with neither are left out.',
  }),
  next,
});

const difference = { difference: yuan };
const comparedAccount = z.enum([
  'available',
  'cash',
  'committed',
  'accepted',
  'paid',
  'stock',
  'lost',
  'transit',
  'held',
  'delivered',
  'disbursed',
  'benefits',
]);

const identities = z.strictObject({
  holds: z.boolean().meta({ description: 'Nothing differs anywhere below' }),
  settled: z.boolean().meta({
    description: 'False where entries kept coming while the books were read, so that a difference may mean nothing',
  }),
  budget: z.array(budget.extend({ fundingLine: named, ...difference })),
  cash: z.array(money.extend({ fundingLine: named, ...difference })),
  goods: z.array(
    z.strictObject({
      item,
      received: quantity,
      found: quantity,
      stock: quantity,
      transit: quantity,
      held: quantity,
      delivered: quantity,
      lost: quantity,
      difference: quantity,
    }),
  ),
  inKind: z.array(values.extend({ fundingLine: named, ...difference })),
  books: z
    .array(
      z.union([
        z.strictObject({ account: comparedAccount, fundingLine: named, journal: yuan, books: yuan, ...difference }),
        z.strictObject({ account: comparedAccount, item, journal: quantity, books: quantity, difference: quantity }),
      ]),
    )
    .meta({
      description: 'The fold of the entries beside the books as stored: values by funding line, quantities by item',
    }),
  differing: z
    .array(z.strictObject({ account: z.string(), journal: balance, books: balance }))
    .meta({ description: 'The single accounts whose book is not what the entries say; the first hundred of them' }),
});

const effect = z.strictObject({
  month: z.string().meta({ description: 'YYYY-MM' }),
  invested: yuan,
  goodsDelivered: yuan,
  disbursed: yuan,
  benefits: yuan,
  inKind: yuan,
  inKindDelivered: yuan,
  ...coverage.shape,
});

const queries = {
  invested: entries,
  goodsDelivered: entries,
  disbursed: entries,
  benefits: entries,
  inKind: entries,
  inKindDelivered: entries,
  people: entries,
  households: entries,
  sites: entries,
  units: entries,
} satisfies Readonly<Record<HeadlineFigure, typeof entries>>;

const headline = z.strictObject({
  invested: yuan.meta({ description: 'Appropriated − given back − available − committed' }),
  goodsDelivered: yuan.meta({ description: 'Value of the goods delivered that were bought with it' }),
  disbursed: yuan,
  benefits: yuan,
  inKind: yuan.meta({ description: 'Value of the goods received in kind' }),
  inKindDelivered: yuan,
  ...coverage.shape,
  units: z.int().meta({ description: 'Units that goods or money reached' }),
  sentences: z.strictObject({ zh: z.string(), en: z.string() }),
  entries: z.strictObject(queries).meta({ description: 'The query that lists the entries of each figure' }),
  undoneEarlier: z
    .array(effect)
    .min(1)
    .exactOptional()
    .meta({
      description:
        'What the period undid of other months, by these: how much less each figure is, below zero where it is more again. ' +
        'It is in no figure beside it. Over all periods, the figures less this are the figures of all time.',
    }),
  laterEffects: z.array(effect).min(1).exactOptional().meta({
    description: 'What other months undid of this period, by these: its own figures and sentences stay as they are',
  }),
});

const remarkable = {
  entry: entryId,
  kind,
  effectiveOn: day,
  recordedAt: z.int(),
  actor: z.strictObject({ subject: z.string(), role: z.string() }),
  summary: z.string(),
};
const excepted = { ...remarkable, reason: z.string(), reversed: z.boolean() };

const exceptions = z.strictObject({
  waivedSeparations: z.array(z.strictObject(excepted)),
  overPlan: z.array(
    z.strictObject({
      ...excepted,
      plan: z.string(),
      unit: named,
      lines: z.array(
        z.union([
          z.strictObject({ item, planned: quantity, dispatched: quantity }),
          z.strictObject({ fundingLine: named, planned: yuan, disbursed: yuan }),
        ]),
      ),
    }),
  ),
  belated: z.array(z.strictObject({ ...excepted, date: day.exactOptional(), month: z.string().exactOptional() })),
  redirectedGifts: z
    .array(
      z.strictObject({
        ...excepted,
        unit: named,
        consent: z.string().exactOptional().meta({ description: "The giver's; absent where it was by exception" }),
        gifts: z.array(z.strictObject({ receipt: entryId, giver: z.string(), directedTo: direction, item, quantity })),
      }),
    )
    .meta({ description: 'Dispatches of what its giver meant for somebody else' }),
  headCounts: z
    .array(
      z.strictObject({
        ...remarkable,
        corrects: entryId,
        changes: z.array(z.strictObject({ field: z.enum(COUNTED), was: quantity, is: quantity })),
        reason: z.string(),
      }),
    )
    .meta({ description: 'Corrections of whom something reached' }),
  withdrawals: z
    .array(z.strictObject({ ...remarkable, withdraws: entryId, reason: z.string() }))
    .meta({ description: 'Orders and dispatches that whoever recorded them took back' }),
  backdated: z
    .array(z.strictObject({ ...remarkable, days: z.int() }))
    .meta({ description: 'Recorded more than seven days after their day, although the ledger was kept by then' }),
  closedMonths: z
    .array(z.strictObject({ ...remarkable, month: z.string() }))
    .meta({ description: 'What undid or put right something of a month that was closed by then' }),
  unapproved: z
    .array(
      z.strictObject({
        ...remarkable,
        reversed: z.boolean(),
        amount: yuan,
        method: z.string(),
        evidence: z.int().meta({ description: 'How many papers it has' }),
      }),
    )
    .meta({ description: 'Money that went out without an approval' }),
  approvedOnPaper: z
    .array(
      z.strictObject({
        ...remarkable,
        reversed: z.boolean(),
        document: z.string(),
        decidedOn: day,
        approver: z.string(),
      }),
    )
    .meta({ description: 'Approvals that name no member of the tracker' }),
  cashAboveThreshold: z
    .array(z.strictObject({ ...excepted, above: yuan, together: yuan }))
    .meta({ description: 'Paid in cash above the threshold, with a reason; `together` is what counts of seven days' }),
  splitOrders: z
    .array(
      z.strictObject({ ...remarkable, supplier: named, threshold: yuan, together: yuan, orders: z.array(entryId) }),
    )
    .meta({ description: 'Orders to one supplier, each under the threshold, that pass it together within seven days' }),
  latePapers: z.array(z.strictObject({ ...remarkable, missing: z.enum(['evidence', 'invoice']), days: z.int() })),
  unconfirmed: z.array(z.strictObject({ ...remarkable, unit: named, hours: z.int() })),
  idleAppropriations: z.array(z.strictObject({ fundingLine: named, available: yuan, idleSince: day, days: z.int() })),
  invoiceDiffers: z
    .array(
      z.strictObject({
        ...remarkable,
        purchase: z.string(),
        invoiced: yuan.exactOptional(),
        worth: yuan.exactOptional().meta({ description: 'What is on order and what was accepted' }),
        date: day.exactOptional().meta({ description: 'Of an invoice that is more than a year older than its order' }),
      }),
    )
    .meta({ description: 'Purchases that invoices say something else of, until they match' }),
  payableBelowZero: z
    .array(z.strictObject({ ...remarkable, payable: yuan }))
    .meta({ description: 'Purchases on which a supplier owes money back' }),
  paidWithoutPaper: z
    .array(z.strictObject(remarkable))
    .meta({ description: 'Payments with neither evidence nor any invoice on their purchase' }),
  sameBankReference: z.array(
    z.strictObject({ ...remarkable, reference: z.string(), first: entryId.meta({ description: 'Who had it first' }) }),
  ),
  unusualPrices: z.array(z.strictObject({ ...remarkable, item, price: yuan, median: yuan })).meta({
    description:
      'Orders at more than twice, or less than half, of the median price of at least three earlier ones of the item',
  }),
  counts: z
    .strictObject({
      waivedSeparations: z.int(),
      overPlan: z.int(),
      belated: z.int(),
      redirectedGifts: z.int(),
      headCounts: z.int(),
      withdrawals: z.int(),
      backdated: z.int(),
      closedMonths: z.int(),
      unapproved: z.int(),
      approvedOnPaper: z.int(),
      cashAboveThreshold: z.int(),
      splitOrders: z.int(),
      latePapers: z.int(),
      unconfirmed: z.int(),
      idleAppropriations: z.int(),
      invoiceDiffers: z.int(),
      payableBelowZero: z.int(),
      paidWithoutPaper: z.int(),
      sameBankReference: z.int(),
      unusualPrices: z.int(),
    })
    .meta({ description: 'How many there are in all; the lists name the newest thousand of each' }),
});

const handled = z.strictObject({
  entry: entryId,
  recordedAt: z.int(),
  actor: z.strictObject({ subject: z.string(), role: z.string() }),
  of: z.strictObject({ entry: entryId, kind, what: z.string(), number: z.string() }),
  fields: z.array(z.string()),
  reason: z.string(),
});

const personsReport = z.strictObject({
  disclosures: z.array(handled),
  erasures: z.array(handled),
  counts: z
    .strictObject({ disclosures: z.int(), erasures: z.int() })
    .meta({ description: 'How many there are in all; the lists name the newest thousand of each' }),
});

const missingPapers = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...remarkable,
      number: z.string(),
      papers: z.array(z.strictObject({ sha256: z.string(), name: z.string(), bytes: z.int(), mediaType: z.string() })),
    }),
  ),
  count: z.int().meta({ description: 'How many entries there are in all' }),
  next,
});

export const reportAnswers = {
  fundingLineReport: fundingLineReport.extend(provenance),
  statement: statement.extend(provenance),
  stockCard: stockCard.extend(provenance),
  stock: stock.extend(provenance),
  planProgress: planProgress.extend(provenance),
  unitStatement: unitStatement.extend(provenance),
  unitCard: unitCard.extend(provenance),
  usage: usage.extend(provenance),
  identities: identities.extend(provenance),
  headline: headline.extend(provenance),
  matching: matching.extend(provenance),
  exceptions: exceptions.extend(provenance),
  personsReport: personsReport.extend(provenance),
  missingPapers: missingPapers.extend(provenance),
} as const;

export type CoverageOnWire = z.infer<typeof coverage>;
export type Counterparty = z.infer<typeof counterparty>;
export type ComparedAccount = z.infer<typeof comparedAccount>;
export type FundingLineReport = z.infer<typeof fundingLineReport>;
export type Statement = z.infer<typeof statement>;
export type StockCard = z.infer<typeof stockCard>;
export type Stock = z.infer<typeof stock>;
export type UnitStatement = z.infer<typeof unitStatement>;
export type Usage = z.infer<typeof usage>;
export type Identities = z.infer<typeof identities>;
export type Effect = z.infer<typeof effect>;
export type Headline = z.infer<typeof headline>;
export type Matching = z.infer<typeof matching>;
export type Exceptions = z.infer<typeof exceptions>;
export type MissingPapers = z.infer<typeof missingPapers>;
export type PersonsReport = z.infer<typeof personsReport>;
