import { describe, expect, it } from 'vitest';
import { available, cash, source } from '../../shared/domain/account.ts';
import { fundingLine } from '../../shared/reports/funding-line.ts';
import { Register } from '../../shared/reports/register.ts';
import { at, ENTRIES, id, LINE_A, LINE_B, POSTINGS, postingsOf, TOWN, transfer } from './entries.ts';

const register = new Register(POSTINGS);

describe('a funding line', () => {
  it('shows every account of both chains', () => {
    expect(fundingLine(POSTINGS, register, LINE_A)).toMatchObject({
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
    expect(fundingLine(POSTINGS, register, LINE_B)).toMatchObject({
      budget: { appropriated: '500.00', givenBack: '100.00', available: '250.00', stock: '0.00', disbursed: '150.00' },
      cash: { cash: '250.00', disbursed: '150.00' },
      inKind: { received: '40.00', stock: '24.00', transit: '0.00', held: '0.00', delivered: '16.00', loss: '0.00' },
    });
  });

  it('tells what happened to the line itself, and nothing of what was bought with it', () => {
    const history = fundingLine(POSTINGS, register, LINE_B)?.history;
    expect(history?.map(({ entry, kind, amount, summary }) => [entry, kind, amount, summary])).toEqual([
      [LINE_B, 'registration', undefined, '登记'],
      [id(11), 'appropriation', '500.00', '拨入：本级经费'],
      [id(23), 'give-back', '100.00', '缴回：年终清算'],
    ]);
  });

  it('does not call an appropriation that was reversed one that was given back', () => {
    const reversal = at(40, {
      kind: 'reversal',
      effectiveOn: '2021-01-09',
      refs: { fundingLines: [LINE_B], entry: id(11) },
      facts: { reason: '重复登记', kind: 'appropriation' },
      transfers: [transfer(cash(1), source(1), 50_000n), transfer(available(1), source(1), 50_000n)],
    });
    const postings = postingsOf([...ENTRIES.slice(0, 11), reversal]);
    expect(fundingLine(postings, register, LINE_B)).toMatchObject({
      budget: { appropriated: '0.00', givenBack: '0.00', available: '0.00' },
      cash: { appropriated: '0.00', givenBack: '0.00', cash: '0.00' },
    });
  });

  it('is none where the id is of another kind', () => {
    expect(fundingLine(POSTINGS, register, TOWN)).toBeUndefined();
  });
});
