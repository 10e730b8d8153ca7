import { type Correctable, type FieldOf, rowOfField, type Said } from './correctable.ts';
import type { CountedOf } from './coverage.ts';
import type { Entry } from './entry.ts';
import type { Batch, Facts, Kind } from './facts.ts';
import { birthOf, type LotId, ordinalOf } from './id.ts';

const COVERAGE = ['people', 'households', 'sites'] as const satisfies readonly CountedOf[];
const LOTS = ['batch', 'expiresOn'] as const;
const PAPERS = ['note', 'paper'] as const;

/** Which of them an entry of each kind has. What is about a person, and a correction itself, has none. */
export const CORRECTABLE_IN: Readonly<Record<Kind, readonly Correctable[]>> = {
  registration: PAPERS,
  amendment: PAPERS,
  closure: PAPERS,
  reopening: PAPERS,
  appropriation: [...PAPERS, 'source', 'giver'],
  'give-back': PAPERS,
  order: [...PAPERS, 'supplier'],
  acceptance: [...PAPERS, ...LOTS],
  'supplier-return': PAPERS,
  release: PAPERS,
  invoice: PAPERS,
  invoicing: PAPERS,
  'invoice-allocation': PAPERS,
  payment: [...PAPERS, 'bankReference'],
  refund: [...PAPERS, 'bankReference'],
  receipt: [...PAPERS, 'giver', ...LOTS],
  'stock-move': [...PAPERS, ...LOTS],
  dispatch: PAPERS,
  confirmation: [...PAPERS, ...COVERAGE, 'signatory'],
  resolution: PAPERS,
  'unit-return': [...PAPERS, ...COVERAGE, ...LOTS],
  disbursement: [...PAPERS, 'purpose', ...COVERAGE],
  'take-back': [...PAPERS, ...COVERAGE],
  benefit: PAPERS,
  count: PAPERS,
  adjustment: PAPERS,
  reversal: PAPERS,
  attachment: PAPERS,
  'period-closure': PAPERS,
  correction: [],
  naming: [],
  disclosure: [],
  erasure: [],
};

/** How many come back is told as a number above zero, and stands in the coverage with a minus. */
function signOf({ kind }: { readonly kind: Kind }): bigint {
  return kind === 'unit-return' || kind === 'take-back' ? -1n : 1n;
}

/** What a count adds to the coverage of an entry of a kind. */
export function covering(kind: Kind, said: bigint): bigint {
  return signOf({ kind }) * said;
}

/** Whether an entry has the field there: of a lot, one that came with it; of a paper, one that it names. */
export function hasField(entry: Entry, field: Correctable, { lot, paper }: FieldOf): boolean {
  switch (rowOfField(field).of) {
    case 'lot':
      return lot !== undefined && lotAt(entry, lot) !== undefined;
    case 'paper':
      return paper !== undefined && entry.evidence.some(({ sha256 }) => sha256 === paper);
    default:
      return true;
  }
}

/** What an entry says in a field; undefined where it says nothing. */
export function saidIn(entry: Entry, field: Correctable, { lot, paper }: FieldOf = {}): Said | undefined {
  const { facts, coverage, refs } = entry;
  switch (field) {
    case 'note':
      return entry.note;
    case 'paper':
      return entry.evidence.find(({ sha256 }) => sha256 === paper)?.name;
    case 'source':
      return 'source' in facts ? facts.source : undefined;
    case 'giver':
      return 'giver' in facts ? facts.giver : undefined;
    case 'purpose':
      return 'purpose' in facts ? facts.purpose : undefined;
    case 'bankReference':
      return 'bankReference' in facts ? facts.bankReference : undefined;
    case 'batch':
      return lotAt(entry, lot)?.number;
    case 'expiresOn':
      return lotAt(entry, lot)?.expiresOn;
    case 'people':
    case 'households':
    case 'sites': {
      const said = coverage?.[field];
      return said === undefined ? undefined : signOf(entry) * said;
    }
    case 'signatory':
      return entry.blinded?.signatory;
    case 'supplier':
      return 'supplier' in refs ? refs.supplier : undefined;
  }
}

/** The entry as if it had said that in the field. */
export function saying(entry: Entry, field: Correctable, said: Said | undefined, of: FieldOf = {}): Entry {
  const { facts, coverage, refs, blinded, evidence } = entry;
  switch (field) {
    case 'note':
      return withField(entry, 'note', said);
    case 'paper':
      return withField(
        entry,
        'evidence',
        evidence.map((one) => (one.sha256 === of.paper ? { ...one, name: said } : one)),
      );
    case 'source':
    case 'giver':
    case 'purpose':
    case 'bankReference':
      return withField(entry, 'facts', withField(facts, field, said));
    case 'batch':
      return withField(entry, 'facts', withLot(facts, of.lot, 'number', said));
    case 'expiresOn':
      return withField(entry, 'facts', withLot(facts, of.lot, field, said));
    case 'people':
    case 'households':
    case 'sites':
      return withField(
        entry,
        'coverage',
        withField({ ...coverage }, field, typeof said === 'bigint' ? signOf(entry) * said : undefined),
      );
    case 'signatory':
      return withField(entry, 'blinded', withField({ ...blinded }, field, said));
    case 'supplier':
      return withField(entry, 'refs', withField(refs, field, said));
  }
}

function lotAt({ id, facts }: Entry, lot: LotId | undefined): Batch | undefined {
  if (lot === undefined || birthOf(lot) !== id || !('lots' in facts)) return undefined;
  return facts.lots?.[ordinalOf(lot) - 1];
}

function withLot(facts: Facts[Kind], lot: LotId | undefined, name: keyof Batch, said: Said | undefined): Facts[Kind] {
  if (lot === undefined || !('lots' in facts)) return facts;
  const at = ordinalOf(lot) - 1;
  const lots = (facts.lots ?? []).map((one, place) => (place === at ? withField(one, name, said) : one));
  return withField(facts, 'lots', lots);
}

/** What has the field has it of one type, which the table of kinds says and a union of them cannot. */
function withField<T extends object>(whole: T, name: string, value: unknown): T {
  const { [name]: _before, ...rest } = whole as Record<string, unknown>;
  return (value === undefined ? rest : { ...rest, [name]: value }) as T;
}
