import type { State } from '../../shared/domain/account.ts';
import { type Balance, NOTHING, plus } from '../../shared/domain/balance.ts';
import { daysAfter } from '../../shared/domain/calendar.ts';
import { COUNTED, NOBODY, plusCoverage, type WholeCoverage } from '../../shared/domain/coverage.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { birthOf, type Id } from '../../shared/domain/id.ts';
import type { Movement, Posting } from '../../shared/domain/posting.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import type { Journal } from '../../shared/storage/ports/journal.ts';
import type { Ledger, Page } from '../../shared/storage/ports/ledger.ts';

/**
 * A second opinion on the ledger, written apart from the reports: the three identities from the movements alone, every
 * floor, and every book beside the sum of the movements. It tells what is wrong, in words.
 */
export async function faultsOf({ ledger, journal }: { readonly ledger: Ledger; readonly journal: Journal }) {
  const { postings } = await journal.whole();
  const entries = await all((options) => ledger.entries(options));
  const fold = foldOf(postings);
  return [
    ...(entries.length === postings.length ? [] : [`${entries.length - postings.length} entries could not be posted`]),
    ...moneyFaults(postings),
    ...goodsFaults(postings),
    ...floorFaults(fold),
    ...dayFaults(postings),
    ...bookFaults(fold, await booksOf(ledger)),
    ...(await counterFaults(ledger, postings)),
    ...giftFaults(postings),
    ...coverageFaults(postings, await coverageIn(ledger)),
    ...(await treeFaults(ledger)),
    ...(await invoiceFaults(ledger, postings)),
  ];
}

/** Balances by the full names of their accounts. */
type Balances = Map<string, Balance>;

const OUTSIDE: readonly State[] = ['source', 'giver', 'found'];
const MONEY = /^(available|cash|supplier|person)\//;

function sum(movements: readonly Movement[], of: keyof Balance, where: (movement: Movement) => bigint): bigint {
  return movements.reduce((total, movement) => total + where(movement) * movement[of], 0n);
}

/** What came into a state less what left it, of one of the two dimensions. */
function standing(movements: readonly Movement[], state: State, of: keyof Balance): bigint {
  return sum(movements, of, ({ from, to }) => (to === state ? 1n : 0n) - (from === state ? 1n : 0n));
}

function moneyFaults(postings: readonly Posting[]): string[] {
  const movements = postings.flatMap((posting) => posting.movements);
  const lines = [...new Set(movements.map(({ fundingLine }) => fundingLine))];
  return lines.flatMap((line) => {
    const own = movements.filter(({ fundingLine }) => fundingLine === line);
    const budget = own.filter(({ chain, inKind }) => chain === 'budget' && !inKind);
    const cash = own.filter(({ chain }) => chain === 'cash');
    const inKind = own.filter((movement) => movement.inKind);
    const spent = (movements: readonly Movement[], ...states: State[]) =>
      states.reduce((total, state) => total + standing(movements, state, 'value'), 0n);
    const appropriated = -standing(budget, 'source', 'value');
    const used = spent(budget, 'available', 'committed', 'spent', 'stock', 'transit', 'held', 'unit', 'person', 'loss');
    const paid = spent(cash, 'cash', 'supplier', 'unit', 'person');
    const given = -standing(inKind, 'giver', 'value') - standing(inKind, 'found', 'value');
    const kept = spent(inKind, 'stock', 'transit', 'held', 'unit', 'loss');
    return [
      ...(appropriated === used ? [] : [`the budget of ${line} is off by ${appropriated - used} fen`]),
      ...(-standing(cash, 'source', 'value') === paid ? [] : [`the cash of ${line} is off`]),
      ...(appropriated === -standing(cash, 'source', 'value') ? [] : [`the chains of ${line} began apart`]),
      ...(given === kept ? [] : [`the goods in kind of ${line} are off by ${given - kept} fen`]),
    ];
  });
}

function goodsFaults(postings: readonly Posting[]): string[] {
  const movements = postings.flatMap((posting) => posting.movements);
  const items = [...new Set(movements.flatMap(({ item }) => item ?? []))];
  return items.flatMap((item) => {
    const own = movements.filter((movement) => movement.item === item);
    const received = sum(own, 'quantity', ({ from, to }) => {
      const isReceipt = (from === 'committed' || from === 'giver') && to === 'stock';
      const isReturn = from === 'stock' && (to === 'committed' || to === 'giver');
      return isReceipt ? 1n : isReturn ? -1n : 0n;
    });
    const found = -standing(own, 'found', 'quantity');
    const states: State[] = ['stock', 'transit', 'held', 'unit', 'loss'];
    const there = states.reduce((total, state) => total + standing(own, state, 'quantity'), 0n);
    return received + found === there ? [] : [`${received + found - there} of ${item} are nowhere`];
  });
}

/** No account was below zero at the end of any day. */
function dayFaults(postings: readonly Posting[]): string[] {
  const days = [...new Set(postings.map(({ entry }) => entry.effectiveOn))].sort();
  return days.flatMap((day) => {
    const until = postings.filter(({ entry }) => entry.effectiveOn <= day);
    return floorFaults(foldOf(until)).map((fault) => `on ${day} ${fault}`);
  });
}

/** What every movement adds up to, by chain and account; and what was accepted of each order and not given back. */
function foldOf(postings: readonly Posting[]): Balances {
  const fold: Balances = new Map();
  const add = (name: string, { quantity, value }: Balance, sign: bigint): void => {
    fold.set(name, plus(fold.get(name) ?? NOTHING, { quantity: sign * quantity, value: sign * value }));
  };
  for (const { chain, from, to, fromAccount, toAccount, ...balance } of postings.flatMap(
    ({ movements }) => movements,
  )) {
    // Money with a unit or a person stands in both chains; the books keep the budget's.
    const inBooks = (state: State): boolean => chain === 'budget' || (state !== 'unit' && state !== 'person');
    if (!OUTSIDE.includes(from) && inBooks(from)) add(fromAccount, balance, -1n);
    if (!OUTSIDE.includes(to) && inBooks(to)) add(toAccount, balance, 1n);
    const isAccepted = (state: State) => state === 'stock' || state === 'spent';
    if (from === 'committed' && isAccepted(to)) add(fromAccount.replace('committed', 'accepted'), balance, 1n);
    if (isAccepted(from) && to === 'committed') add(toAccount.replace('committed', 'accepted'), balance, -1n);
  }
  for (const [name, { value }] of fold) if (MONEY.test(name)) fold.set(name, { quantity: 0n, value });
  return fold;
}

/** Nothing is below zero, and nowhere lies a value whose goods are gone. */
function floorFaults(fold: Balances): string[] {
  return [...fold].flatMap(([name, { quantity, value }]) => {
    const isBelow = quantity < 0n || value < 0n;
    const isStranded = quantity === 0n && value > 0n && /^(committed|stock|transit|held|loss)\//.test(name);
    return isBelow || isStranded ? [`${name} stands at ${quantity} for ${value} fen`] : [];
  });
}

function bookFaults(fold: Balances, books: Balances): string[] {
  const names = new Set([...fold.keys(), ...books.keys()]);
  return [...names].flatMap((name) => {
    // What was written off of a consignment is final: no decision needs it, so no book keeps it.
    if (/^loss\/[^.]+\/\d+$/.test(name)) return [];
    // What was spent is what was accepted of it, which the book keeps.
    if (name.startsWith('spent/')) return [];
    const said = fold.get(name) ?? NOTHING;
    const kept = books.get(name) ?? NOTHING;
    return said.quantity === kept.quantity && said.value === kept.value
      ? []
      : [
          `${name} is ${kept.quantity} for ${kept.value} in the books, ${said.quantity} for ${said.value} by the entries`,
        ];
  });
}

/** Every balance of every row, by the full name of its account. */
export async function booksOf(ledger: Ledger): Promise<Balances> {
  const books: Balances = new Map();
  const money = (value: bigint): Balance => ({ quantity: 0n, value });
  for (const line of await all((options) => ledger.fundingLines(options))) {
    books.set(`available/${line.id}`, money(line.available));
    books.set(`cash/${line.id}`, money(line.cash));
  }
  for (const { id, state } of await all((options) => ledger.states('purchase', options))) {
    for (const { line, fundingLine, committed, accepted } of state.shares) {
      books.set(`committed/${id}/${line}/${fundingLine}`, committed);
      books.set(`accepted/${id}/${line}/${fundingLine}`, accepted);
    }
    state.paid.forEach((paid, at) => {
      books.set(`supplier/${id}/${at + 1}`, money(paid));
    });
  }
  for (const { id, stock, lost } of await all((options) => ledger.lots(options))) {
    books.set(`stock/${id}`, stock);
    books.set(`loss/${id}`, lost);
  }
  for (const { id, state } of await all((options) => ledger.states('consignment', options))) {
    state.parts.forEach((part, at) => {
      books.set(`transit/${id}/${at + 1}`, part.transit);
      books.set(`held/${id}/${at + 1}`, part.held);
      books.set(`unit/${id}/${at + 1}`, part.delivered);
    });
  }
  for (const { id, state } of await all((options) => ledger.states('disbursement', options))) {
    books.set(`unit/${id}`, money(state.remaining));
  }
  for (const { id, state } of await all((options) => ledger.states('benefit', options))) {
    books.set(`person/${id}`, money(state.paid));
  }
  return books;
}

/** What rows say that stands of the coverage of each consignment and disbursement. */
async function coverageIn(ledger: Ledger): Promise<Map<Id, WholeCoverage | undefined>> {
  const consignments = await all((options) => ledger.states('consignment', options));
  const disbursements = await all((options) => ledger.states('disbursement', options));
  return new Map([...consignments, ...disbursements].map(({ id, state }) => [id, state.coverage]));
}

/** Whom documents reached is what their entries add up to, never below zero, and nobody where a return left nothing. */
function coverageFaults(postings: readonly Posting[], books: Map<Id, WholeCoverage | undefined>): string[] {
  const stands = new Map<Id, { coverage: WholeCoverage; atUnit: bigint }>();
  const faults = postings.flatMap(({ entry, movements }) => {
    const { consignment, disbursement } = refsOf(entry);
    const id = consignment ?? disbursement ?? entry.id;
    const { coverage, atUnit } = stands.get(id) ?? { coverage: NOBODY, atUnit: 0n };
    const now = {
      coverage: plusCoverage(coverage, entry.coverage ?? {}),
      atUnit: atUnit + standing(movements, 'unit', 'quantity') + standing(movements, 'unit', 'value'),
    };
    stands.set(id, now);
    const counts = Object.values(now.coverage);
    const isBack = entry.kind === 'unit-return' || entry.kind === 'take-back';
    return [
      ...(counts.every((count) => count >= 0n) ? [] : [`${entry.id} takes back more than ${id} reached`]),
      ...(isBack && now.atUnit === 0n && counts.some((count) => count > 0n)
        ? [`${entry.id} leaves people behind`]
        : []),
    ];
  });
  const differing = [...books].flatMap(([id, kept = NOBODY]) => {
    const said = stands.get(id)?.coverage ?? NOBODY;
    return COUNTED.every((what) => kept[what] === said[what]) ? [] : [`the row of ${id} keeps another coverage`];
  });
  return [...faults, ...differing];
}

/**
 * No gift left for anybody whom its giver did not mean, unless by consent or, of early words, by exception; and a dispatch
 * says of which parts that is so, of no others.
 */
function giftFaults(postings: readonly Posting[]): string[] {
  /** What each unit lay below, and from which day on. */
  const parents = new Map<Id, { readonly from: string; readonly parent: Id | undefined }[]>();
  const parentOn = (unit: Id, day: string) => {
    const laid = parents.get(unit) ?? [];
    return (laid.findLast(({ from }) => from <= day) ?? laid[0])?.parent;
  };
  const names = new Map<Id, string>();
  const gifts = new Map<Id, Entry<'receipt'>>();
  return postings.flatMap(({ entry, movements }) => {
    if (isKind(entry, 'receipt')) gifts.set(entry.id, entry);
    if ((isKind(entry, 'registration') || isKind(entry, 'amendment')) && entry.facts.type === 'unit') {
      const { parent, name } = entry.facts.fields;
      const id = isKind(entry, 'registration') ? entry.id : (refsOf(entry).unit ?? '');
      if (parent !== undefined || isKind(entry, 'registration')) {
        parents.set(id, [...(parents.get(id) ?? []), { from: entry.effectiveOn, parent: parent ?? undefined }]);
      }
      if (name !== undefined) names.set(id, name);
    }
    if (!isKind(entry, 'dispatch')) return [];
    const line: Id[] = [];
    for (let at: Id | undefined = entry.refs.unit; at !== undefined; at = parentOn(at, entry.effectiveOn))
      line.push(at);
    return movements.flatMap(({ birth }, at) => {
      const to = gifts.get(birth === undefined ? '' : birthOf(birth))?.facts.directedTo;
      const { purpose = '', consent, redirected = [] } = entry.facts;
      const isMeant =
        to === undefined ||
        (typeof to === 'string'
          ? line.some((unit) => names.get(unit) === to.replaceAll(' ', ''))
          : 'unit' in to
            ? line.includes(to.unit)
            : to.purpose === purpose);
      const isAllowed = consent !== undefined || (typeof to === 'string' && entry.exception !== undefined);
      const isSaid = redirected.includes(at + 1);
      return [
        ...(isMeant || isAllowed ? [] : [`part ${at + 1} of ${entry.id} was given for somebody else`]),
        ...(isMeant === !isSaid ? [] : [`${entry.id} says of part ${at + 1} whom it was given for, and errs`]),
      ];
    });
  });
}

/** No invoice is for more than it says, no red one takes back more than its blue one said, and the rows tell so. */
async function invoiceFaults(ledger: Ledger, postings: readonly Posting[]): Promise<string[]> {
  const reversed = new Set(postings.flatMap(({ entry }) => (isKind(entry, 'reversal') ? entry.refs.entry : [])));
  const entries = postings.map(({ entry }) => entry).filter(({ id }) => !reversed.has(id));
  /** By the blue invoice, what it and its red ones say of it: in all, and of each purchase. */
  const said = new Map<string, bigint>();
  const later = new Map<string, Set<string>>();
  const add = (name: string, by: bigint) => void said.set(name, (said.get(name) ?? 0n) + by);
  for (const entry of entries) {
    const { corrects, invoice = entry.id, purchase = entry.id } = refsOf(entry);
    const own = 'invoice' in entry.facts ? entry.facts.invoice : undefined;
    if (own !== undefined) add(`amount of ${corrects ?? entry.id}`, own.amount);
    const isApart = 'allocations' in entry.facts;
    const allocations = isApart ? entry.facts.allocations : own ? [{ purchase, amount: own.amount }] : [];
    for (const { purchase, amount } of allocations) {
      add(`amount of ${corrects ?? invoice} for ${purchase}`, amount);
      add(`allocated of ${invoice}`, amount);
      if (entry.kind !== 'order') later.set(purchase, (later.get(purchase) ?? new Set()).add(invoice));
    }
  }
  const below = [...said].flatMap(([name, amount]) =>
    name.startsWith('amount') && amount < 0n ? [`the ${name} is ${amount}`] : [],
  );
  const rows = await all((options) => ledger.states('invoice', options));
  const differing = rows.flatMap(({ id, state }) => {
    const { status, amount, corrected, allocations } = state;
    const allocated = allocations.reduce((total, one) => total + one.amount, 0n);
    const isAbove = amount < 0n ? allocated < amount : allocated > amount;
    const left = said.get(`amount of ${id}`) ?? 0n;
    return [
      ...(isAbove ? [`${id} is for ${allocated} of ${amount}`] : []),
      ...(allocated === (said.get(`allocated of ${id}`) ?? 0n) ? [] : [`${id} keeps other allocations`]),
      ...(status === 'withdrawn' || amount < 0n || amount - corrected === left ? [] : [`${id} keeps other red ones`]),
    ];
  });
  const purchases = await all((options) => ledger.states('purchase', options));
  const counted = purchases.flatMap(({ id, state }) =>
    state.laterInvoices === (later.get(id)?.size ?? 0) ? [] : [`${id} counts ${state.laterInvoices} later invoices`],
  );
  return [...below, ...differing, ...counted];
}

/** The counters behind plans and caps beside what left stock under the plan, and what was paid. */
async function counterFaults(ledger: Ledger, postings: readonly Posting[]): Promise<string[]> {
  const counted = new Map<string, bigint>();
  const plans = new Map(
    postings.flatMap(({ entry }) =>
      isKind(entry, 'dispatch') && entry.refs.plan ? [[entry.id, entry.refs.plan]] : [],
    ),
  );
  for (const { consignment, unit, item, from, to, quantity } of postings.flatMap(({ movements }) => movements)) {
    const plan = plans.get(consignment ?? '');
    if (plan === undefined) continue;
    const counter = `plan/${plan}/${unit}/${item}`;
    const by = from === 'stock' ? quantity : to === 'stock' ? -quantity : 0n;
    counted.set(counter, (counted.get(counter) ?? 0n) + by);
  }
  for (const { state } of await all((options) => ledger.states('benefit', options))) {
    counted.set(state.counter, (counted.get(state.counter) ?? 0n) + state.paid);
  }
  for (const [counter, sum] of await togetherIn(ledger, postings)) counted.set(counter, sum);
  const names = [...counted.keys()];
  const found = new Map<string, bigint>();
  for (let at = 0; at < names.length; at += 100) {
    const page = names.slice(at, at + 100);
    const stored = await ledger.read(page.map((counter) => ({ row: 'counter', counter })));
    for (const name of page) found.set(name, stored.counter(name));
  }
  return names.flatMap((name) =>
    found.get(name) === counted.get(name)
      ? []
      : [`${name} counts ${found.get(name)}, and it should be ${counted.get(name)}`],
  );
}

/** Units lie below units without end nowhere, below none that is closed while they are open, and are counted there. */
async function treeFaults(ledger: Ledger): Promise<string[]> {
  const units = new Map((await all((options) => ledger.states('unit', options))).map(({ id, state }) => [id, state]));
  const stored = await ledger.read([...units.keys()].map((id) => ({ row: 'counter', counter: `sub-units/${id}` })));
  return [...units].flatMap(([id, { closed }]) => {
    const above: Id[] = [];
    for (let one: Id | undefined = id; one !== undefined && !above.includes(one); ) {
      above.push(one);
      one = units.get(one)?.fields.parent ?? undefined;
    }
    const below = [...units.values()].filter((unit) => unit.fields.parent === id && !unit.closed).length;
    const counted = stored.counter(`sub-units/${id}`);
    return [
      ...(units.get(above.at(-1) ?? id)?.fields.parent === undefined ? [] : [`${id} lies below itself`]),
      ...(closed && below > 0 ? [`${id} is closed with ${below} open below it`] : []),
      ...(counted === BigInt(below) ? [] : [`${below} lie below ${id}, and ${counted} are counted`]),
    ];
  });
}

/** What was paid to each payee within seven days, as far as a threshold was in force, and stands. */
async function togetherIn(ledger: Ledger, postings: readonly Posting[]): Promise<Map<string, bigint>> {
  const reversed = new Set(postings.flatMap(({ entry }) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
  const suppliers = new Map(
    postings.flatMap(({ entry }) => (isKind(entry, 'order') ? [[entry.id, entry.refs.supplier] as const] : [])),
  );
  const payees = new Map<Id, string | undefined>();
  for (const { id, state } of await all((options) => ledger.states('benefit', options))) payees.set(id, state.payee);
  const sums = new Map<string, bigint>();
  for (const { entry } of postings) {
    if (!isKind(entry, 'payment') && !isKind(entry, 'disbursement') && !isKind(entry, 'benefit')) continue;
    if (entry.facts.measured === undefined) continue;
    const payee =
      (isKind(entry, 'payment') && suppliers.get(entry.refs.purchase)) ||
      (isKind(entry, 'disbursement') && entry.refs.unit) ||
      payees.get(entry.id);
    const paid = entry.transfers.reduce((sum, { from, value }) => (from.state === 'cash' ? sum + value : sum), 0n);
    for (let back = 0; back < 7; back += 1) {
      for (const sum of entry.facts.method === '现金' ? ['all', 'cash'] : ['all']) {
        const counter = `paid/${entry.kind}/${sum}/${payee}/${daysAfter(entry.effectiveOn, -back)}`;
        const stands = reversed.has(entry.id) ? 0n : paid;
        sums.set(counter, (sums.get(counter) ?? 0n) + stands);
      }
    }
  }
  return sums;
}

async function all<T>(
  list: (options: { readonly limit: number; readonly after?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ; ) {
    const page = await list({ limit: 1_000, ...(after === undefined ? {} : { after }) });
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}
