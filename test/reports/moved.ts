import { committed, stock, transit } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { lotId } from '../../shared/domain/id.ts';
import {
  at,
  ENTRIES,
  id,
  LINE_A,
  LINE_B,
  MASK,
  MASKS_BOUGHT,
  MASKS_GIVEN,
  postingsOf,
  RICE,
  RICE_BOUGHT,
  registration,
  transfer,
  VILLAGE,
  WAREHOUSE,
} from './entries.ts';

/** What went on after `ENTRIES` in a second warehouse. */

export const ANNEX = id(60);
export const MOVED_BOUGHT = lotId(id(61), 1);
export const MOVED_GIVEN = lotId(id(61), 2);
export const MOVED_RICE = lotId(id(61), 3);
export const BACK_GIVEN = lotId(id(62), 1);

const ofMasks = { purchase: id(12), line: 1, fundingLine: 1 };
const ofRice = { purchase: id(12), line: 2, fundingLine: 1 };

export const MOVE: Entry = at(61, {
  kind: 'stock-move',
  effectiveOn: '2021-01-09',
  refs: { warehouse: WAREHOUSE },
  facts: {
    to: ANNEX,
    reason: '分库启用',
    lots: [
      { from: MASKS_BOUGHT, birth: MASKS_BOUGHT, item: MASK, fundingLine: LINE_A, share: ofMasks, number: 'P-7' },
      { from: MASKS_GIVEN, birth: MASKS_GIVEN, item: MASK, fundingLine: LINE_B },
      {
        from: RICE_BOUGHT,
        birth: RICE_BOUGHT,
        item: RICE,
        fundingLine: LINE_A,
        share: ofRice,
        expiresOn: '2021-06-30',
      },
    ],
  },
  transfers: [
    transfer(stock(MASKS_BOUGHT), transit(1), 3_000n, 10n),
    transfer(transit(1), stock(MOVED_BOUGHT), 3_000n, 10n),
    transfer(stock(MASKS_GIVEN), transit(2), 900n, 12n),
    transfer(transit(2), stock(MOVED_GIVEN), 900n, 12n),
    transfer(stock(RICE_BOUGHT), transit(3), 2_000n, 2n),
    transfer(transit(3), stock(MOVED_RICE), 2_000n, 2n),
  ],
});

export const MOVED_STORY: readonly Entry[] = [
  ...ENTRIES,
  at(60, registration('warehouse', { code: 'FK', name: '分库' })),
  MOVE,
  at(62, {
    kind: 'stock-move',
    effectiveOn: '2021-01-10',
    refs: { warehouse: ANNEX },
    facts: {
      to: WAREHOUSE,
      lots: [{ from: MOVED_GIVEN, birth: MASKS_GIVEN, item: MASK, fundingLine: LINE_B }],
    },
    transfers: [transfer(stock(MOVED_GIVEN), transit(1), 375n, 5n), transfer(transit(1), stock(BACK_GIVEN), 375n, 5n)],
  }),
  at(63, {
    kind: 'dispatch',
    effectiveOn: '2021-01-11',
    refs: { unit: VILLAGE, warehouse: ANNEX },
    facts: { lines: [{ item: MASK, quantity: 4n }], parts: [1] },
    transfers: [transfer(stock(MOVED_GIVEN), transit(1), 300n, 4n)],
  }),
  at(64, {
    kind: 'supplier-return',
    effectiveOn: '2021-01-12',
    refs: { purchase: id(12), fundingLines: [LINE_A] },
    facts: { reason: '质量问题' },
    transfers: [transfer(stock(MOVED_BOUGHT), committed(1, 1), 1_200n, 4n)],
  }),
];

export const MOVED_POSTINGS = postingsOf(MOVED_STORY);
