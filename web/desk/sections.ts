import type { Operation } from '../../shared/routes.ts';
import { addresses } from '../ask/addresses.ts';
import type { zh } from './zh.ts';

interface Section {
  readonly at: string;
  /** Whoever may not read any of it is not led there. */
  readonly by?: readonly Operation[];
}

/** The words of the top bar, and where each leads. */
export const SECTIONS = {
  overview: { at: addresses.overview() },
  purchases: { at: addresses.purchases, by: ['listPurchases'] },
  stock: { at: addresses.stock, by: ['readStock'] },
  consignments: { at: addresses.consignments, by: ['listConsignments'] },
  money: { at: addresses.fundingLines, by: ['listFundingLines'] },
  ledger: { at: addresses.entries(), by: ['listEntries'] },
  reports: { at: addresses.reports, by: ['reportUsage', 'readUnitStatement'] },
  verify: { at: addresses.verify },
} as const satisfies Readonly<Record<keyof typeof zh.bar, Section>>;
export type SectionName = keyof typeof SECTIONS;

/** Those that somebody who may call these operations is led to; all of them while it is not known who looks. */
export function sectionsFor(operations: readonly string[] | undefined): readonly SectionName[] {
  return SECTION_NAMES.filter((name) => {
    const { by }: Section = SECTIONS[name];
    return operations === undefined || by === undefined || by.some((operation) => operations.includes(operation));
  });
}

const SECTION_NAMES = [
  'overview',
  'purchases',
  'stock',
  'consignments',
  'money',
  'ledger',
  'reports',
  'verify',
] as const satisfies readonly SectionName[];
