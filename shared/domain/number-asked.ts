import { BOOK_KINDS, DOCUMENTS } from './documents.ts';
import { type Id, isId } from './id.ts';
import { normalForm } from './normal-form.ts';

/** What somebody typed or scanned from paper, by all that it may be. */
export interface NumberAsked {
  /** The place in the log, counted from 0, of the entry that has the voucher number. */
  readonly voucher?: number;
  /** The kind that the letters say, and the place of the entry that opened it. */
  readonly document?: { readonly kind: (typeof BOOK_KINDS)[number]; readonly place: number };
  /** An id as addresses have it. */
  readonly id?: Id;
  /** What the code of a slip says of its entry. */
  readonly slip?: { readonly entry: Id; readonly leaf: string };
  /** The number that others gave, in its normal form; undefined of addresses. */
  readonly borne?: string;
}

const SLIP = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/i;
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const ADDRESS = /^https?:\/\//i;
/** As many digits as a place in a log can have and be counted exactly. */
const MOST_DIGITS = 12;
const VOUCHER = new RegExp(`^(?:凭证(?:字?第|号)?|VOUCHER|NO\\.?|第)?[:.]?(\\d{1,${MOST_DIGITS}})号?$`);
const LETTERS = new Map(BOOK_KINDS.map((kind) => [String(DOCUMENTS[kind].letters), kind]));
const DOCUMENT = new RegExp(`^(${[...LETTERS.keys()].join('|')})-?(\\d{1,${MOST_DIGITS}})$`);
/** What papers print before a number: 单号, 发票号码, 合同编号:, Contract No. */
const LABEL =
  /^(?:(?:发票|合同|批次|采购|发放|订|银行流水|流水|回单|编|单)?(?:代码|号码|编号|单号|号)|(?:invoice|contract|batch|document|slip|order) *(?:no\.?|number|#))[:：]? *(?=\S)/i;
/** Digits of a voucher number, which are filled up with zeros. */
const FILLED = 6;

/** Reads a number however it is typed: in any width and case, with blanks, without its zeros, or a whole address. */
export function readNumberAsked(text: string): NumberAsked {
  const typed = text.normalize('NFKC').trim();
  const slip = SLIP.exec(typed);
  const entry = slip?.[1]?.toLowerCase();
  if (slip?.[2] !== undefined && entry !== undefined && isId(entry)) return { slip: { entry, leaf: slip[2] } };
  const id = typed.match(ID)?.at(-1)?.toLowerCase();
  if (id !== undefined && isId(id)) return { id };
  if (ADDRESS.test(typed)) return {};
  const borne = normalForm(typed.replace(LABEL, ''));
  if (borne === '') return {};
  const voucher = placeOf(VOUCHER.exec(borne)?.[1]);
  const [, letters = '', digits] = DOCUMENT.exec(borne) ?? [];
  const kind = LETTERS.get(letters);
  const place = placeOf(digits);
  return {
    borne,
    ...(voucher === undefined ? {} : { voucher }),
    ...(kind === undefined || place === undefined ? {} : { document: { kind, place } }),
  };
}

/** Papers bear six digits or more: what has a zero in front of more is another number. */
function placeOf(digits: string | undefined): number | undefined {
  if (digits === undefined || (digits.length > FILLED && digits.startsWith('0'))) return undefined;
  const counted = Number(digits);
  return counted === 0 ? undefined : counted - 1;
}
