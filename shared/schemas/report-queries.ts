import * as z from 'zod';
import { inOrder } from './check.ts';
import { flawed } from './fault.ts';
import { inTree } from './in-tree.ts';
import { anyDate, id } from './scalars.ts';

/** The query parameters of the reports. */

/** Rows of one page of a report. */
export const MAX_ROWS = 10_000;
const DEFAULT_ROWS = 5_000;

const LIMIT = /^[1-9]\d{0,5}$/;

const limit = z
  .string()
  .transform((text, context): number => {
    if (!LIMIT.test(text)) context.issues.push(flawed({ code: 'not-an-integer' }, text));
    else if (Number(text) > MAX_ROWS) context.issues.push(flawed({ code: 'too-large', allowed: `${MAX_ROWS}` }, text));
    return Number(text);
  })
  .meta({ description: `Rows of a page, at most ${MAX_ROWS}`, pattern: LIMIT.source })
  .default(DEFAULT_ROWS);

const cursor = z.string().max(200).exactOptional().meta({ description: 'What `next` of the page before said' });

/** Dimensions by which the use of funds can be told apart. */
export const DIMENSIONS = ['unit', 'fundingLine', 'item', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const by = z
  .string()
  .transform((text, context): Dimension[] => {
    const asked = text.split(',');
    const known = DIMENSIONS.filter((dimension) => asked.includes(dimension));
    if (known.length !== asked.length) {
      context.issues.push(flawed({ code: 'not-one-of', allowed: DIMENSIONS.join(', ') }, text));
    }
    return known;
  })
  .meta({
    description: `One or more of ${DIMENSIONS.join(', ')}, each once, with commas`,
    maxLength: 60,
    examples: ['unit,item'],
  });

const after = {
  after: id.exactOptional().meta({ description: 'Wait up to two seconds until this entry is in the answer' }),
};
const period = {
  from: anyDate.exactOptional().meta({ description: 'First day, by the date on which entries take effect' }),
  to: anyDate.exactOptional().meta({ description: 'Last day, by the date on which entries take effect' }),
};
const page = { limit, cursor };
const fundingLine = { fundingLine: id.exactOptional() };

export const CHAINS = ['cash', 'budget'] as const;

export const afterQuery = z.strictObject(after);

export const statementQuery = z
  .strictObject({
    chain: z.enum(CHAINS).default('cash'),
    ...period,
    ...page,
    ...after,
  })
  .check(inOrder());

export const stockCardQuery = z
  .strictObject({
    warehouse: id.exactOptional(),
    ...fundingLine,
    ...period,
    ...page,
    ...after,
  })
  .check(inOrder());

export const stockQuery = z.strictObject({
  warehouse: id.exactOptional(),
  item: id.exactOptional(),
  purchase: id.exactOptional().meta({ description: 'What came with this purchase, wherever it was moved since' }),
  expiresBy: anyDate.exactOptional().meta({ description: 'Lots that expire on this day, or did before it' }),
  ...fundingLine,
  ...page,
  ...after,
});

export const planProgressQuery = z.strictObject({ ...page, ...after });

export const unitStatementQuery = z
  .strictObject({
    ...inTree,
    ...fundingLine,
    ...period,
    ...after,
  })
  .check(inOrder());

export const unitCardQuery = z
  .strictObject({
    ...inTree,
    ...fundingLine,
    ...period,
    ...page,
    ...after,
  })
  .check(inOrder());

export const usageQuery = z
  .strictObject({
    by,
    ...fundingLine,
    unit: id.exactOptional(),
    ...inTree,
    item: id.exactOptional(),
    ...period,
    ...page,
    ...after,
  })
  .check(inOrder());

export const headlineQuery = z.strictObject({ ...fundingLine, ...period, ...after }).check(inOrder());

export const missingPapersQuery = z.strictObject({ ...page, ...after });

export const matchingQuery = z
  .strictObject({
    supplier: id.exactOptional(),
    unsettled: z
      .enum(['true'])
      .exactOptional()
      .meta({ description: 'Those alone of which something may be paid, is owed back, or differs' }),
    ...fundingLine,
    ...period,
    ...page,
    ...after,
  })
  .check(inOrder());

/** How far a trail goes in each direction. */
export const TRAIL_BOUNDS = { depth: 12, nodes: 200 } as const;

const bounded = (most: number, usual: number, description: string) =>
  z
    .string()
    .transform((text, context): number => {
      if (!LIMIT.test(text)) context.issues.push(flawed({ code: 'not-an-integer' }, text));
      else if (Number(text) > most) context.issues.push(flawed({ code: 'too-large', allowed: `${most}` }, text));
      return Number(text);
    })
    .meta({ description: `${description}, at most ${most}`, pattern: LIMIT.source })
    .default(usual);

export const trailQuery = z.strictObject({
  depth: bounded(TRAIL_BOUNDS.depth, TRAIL_BOUNDS.depth, 'How many steps it goes up and down'),
  nodes: bounded(TRAIL_BOUNDS.nodes, 100, 'How many entries it tells in each direction'),
});
