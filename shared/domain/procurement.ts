import type { Fen } from './amount.ts';
import type { Evidence } from './evidence.ts';

/** 采购方式: the ways to buy that the rules on public procurement and the papers of a union tell apart. */
export const PROCUREMENT_METHODS = [
  'open-tender',
  'invited-tender',
  'negotiation',
  'single-source',
  'inquiry',
  'framework',
  'direct',
  'emergency',
] as const;
export type ProcurementMethod = (typeof PROCUREMENT_METHODS)[number];

/** What each way to buy is called. */
export const PROCUREMENT_NAMES: Readonly<Record<ProcurementMethod, { readonly zh: string; readonly en: string }>> = {
  'open-tender': { zh: '公开招标', en: 'open tender' },
  'invited-tender': { zh: '邀请招标', en: 'invited tender' },
  negotiation: { zh: '竞争性谈判', en: 'competitive negotiation' },
  'single-source': { zh: '单一来源', en: 'single source' },
  inquiry: { zh: '询价', en: 'inquiry of prices' },
  framework: { zh: '框架协议', en: 'framework agreement' },
  direct: { zh: '直接采购', en: 'direct purchase' },
  emergency: { zh: '应急采购', en: 'emergency purchase' },
};

/** What somebody would have sold for; who was not chosen need not be registered. */
export interface Quote {
  readonly supplier: string;
  readonly amount: Fen;
  readonly evidence?: Evidence;
}

/** How an order came about. */
export interface Procurement {
  readonly method: ProcurementMethod;
  /** Number of the contract. */
  readonly contract?: string;
  readonly quotes?: readonly Quote[];
  readonly reason?: string;
}
