import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { dispatchBody } from '../../shared/schemas/consignment.ts';
import {
  askedByItem,
  type DispatchDraft,
  dispatchOf,
  emptyDispatch,
  rowsOfPlan,
  sentOf,
} from '../../web/dispatch/consignment-draft.ts';
import {
  axesOfPlan,
  emptyMatrix,
  filled,
  itemAt,
  leftsOf,
  rowOf,
  sentItems,
  sumsOf,
  withBlock,
  withText,
} from '../../web/dispatch/matrix.ts';
import { nextWithLeft, plannedUnits } from '../../web/dispatch/planned.ts';
import { shelvesOf } from '../../web/dispatch/shelf.ts';
import { BLANK, ofChoice, ofText } from '../../web/form/cells.ts';

const TODAY = '2026-11-28';
const PLAN = '01769c58-4800-7000-8000-0000000000f1';
const RICE = {
  id: '01769c58-4800-7000-8000-0000000000c1',
  code: 'DM',
  name: '大米',
  measures: [
    { measure: '袋', of: 1 },
    { measure: '件', of: 20 },
  ],
};
const OIL = {
  id: '01769c58-4800-7000-8000-0000000000c2',
  code: 'SYY',
  name: '食用油',
  measures: [{ measure: '桶', of: 1 }],
};
const FIRST = { id: '01769c58-4800-7000-8000-0000000000e1', code: 'D-1', name: '单位一(示例)' };
const SECOND = { id: '01769c58-4800-7000-8000-0000000000e2', code: 'D-2', name: '单位二(示例)' };
const WAREHOUSE = { id: '01769c58-4800-7000-8000-0000000000d1', code: 'CK-1', name: '仓库一' };

const itemTold = ({ id, code, name, measures: [base] }: typeof RICE | typeof OIL) => ({
  id,
  code,
  name,
  baseMeasure: base?.measure ?? '',
});
const line = (unit: typeof FIRST, item: typeof RICE | typeof OIL, planned: number, dispatched: number) => ({
  unit,
  item: itemTold(item),
  planned,
  dispatched,
  confirmed: 0,
  returned: 0,
  left: Math.max(0, planned - dispatched),
});
const PLANNED = plannedUnits({
  lines: [
    line(FIRST, RICE, 200, 200),
    line(FIRST, OIL, 120, 120),
    line(SECOND, RICE, 200, 50),
    line(SECOND, OIL, 120, 0),
  ],
});

describe('one consignment', () => {
  const typed: DispatchDraft = {
    ...emptyDispatch(TODAY, false),
    lines: [
      { key: 1, cells: { item: ofChoice(RICE), quantity: ofText('３'), measure: ofText('件') } },
      { key: 2, cells: {} },
      { key: 3, cells: { item: ofChoice(OIL), quantity: ofText('1,200'), measure: ofText('桶') } },
    ],
  };
  const rows = sentOf(typed.lines, false);
  const made = dispatchOf(typed, { plan: undefined, unit: ofChoice(FIRST), warehouse: ofChoice(WAREHOUSE), rows });

  test('is read by the schema of the server as it was typed, without its blank rows', () => {
    expect(made.unreadable).toEqual([]);
    expect(parse(dispatchBody, made.body, TODAY)).toEqual({
      value: {
        unit: FIRST.id,
        warehouse: WAREHOUSE.id,
        effectiveOn: TODAY,
        lines: [
          { item: RICE.id, quantity: 3n, measure: '件' },
          { item: OIL.id, quantity: 1_200n },
        ],
      },
    });
  });

  test('asks for packs as what they hold', () => {
    expect([...askedByItem(rows)]).toEqual([
      [RICE.id, 60n],
      [OIL.id, 1_200n],
    ]);
  });
});

describe('under a plan', () => {
  test('the next unit is one that has something left, and none where all was sent', () => {
    expect(nextWithLeft(PLANNED, FIRST.id)?.unit.id).toBe(SECOND.id);
    expect(nextWithLeft(PLANNED, SECOND.id)).toBeUndefined();
  });

  test('what is left is filled in, and a row that is emptied is not sent', () => {
    const planned = PLANNED[1]?.lines ?? [];
    const rows = rowsOfPlan(planned, [], new Map());
    expect(rows.map(({ cells }) => cells.quantity?.text)).toEqual(['150', '120']);
    const [first] = rows;
    const emptied = rowsOfPlan(
      planned,
      first ? [{ ...first, cells: { ...first.cells, quantity: BLANK } }] : [],
      new Map(),
    );
    const sent = sentOf(emptied, true);
    expect(sent.map(({ cells }) => cells.item?.text)).toEqual(['食用油']);
    const draft = emptyDispatch(TODAY, true);
    const { body } = dispatchOf(draft, {
      plan: PLAN,
      unit: ofChoice(SECOND),
      warehouse: ofChoice(WAREHOUSE),
      rows: sent,
    });
    expect(body).toMatchObject({ plan: PLAN, unit: SECOND.id, lines: [{ item: OIL.id, quantity: 120 }] });
  });
});

describe('what lies in a warehouse', () => {
  const lot = {
    lot: 'x',
    fundingLine: FIRST,
    warehouse: WAREHOUSE,
    inKind: false,
    value: '0.00',
    item: itemTold(RICE),
  };

  test('is what is not past its date and was received by the day', () => {
    const shelves = shelvesOf(
      {
        lots: [
          { ...lot, receivedOn: '2026-11-01', quantity: 30 },
          { ...lot, receivedOn: '2026-11-01', expiresOn: '2026-11-27', quantity: 5 },
          { ...lot, receivedOn: '2026-11-29', quantity: 7 },
        ],
        items: [{ item: itemTold(RICE), quantity: 42, reserved: 40, free: 2 }],
      },
      TODAY,
    );
    expect(shelves.get(RICE.id)).toEqual({ here: 30n, unusable: 12n, reserved: 40n, free: 2n });
  });
});

describe('a matrix', () => {
  const axes = { units: [FIRST, SECOND], items: [RICE, OIL] };

  test('of a plan has the units with something left, and adds up by rows and by columns', () => {
    const draft = emptyMatrix(TODAY);
    const ofPlan = axesOfPlan(PLANNED, draft);
    expect(ofPlan.units).toEqual([SECOND]);
    const cells = filled({}, leftsOf(PLANNED), [SECOND.id]);
    const sums = sumsOf(cells, ofPlan);
    expect([...sums.units.values(), ...sums.items.values(), sums.all]).toEqual([270n, 150n, 120n, 270n]);
  });

  test('gives a consignment for each unit, of the cells that have something', () => {
    const draft = { ...emptyMatrix(TODAY), cells: { [FIRST.id]: { [RICE.id]: '0', [OIL.id]: '１２' } } };
    const made = rowOf(draft, { plan: undefined, unit: FIRST, items: axes.items, warehouse: ofChoice(WAREHOUSE) });
    expect(parse(dispatchBody, made.body, TODAY)).toEqual({
      value: { unit: FIRST.id, warehouse: WAREHOUSE.id, effectiveOn: TODAY, lines: [{ item: OIL.id, quantity: 12n }] },
    });
    const sent = sentItems(draft.cells, FIRST.id, axes.items);
    expect(itemAt('/lines/0/quantity', sent)).toBe(OIL);
    expect(itemAt('/effectiveOn', sent)).toBeUndefined();
  });

  test('tells of a cell that is no quantity', () => {
    const draft = { ...emptyMatrix(TODAY), cells: withText({}, FIRST.id, OIL.id, '1.5') };
    const made = rowOf(draft, { plan: undefined, unit: FIRST, items: axes.items, warehouse: ofChoice(WAREHOUSE) });
    expect(made.unreadable).toEqual([{ at: '/lines/0/quantity', flaw: 'whole' }]);
  });

  test('takes a block from the focused cell on, and tells what has no cell', () => {
    const from = { unit: FIRST.id, item: OIL.id };
    const { cells, left } = withBlock({}, [['1,000', '9'], ['２']], axes, from);
    expect(cells).toEqual({ [FIRST.id]: { [OIL.id]: '1,000' }, [SECOND.id]: { [OIL.id]: '2' } });
    expect(left).toEqual(['9']);
  });

  test('takes a block with heads by the names of units and items, whatever its order', () => {
    const block = [
      ['单位', '食用油(桶)', '被子', '大米'],
      ['单位二(示例)', '7', '1', '8'],
      ['不是单位', '5', '', ''],
    ];
    const { cells, left } = withBlock({}, block, axes, { unit: FIRST.id, item: RICE.id });
    expect(cells).toEqual({ [SECOND.id]: { [OIL.id]: '7', [RICE.id]: '8' } });
    expect(left).toEqual(['1', '不是单位', '5']);
  });
});
