import { describe, expect, it } from 'vitest';
import { stock, transit } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { inTheWayOf } from '../../shared/domain/in-the-way.ts';
import { mirror } from '../../shared/domain/reversal.ts';
import { at, id, postingsOf, transfer } from '../reports/entries.ts';
import * as story from './story.ts';
import { GIFT, MASKS_OF_A, MASKS_OF_B, OPENED, PURCHASE, TOWN, WAREHOUSE } from './story.ts';

function named(entry: Entry, short: readonly string[], ...later: readonly Entry[]): Id[] {
  return inTheWayOf(entry, short, postingsOf([...OPENED, ...later]));
}

function sent(number: number, lot: string): Entry {
  return at(number, {
    kind: 'dispatch',
    effectiveOn: '2020-12-28',
    refs: { unit: TOWN, warehouse: WAREHOUSE },
    facts: { lines: [], parts: [1] },
    transfers: [transfer(stock(lot), transit(1), 100n, 1n)],
  });
}

function reversed(number: number, entry: Entry, refs: Entry['refs']): Entry {
  return at(number, {
    kind: 'reversal',
    effectiveOn: '2020-12-28',
    refs: { ...refs, entry: entry.id },
    facts: { reason: '录入有误', kind: entry.kind },
    transfers: mirror(entry.transfers),
  });
}

describe('what stands in the way', () => {
  it('is what took from the account that falls short, and nothing else', () => {
    expect(named(story.acceptance, [`stock/${MASKS_OF_B}`], story.adjustment, sent(40, MASKS_OF_A))).toEqual([
      story.dispatch.id,
    ]);
    expect(named(story.acceptance, [`stock/${MASKS_OF_A}`], story.adjustment, sent(40, MASKS_OF_A))).toEqual([
      id(40),
      story.adjustment.id,
    ]);
  });

  it('is named from every account that falls short, the newest first', () => {
    const short = [`stock/${MASKS_OF_A}`, `stock/${MASKS_OF_B}`];
    expect(named(story.acceptance, short, sent(40, MASKS_OF_A), sent(41, MASKS_OF_B))).toEqual([
      id(41),
      id(40),
      story.dispatch.id,
    ]);
  });

  it('is no entry that was reversed, no reversal and no late evidence', () => {
    const gone = sent(40, MASKS_OF_A);
    const evidence = at(42, {
      kind: 'attachment',
      effectiveOn: '2020-12-28',
      refs: { purchase: PURCHASE, entry: story.acceptance.id },
      facts: {},
      transfers: [],
    });
    const undone = reversed(41, gone, { ...gone.refs, consignment: gone.id });
    expect(named(story.acceptance, [`stock/${MASKS_OF_A}`], gone, undone, evidence)).toEqual([]);
  });

  it('of an order is also what paid for it and the invoices that came later', () => {
    const invoice = at(40, {
      kind: 'invoice',
      effectiveOn: '2020-12-28',
      refs: { purchase: PURCHASE },
      facts: { invoice: { number: '12345678', date: '2020-12-28', amount: 1_000n } },
      transfers: [],
    });
    expect(named(story.order, ['supplier/2'], story.payment, invoice)).toEqual([id(40), story.payment.id]);
    expect(named(story.order, ['supplier/1'], story.payment)).toEqual([]);
  });

  it('of a count is its posting', () => {
    expect(named(story.count, [], story.adjustment)).toEqual([story.adjustment.id]);
  });

  it('is named from the consignment it is about, not from another with the same ordinals', () => {
    const other = sent(40, GIFT);
    expect(named(other, ['transit/1'], story.confirmation)).toEqual([]);
    expect(named(story.dispatch, ['transit/1'], other, story.confirmation)).toEqual([story.confirmation.id]);
  });

  it('is an older entry only where no later one is', () => {
    const older = sent(39, MASKS_OF_A);
    expect(named(story.adjustment, [`stock/${MASKS_OF_A}`], older, story.adjustment)).toEqual([id(39)]);
    const later = sent(40, MASKS_OF_A);
    expect(named(story.adjustment, [`stock/${MASKS_OF_A}`], older, story.adjustment, later)).toEqual([id(40)]);
  });

  it('is named up to the newest twenty', () => {
    const many = Array.from({ length: 25 }, (_, nth) => sent(40 + nth, MASKS_OF_A));
    const newest = Array.from({ length: 20 }, (_, nth) => id(64 - nth));
    expect(named(story.acceptance, [`stock/${MASKS_OF_A}`], ...many)).toEqual(newest);
  });
});
