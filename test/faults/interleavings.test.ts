import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import type { Answer, AnyCommand, Recorded } from '../../shared/commands/command.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import { closeUnit, registerUnit } from '../../shared/commands/registry.ts';
import { reopenUnit } from '../../shared/commands/reopen.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import type { RefusalName } from '../../shared/domain/refusal.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { faultsOf } from '../commands/identities.ts';
import {
  BUYER,
  COORDINATOR,
  KEEPER,
  OTHER_KEEPER,
  OTHER_TREASURER,
  type Person,
  TestOffice,
  TODAY,
  TREASURER,
  yuan,
} from '../commands/office.ts';
import {
  APPROVAL,
  acceptanceOf,
  buy,
  confirmationOf,
  dispatchOf,
  openOffice,
  orderLine,
  orderOf,
  REASON,
  reversal,
  send,
  sign,
} from '../commands/world.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { OpeningOffice, type Runner } from './arena.ts';

/** A write that can land once, and why a second one like it is refused. */
interface Once {
  readonly title: string;
  /** What has to be there before, beside an office at work. */
  readonly before?: (office: TestOffice) => Promise<unknown>;
  readonly refusal: RefusalName;
  /** Made under that name, to be run by any office over the same ledger. */
  readonly made: (office: TestOffice, as: string) => Runner;
}

function once<B>(
  title: string,
  [person, command, on]: readonly [person: Person, command: AnyCommand<B>, on?: string],
  body: (office: TestOffice) => B,
  refusal: RefusalName,
  before?: (office: TestOffice) => Promise<unknown>,
): Once {
  const circumstances = on === undefined ? {} : { on };
  return {
    title,
    refusal,
    ...(before ? { before } : {}),
    made: (office, as) => {
      const request = office.request(person, command, body(office), { ...circumstances, as });
      return (anyOffice) => command(anyOffice, request);
    },
  };
}

const bought = (office: TestOffice) => buy(office, 'goods', [['masks', 10n, '100.00']]);
const ordered = (office: TestOffice) =>
  office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '100.00')), { as: 'order' });

async function sent(office: TestOffice): Promise<void> {
  await bought(office);
  await send(office, 'sent', ['masks', 10n]);
}

async function signed(office: TestOffice): Promise<void> {
  await sent(office);
  await sign(office, 'sent', { line: 1, good: 6n, damaged: 4n });
}

async function counted(office: TestOffice): Promise<void> {
  await bought(office);
  const lines = [{ lot: office.lot('goods-in'), book: 10n, counted: 7n }];
  const body = { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines, ...REASON };
  await office.post(KEEPER, count, body, { as: 'count' });
}

async function posted(office: TestOffice): Promise<void> {
  await counted(office);
  await office.post(OTHER_KEEPER, countersign, {}, { on: 'count', as: 'posting' });
}

const payment = (office: TestOffice) => ({
  fundingLine: office.id('line'),
  tariff: office.id('tariff'),
  person: { name: '困难职工甲', reference: 'ZG-0001' },
  amount: yuan('1500.00'),
  effectiveOn: TODAY,
  method: '银行转账',
});

const transfer = (office: TestOffice) => ({
  fundingLine: office.id('line'),
  unit: office.id('town'),
  amount: yuan('6000.00'),
  effectiveOn: TODAY,
  purpose: '防疫补助',
  method: '银行转账',
});

const disbursed = (office: TestOffice) => office.post(TREASURER, disburse, transfer(office), { as: 'money-out' });
const paid = (office: TestOffice) => office.post(TREASURER, payBenefit, payment(office), { as: 'benefit' });

async function given(office: TestOffice): Promise<void> {
  const lines = [{ item: office.id('masks'), quantity: 10n, value: yuan('50.00') }];
  const facts = { kind: 'donation', giver: '爱心企业', effectiveOn: TODAY } as const;
  const places = { fundingLine: office.id('line'), warehouse: office.id('warehouse') };
  await office.post(KEEPER, receiveInKind, { ...facts, ...places, lines }, { as: 'gift' });
}

const invoiced = (office: TestOffice) => ({
  ...orderOf(office, orderLine(office, 'masks', 10n, '100.00')),
  invoice: { number: '00012345', date: TODAY, amount: yuan('100.00') },
});

const reversing = (what: string, entry: string, before?: (office: TestOffice) => Promise<unknown>): Once =>
  once(`the reversal of ${what}`, [OTHER_TREASURER, reverse, entry], () => reversal(), 'already-reversed', before);

const WRITES: readonly Once[] = [
  once(
    'an order of all that is available',
    [BUYER, order],
    (office) => orderOf(office, orderLine(office, 'masks', 1n, '10000.00')),
    'insufficient-funds',
  ),
  once('an order with an invoice', [BUYER, order], invoiced, 'invoice-already-booked'),
  once(
    'an acceptance of all that was ordered',
    [KEEPER, accept, 'order'],
    (office) => acceptanceOf(office, { line: 1, good: 10n }),
    'above-order',
    ordered,
  ),
  once('the closing of a purchase', [BUYER, closePurchase, 'order'], () => REASON, 'nothing-left', ordered),
  once(
    'a return of a whole lot',
    [KEEPER, returnToSupplier, 'goods'],
    (office) => ({ lines: [{ lot: office.lot('goods-in'), quantity: 10n }], effectiveOn: TODAY, ...REASON }),
    'above-lot',
    bought,
  ),
  once(
    'a payment of all that is owed',
    [TREASURER, pay, 'goods'],
    (office) => ({
      shares: [{ fundingLine: office.id('line'), amount: yuan('100.00') }],
      effectiveOn: TODAY,
      method: '银行转账',
      approval: APPROVAL,
    }),
    'above-payable',
    bought,
  ),
  once(
    'a dispatch of all that is in stock',
    [KEEPER, dispatch],
    (office) => dispatchOf(office, ['masks', 10n]),
    'insufficient-stock',
    bought,
  ),
  once(
    'a confirmation',
    [COORDINATOR, confirm, 'sent'],
    () => confirmationOf({ line: 1, good: 9n, refused: 1n }),
    'already-confirmed',
    sent,
  ),
  once(
    'a resolution of all that is held',
    [OTHER_TREASURER, resolve, 'sent'],
    () => ({ lines: [{ line: 1, toStock: 1n, toLoss: 3n }], effectiveOn: TODAY, approval: APPROVAL, ...REASON }),
    'above-held',
    signed,
  ),
  once(
    'a return of all that was delivered',
    [KEEPER, returnFromUnit, 'sent'],
    () => ({ lines: [{ line: 1, quantity: 6n }], effectiveOn: TODAY, ...REASON }),
    'above-delivered',
    signed,
  ),
  once('a disbursement of more than half', [TREASURER, disburse], transfer, 'insufficient-funds'),
  once(
    'the taking back of a disbursement',
    [TREASURER, takeBack, 'money-out'],
    () => ({ amount: yuan('6000.00'), effectiveOn: TODAY, ...REASON }),
    'above-disbursed',
    disbursed,
  ),
  once(
    'the giving back of all money',
    [TREASURER, giveBack, 'line'],
    () => ({ amount: yuan('10000.00'), effectiveOn: TODAY, ...REASON }),
    'insufficient-funds',
  ),
  once('a benefit of more than half the cap', [TREASURER, payBenefit], payment, 'cap-exceeded'),
  once('a countersignature', [OTHER_KEEPER, countersign, 'count'], () => ({}), 'already-countersigned', counted),
  once(
    'a registration',
    [TREASURER, registerUnit],
    (office) => ({ code: 'SY-02', name: '第二社区', parent: office.id('town') }),
    'duplicate-code',
  ),
  once('the closing of a unit', [TREASURER, closeUnit, 'village'], () => REASON, 'already-closed'),
  once(
    'the reopening of a unit',
    [TREASURER, reopenUnit, 'village'],
    () => REASON,
    'already-open',
    (office) => office.post(TREASURER, closeUnit, REASON, { on: 'village' }),
  ),
  reversing('an appropriation', 'money'),
  reversing('an order', 'order', ordered),
  reversing('an acceptance', 'goods-in', bought),
  reversing('a dispatch', 'sent', sent),
  reversing('a confirmation', 'sent-signed', signed),
  reversing('a count', 'count', counted),
  reversing('a posted count', 'posting', posted),
  reversing('a receipt in kind', 'gift', given),
  reversing('a disbursement', 'money-out', disbursed),
  reversing('a benefit', 'benefit', paid),
];

/** What a slow office and its rival answered; the rival acted whole before the nth call of the other to the ledger. */
interface Interleaving {
  readonly slow: Answer;
  readonly rival: Answer | undefined;
  readonly faults: readonly string[];
}

async function interleave({ before, made }: Once, nth: number, keys: readonly [string, string]): Promise<Interleaving> {
  const ledger = createMemoryLedger();
  const opening = await openOffice(new OpeningOffice(ledger));
  await before?.(opening);
  const [slowly, quickly] = [made(opening, keys[0]), made(opening, keys[1])];
  let calls = 0;
  let rival: Answer | undefined;
  const meanwhile = async (): Promise<void> => {
    calls += 1;
    if (calls === nth) rival = await quickly(opening);
  };
  const slow = new TestOffice(interrupted(ledger, meanwhile));
  slow.now = opening.now;
  return { slow: await slowly(slow), rival, faults: await faultsOf(opening) };
}

/** A ledger with something before each call of a command to it. */
function interrupted(ledger: Ledger, meanwhile: () => Promise<void>): Ledger {
  return {
    ...ledger,
    read: (keys) => meanwhile().then(() => ledger.read(keys)),
    lotsOf: (warehouse, item) => meanwhile().then(() => ledger.lotsOf(warehouse, item)),
    append: (append) => meanwhile().then(() => ledger.append(append)),
  };
}

/** Interleaves at every call that the slow office makes, and checks the answer that came second beside the first. */
async function everywhere(
  write: Once,
  keys: readonly [string, string],
  check: (second: Answer, first: Recorded) => void,
): Promise<void> {
  const MOST_CALLS = 20;
  for (let nth = 1; ; nth += 1) {
    const { slow, rival, faults } = await interleave(write, nth, keys);
    if (rival === undefined) return expect(nth).toBeGreaterThan(1);
    expect(nth).toBeLessThan(MOST_CALLS);
    expect(faults).toEqual([]);
    const [landed, ...rest] = [slow, rival].filter((answer) => 'recorded' in answer && answer.recorded === 'now');
    expect(rest).toEqual([]);
    if (landed === undefined || !('recorded' in landed)) throw new Error('neither landed');
    check(landed === slow ? rival : slow, landed);
  }
}

describe.each(WRITES)('$title', (write) => {
  it('is refused for its own reason, at whatever moment another one like it lands', async () => {
    await everywhere(write, ['slow', 'quick'], (second) => expect(second).toMatchObject({ refusal: write.refusal }));
  });

  it('is answered with what was recorded, at whatever moment the very same request lands', async () => {
    await everywhere(write, ['same', 'same'], (second, first) => {
      expect(second).toEqual({ ...first, recorded: 'before' });
    });
  });
});

it('is told to come back where others were faster each time, has left nothing behind, and lands when it does', async () => {
  const ledger = createMemoryLedger();
  const opening = await openOffice(new OpeningOffice(ledger));
  await buy(opening, 'goods', [['masks', 100n, '100.00']]);
  const one = dispatchOf(opening, ['masks', 1n]);
  const slow = new TestOffice({
    ...ledger,
    append: (append) => opening.post(KEEPER, dispatch, one).then(() => ledger.append(append)),
  });
  slow.now = opening.now;
  const request = opening.request(KEEPER, dispatch, one, { as: 'late' });
  await expect(dispatch(slow, request)).rejects.toMatchObject({ name: 'LedgerError', code: 'busy' });
  expect(await opening.stands('stock/goods-in.1')).toEqual(['95 for 95.00']);
  expect(await dispatch(opening, request)).toMatchObject({ recorded: 'now' });
  expect(await faultsOf(opening)).toEqual([]);
});
