import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CELLS, type Cell, COLUMNS, type Column, NOBODY } from '../../checks/permissions-page.ts';
import { routes } from '../../shared/routes.ts';
import { JPEG, sha256Of } from '../evidence/files.ts';
import {
  type Answer,
  type Api,
  COORDINATOR,
  id,
  KEEPER,
  openApiOver,
  type Person,
  registerAll,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

/** The page as its readers see it: for each route what each column says. Nothing of the route table is looked at. */
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/permissions.md'), 'utf8');
const [heading = [], , ...lines] = PAGE.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.slice(2, -2).split(' | '));
const columns = heading.slice(2);

interface Line {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

const table: readonly Line[] = lines.map(([route = '', , ...cells]) => {
  const [, method, path = ''] = /^`(GET|POST) (\S+)`$/.exec(route) ?? [];
  const told = cells.map((text, at): [string, Cell] => [columns[at] ?? '', cellOf(text)]);
  return { method: method === 'POST' ? 'POST' : 'GET', path, cells: Object.fromEntries(told) };
});

function cellOf(text: string): Cell {
  for (const cell of ['any', 'own', 'none'] as const) if (CELLS[cell] === text) return cell;
  throw new Error(`the page has a cell "${text}"`);
}

/** Coordinators are named for SY-01 alone. */
function personOf(column: Column): Person | undefined {
  if (column === NOBODY) return undefined;
  return { subject: `a-${column}`, roles: [column], units: column === 'coordinator' ? ['SY-01'] : [] };
}

const WHOSE = ['own', 'below', 'another'] as const;
type Whose = (typeof WHOSE)[number];

/** A unit with what was sent and given to it, under names that nothing else has. */
interface Belongings {
  readonly unit: string;
  readonly consignment: string;
  /** Confirmed already, so that a late paper can be added to its confirmation. */
  readonly confirmation: string;
  readonly disbursement: string;
}

const NAMES: Readonly<Record<Whose, { readonly code: string; readonly name: string }>> = {
  own: { code: 'SY-01', name: '高丽营镇' },
  below: { code: 'SY-01-1', name: '张喜庄村' },
  another: { code: 'SY-02', name: '南法信镇' },
};

/** What a coordinator is told by no route: another unit's name, the supplier's and the funding line's. */
const FOREIGN = [NAMES.another.name, '供应商甲', '疫情防控专项资金'];

const paper = { sha256: sha256Of(JPEG), name: '签收单.jpg', bytes: JPEG.length, mediaType: 'image/jpeg' };
const arrived = { effectiveOn: TODAY, lines: [{ line: 1, good: 1 }], signatory: '签收人' };

let api: Api;
let belongings: Readonly<Record<Whose, Belongings>>;

beforeAll(async () => {
  api = openApiOver();
  await uploaded(api, KEEPER, paper.name);
  const { fundingLine, unit, item, warehouse } = await registerAll(api);
  await api.write(KEEPER, '/api/receipts', {
    kind: 'donation',
    giver: '捐赠单位',
    fundingLine,
    warehouse,
    effectiveOn: TODAY,
    lines: [{ item, quantity: 100, value: '100.00' }],
  });
  const below = await api.write(TREASURER, '/api/units', { ...NAMES.below, parent: unit });
  const another = await api.write(TREASURER, '/api/units', NAMES.another);
  const everywhere = { ...COORDINATOR, subject: 'everywhere', units: ['SY-01', 'SY-02'] };
  const given = async (to: string): Promise<Belongings> => {
    const consignment = { unit: to, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] };
    const confirmed = await api.write(KEEPER, '/api/consignments', consignment);
    const money = { fundingLine, unit: to, amount: '1.00', effectiveOn: TODAY, purpose: '慰问', method: '银行转账' };
    return {
      unit: to,
      consignment: await api.write(KEEPER, '/api/consignments', consignment),
      confirmation: await api.write(everywhere, `/api/consignments/${confirmed}/confirmation`, arrived),
      disbursement: await api.write(TREASURER, '/api/disbursements', money),
    };
  };
  belongings = { own: await given(unit), below: await given(below), another: await given(another) };
});

/** What a request to a route may name; the rest answers that there is nothing, which is an answer too. */
function send(
  { method, path }: Line,
  as: Person | undefined,
  target = id(0xdead),
  body: object = {},
  query = '',
): Promise<Answer> {
  const named = path
    .replace('{id}', target)
    .replace('{lot}', `${target}.1`)
    .replace('{sha256}', 'd'.repeat(64))
    .replace('{month}', '2020-11')
    .replace('{group}', 'ledger')
    .replace('{level}', '0')
    .replace('{path+}', '000');
  if (/[{}]/.test(named)) throw new Error(`tell the walk what ${path} may name`);
  return method === 'POST' ? api.post(`${named}${query}`, { as, body }) : api.get(named, { as });
}

const DRY = '?dry-run=true';

describe('the page of permissions', () => {
  it('has every route of the table and a column for every role', () => {
    expect(table.map(({ method, path }) => `${method} ${path}`)).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`),
    );
    expect(columns).toEqual(COLUMNS);
  });
});

describe.each(table)('$method $path', (line) => {
  it.each(COLUMNS)('lets %s in as the page says, and writes nothing where it refuses', async (column) => {
    const before = await api.entries();
    const { status, json, text } = await send(line, personOf(column));
    if (column === 'coordinator') for (const name of FOREIGN) expect(text).not.toContain(name);
    if (line.cells[column] !== 'none') expect([200, 201, 202, 303, 404, 409, 422]).toContain(status);
    else if (column === NOBODY) expect([status, json]).toMatchObject([401, { type: '/problems/unauthenticated' }]);
    else expect([status, json]).toMatchObject([403, { type: '/problems/forbidden' }]);
    if (status >= 400) expect(await api.entries()).toBe(before);
  });
});

/** How each route that is bound to units reaches what belongs to one. A route that is not named here fails the walk. */
const REACHED: Readonly<
  Record<
    string,
    | { readonly target: keyof Belongings; readonly body?: object }
    /** To whom, where others are told of other things. */
    | { readonly lists: keyof Belongings; readonly to?: readonly Column[] }
    | { readonly finds: keyof Belongings }
  >
> = {
  'GET /api/work': { lists: 'consignment', to: ['coordinator', 'auditor'] },
  'GET /api/units': { lists: 'unit' },
  'GET /api/units/{id}': { target: 'unit' },
  'GET /api/units/{id}/statement': { target: 'unit' },
  'GET /api/units/{id}/card': { target: 'unit' },
  'GET /api/consignments': { lists: 'consignment' },
  'GET /api/consignments/{id}': { target: 'consignment' },
  'POST /api/consignments/{id}/confirmation': { target: 'consignment', body: arrived },
  'GET /api/disbursements': { lists: 'disbursement' },
  'GET /api/disbursements/{id}': { target: 'disbursement' },
  'GET /api/find': { finds: 'consignment' },
  'POST /api/entries/{id}/evidence': { target: 'confirmation', body: { evidence: [paper] } },
  'POST /api/entries/{id}/corrections': {
    target: 'confirmation',
    body: { changes: [{ field: 'note', was: null, is: '补记' }], reason: '漏记' },
  },
};

/** Who reads what is found by its number here. */
const readers = COLUMNS.filter((column) =>
  table.some(({ path, cells }) => path === '/api/consignments/{id}' && cells[column] !== 'none'),
);

const bound = table.filter(({ cells }) => Object.values(cells).includes('own'));

describe.each(bound)('$method $path reaches', (line) => {
  const reached = REACHED[`${line.method} ${line.path}`];
  const allowed = COLUMNS.filter((column) => line.cells[column] !== 'none' && column !== NOBODY);
  const cases = allowed.flatMap((column) => WHOSE.map((whose): [Column, Whose] => [column, whose]));

  it.each(cases)('for %s, of a unit: %s', async (column, whose) => {
    if (reached === undefined) throw new Error(`tell the walk how ${line.path} reaches what belongs to a unit`);
    const mayReach = line.cells[column] === 'any' || whose !== 'another';
    const as = personOf(column);
    if ('lists' in reached || 'finds' in reached) {
      const own = belongings[whose]['lists' in reached ? reached.lists : reached.finds];
      const { status, text } = await ('lists' in reached
        ? send(line, as)
        : api.get(`${line.path}?number=${own}`, { as }));
      expect(status).toBe(200);
      if (line.cells[column] === 'own') for (const name of FOREIGN) expect(text).not.toContain(name);
      // Whoever may look for anything finds only what the role reads.
      const isRead = 'lists' in reached || readers.includes(column);
      const isMeant = !('to' in reached) || (reached.to?.includes(column) ?? true);
      if (isMeant) expect(text.includes(own)).toBe(mayReach && isRead);
      return;
    }
    const before = await api.entries();
    const { status: drily } = await send(line, as, belongings[whose][reached.target], reached.body, DRY);
    expect(await api.entries()).toBe(before);
    const { status, json, text } = await send(line, as, belongings[whose][reached.target], reached.body);
    if (line.method === 'POST') expect(drily).toBe(status === 201 ? 200 : status);
    // Roles beside the coordinator's may add papers to entries of their own kinds only, whatever the unit.
    if (line.cells[column] === 'own') for (const name of FOREIGN) expect(text).not.toContain(name);
    if (mayReach) expect([200, 201, 403]).toContain(status);
    if (mayReach && line.cells[column] === 'own') expect([200, 201]).toContain(status);
    if (mayReach && status === 403) expect(json).toMatchObject({ type: '/problems/not-your-kind' });
    if (!mayReach) {
      expect([status, json]).toMatchObject([403, { type: '/problems/not-your-unit' }]);
      expect(JSON.stringify(json)).not.toContain(NAMES[whose].name);
      expect(await api.entries()).toBe(before);
    }
  });
});
