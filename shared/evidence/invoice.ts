import type { Fen } from '../domain/amount.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { normalForm } from '../domain/normal-form.ts';
import { isUscc } from '../domain/uscc.ts';
import type { Fault } from '../schemas/fault.ts';
import { LIMITS } from '../schemas/limits.ts';
import { type Reader, readDate, readDecimal, readFen, readRate, readWords } from './invoice-fields.ts';
import { type Element, parseXml } from './xml-tree.ts';

/** An invoice (发票) as its XML file says it. What is left out there is left out here. */
export interface InvoiceRead {
  /** 10 or 12 digits of an older invoice. */
  readonly code?: string;
  /** 20 digits, or 8 with a code beside them. */
  readonly number: string;
  readonly date: CalendarDate;
  /** With tax; below zero on a red one. */
  readonly amount: Fen;
  readonly seller: Party;
  readonly buyer?: Party;
  readonly lines: readonly InvoiceLine[];
}

export interface Party {
  readonly name: string;
  readonly uscc?: string;
}

export interface InvoiceLine {
  readonly name: string;
  readonly spec?: string;
  readonly measure?: string;
  /** A decimal as it is written, without zeros at its end. */
  readonly quantity?: string;
  /** Without tax, a decimal as it is written. */
  readonly unitPrice?: string;
  /** Without tax; below zero where the line lowers the one before it (折扣行). */
  readonly amount: Fen;
  /** `0.06` for 6%. */
  readonly taxRate?: string;
  readonly tax: Fen;
}

export type InvoiceReading =
  | { readonly found: 'invoice'; readonly invoice: InvoiceRead }
  /** It is an invoice, and these fields of it cannot be read; pointers are paths of elements from the root. */
  | { readonly found: 'flaws'; readonly flaws: readonly Fault[] }
  | { readonly found: 'nothing'; readonly why: NoInvoice };

/** Larger than an invoice is, no XML that can be read, or XML about something else. */
export type NoInvoice = 'too-large' | 'malformed' | 'other-root';

/** The largest file that is read as an invoice. */
export const MAX_INVOICE_BYTES = 1_048_576;
const MAX_LINES = 2_000;

const DIGITAL = /^\d{20}$/;
const PAPER = /^\d{8}$/;
const PAPER_CODE = /^(\d{10}|\d{12})$/;

/** Reads the XML file of an invoice. Never throws, whatever the bytes are. */
export function readInvoice(file: Uint8Array): InvoiceReading {
  if (file.length > MAX_INVOICE_BYTES) return { found: 'nothing', why: 'too-large' };
  const root = parseXml(file);
  if (root === undefined) return { found: 'nothing', why: 'malformed' };
  if (root.name !== 'EInvoice') return { found: 'nothing', why: 'other-root' };
  const flaws: Fault[] = [];
  const invoice = invoiceIn(root, (flaw) => flaws.push(flaw));
  if (flaws.length > 0 || invoice === undefined) return { found: 'flaws', flaws: flaws.slice(0, LIMITS.faults) };
  return { found: 'invoice', invoice };
}

type Tell = (flaw: Fault) => void;

function invoiceIn(root: Element, tell: Tell): InvoiceRead | undefined {
  const content = root.child('EInvoiceData');
  const basics = content.child('BasicInformation');
  const numbered = numberIn(root.child('TaxSupervisionInfo'), tell);
  const date = required(issuedIn(root), readDate, tell);
  const total = basics.child('TotalTax-includedAmount');
  const amount = required(total, readFen, tell);
  if (amount === 0n) tell({ pointer: total.pointer, code: 'too-small', allowed: '0.01' });
  const seller = required(content.child('SellerInformation').child('SellerName'), readWords(LIMITS.title), tell);
  const sellerUscc = usccIn(content.child('SellerInformation').child('SellerIdNum'));
  const buyer = optional(content.child('BuyerInformation').child('BuyerName'), readWords(LIMITS.title), tell);
  const buyerUscc = usccIn(content.child('BuyerInformation').child('BuyerIdNum'));
  const lines = linesIn(content, tell);
  if (!numbered || date === undefined || amount === undefined || seller === undefined || !lines) return undefined;
  return {
    ...numbered,
    date,
    amount,
    seller: { name: seller, ...sellerUscc },
    ...(buyer === undefined ? {} : { buyer: { name: buyer, ...buyerUscc } }),
    lines,
  };
}

/**
 * 开票日期: when it was issued, which may be the day after it was asked for. Where only the one or the other is there, that.
 */
function issuedIn(root: Element): Element {
  const basics = root.child('EInvoiceData').child('BasicInformation');
  const issued = [root.child('TaxSupervisionInfo'), basics].map((part) => part.child('IssueTime'));
  return issued.find(({ state }) => state !== 'missing') ?? basics.child('RequestTime');
}

/** What is not there, or is no code, is left out: an invoice may be made out to a person. */
function usccIn(element: Element): { readonly uscc?: string } {
  const uscc = normalForm(element.text ?? '');
  return isUscc(uscc) ? { uscc } : {};
}

function numberIn(supervision: Element, tell: Tell): { readonly code?: string; readonly number: string } | undefined {
  const number = required<string>(
    supervision.child('InvoiceNumber'),
    (text) => (DIGITAL.test(text) || PAPER.test(text) ? text : { code: 'bad-format', format: 'invoice-number' }),
    tell,
  );
  if (number === undefined || DIGITAL.test(number)) return number === undefined ? undefined : { number };
  const code = required<string>(
    supervision.child('InvoiceCode'),
    (text) => (PAPER_CODE.test(text) ? text : { code: 'bad-format', format: 'invoice-code' }),
    tell,
  );
  return code === undefined ? undefined : { code, number };
}

function linesIn(content: Element, tell: Tell): InvoiceLine[] | undefined {
  const elements = content.children('IssuItemInformation');
  if (elements.length > MAX_LINES) {
    tell({ pointer: content.child('IssuItemInformation').pointer, code: 'too-many', allowed: String(MAX_LINES) });
    return undefined;
  }
  const lines = elements.map((element) => lineIn(element, tell));
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

function lineIn(element: Element, tell: Tell): InvoiceLine | undefined {
  const name = required(element.child('ItemName'), readWords(LIMITS.title), tell);
  const spec = optional(element.child('SpecMod'), readWords(LIMITS.title), tell);
  const measure = optional(element.child('MeaUnits'), readWords(LIMITS.title), tell);
  const quantity = optional(element.child('Quantity'), readDecimal, tell);
  const unitPrice = optional(element.child('UnPrice'), readDecimal, tell);
  const amount = required(element.child('Amount'), readFen, tell);
  const taxRate = optional(element.child('TaxRate'), readRate, tell);
  const tax = optional(element.child('ComTaxAm'), readFen, tell) ?? 0n;
  if (name === undefined || amount === undefined) return undefined;
  return {
    name,
    ...(spec === undefined ? {} : { spec }),
    ...(measure === undefined ? {} : { measure }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    amount,
    ...(taxRate === undefined || taxRate === '' ? {} : { taxRate }),
    tax,
  };
}

function required<T extends string | bigint>(element: Element, read: Reader<T>, tell: Tell): T | undefined {
  if (element.state === 'missing') tell({ pointer: element.pointer, code: 'required' });
  return optional(element, read, tell);
}

function optional<T extends string | bigint>(element: Element, read: Reader<T>, tell: Tell): T | undefined {
  const { pointer, state, text } = element;
  if (state === 'missing') return undefined;
  if (state === 'repeated') tell({ pointer, code: 'repeated' });
  if (state === 'nested') tell({ pointer, code: 'wrong-type', allowed: 'string' });
  if (text === undefined) return undefined;
  const value = read(text);
  if (typeof value !== 'object') return value;
  tell({ pointer, ...value });
  return undefined;
}
