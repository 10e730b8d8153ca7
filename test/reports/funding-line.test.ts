import { describe, expect, it } from 'vitest';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { fundingLine } from '../../shared/reports/funding-line.ts';
import { OTHER_TREASURER, TREASURER, yuan } from '../commands/office.ts';
import { on, openWinter, told, winter } from './winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const [LINE_A, LINE_B, TOWN] = [office.id('line'), office.id('line-2'), office.id('town')];

describe('a funding line', () => {
  it('shows every account of both chains', () => {
    expect(fundingLine(postings, register, LINE_A)).toMatchObject({
      fundingLine: { id: LINE_A, code: 'A', name: '防疫专项', basis: ['厅字〔2020〕3号'], closed: false },
      invested: '385.00',
      budget: {
        appropriated: '1000.00',
        givenBack: '0.00',
        available: '540.00',
        committed: '75.00',
        stock: '189.00',
        transit: '40.00',
        held: '6.00',
        delivered: '75.00',
        disbursed: '0.00',
        benefits: '60.00',
        loss: '15.00',
      },
      cash: {
        appropriated: '1000.00',
        givenBack: '0.00',
        cash: '790.00',
        paid: '150.00',
        disbursed: '0.00',
        benefits: '60.00',
      },
    });
  });

  it('keeps goods received in kind apart from its money', () => {
    expect(fundingLine(postings, register, LINE_B)).toMatchObject({
      budget: { appropriated: '500.00', givenBack: '100.00', available: '250.00', stock: '0.00', disbursed: '150.00' },
      cash: { cash: '250.00', disbursed: '150.00' },
      inKind: { received: '40.00', stock: '24.00', transit: '0.00', held: '0.00', delivered: '16.00', loss: '0.00' },
    });
  });

  it('tells what happened to the line itself, and nothing of what was bought with it', () => {
    const history = fundingLine(postings, register, LINE_B)?.history;
    expect(history?.map(({ entry, kind, amount, summary }) => [entry, kind, amount, summary])).toEqual([
      [LINE_B, 'registration', undefined, '登记'],
      [office.id('money-2'), 'appropriation', '500.00', '拨入：本级经费'],
      [office.id('given-back'), 'give-back', '100.00', '缴回：年终清算'],
    ]);
  });

  it('does not call an appropriation that was reversed one that was given back', async () => {
    const undone = await openWinter();
    const money = { amount: yuan('500.00'), source: '本级经费' };
    await on(undone, '2020-12-02', TREASURER, appropriate, money, { on: 'line-2', as: 'money' });
    await on(undone, '2021-01-09', OTHER_TREASURER, reverse, { reason: '重复登记' }, { on: 'money' });
    const after = await told(undone);
    expect(fundingLine(after.postings, after.register, LINE_B)).toMatchObject({
      budget: { appropriated: '0.00', givenBack: '0.00', available: '0.00' },
      cash: { appropriated: '0.00', givenBack: '0.00', cash: '0.00' },
    });
  });

  it('is none where the id is of another kind', () => {
    expect(fundingLine(postings, register, TOWN)).toBeUndefined();
  });
});
