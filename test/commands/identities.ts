import type { State } from '../../shared/domain/account.ts';
import { type Balance, NOTHING, plus } from '../../shared/domain/balance.ts';
import { daysAfter } from '../../shared/domain/calendar.ts';
import { COUNTED, NOBODY, plusCoverage, type WholeCoverage } from '../../shared/domain/coverage.ts';
import { isKind } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
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
    ...coverageFaults(postings, await coverageIn(ledger)),
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
    const used = spent(budget, 'available', 'committed', 'stock', 'transit', 'held', 'unit', 'person', 'loss');
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
    if (from === 'committed' && to === 'stock') add(fromAccount.replace('committed', 'accepted'), balance, 1n);
    if (from === 'stock' && to === 'committed') add(toAccount.replace('committed', 'accepted'), balance, -1n);
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
