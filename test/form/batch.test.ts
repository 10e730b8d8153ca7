import { describe, expect, test } from 'vitest';
import { Problem } from '../../web/ask/problem.ts';
import {
  type BatchKept,
  goingOut,
  isOpenToChange,
  keyed,
  progressOf,
  type RowState,
  sendTogether,
  settled,
  stateOf,
  withoutBooked,
} from '../../web/form/batch.ts';

const KEYS = ['01769c58-4800-7000-8000-000000000001', '01769c58-4800-7000-8000-000000000002'] as const;
const HERE = '01769c58-4800-7000-8000-0000000000aa';
const ELSEWHERE = '01769c58-4800-7000-8000-0000000000ab';
const NONE = new Map<string, RowState>();

function keysOf(...keys: readonly string[]): () => string {
  const left = [...keys];
  return () => left.shift() ?? '';
}

const begun = keyed({}, ['a', 'b'], { under: HERE, anew: keysOf(...KEYS) });

describe('the rows of a batch', () => {
  test('have a key each, and the same however often they are sent', () => {
    expect([begun.a?.key, begun.b?.key]).toEqual(KEYS);
    expect(keyed(begun, ['a', 'b'], { under: HERE, anew: keysOf('x', 'y') })).toEqual(begun);
  });

  test('take other keys in a copy of the draft, but for what went out already', () => {
    const out = goingOut(begun, 'b', { lines: 1 });
    const copied = keyed(out, ['a', 'b'], { under: ELSEWHERE, anew: keysOf(ELSEWHERE) });
    expect([copied.a?.key, copied.b?.key]).toEqual([ELSEWHERE, KEYS[1]]);
  });

  test('that went out and were not answered go again as they went', () => {
    const out = goingOut(begun, 'a', { lines: 1 });
    expect(stateOf(out, NONE, 'a')).toEqual({ as: 'lost' });
    expect(goingOut(settled(out, 'a', { as: 'lost' }), 'a', { lines: 2 }).a?.out).toEqual({ lines: 1 });
  });

  test('that were refused may be changed, and go as they stand then', () => {
    const refused = settled(goingOut(begun, 'a', { lines: 1 }), 'a', { as: 'refused', title: '', detail: '' });
    expect(goingOut(refused, 'a', { lines: 2 }).a?.out).toEqual({ lines: 2 });
  });

  test('that are booked stay so when the page is loaded anew, until they are put away', () => {
    const booked = settled(goingOut(begun, 'a', {}), 'a', { as: 'booked', entry: KEYS[0] });
    expect(stateOf(booked, NONE, 'a')).toEqual({ as: 'booked', entry: KEYS[0] });
    expect(Object.keys(withoutBooked(booked))).toEqual(['b']);
  });

  test.each<[RowState, boolean]>([
    [{ as: 'none' }, true],
    [{ as: 'refused', title: '', detail: '' }, true],
    [{ as: 'wrong', wrong: [] }, true],
    [{ as: 'waiting' }, false],
    [{ as: 'sending' }, false],
    [{ as: 'lost' }, false],
    [{ as: 'booked', entry: KEYS[0] }, false],
  ])('%o may be changed: %s', (state, isOpen) => {
    expect(isOpenToChange(state)).toBe(isOpen);
  });

  test('are counted by what became of them', () => {
    const states: RowState[] = [
      { as: 'booked', entry: KEYS[0] },
      { as: 'refused', title: '', detail: '' },
      { as: 'lost' },
      { as: 'waiting' },
    ];
    expect(progressOf(states)).toEqual({ all: 4, booked: 1, lost: 1, refused: 1, left: 3 });
  });
});

describe('sending together', () => {
  const refusal = new Problem('refused', {
    status: 409,
    type: '/problems/insufficient-stock',
    title: '库存不足',
    detail: '缺 3',
    line: 2,
  });

  async function sent(ids: readonly string[], post: (id: string) => Promise<string>) {
    const told: [string, RowState['as']][] = [];
    const last = new Map<string, RowState>();
    const paused: number[] = [];
    let [running, most] = [0, 0];
    await sendTogether(ids, {
      atOnce: 2,
      isOnline: () => true,
      pause: async (seconds) => void paused.push(seconds),
      onState: (id, state) => {
        told.push([id, state.as]);
        last.set(id, state);
      },
      post: async (id) => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        try {
          return await post(id);
        } finally {
          running -= 1;
        }
      },
    });
    return { told, last, paused, most };
  }

  test('no more are on their way at once than may be, and each is told', async () => {
    const { last, most } = await sent(['a', 'b', 'c', 'd', 'e'], async (id) => id.toUpperCase());
    expect(most).toBe(2);
    expect([...last.values()]).toEqual(['A', 'B', 'C', 'D', 'E'].map((entry) => ({ as: 'booked', entry })));
  });

  test('one that is refused is told with its line, and the others are booked', async () => {
    const { last } = await sent(['a', 'b', 'c'], async (id) => {
      if (id === 'b') throw refusal;
      return id;
    });
    expect(last.get('b')).toEqual({ as: 'refused', title: '库存不足', detail: '缺 3', at: '/lines/1/quantity' });
    expect([last.get('a')?.as, last.get('c')?.as]).toEqual(['booked', 'booked']);
  });

  test('one that finds the server busy is sent again after as long as it is told to wait', async () => {
    let tries = 0;
    const { last, paused } = await sent(['a'], async (id) => {
      tries += 1;
      if (tries < 3) throw new Problem('busy', { status: 429 }, 2);
      return id;
    });
    expect(last.get('a')).toEqual({ as: 'booked', entry: 'a' });
    expect(paused).toEqual([2, 2]);
  });

  test('after the session has ended nothing more goes out', async () => {
    const posted: string[] = [];
    const { last } = await sent(['a', 'b', 'c', 'd'], async (id) => {
      posted.push(id);
      throw new Problem('unauthenticated', { status: 401 });
    });
    expect(posted).toEqual(['a', 'b']);
    expect([last.get('a')?.as, last.get('d')?.as]).toEqual(['signed-out', 'none']);
  });

  test('a lost answer leaves it open whether it is booked', async () => {
    const { last } = await sent(['a'], async () => {
      throw new Problem('unreachable');
    });
    expect(last.get('a')).toEqual({ as: 'lost' });
  });
});

test('a kept batch is read as it was written', () => {
  const kept: BatchKept = goingOut(begun, 'a', { lines: [{ item: 'x', quantity: 3 }] });
  expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
});
