import { describe, expect, it } from 'vitest';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { closePurchase } from '../../shared/commands/close-purchase.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { closeFundingLine, openFundingLine } from '../../shared/commands/registry.ts';
import { BUYER, TestOffice, TODAY, TREASURER, yuan } from './office.ts';
import { APPROVAL, appropriation, buy, openOffice, orderLine, orderOf, REASON, send } from './world.ts';

const back = (amount: string) => ({ amount: yuan(amount), effectiveOn: TODAY, ...REASON });

describe('a funding line', () => {
  it('is opened with nothing on it', async () => {
    const office = new TestOffice();
    const body = {
      code: 'FY',
      name: '防疫专项',
      basis: ['厅字〔2020〕3号'],
      permittedUses: '慰问一线职工',
      note: '首期',
    };
    const answer = await office.ask(TREASURER, openFundingLine, body, { as: 'line' });
    expect(answer).toMatchObject({
      recorded: 'now',
      entry: {
        entry: {
          id: office.id('line'),
          kind: 'registration',
          effectiveOn: TODAY,
          actor: { subject: 'treasurer-1', role: 'treasurer' },
          facts: {
            type: 'fundingLine',
            fields: { code: 'FY', name: '防疫专项', basis: ['厅字〔2020〕3号'], permittedUses: '慰问一线职工' },
          },
          transfers: [],
          note: '首期',
        },
      },
      document: { kind: 'fundingLine', line: { code: 'FY', available: 0n, cash: 0n, closed: false } },
    });
  });

  it('is refused under a code that another has', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, openFundingLine, { code: 'FY', name: '另一专项', basis: [] })).toEqual({
      refusal: 'duplicate-code',
      code: 'FY',
      kind: 'fundingLine',
      holder: office.id('line'),
      name: expect.any(String),
      closed: false,
    });
  });

  it('is closed once nothing stands on it any more', async () => {
    const office = await openOffice();
    await office.post(TREASURER, giveBack, back('5000.00'), { on: 'line-2' });
    const entry = await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2', as: 'closure' });
    expect(entry).toMatchObject({
      kind: 'closure',
      refs: { fundingLines: [office.id('line-2')] },
      facts: { type: 'fundingLine', ...REASON },
    });
    const found = await office.ledger.read([{ row: 'fundingLine', id: office.id('line-2') }]);
    expect(found.fundingLine(office.id('line-2'))).toMatchObject({ closed: true, closedBy: office.id('closure') });
  });

  it('is not closed while money is on it', async () => {
    const office = await openOffice();
    expect(await office.refusal(TREASURER, closeFundingLine, REASON, { on: 'line' })).toEqual({
      refusal: 'still-in-use',
      uses: [
        { what: 'available', value: yuan('10000.00') },
        { what: 'cash', value: yuan('10000.00') },
      ],
    });
  });

  it('is not closed while goods of it are on order, in stock or on their way', async () => {
    const office = await openOffice();
    await buy(office, 'order', [['masks', 10n, '100.00']]);
    await send(office, 'sent', ['masks', 4n]);
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'suits', 2n, '50.00')));
    expect(await office.refusal(TREASURER, closeFundingLine, REASON, { on: 'line' })).toEqual({
      refusal: 'still-in-use',
      uses: [
        { what: 'committed', quantity: 2n, value: yuan('50.00') },
        { what: 'stock', quantity: 6n, value: yuan('60.00') },
        { what: 'transit', quantity: 4n, value: yuan('40.00') },
      ],
    });
  });

  it('is not closed twice, and takes nothing once it is', async () => {
    const office = await openOffice();
    await office.post(TREASURER, giveBack, back('5000.00'), { on: 'line-2' });
    await office.post(TREASURER, closeFundingLine, REASON, { on: 'line-2' });
    expect(await office.refusal(TREASURER, closeFundingLine, REASON, { on: 'line-2' })).toEqual({
      refusal: 'already-closed',
      kind: 'fundingLine',
      id: office.id('line-2'),
    });
    const closed = { refusal: 'funding-line-closed', fundingLine: office.id('line-2') };
    expect(await office.refusal(TREASURER, appropriate, appropriation('1.00'), { on: 'line-2' })).toEqual(closed);
    expect(await office.refusal(TREASURER, giveBack, back('1.00'), { on: 'line-2' })).toEqual(closed);
  });

  it('that does not exist takes nothing, gives nothing and is not closed', async () => {
    const office = await openOffice();
    const missing = { refusal: 'not-found', kind: 'fundingLine', id: office.id('town') };
    expect(await office.refusal(TREASURER, appropriate, appropriation('1.00'), { on: 'town' })).toEqual(missing);
    expect(await office.refusal(TREASURER, giveBack, back('1.00'), { on: 'town' })).toEqual(missing);
    expect(await office.refusal(TREASURER, closeFundingLine, REASON, { on: 'town' })).toEqual(missing);
  });
});

describe('an appropriation', () => {
  it('makes money available and puts it into the cash', async () => {
    const office = await openOffice();
    const body = { ...appropriation('619.17'), approval: APPROVAL };
    const entry = await office.post(TREASURER, appropriate, body, { on: 'line' });
    expect(office.moves(entry)).toEqual(['source/1 → available/1: 619.17', 'source/1 → cash/1: 619.17']);
    expect(entry).toMatchObject({ facts: { source: '区总工会' }, approval: APPROVAL });
    expect(await office.stands('available/line', 'cash/line')).toEqual(['10619.17', '10619.17']);
  });
});

describe('money given back', () => {
  /** 1,000.00 of the line are on order, and paid. */
  async function spent(): Promise<TestOffice> {
    const office = await openOffice();
    await office.post(BUYER, order, orderOf(office, orderLine(office, 'masks', 10n, '1000.00')), { as: 'order' });
    const shares = [{ fundingLine: office.id('line'), amount: yuan('1000.00') }];
    const body = { shares, effectiveOn: TODAY, method: '银行转账', approval: APPROVAL };
    await office.post(TREASURER, pay, body, { on: 'order' });
    return office;
  }

  it('goes from available and from the cash to where it came from', async () => {
    const office = await spent();
    const entry = await office.post(TREASURER, giveBack, back('9000.00'), { on: 'line' });
    expect(office.moves(entry)).toEqual(['available/1 → source/1: 9000.00', 'cash/1 → source/1: 9000.00']);
    expect(await office.stands('available/line', 'cash/line')).toEqual(['nothing', 'nothing']);
  });

  it('is refused above what is available', async () => {
    const office = await spent();
    expect(await office.refusal(TREASURER, giveBack, back('9000.01'), { on: 'line' })).toEqual({
      refusal: 'insufficient-funds',
      fundingLine: office.id('line'),
      available: yuan('9000.00'),
      shortfall: 1n,
    });
  });

  it('is refused above the cash', async () => {
    const office = await spent();
    await office.post(BUYER, closePurchase, REASON, { on: 'order' });
    expect(await office.refusal(TREASURER, giveBack, back('9500.00'), { on: 'line' })).toEqual({
      refusal: 'insufficient-cash',
      fundingLine: office.id('line'),
      cash: yuan('9000.00'),
      shortfall: yuan('500.00'),
    });
  });
});
