import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { KINDS } from '../domain/kinds.ts';
import { methodNamed } from '../domain/payment-method.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { type Pack, type Packed, type Quantity, writePacked } from '../domain/quantity.ts';
import { refsOf } from '../domain/refs.ts';
import type { Language } from '../words/language.ts';
import type { Register } from './register.ts';

/** Goods that a summary names before it only counts them. */
const NAMED_ITEMS = 2;

/** How the parts of a summary stand together. */
const MARKS = { zh: { colon: '：', comma: '，', and: '、' }, en: { colon: ': ', comma: ', ', and: ', ' } } as const;

/** The 摘要 of an entry: what happened, to whom or with what, in words of the register's language. */
export function summaryOf(posting: Posting, register: Register): string {
  const { entry, movements } = posting;
  const items = new Set(movements.flatMap(({ item }) => (item === undefined ? [] : [item])));
  const unit = unitOf(posting);
  const details = [
    ...(unit === undefined || entry.kind === 'reversal' ? [] : [register.named(unit).name]),
    ...(items.size === 0 ? [] : [goods([...items], posting, register)]),
    ...particulars(entry, register),
  ];
  const { colon, comma } = MARKS[register.language];
  const word = wordOf(entry, register.language);
  return details.length === 0 ? word : `${word}${colon}${details.join(comma)}`;
}

/** The unit that an entry is about, or that it moves something to or from. */
export function unitOf({ entry, movements }: Posting): Id | undefined {
  return refsOf(entry).unit ?? movements.find((movement) => movement.unit !== undefined)?.unit;
}

/** What happened to what, when and by whose hand. */
export function occurrenceOf(posting: Posting, register: Register) {
  const { id, kind, effectiveOn, recordedAt, actor } = posting.entry;
  const summary = summaryOf(posting, register);
  return { entry: id, kind, effectiveOn, recordedAt, actor: { subject: actor.subject, role: actor.role }, summary };
}

/** The entry that another reverses, if it does. */
export function reversedBy(entry: Entry): readonly Id[] {
  return isKind(entry, 'reversal') ? [entry.refs.entry] : [];
}

/** What happened, in a word. */
export function wordOf(entry: Entry, language: Language = 'zh'): string {
  if (isKind(entry, 'reversal')) {
    const { zh, en } = KINDS[entry.facts.kind];
    const isWithdrawn = entry.facts.withdrawn === true;
    if (language === 'zh') return `${isWithdrawn ? '撤回' : KINDS.reversal.zh}${zh}`;
    return `${isWithdrawn ? 'Withdrawal' : 'Reversal'} of the ${en}`;
  }
  if (isKind(entry, 'correction')) {
    const { zh, en } = KINDS[entry.facts.kind];
    return language === 'zh' ? `${KINDS.correction.zh}${zh}` : `Correction of the ${en}`;
  }
  if (isKind(entry, 'receipt')) return RECEIVED[entry.facts.kind][language];
  const { [language]: word } = KINDS[entry.kind];
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const RECEIVED = {
  donation: { zh: '捐赠入库', en: 'Donation received' },
  allocation: { zh: '调拨入库', en: 'Allocation received' },
} as const;

function goods(items: readonly Id[], posting: Posting, register: Register): string {
  const given = givenIn(posting);
  const names = items.slice(0, NAMED_ITEMS).map((id) => {
    const { name, baseMeasure } = register.item(id);
    const packs = given.filter(({ item }) => item === id);
    return [name, ...packs.map(({ quantity, pack }) => writePacked(quantity, baseMeasure, pack))].join(' ');
  });
  const told = names.join(MARKS[register.language].and);
  if (items.length <= NAMED_ITEMS) return told;
  return register.language === 'zh' ? `${told}等${items.length}种` : `${told} and ${items.length - NAMED_ITEMS} more`;
}

/** What only this kind of entry has to say. */
function particulars(entry: Entry, register: Register): string[] {
  if (isKind(entry, 'appropriation')) return [entry.facts.source].concat(entry.facts.giver ?? []);
  if (isKind(entry, 'disbursement')) return [entry.facts.purpose];
  if (isKind(entry, 'receipt')) return [entry.facts.giver];
  if (isKind(entry, 'stock-move')) {
    const { to, reason = [] } = entry.facts;
    return [`${register.named(entry.refs.warehouse).name}→${register.named(to).name}`].concat(reason);
  }
  if (isKind(entry, 'period-closure')) return [entry.facts.month];
  const { language } = register;
  if (isKind(entry, 'payment')) return [methodNamed(entry.facts.method)[language]];
  if (isKind(entry, 'refund')) return [methodNamed(entry.facts.method)[language]].concat(entry.facts.reason ?? []);
  if (isKind(entry, 'invoicing')) return [entry.facts.invoice.number];
  if (isKind(entry, 'benefit')) return [register.named(entry.refs.tariff).name];
  return 'reason' in entry.facts ? [entry.facts.reason] : [];
}

/** What an entry says in packs, beside its quantity in the base measure. */
interface Given {
  readonly item: Id;
  readonly quantity: Quantity;
  readonly pack: Pack;
}

/** What was given in packs, in the order of the lines. */
function givenIn({ entry, movements }: Posting): Given[] {
  if (isKind(entry, 'acceptance')) return acceptedIn(entry, movements);
  const lines = isKind(entry, 'receipt') ? entry.facts.lots : linesIn(entry);
  return lines.flatMap(({ item, packs }) =>
    packs === undefined ? [] : [{ item, quantity: packs.quantity * packs.of, pack: packs }],
  );
}

function linesIn(entry: Entry): readonly { readonly item: Id; readonly packs?: Packed }[] {
  if (isKind(entry, 'order') || isKind(entry, 'dispatch')) return entry.facts.lines;
  const given = 'packs' in entry.facts ? (entry.facts.packs ?? []) : [];
  return given.map((packs) => ({ item: packs.item, packs }));
}

/** Only what was good came in; whose line it is stands in the transfers. */
function acceptedIn({ facts, transfers }: Entry<'acceptance'>, movements: readonly Movement[]): Given[] {
  return facts.lines.flatMap(({ line, good, packs }) => {
    const at = transfers.findIndex(({ from }) => from.state === 'committed' && from.line === line);
    const item = movements[at]?.item;
    return packs === undefined || item === undefined || good === 0n ? [] : [{ item, quantity: good, pack: packs }];
  });
}
