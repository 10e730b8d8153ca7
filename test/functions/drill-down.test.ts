import { beforeAll, describe, expect, test } from 'vitest';
import type { State } from '../../shared/domain/account.ts';
import { formatYuan } from '../../shared/domain/amount.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { changeOf } from '../../shared/reports/headline-figures.ts';
import { HEADLINE_FIGURES } from '../../shared/schemas/entries-meant.ts';
import { DIMENSIONS } from '../../shared/schemas/report-queries.ts';
import type { Effect, Headline, Statement, UnitStatement, Usage } from '../../shared/schemas/reports.ts';
import { type Api, AUDITOR, COORDINATOR, openApiOver } from './api.ts';
import { playSample } from './sample.ts';

let api: Api;
let postings: ReadonlyMap<string, Posting>;
let places: { readonly unit: string; readonly fundingLine: string };

beforeAll(async () => {
  api = openApiOver();
  await playSample(api);
  const sealed = await api.tracker.journal.sealed();
  postings = new Map(sealed.postings.map((posting) => [posting.entry.id, posting]));
  places = { unit: await idOf('/api/units?code=SY-01'), fundingLine: await idOf('/api/funding-lines?code=SY-FY-2020') };
});

interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly next?: string;
}

const read = async <T>(path: string, as = AUDITOR): Promise<T> => {
  const { status, json, text } = await api.get(path, { as });
  if (status !== 200) throw new Error(`${path}: ${text}`);
  return json as T;
};

async function idOf(path: string): Promise<string> {
  return (await read<Listed>(path)).items[0]?.id ?? '';
}

/** The entries that a row's query lists, each once, however many pages that takes. */
async function listedBy(query: string): Promise<Posting[]> {
  const ids: string[] = [];
  for (let next: string | undefined; ; ) {
    const page = await read<Listed>(
      `${query}${query.includes('?') ? '&' : '?'}limit=7${next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    next = page.next;
    if (next === undefined) break;
  }
  expect(new Set(ids).size).toBe(ids.length);
  return ids.map((id) => {
    const posting = postings.get(id);
    if (posting === undefined) throw new Error(`${id} is not in the log`);
    return posting;
  });
}

const AT_UNITS: readonly State[] = ['unit', 'transit', 'held'];

interface Coordinates {
  readonly fundingLine?: string | undefined;
  /** Null of what stands at none. */
  readonly unit?: string | null | undefined;
  readonly item?: string | null | undefined;
}

/** What entries moved into a state at those coordinates, less what they moved out of it. */
function sumAt(entries: readonly Posting[], state: State, at: Coordinates) {
  let [quantity, value] = [0n, 0n];
  for (const movement of entries.flatMap(({ movements }) => movements)) {
    if (movement.chain === 'cash') continue;
    if (at.fundingLine !== undefined && movement.fundingLine !== at.fundingLine) continue;
    const unit = AT_UNITS.includes(state) ? (movement.unit ?? null) : null;
    if (at.unit !== undefined && unit !== at.unit) continue;
    if (at.item !== undefined && (movement.item ?? null) !== at.item) continue;
    const sign = (movement.to === state ? 1n : 0n) - (movement.from === state ? 1n : 0n);
    quantity += sign * movement.quantity;
    value += sign * movement.value;
  }
  return { quantity: Number(quantity), value };
}

const fen = (yuan = '0.00') => BigInt(yuan.replace('.', ''));

describe('the query of a row lists its entries:', () => {
  test.each([
    'by=unit,item',
    'by=fundingLine,item,month',
    'by=unit,fundingLine',
    'by=item&from=2020-12-01&to=2020-12-28',
    'by=month,unit&below=true',
    `by=${DIMENSIONS.join(',')}`,
  ])('their sums are the figures of the use of funds, %s', async (query) => {
    const whose = query.includes('below') ? `&unit=${places.unit}` : '';
    const { rows, total } = await read<Usage>(`/api/reports/usage?${query}${whose}`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of [...rows, total]) {
      const isRow = (one: Usage['total']): one is Usage['rows'][number] => one !== total;
      const at: Coordinates = isRow(row)
        ? { fundingLine: row.fundingLine?.id, unit: idIn(row.unit), item: idIn(row.item) }
        : {};
      const entries = await listedBy(row.entries);
      const told = row.undoneEarlier;
      const delivered = fen(row.value) - fen(told?.value);
      const money = fen(row.disbursed) - fen(told?.disbursed);
      expect(sumAt(entries, 'unit', at).value).toBe(delivered + money);
      expect(sumAt(entries, 'person', at).value).toBe(fen(row.benefits) - fen(told?.benefits));
      // Of one unit nothing is told that stands at none.
      const states = (['transit', 'held', 'stock', 'committed'] as const).slice(0, whose === '' ? 4 : 2);
      for (const state of states) {
        expect(sumAt(entries, state, at).value).toBe(fen(row.bought[state].value) + fen(row.inKind[state].value));
        expect(sumAt(entries, state, at).quantity).toBe(row.bought[state].quantity + row.inKind[state].quantity);
      }
    }
  });

  test.each(['', '?from=2020-12-01&to=2020-12-31', '?from=2020-12-28&to=2020-12-28'])(
    'their sums are the figures of the headline%s',
    async (period) => {
      const headline = await read<Headline>(`/api/reports/headline${period}`);
      for (const figure of HEADLINE_FIGURES) {
        const entries = await listedBy(headline.entries[figure]);
        expect(entries.length).toBeLessThan(postings.size);
        if (figure === 'units') {
          const reached = new Set(entries.map(({ opening }) => opening?.refs.unit));
          expect(reached.size).toBe(headline.units);
          continue;
        }
        expect(entries.length > 0).toBe(numberIn(headline[figure]) !== 0n);
        const sum = entries.reduce((all, posting) => all + changeOf(posting, figure), 0n);
        const own = (told: Headline | Effect) => told[figure];
        const undone = (headline.undoneEarlier ?? []).reduce((all, effect) => all + numberIn(own(effect)), 0n);
        expect([figure, sum]).toEqual([figure, numberIn(own(headline)) - undone]);
      }
    },
  );

  test('of a statement each is the one entry that its row tells', async () => {
    const { rows } = await read<Statement>(`/api/funding-lines/${places.fundingLine}/statement`);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const [posting, ...others] = await listedBy(row.entries);
      expect([posting?.entry.id, others]).toEqual([row.entry, []]);
      const cash = posting?.movements.filter(({ chain }) => chain === 'cash') ?? [];
      const moved = cash.reduce((sum, { to, value }) => sum + (to === 'cash' ? value : -value), 0n);
      expect(formatYuan(moved)).toBe(formatYuan(fen(row.income) - fen(row.expense)));
    }
  });

  test('their sums are what a unit got with what lies below it', async () => {
    const { goods, funding = [] } = await read<UnitStatement>(`/api/units/${places.unit}/statement?below=true`);
    for (const { item, delivered, transit, held, entries = '' } of goods) {
      const listed = await listedBy(entries);
      const sums = (['unit', 'transit', 'held'] as const).map(
        (state) => sumAt(listed, state, { item: item.id }).quantity,
      );
      expect(sums).toEqual([delivered, transit, held]);
    }
    for (const { fundingLine, goods: bought, inKind, disbursed, entries } of funding) {
      const sum = sumAt(await listedBy(entries), 'unit', { fundingLine: fundingLine.id }).value;
      expect(sum).toBe(fen(bought) + fen(inKind) + fen(disbursed));
    }
    expect(goods.length * funding.length).toBeGreaterThan(0);
  });

  test('a coordinator, who may not list entries, is told of none', async () => {
    const told = await read<object>(`/api/units/${places.unit}/statement`, COORDINATOR);
    expect(JSON.stringify(told)).not.toContain('/api/entries');
  });
});

function idIn(one: { readonly id: string } | null | undefined): string | null | undefined {
  return one === undefined || one === null ? one : one.id;
}

function numberIn(figure: string | number): bigint {
  return typeof figure === 'string' ? fen(figure) : BigInt(figure);
}
