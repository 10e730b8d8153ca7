import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { attachEvidence } from '../../shared/commands/attach-evidence.ts';
import { bookInvoice } from '../../shared/commands/book-invoice.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { correct } from '../../shared/commands/correct.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { moveStock } from '../../shared/commands/move-stock.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { closePeriod } from '../../shared/commands/periods.ts';
import { disclose, erase } from '../../shared/commands/persons.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { allocateInvoice, recordInvoice } from '../../shared/commands/record-invoice.ts';
import { refund } from '../../shared/commands/refund.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import { withdrawDispatch, withdrawOrder } from '../../shared/commands/withdraw.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { countBody, countersignBody } from '../../shared/schemas/adjustment.ts';
import { payBenefitBody } from '../../shared/schemas/benefit.ts';
import { confirmBody, dispatchBody, resolveBody, returnFromUnitBody } from '../../shared/schemas/consignment.ts';
import { correctBody, withdrawBody } from '../../shared/schemas/correction.ts';
import { disburseBody, takeBackBody } from '../../shared/schemas/disbursement.ts';
import { appropriateBody, giveMoneyBackBody } from '../../shared/schemas/funding-line.ts';
import { allocateInvoiceBody, bookInvoiceBody, recordInvoiceBody } from '../../shared/schemas/invoice.ts';
import { closePeriodBody } from '../../shared/schemas/period.ts';
import { discloseBody, eraseBody } from '../../shared/schemas/persons.ts';
import { acceptBody, orderBody, payBody, refundBody, returnToSupplierBody } from '../../shared/schemas/purchase.ts';
import { receiveInKindBody } from '../../shared/schemas/receipt.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { attachEvidenceBody, reverseBody } from '../../shared/schemas/reversal.ts';
import { moveStockBody } from '../../shared/schemas/stock-move.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { Table } from '../front/operation.ts';
import { write } from '../front/write.ts';
import { disclosed } from './disclosed.ts';

export const ledgerOperations = {
  appropriate: write('/api/funding-lines/{id}/appropriations', ['treasurer'], 'Book an appropriation (拨入)', {
    body: appropriateBody,
    writes: 'appropriation',
    command: appropriate,
  }),
  giveBack: write('/api/funding-lines/{id}/returns', ['treasurer'], 'Give money back to where it came from', {
    body: giveMoneyBackBody,
    writes: 'give-back',
    command: giveBack,
  }),
  order: write('/api/purchases', ['buyer'], 'Order (采购): commits what is available', {
    body: orderBody,
    writes: 'order',
    command: order,
  }),
  accept: write('/api/purchases/{id}/acceptances', ['keeper'], 'Accept goods (验收入库): all, part, again', {
    body: acceptBody,
    writes: 'acceptance',
    command: accept,
  }),
  returnToSupplier: write('/api/purchases/{id}/returns', ['keeper'], 'Return goods to the supplier', {
    body: returnToSupplierBody,
    writes: 'supplier-return',
    command: returnToSupplier,
  }),
  closePurchase: write(
    '/api/purchases/{id}/closure',
    ['buyer'],
    'Close a purchase: what never came is available again',
    {
      body: closeBody,
      writes: 'release',
      command: closePurchase,
    },
  ),
  bookInvoice: write('/api/purchases/{id}/invoices', ['buyer'], 'Book an invoice after the order', {
    body: bookInvoiceBody,
    writes: 'invoice',
    command: bookInvoice,
  }),
  recordInvoice: write(
    '/api/invoices',
    ['buyer'],
    'Record an invoice, blue or red, for several purchases of its supplier',
    {
      body: recordInvoiceBody,
      writes: 'invoicing',
      command: recordInvoice,
    },
  ),
  allocateInvoice: write('/api/invoices/{id}/allocations', ['buyer'], 'Allocate what is left of an invoice', {
    body: allocateInvoiceBody,
    writes: 'invoice-allocation',
    command: allocateInvoice,
  }),
  pay: write('/api/purchases/{id}/payments', ['treasurer'], 'Pay a supplier (付款)', {
    body: payBody,
    writes: 'payment',
    command: pay,
  }),
  refund: write(
    '/api/purchases/{id}/refunds',
    ['treasurer'],
    'Take back from a supplier what was paid too much (供应商退款)',
    {
      body: refundBody,
      writes: 'refund',
      command: refund,
    },
  ),
  receiveInKind: write('/api/receipts', ['keeper'], 'Receive goods in kind (捐赠/调拨入库)', {
    body: receiveInKindBody,
    writes: 'receipt',
    command: receiveInKind,
  }),
  moveStock: write('/api/stock-moves', ['keeper'], 'Move goods to another warehouse (移库)', {
    body: moveStockBody,
    writes: 'stock-move',
    command: moveStock,
  }),
  dispatch: write('/api/consignments', ['keeper'], 'Dispatch goods to a unit (发放)', {
    body: dispatchBody,
    writes: 'dispatch',
    command: dispatch,
  }),
  confirm: write(
    '/api/consignments/{id}/confirmation',
    ['coordinator'],
    'Confirm what arrived (签收)',
    {
      body: confirmBody,
      writes: 'confirmation',
      command: confirm,
    },
    'own',
  ),
  resolve: write('/api/consignments/{id}/resolutions', ['treasurer'], 'Resolve what is held (处理)', {
    body: resolveBody,
    writes: 'resolution',
    command: resolve,
  }),
  returnFromUnit: write('/api/consignments/{id}/returns', ['keeper'], 'Take delivered goods back into stock', {
    body: returnFromUnitBody,
    writes: 'unit-return',
    command: returnFromUnit,
  }),
  disburse: write('/api/disbursements', ['treasurer'], 'Disburse money to a unit (拨付)', {
    body: disburseBody,
    writes: 'disbursement',
    command: disburse,
  }),
  takeBack: write('/api/disbursements/{id}/returns', ['treasurer'], 'Take disbursed money back', {
    body: takeBackBody,
    writes: 'take-back',
    command: takeBack,
  }),
  payBenefit: write('/api/benefits', ['treasurer'], 'Pay a benefit to a person (慰问金)', {
    body: payBenefitBody,
    writes: 'benefit',
    command: payBenefit,
  }),
  count: write('/api/stock-adjustments', ['keeper'], 'Count stock (盘点)', {
    body: countBody,
    writes: 'count',
    command: count,
  }),
  countersign: write(
    '/api/stock-adjustments/{id}/countersignature',
    ['keeper', 'treasurer'],
    'Countersign a count: it posts',
    {
      body: countersignBody,
      writes: 'adjustment',
      command: countersign,
    },
  ),
  withdrawOrder: write(
    '/api/purchases/{id}/withdrawal',
    ['buyer'],
    'Withdraw (撤回) one’s own order within 24 hours, while nothing followed',
    {
      body: withdrawBody,
      writes: 'reversal',
      command: withdrawOrder,
    },
  ),
  withdrawDispatch: write(
    '/api/consignments/{id}/withdrawal',
    ['keeper'],
    'Withdraw (撤回) one’s own dispatch within 24 hours, while nothing followed',
    {
      body: withdrawBody,
      writes: 'reversal',
      command: withdrawDispatch,
    },
  ),
  reverse: write('/api/entries/{id}/reversal', ['treasurer'], 'Reverse an entry (冲销)', {
    body: reverseBody,
    writes: 'reversal',
    command: reverse,
  }),
  disclose: write(
    '/api/entries/{id}/disclosures',
    ['privacy-officer'],
    'Show personal data of an entry (查阅个人信息): who saw what and why is recorded first',
    {
      body: discloseBody,
      writes: 'disclosure',
      command: disclose,
      beside: disclosed,
    },
  ),
  erase: write(
    '/api/entries/{id}/erasure',
    ['privacy-officer'],
    'Erase all personal data of an entry (删除个人信息); the ledger still verifies',
    {
      body: eraseBody,
      writes: 'erasure',
      command: erase,
      beside: async (_tracker, { entry }) => (isKind(entry, 'erasure') ? { erased: entry.facts.fields } : {}),
    },
  ),
  closePeriod: write(
    '/api/periods/{month}/closure',
    ['treasurer'],
    'Close a month and all before it (月度结账): nothing takes effect there any more',
    {
      body: closePeriodBody,
      writes: 'period-closure',
      command: closePeriod,
    },
  ),
  correct: write(
    '/api/entries/{id}/corrections',
    ['treasurer', 'buyer', 'keeper', 'coordinator'],
    'Correct (更正) fields of an entry that move nothing; what moves something takes a reversal',
    {
      body: correctBody,
      writes: 'correction',
      command: correct,
    },
    'own',
  ),
  attachEvidence: write(
    '/api/entries/{id}/evidence',
    ['treasurer', 'buyer', 'keeper', 'coordinator'],
    'Add evidence to an entry that stands',
    {
      body: attachEvidenceBody,
      writes: 'attachment',
      command: attachEvidence,
    },
    'own',
  ),
} as const satisfies Table<Tracker>;
