import * as z from 'zod';
import type { Fen } from '../domain/amount.ts';
import type { Balance } from '../domain/balance.ts';
import type { Allocated, DocumentDays, Lot, Part, Share, StateKind, StateOf } from '../domain/books.ts';
import type { WholeCoverage } from '../domain/coverage.ts';
import type { Directed } from '../domain/direction.ts';
import { once } from '../domain/once.ts';
import { date, id, month, REGISTRY_SHAPES, words, yuan } from './canonical.ts';
import { writtenDirection } from './direction.ts';
import { strictly } from './exactly.ts';
import * as packing from './packing.ts';
import { remembered } from './remembered.ts';
import type { RowVersion } from './row-version.ts';
import { withoutUnknown } from './without-unknown.ts';

/** How a state is written into the `s` of its row, and read back. */
interface Written<T> {
  write(state: T): string;
  /** Throws where the text is none of it; what the next version added to it is left out. */
  read(text: string, version?: RowVersion): T;
}

/** The schema is made when a state of its kind is met first: a start meets none. */
function asJson<T>(make: () => z.ZodType<T>): Written<T> {
  const schema = once(make);
  const known = remembered((text) => z.decode(schema(), JSON.parse(text)));
  return {
    write(state) {
      const text = JSON.stringify(z.encode(schema(), state));
      // The next step of a document reads what this one writes.
      known.keep(text, state);
      return text;
    },
    read: (text, version) => (version === 'next' ? withoutUnknown(schema(), JSON.parse(text)) : known(text)),
  };
}

function packed<T>(decode: (text: string) => T, encode: (value: T) => string) {
  // A field that is left out is no value to be packed.
  const value = z.custom<T>((given) => given !== undefined);
  return z.codec(z.string(), value, { decode, encode });
}

const balance = packed<Balance>(packing.unpackBalance, packing.packBalance);
const shares = packed<readonly Share[]>(packing.unpackShares, packing.packShares);
const parts = packed<readonly Part[]>(packing.unpackParts, packing.packParts);
const coverage = packed<WholeCoverage>(packing.unpackCoverage, packing.packCoverage);
const days = packed<DocumentDays>(packing.unpackDays, packing.packDays);
const amounts = packed<readonly Fen[]>(packing.unpackAmounts, packing.packAmounts);

const standing = { closed: z.boolean(), phone: id.exactOptional(), name: id.exactOptional() };

/** Rows of before said what lies above a unit, too: its parents say it. */
const unit = asJson(() =>
  z.strictObject({
    ...standing,
    fields: z.strictObject(REGISTRY_SHAPES.unit),
    lineage: z.array(words).exactOptional(),
  }),
);

function ofItself<S extends { readonly lineage?: unknown }>({ lineage: _above, ...state }: S): Omit<S, 'lineage'> {
  return state;
}

const STATES: { readonly [K in StateKind]: Written<StateOf[K]> } = {
  unit: { ...unit, read: (text, version) => ofItself(unit.read(text, version)) },
  item: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.item) })),
  supplier: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.supplier) })),
  warehouse: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.warehouse) })),
  tariff: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.tariff) })),
  plan: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.plan) })),
  member: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.member) })),
  threshold: asJson(() => z.strictObject({ ...standing, fields: z.strictObject(REGISTRY_SHAPES.threshold) })),
  purchase: asJson(() =>
    strictly<StateOf['purchase']>()({
      days,
      shares,
      paid: amounts,
      laterInvoices: z.int().min(0),
    }),
  ),
  consignment: asJson(() =>
    strictly<StateOf['consignment']>()({
      days,
      parts,
      confirmation: id.exactOptional(),
      confirmedBy: words.exactOptional(),
      coverage: coverage.exactOptional(),
    }),
  ),
  disbursement: asJson(() =>
    strictly<StateOf['disbursement']>()({ days, remaining: yuan, coverage: coverage.exactOptional() }),
  ),
  benefit: asJson(() => strictly<StateOf['benefit']>()({ counter: words, payee: words.exactOptional(), paid: yuan })),
  adjustment: asJson(() => strictly<StateOf['adjustment']>()({ status: z.enum(['counted', 'posted', 'withdrawn']) })),
  invoice: asJson(() =>
    strictly<StateOf['invoice']>()({
      status: z.enum(['booked', 'withdrawn']),
      supplier: id,
      amount: yuan,
      corrects: id.exactOptional(),
      corrected: yuan,
      allocations: z.array(strictly<Allocated>()({ purchase: id, amount: yuan, corrected: yuan })),
    }),
  ),
  receipt: asJson(() => strictly<StateOf['receipt']>()({ lots: z.int().min(0) })),
  stockMove: asJson(() => strictly<StateOf['stockMove']>()({ lots: z.int().min(0) })),
  period: asJson(() => strictly<StateOf['period']>()({ month })),
};

/** A document of one kind, so that its state and the writer of its kind are known to belong together. */
type DocumentOf<K extends StateKind> = { readonly [P in K]: { readonly kind: P; readonly state: StateOf[P] } }[K];

export function writeState<K extends StateKind>(document: DocumentOf<K>): string {
  const written: Written<StateOf[K]> = STATES[document.kind];
  return written.write(document.state);
}

export function readState<K extends StateKind>(kind: K, text: string, version?: RowVersion): StateOf[K] {
  return STATES[kind].read(text, version);
}

/** What a lot's row holds beside its key, which names the warehouse, the item and the lot. */
export type LotState = Omit<Lot, 'id' | 'item' | 'warehouse' | 'lows'>;

export const lotState: Written<LotState> = asJson(() =>
  z.strictObject({
    fundingLine: id,
    inKind: z.boolean(),
    receivedOn: date,
    expiresOn: date.exactOptional(),
    directed: strictly<Directed>()({ to: z.union([words, writtenDirection()]), receipt: id }).exactOptional(),
    stock: balance,
    lost: balance,
  }),
);
