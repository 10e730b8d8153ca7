import { isSameName } from './normal-form.ts';

/** 支付方式: these words on the wire. Any other text is another way, told as it was written. */
export const PAYMENT_METHODS = {
  cash: { zh: '现金', en: 'cash' },
  transfer: { zh: '银行转账', en: 'bank transfer' },
  cheque: { zh: '支票', en: 'cheque' },
  'official-card': { zh: '公务卡', en: 'official card' },
  online: { zh: '网上支付', en: 'online payment' },
} as const;
export type PaymentMethod = keyof typeof PAYMENT_METHODS;

/** The way that a text names, however it is typed; undefined where it is another one. */
export function methodIn(text: string): PaymentMethod | undefined {
  return METHODS.find((method) => isSameName(PAYMENT_METHODS[method].zh, text));
}

const METHODS: readonly PaymentMethod[] = ['cash', 'transfer', 'cheque', 'official-card', 'online'];

export function isCash(method: string): boolean {
  return methodIn(method) === 'cash';
}

/** What a way to pay is called: one of those by its word, another one as it was written. */
export function methodNamed(text: string): { readonly zh: string; readonly en: string } {
  const method = methodIn(text);
  return method === undefined ? { zh: text, en: text } : PAYMENT_METHODS[method];
}
