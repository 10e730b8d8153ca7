import * as z from 'zod';
import { balance, day, direction, entries, entryId, item, kind, named, quantity, yuan } from './report-figures.ts';

/** Where lots and entries come from, and what became of them. */

export const paper = z
  .strictObject({
    sha256: z.string(),
    name: z.string(),
    bytes: z.int(),
    mediaType: z.string(),
    missing: z.literal(true).exactOptional().meta({ description: 'Nobody uploaded it' }),
  })
  .meta({ description: 'A paper that an entry names' });

const document = z
  .strictObject({ kind: z.string(), id: z.string(), number: z.string().nullable().exactOptional() })
  .meta({
    description:
      'The document that the entry is about, with its number once that is sealed; what is registered has none',
  });

const step = z.strictObject({
  id: entryId,
  kind,
  number: z.string().nullable().meta({ description: 'Voucher number; null until the entry is sealed' }),
  document: document.exactOptional(),
  effectiveOn: day,
  summary: z.string(),
  amount: yuan.exactOptional().meta({ description: 'What it moved in all; absent where it moved nothing' }),
  quantity: quantity.exactOptional().meta({ description: 'Where it moved goods of one item' }),
  lots: z.array(z.string()).exactOptional().meta({ description: 'The lots that came with it' }),
  reversedBy: entryId.exactOptional(),
  evidence: z.array(paper).meta({ description: 'Its papers, with those that were attached later' }),
});

const moved = step.extend({ change: balance.meta({ description: 'Of this lot in stock, by this entry' }) });

const lotWay = z.strictObject({
  lot: z.strictObject({
    id: z.string(),
    item,
    fundingLine: named,
    warehouse: named,
    inKind: z.boolean(),
    giver: z.string().exactOptional(),
    directedTo: direction.exactOptional(),
    receivedOn: day,
    batch: z.string().exactOptional(),
    expiresOn: day.exactOptional(),
    line: z.int().exactOptional().meta({ description: 'Of its purchase' }),
  }),
  from: z.array(step.extend({ lot: z.string(), warehouse: named })).meta({
    description: 'What brought it, then what brought the lot that it came from, back to what came from outside',
  }),
  purchase: step
    .extend({ supplier: named })
    .exactOptional()
    .meta({ description: 'What it was ordered with; a gift was not' }),
  invoices: z
    .array(step.extend({ invoice: z.string(), amount: yuan }))
    .meta({ description: 'Of that purchase, with the numbers on them' }),
  consignments: z.array(
    step.extend({
      unit: named,
      sent: balance,
      inTransit: balance,
      held: balance,
      delivered: balance,
      returned: balance.meta({ description: 'Back in stock: of this lot or, elsewhere, of another' }),
      lost: balance,
      confirmation: entryId.exactOptional(),
    }),
  ),
  units: z
    .array(z.strictObject({ unit: named, inTransit: quantity, held: quantity, delivered: quantity }))
    .meta({ description: 'The same by unit, over all consignments' }),
  moves: z
    .array(moved.extend({ lot: z.string(), warehouse: named, arrived: balance }))
    .meta({ description: 'To other warehouses, straight or back from a unit, with the lot that it arrived as there' }),
  supplierReturns: z.array(moved),
  counts: z.array(moved).meta({ description: 'What counts found or missed' }),
  received: balance.meta({ description: 'As it was brought' }),
  left: balance.meta({ description: 'In stock now' }),
  cut: z
    .strictObject({ consignments: z.int(), entries })
    .exactOptional()
    .meta({ description: 'How many consignments are not told here, and where all entries of the lot are listed' }),
});

const node = step.extend({
  depth: z.int().meta({ description: 'How many steps lead to it' }),
  of: z.array(entryId).meta({ description: 'The entries of this trail, one step nearer, that it leads to' }),
});

const together = z.strictObject({
  of: entryId,
  kind,
  fundingLine: named,
  count: z.int(),
  amount: yuan,
  newest: z.array(step).meta({ description: 'The newest ten of them' }),
  entries,
});

const trail = z.strictObject({
  entry: step,
  up: z.array(node).meta({ description: 'What it rests on, back to its source; the nearest first' }),
  down: z.array(node).meta({ description: 'What became of it; the nearest first' }),
  money: z
    .strictObject({ up: z.array(together), down: z.array(together) })
    .meta({ description: 'What a funding line has in common: what was appropriated to it, what was drawn on it' }),
  cut: z
    .array(z.strictObject({ at: entryId, more: z.int(), goesOn: z.enum(['up', 'down']), trail: z.string(), entries }))
    .meta({ description: 'Where it goes on and is not told here: how many more, and the queries that tell them' }),
});

export const trailAnswers = { lotWay, trail } as const;

export type Paper = z.infer<typeof paper>;
export type Step = z.infer<typeof step>;
export type LotWay = z.infer<typeof lotWay>;
export type Trail = z.infer<typeof trail>;
