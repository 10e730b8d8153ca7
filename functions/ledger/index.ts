import type { UseCases } from '../front/http.ts';
import { accept } from './accept.ts';
import { appropriate } from './appropriate.ts';
import { attachEvidence } from './attach-evidence.ts';
import { bookInvoice } from './book-invoice.ts';
import { closePeriod } from './close-period.ts';
import { closePurchase } from './close-purchase.ts';
import { confirm } from './confirm.ts';
import { count } from './count.ts';
import { countersign } from './countersign.ts';
import { disburse } from './disburse.ts';
import { disclose } from './disclose.ts';
import { dispatch } from './dispatch.ts';
import { erase } from './erase.ts';
import { giveBack } from './give-back.ts';
import { order } from './order.ts';
import { pay } from './pay.ts';
import { payBenefit } from './pay-benefit.ts';
import { receiveInKind } from './receive-in-kind.ts';
import { resolve } from './resolve.ts';
import { returnFromUnit } from './return-from-unit.ts';
import { returnToSupplier } from './return-to-supplier.ts';
import { reverse } from './reverse.ts';
import { takeBack } from './take-back.ts';

export const ledgerUseCases = {
  appropriate,
  giveBack,
  order,
  accept,
  returnToSupplier,
  closePurchase,
  bookInvoice,
  pay,
  receiveInKind,
  dispatch,
  confirm,
  resolve,
  returnFromUnit,
  disburse,
  takeBack,
  payBenefit,
  count,
  countersign,
  reverse,
  attachEvidence,
  closePeriod,
  disclose,
  erase,
} satisfies UseCases<'ledger'>;
