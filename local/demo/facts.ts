import { readFileSync } from 'node:fs';
import * as z from 'zod';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const amount = z.string().regex(/^\d+\.\d{2}$/);
const quantity = z.int().positive();
/** What of a record is not in the report. */
const assumed = z.array(z.string()).exactOptional();
const measured = { item: z.string(), quantity, measure: z.string().exactOptional() };
const coverage = {
  people: quantity.exactOptional(),
  households: quantity.exactOptional(),
  sites: quantity.exactOptional(),
};

const facts = z.strictObject({
  title: z.string(),
  note: z.string(),
  assumed: z.array(z.string()).min(1),
  fundingLine: z.strictObject({
    code: z.string(),
    name: z.string(),
    basis: z.array(z.string()),
    source: z.string(),
    appropriated: amount,
    appropriatedOn: date,
    assumed,
  }),
  units: z.array(z.strictObject({ key: z.string(), code: z.string(), name: z.string(), region: z.string(), assumed })),
  warehouse: z.strictObject({ key: z.string(), code: z.string(), name: z.string(), assumed }),
  items: z.array(
    z.strictObject({
      key: z.string(),
      code: z.string(),
      name: z.string(),
      baseMeasure: z.string(),
      packs: z.array(z.strictObject({ measure: z.string(), of: quantity })).exactOptional(),
      kit: z.array(z.string()).exactOptional(),
      assumed,
    }),
  ),
  suppliers: z.array(z.strictObject({ key: z.string(), name: z.string(), assumed })),
  purchases: z.array(
    z.strictObject({
      date,
      supplier: z.string(),
      warehouse: z.string(),
      lines: z.array(z.strictObject({ ...measured, unitPrice: amount, amount })).min(1),
      emergency: z.strictObject({ basis: z.string(), from: date }),
      accepted: z.strictObject({ date, assumed }),
      paid: z.strictObject({
        date,
        method: z.string(),
        approval: z.strictObject({ document: z.string(), decidedOn: date, approver: z.string() }),
        assumed,
      }),
      assumed,
    }),
  ),
  disbursements: z.array(
    z.strictObject({
      date,
      unit: z.string(),
      amount,
      purpose: z.string(),
      method: z.string(),
      confirmed: z.strictObject(coverage),
      assumed,
    }),
  ),
  dispatches: z.array(
    z.strictObject({
      date,
      unit: z.string(),
      warehouse: z.string(),
      lines: z.array(z.strictObject(measured)).min(1),
      confirmed: z.strictObject({ date, signatory: z.string(), ...coverage }),
      assumed,
    }),
  ),
  expected: z.record(z.string(), z.union([z.string(), z.int()])),
});

export type Facts = z.infer<typeof facts>;

/** The Shunyi report as it stands in this folder, with what is assumed marked on every record. */
export function readFacts(): Facts {
  return facts.parse(JSON.parse(readFileSync(new URL('./shunyi-2020.json', import.meta.url), 'utf8')));
}
