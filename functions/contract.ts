import * as z from 'zod';
import { countBody, countersignBody } from '../shared/schemas/adjustment.ts';
import { id, text } from '../shared/schemas/answer-scalars.ts';
import { payBenefitBody } from '../shared/schemas/benefit.ts';
import { confirmBody, dispatchBody, resolveBody, returnFromUnitBody } from '../shared/schemas/consignment.ts';
import { disburseBody } from '../shared/schemas/disbursement.ts';
import * as answers from '../shared/schemas/document-answers.ts';
import { entryAnswer } from '../shared/schemas/entry-answer.ts';
import { declareEvidenceBody, evidenceAnswers, noBody } from '../shared/schemas/evidence.ts';
import { cancelBody, exportAnswer, exportBody } from '../shared/schemas/export.ts';
import { appropriateBody, giveMoneyBackBody, openFundingLineBody } from '../shared/schemas/funding-line.ts';
import { bookInvoiceBody } from '../shared/schemas/invoice.ts';
import { amendItemBody, registerItemBody } from '../shared/schemas/item.ts';
import { documentQueries, listQuery } from '../shared/schemas/lists.ts';
import { amendMemberBody, registerMemberBody } from '../shared/schemas/member.ts';
import { closePeriodBody, periodAnswer } from '../shared/schemas/period.ts';
import { discloseBody, eraseBody } from '../shared/schemas/persons.ts';
import { amendPlanBody, registerPlanBody } from '../shared/schemas/plan.ts';
import { acceptBody, orderBody, payBody, returnToSupplierBody } from '../shared/schemas/purchase.ts';
import { receiveInKindBody } from '../shared/schemas/receipt.ts';
import * as registered from '../shared/schemas/registered-answers.ts';
import { closeBody } from '../shared/schemas/remarks.ts';
import { reportQueries } from '../shared/schemas/report-queries.ts';
import { reportAnswers } from '../shared/schemas/reports.ts';
import { attachEvidenceBody, reverseBody } from '../shared/schemas/reversal.ts';
import { amendSupplierBody, registerSupplierBody } from '../shared/schemas/supplier.ts';
import { amendTariffBody, registerTariffBody } from '../shared/schemas/tariff.ts';
import { amendUnitBody, registerUnitBody } from '../shared/schemas/unit.ts';
import { amendWarehouseBody, registerWarehouseBody } from '../shared/schemas/warehouse.ts';
import { SOURCES } from './front/caller.ts';
import { type Operation, ROLES } from './routes.ts';

/** What each operation takes and answers: the table behind the OpenAPI document, and what tests hold answers against. */

export interface Terms {
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  /** Of JSON; a file tells its media type instead. */
  readonly answer: z.ZodType;
  readonly file?: string;
  /** The status of a write that is done for the first time: 201 unless told otherwise. */
  readonly first?: 200 | 202;
  /** A read that refuses by state too, with 409. */
  readonly refuses?: true;
}

/** Every document, under the name it has in answers. */
const DOCUMENTS = {
  fundingLine: registered.fundingLineAnswer,
  unit: registered.unitAnswer,
  item: registered.itemAnswer,
  supplier: registered.supplierAnswer,
  warehouse: registered.warehouseAnswer,
  tariff: registered.tariffAnswer,
  plan: registered.planAnswer,
  member: registered.memberAnswer,
  purchase: answers.purchaseAnswer,
  receipt: answers.receiptAnswer,
  consignment: answers.consignmentAnswer,
  disbursement: answers.disbursementAnswer,
  benefit: answers.benefitAnswer,
  adjustment: answers.adjustmentAnswer,
  period: periodAnswer,
} as const;
type Name = keyof typeof DOCUMENTS;

const lots = z.array(answers.arrivedLotAnswer).meta({ description: 'The lots that this entry brought' });
/** The document is there unless the entry is about none. */
const anyDocument = Object.fromEntries(
  Object.entries(DOCUMENTS).map(([name, answer]) => [name, z.exactOptional(answer)]),
);

function write(summary: string, body: z.ZodType, name: Name, more: z.ZodRawShape = {}): Terms {
  return { summary, body, answer: z.strictObject({ entry: entryAnswer, [name]: DOCUMENTS[name], ...more }) };
}

function list(summary: string, query: z.ZodObject, item: z.ZodType): Terms {
  const next = text.exactOptional().meta({ description: 'The cursor of the next page; absent on the last one' });
  return { summary, query, answer: z.strictObject({ items: z.array(item), next }) };
}

function document(summary: string, query: z.ZodObject, name: Name): Terms {
  const history = z.array(entryAnswer).meta({ description: 'Its entries, newest first, at most 100' });
  const historyNext = text.exactOptional().meta({ description: 'Where `history` goes on with older entries' });
  const erased = z.literal(true).exactOptional().meta({ description: 'Personal data of it was erased' });
  return { summary, query, answer: z.strictObject({ [name]: DOCUMENTS[name], erased, history, historyNext }) };
}

const planInList = registered.planAnswer.omit({ lines: true }).extend({ lineCount: z.int() });

export const CONTRACT: Readonly<Record<Operation, Terms>> = {
  checkHealth: { summary: 'Whether requests are served', answer: z.strictObject({ status: z.literal('ok') }) },
  describeApi: { summary: 'This document', answer: z.looseObject({ openapi: text }) },
  whoAmI: {
    summary: 'Whom the tracker takes the caller for',
    answer: z.strictObject({
      subject: text,
      roles: z.array(z.enum(ROLES)),
      units: z.array(text),
      source: z.enum(SOURCES).meta({ description: 'Where the roles come from' }),
    }),
  },

  openFundingLine: write('Open a funding line (专项资金)', openFundingLineBody, 'fundingLine'),
  closeFundingLine: write('Close a funding line with nothing on it', closeBody, 'fundingLine'),
  appropriate: write('Book an appropriation (拨入)', appropriateBody, 'fundingLine'),
  giveBack: write('Give money back to where it came from', giveMoneyBackBody, 'fundingLine'),
  registerUnit: write('Register a unit', registerUnitBody, 'unit'),
  amendUnit: write('Amend a unit', amendUnitBody, 'unit'),
  closeUnit: write('Close a unit', closeBody, 'unit'),
  registerItem: write('Register an item', registerItemBody, 'item'),
  amendItem: write('Amend an item', amendItemBody, 'item'),
  closeItem: write('Close an item', closeBody, 'item'),
  registerSupplier: write('Register a supplier', registerSupplierBody, 'supplier'),
  amendSupplier: write('Amend a supplier', amendSupplierBody, 'supplier'),
  closeSupplier: write('Close a supplier', closeBody, 'supplier'),
  registerWarehouse: write('Register a warehouse', registerWarehouseBody, 'warehouse'),
  amendWarehouse: write('Amend a warehouse', amendWarehouseBody, 'warehouse'),
  closeWarehouse: write('Close a warehouse', closeBody, 'warehouse'),
  registerTariff: write('Register a tariff (慰问标准)', registerTariffBody, 'tariff'),
  amendTariff: write('Amend a tariff', amendTariffBody, 'tariff'),
  closeTariff: write('Close a tariff', closeBody, 'tariff'),
  registerPlan: write('Register an allocation plan (分配方案)', registerPlanBody, 'plan'),
  amendPlan: write('Amend an allocation plan', amendPlanBody, 'plan'),
  registerMember: write('Grant roles to a person (授权)', registerMemberBody, 'member'),
  amendMember: write('Grant other roles or units than before', amendMemberBody, 'member'),
  closeMember: write('Withdraw every role (收回授权): it counts within a minute', closeBody, 'member'),
  closePlan: write('Close an allocation plan', closeBody, 'plan'),

  order: write('Order (采购): commits what is available', orderBody, 'purchase'),
  accept: write('Accept goods (验收入库): all, part, again', acceptBody, 'purchase', { lots }),
  returnToSupplier: write('Return goods to the supplier', returnToSupplierBody, 'purchase'),
  closePurchase: write('Close a purchase: what never came is available again', closeBody, 'purchase'),
  bookInvoice: write('Book an invoice after the order', bookInvoiceBody, 'purchase'),
  pay: write('Pay a supplier (付款)', payBody, 'purchase'),
  receiveInKind: write('Receive goods in kind (捐赠/调拨入库)', receiveInKindBody, 'receipt', { lots }),
  dispatch: write('Dispatch goods to a unit (发放)', dispatchBody, 'consignment'),
  confirm: write('Confirm what arrived (签收)', confirmBody, 'consignment'),
  resolve: write('Resolve what is held (处理)', resolveBody, 'consignment'),
  returnFromUnit: write('Take delivered goods back into stock', returnFromUnitBody, 'consignment'),
  disburse: write('Disburse money to a unit (拨付)', disburseBody, 'disbursement'),
  takeBack: write('Take disbursed money back', giveMoneyBackBody, 'disbursement'),
  payBenefit: write('Pay a benefit to a person (慰问金)', payBenefitBody, 'benefit'),
  count: write('Count stock (盘点)', countBody, 'adjustment'),
  countersign: write('Countersign a count: it posts', countersignBody, 'adjustment'),
  closePeriod: write(
    'Close a month and all before it (月度结账): nothing takes effect there any more',
    closePeriodBody,
    'period',
  ),
  disclose: {
    summary: 'Show personal data of an entry (查阅个人信息): who saw what and why is recorded first',
    body: discloseBody,
    answer: z.strictObject({
      entry: entryAnswer,
      disclosed: z
        .record(z.string(), text)
        .meta({ description: 'The fields by name; what was erased since is missing' }),
    }),
  },
  erase: {
    summary: 'Erase all personal data of an entry (删除个人信息); the ledger still verifies',
    body: eraseBody,
    answer: z.strictObject({ entry: entryAnswer, erased: z.array(text) }),
  },
  reverse: {
    summary: 'Reverse an entry (冲销)',
    body: reverseBody,
    answer: z.strictObject({ entry: entryAnswer, reversed: z.strictObject({ id, kind: text }), ...anyDocument }),
  },
  attachEvidence: {
    summary: 'Add evidence to an entry that stands',
    body: attachEvidenceBody,
    answer: z.strictObject({ entry: entryAnswer, ...anyDocument }),
  },

  listFundingLines: list('Funding lines', documentQueries.listFundingLines, DOCUMENTS.fundingLine),
  listUnits: list('Units; a coordinator sees the own ones', documentQueries.listUnits, DOCUMENTS.unit),
  listItems: list('Items', documentQueries.listItems, DOCUMENTS.item),
  listSuppliers: list('Suppliers', documentQueries.listSuppliers, DOCUMENTS.supplier),
  listWarehouses: list('Warehouses', documentQueries.listWarehouses, DOCUMENTS.warehouse),
  listTariffs: list('Tariffs', documentQueries.listTariffs, DOCUMENTS.tariff),
  listPlans: list('Allocation plans, without their lines', documentQueries.listPlans, planInList),
  listPeriods: list('Closed months', documentQueries.listPeriods, DOCUMENTS.period),
  listMembers: list('Members: who has which roles', documentQueries.listMembers, DOCUMENTS.member),
  listPurchases: list('Purchases', documentQueries.listPurchases, DOCUMENTS.purchase),
  listReceipts: list('Receipts in kind', documentQueries.listReceipts, DOCUMENTS.receipt),
  listConsignments: list('Consignments', documentQueries.listConsignments, DOCUMENTS.consignment),
  listDisbursements: list('Disbursements', documentQueries.listDisbursements, DOCUMENTS.disbursement),
  listBenefits: list('Benefits, persons masked', documentQueries.listBenefits, DOCUMENTS.benefit),
  listAdjustments: list('Stock adjustments', documentQueries.listAdjustments, DOCUMENTS.adjustment),
  listEntries: list('All entries, newest first', documentQueries.listEntries, entryAnswer),
  readUnit: document('A unit with its history', documentQueries.readUnit, 'unit'),
  readItem: document('An item with its history', documentQueries.readItem, 'item'),
  readSupplier: document('A supplier with its history', documentQueries.readSupplier, 'supplier'),
  readWarehouse: document('A warehouse with its history', documentQueries.readWarehouse, 'warehouse'),
  readTariff: document('A tariff with its history', documentQueries.readTariff, 'tariff'),
  readPlan: document('An allocation plan with its history', documentQueries.readPlan, 'plan'),
  readMember: document('A member with its history', documentQueries.readMember, 'member'),
  readPurchase: document('A purchase with its history', documentQueries.readPurchase, 'purchase'),
  readReceipt: document('A receipt in kind with its history', documentQueries.readReceipt, 'receipt'),
  readConsignment: document('A consignment with its history', documentQueries.readConsignment, 'consignment'),
  readDisbursement: document('A disbursement with its history', documentQueries.readDisbursement, 'disbursement'),
  readBenefit: document('A benefit with its history, the person masked', documentQueries.readBenefit, 'benefit'),
  readAdjustment: document('A stock adjustment with its history', documentQueries.readAdjustment, 'adjustment'),
  readEntry: {
    summary: 'One entry',
    query: documentQueries.readEntry,
    answer: z.strictObject({
      entry: entryAnswer,
      document: z.strictObject({ kind: text, id }).exactOptional().meta({ description: 'What the entry is about' }),
      reversedBy: id.exactOptional(),
    }),
  },

  readLogCheckpoint: file('The signed checkpoint of the log (C2SP tlog-checkpoint)', 'text/plain'),
  readVerifierKey: file('The verifier key of the log, one line (C2SP signed-note)', 'text/plain'),
  readHashTile: file('A tile of hashes (C2SP tlog-tiles)', 'application/octet-stream'),
  readEntryBundle: file('A bundle of entries (C2SP tlog-tiles)', 'application/octet-stream'),
  readProof: file('That an entry stands in the log: its .tlog-proof (C2SP tlog-proof)', 'text/plain'),

  readFundingLine: report('A funding line: every account of both chains', 'readFundingLine'),
  readFundingLineStatement: report('Statement of a funding line, cash or budget', 'readFundingLineStatement'),
  readStockCard: report('Stock card of an item (收发存卡)', 'readStockCard'),
  readStock: report('What is in stock, lot by lot', 'readStock'),
  readUnitStatement: report('What a unit got', 'readUnitStatement'),
  reportUsage: report('Use of funds and goods by any of four dimensions', 'reportUsage'),
  reportIdentities: report('The three identities, and the journal beside the books', 'reportIdentities'),
  reportHeadline: report('The figures that are published, with their sentences', 'reportHeadline'),
  reportPersons: report('Who was shown, or erased, whose personal data, and why', 'reportPersons'),
  reportExceptions: report('What an auditor looks at first', 'reportExceptions'),

  requestExport: {
    summary: 'Ask for an export (导出): a file that is made in the background',
    body: exportBody,
    answer: z.strictObject({ export: exportAnswer }),
    first: 202,
  },
  cancelExport: {
    summary: 'Cancel an export that is queued or being made',
    body: cancelBody,
    answer: z.strictObject({ export: exportAnswer }),
    first: 200,
  },
  listExports: list('Export jobs of the last 30 days, newest first', listQuery, exportAnswer),
  readExport: {
    summary: 'An export job: how far it is, and where its files can be downloaded',
    query: z.strictObject({}),
    answer: z.strictObject({ export: exportAnswer }),
  },

  declareEvidence: {
    summary: 'Declare a file (凭据) of up to 20 MB: 201 says where to upload it, 200 that it is stored already',
    body: declareEvidenceBody,
    answer: evidenceAnswers.declareEvidence,
  },
  readEvidence: {
    summary: 'A file, with a link to it',
    query: noBody,
    answer: evidenceAnswers.readEvidence,
    refuses: true,
  },
  readInvoice: {
    summary: 'What the XML of an invoice says, in the shape of an order; nothing is booked',
    body: noBody,
    answer: evidenceAnswers.readInvoice,
    first: 200,
  },
};

function file(summary: string, mediaType: string): Terms {
  return { summary, answer: z.string(), file: mediaType };
}

function report(summary: string, operation: keyof typeof reportQueries): Terms {
  return { summary, query: reportQueries[operation], answer: reportAnswers[operation] };
}
