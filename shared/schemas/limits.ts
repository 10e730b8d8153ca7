import { MAX_AMOUNT } from '../domain/amount.ts';
import { MAX_ALLOCATIONS, MAX_SHARES } from '../domain/books.ts';
import { CORRECTABLE } from '../domain/correctable.ts';
import { MAX_QUANTITY } from '../domain/quantity.ts';

/** Every bound that a request has to keep, by name. What lies in the domain is repeated here as the wire writes it. */
export const LIMITS = {
  amount: MAX_AMOUNT,
  quantity: Number(MAX_QUANTITY),
  /** People, households or sites that one delivery can reach. */
  coverage: 1_000_000_000,
  name: 100,
  reference: 64,
  measure: 16,
  code: 32,
  /** A number or a code of an invoice, with the blanks that people set between digits. */
  invoice: 40,
  /** Purchases that one invoice is for, and rows of it that are kept. */
  allocations: MAX_ALLOCATIONS,
  invoiceRows: 200,
  /** What is looked for by a number: an address with what a slip's code says, too. */
  asked: 400,
  title: 200,
  note: 500,
  /** What an issuer calls a person. */
  subject: 256,
  /** Units that one coordinator is named for. */
  ownUnits: 100,
  /** Lines of a purchase, an acceptance, a receipt, a consignment, a confirmation, a return or a count. */
  lines: 20,
  planLines: 400,
  /** Consignments whose papers are made together. */
  papers: 100,
  /** Funding lines that one line of an order is split over, and shares of the whole order. */
  funding: 8,
  shares: MAX_SHARES,
  /** Offers that were compared before an order. */
  quotes: 10,
  /** Fields that one correction puts right: as many as there are. */
  corrections: CORRECTABLE.length,
  basis: 10,
  packs: 10,
  evidence: 20,
  evidenceBytes: 20_971_520,
  /** A JSON body: its bytes, how deep it nests, and how many values it holds. */
  bodyBytes: 1_048_576,
  bodyDepth: 8,
  bodyValues: 5_000,
  /** Rows of one import, and of one part of it; bytes of what a row asks for. */
  importRows: 10_000,
  importPart: 500,
  importRowBytes: 200_000,
  /** Field errors told of one request. */
  faults: 100,
  page: 200,
  /** What is typed into a search. */
  search: 50,
  /** Rows that fit where a list is sorted whose order nobody knows before. */
  sorted: 2_000,
  defaultPage: 50,
} as const;
