import { describe, expect, test } from 'vitest';
import { orderBody } from '../../shared/schemas/purchase.ts';
import { Problem } from '../../web/ask/problem.ts';
import { isBlankRow, ofText, placesOf, withBlankRow, withCell, withoutRow } from '../../web/form/cells.ts';
import { fieldOf, wrongBefore } from '../../web/form/faults.ts';
import { matched } from '../../web/form/match.ts';
import { outcomeOf } from '../../web/form/outcome.ts';
import { Reading } from '../../web/form/reading.ts';
import { zh } from '../../web/form/zh.ts';

const MASK = { id: '1', code: 'KZ-01', name: '医用口罩' };
const OTHERS = [
  { id: '2', code: 'KZ-02', name: 'N95口罩' },
  { id: '3', code: 'XDY', name: '消毒液', note: '500ml' },
];

describe('what is typed for something registered', () => {
  test.each([
    ['KZ-01', '1'],
    ['kz－01', '1'],
    ['医用口罩', '1'],
    ['yykz', '1'],
    ['N95 口罩', '2'],
    ['消毒液500ML', '3'],
  ])('%s is the one of that code, name or initials', (text, id) => {
    expect(matched(text, [MASK, ...OTHERS])).toMatchObject({ id });
  });

  test('several of one name are told apart from none', () => {
    expect(matched('口罩', [MASK, ...OTHERS])).toBe('several');
    expect(matched('口罩', [])).toBe('unknown');
    expect(matched('口罩', [MASK])).toBe(MASK);
  });
});

describe('rows', () => {
  const first = [{ key: 1, cells: { item: ofText('口罩') } }];

  test('blank ones have no place in what is sent', () => {
    const rows = withCell(withBlankRow(withBlankRow(first, ['item']), ['item']), 3, 'item', ofText('消毒液'));
    expect([...placesOf(rows)]).toEqual([
      [1, 0],
      [3, 1],
    ]);
  });

  test('the last one is emptied rather than taken away', () => {
    const rows = withoutRow(first, ['item'], 1);
    expect(rows).toHaveLength(1);
    expect(rows.every(isBlankRow)).toBe(true);
  });
});

describe('a fault', () => {
  const fields = ['/supplier', '/lines/0/item', '/lines/0/funding/0', '/emergency/basis', '/emergency/from'];

  test.each([
    ['/supplier', '/supplier'],
    ['/lines/0/funding/0/quantity', '/lines/0/funding/0'],
    ['/lines/0/funding', '/lines/0/funding/0'],
    ['/emergency', '/emergency/basis'],
    ['/lines/1/item', undefined],
    ['/lines/0/items', undefined],
  ])('at %s stands at %s', (pointer, field) => {
    expect(fieldOf(pointer, fields)).toBe(field);
  });

  test('in what cannot be read is told once, in the words of who types, beside those of the schema', () => {
    const reading = new Reading();
    const body = { effectiveOn: reading.text('/effectiveOn', ofText('heute'), 'date'), lines: [] };
    const wrong = wrongBefore({
      schema: orderBody,
      body,
      unreadable: reading.unreadable,
      language: 'zh',
      words: zh,
      now: Date.UTC(2026, 10, 28),
    });
    expect(wrong).toEqual([
      { at: '/effectiveOn', told: zh.flaws['not-a-date'] },
      { at: '/supplier', told: '此项必填。' },
      { at: '/lines', told: '至少 1 项。' },
    ]);
  });
});

describe('what became of a sending', () => {
  const told = (why: Problem['why'], status: number, type = '', more: object = {}) =>
    outcomeOf(new Problem(why, { status, type, title: '标题', detail: '说明', ...more }, 3), false);

  test.each([
    ['nobody answered', told('unreachable', 0), { as: 'lost' }],
    ['it cannot be read', told('unreadable', 201), { as: 'lost' }],
    ['something went wrong inside', told('busy', 500), { as: 'lost' }],
    ['too many at once', told('busy', 429), { as: 'busy', detail: '说明', seconds: 3 }],
    ['not available', told('busy', 503), { as: 'busy', detail: '说明', seconds: 3 }],
    ['signed out', told('unauthenticated', 401), { as: 'signed-out' }],
    ['not allowed', told('forbidden', 403), { as: 'refused', title: '标题', detail: '说明' }],
    ['too large', told('refused', 413), { as: 'refused', title: '标题', detail: '说明' }],
    ['a rule says no', told('refused', 409), { as: 'refused', title: '标题', detail: '说明' }],
    ['the key was used for another', told('refused', 422, '/problems/key-reused'), { as: 'sent-before' }],
  ])('%s', (_, outcome, meant) => {
    expect(outcome).toEqual(meant);
  });

  test('wrong fields are told each at its place', () => {
    const errors = [{ pointer: '/lines/0/amount', code: 'required', detail: '此项必填。' }];
    expect(told('refused', 422, '/problems/invalid', { errors })).toEqual({
      as: 'wrong',
      wrong: [{ at: '/lines/0/amount', told: '此项必填。' }],
    });
  });

  test('without a network nothing went out', () => {
    expect(outcomeOf(new Problem('unreachable'), true)).toEqual({ as: 'offline' });
  });
});
