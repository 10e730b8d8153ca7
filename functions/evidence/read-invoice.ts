import { claims } from '../../shared/commands/asked.ts';
import { suppliersNamed } from '../../shared/commands/namesakes.ts';
import { formatYuan } from '../../shared/domain/amount.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import {
  type InvoiceLine,
  type InvoiceRead,
  type Party,
  readInvoice as readFile,
} from '../../shared/evidence/invoice.ts';
import { type PrefilledLine, prefill } from '../../shared/evidence/prefill.ts';
import { findEvidence, storedFile } from '../../shared/evidence/receive.ts';
import type { DeclaredEvidence } from '../../shared/schemas/evidence.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Asked, Reply } from '../front/operation.ts';
import type { EvidenceTracker } from './tracker.ts';

/** Reads the XML of an invoice, in the shape of the order that it becomes. It books nothing. */
export async function readInvoice(
  { objects, ledger }: EvidenceTracker,
  _body: object,
  { target: sha256 }: Asked<string>,
): Promise<Reply> {
  const received = await findEvidence(objects, sha256);
  if (isRefusal(received)) return { refused: received };
  const { evidence, state } = received;
  if (state === 'waiting') return { refused: { refusal: 'not-uploaded', sha256, name: evidence.name } };
  if (evidence.mediaType !== 'application/xml') return no(sha256, 'media-type');
  const file = await storedFile(objects, sha256);
  if (file === undefined) throw new Error(`the evidence ${sha256} is described and not there`);
  const reading = readFile(file);
  if (reading.found === 'nothing') return no(sha256, reading.why);
  if (reading.found === 'flaws') return { faults: reading.flaws };
  return { status: 200, body: await answer(ledger, evidence, reading.invoice) };
}

function no(sha256: string, why: Extract<Refusal, { refusal: 'not-an-invoice' }>['why']): Reply {
  return { refused: { refusal: 'not-an-invoice', sha256, why } };
}

async function answer(ledger: Ledger, evidence: DeclaredEvidence, read: InvoiceRead): Promise<object> {
  const { code, number, date, amount, seller, buyer, lines: rows } = read;
  const lines = prefill(rows);
  const booking = claims.invoice(read).name;
  const [bookedBy, supplier] = await Promise.all([
    ledger.read([{ row: 'claim', claim: booking }]).then((found) => found.claim(booking)),
    supplierOf(ledger, seller),
  ]);
  return {
    evidence,
    invoice: { ...(code === undefined ? {} : { code }), number, date, amount: formatYuan(amount) },
    kind: amount < 0n ? 'red' : 'blue',
    seller,
    ...(buyer === undefined ? {} : { buyer }),
    lines: lines.map(lineView),
    linesTotal: formatYuan(lines.reduce((sum, line) => sum + line.amount, 0n)),
    rows: rows.map(rowView),
    ...(supplier === undefined ? {} : { supplier }),
    ...(bookedBy === undefined ? {} : { bookedBy }),
  };
}

function lineView({ quantity, unitPrice, amount, ...line }: PrefilledLine): object {
  return {
    ...line,
    ...(quantity === undefined ? {} : { quantity: Number(quantity) }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    amount: formatYuan(amount),
  };
}

function rowView({ amount, tax, ...row }: InvoiceLine): object {
  return { ...row, amount: formatYuan(amount), tax: formatYuan(tax) };
}

interface Named {
  readonly id: Id;
  readonly name: string;
}

/** The open supplier that is the seller: by the credit code, which only one can have, or else by the name. */
async function supplierOf(ledger: Ledger, { name, uscc }: Party): Promise<Named | undefined> {
  const claim = uscc === undefined ? undefined : claims.code('supplier', uscc).name;
  const holder = claim && (await ledger.read([{ row: 'claim', claim }])).claim(claim);
  if (holder === undefined) return supplierNamed(ledger, name, uscc);
  const row = (await ledger.read([{ row: 'supplier', id: holder }])).state('supplier', holder);
  return row === undefined || row.state.closed ? undefined : { id: holder, name: row.state.fields.name };
}

/** A name that two open suppliers have names neither, and one whose credit code is another's is another. */
async function supplierNamed(ledger: Ledger, name: string, uscc: string | undefined): Promise<Named | undefined> {
  const [one, ...others] = (await suppliersNamed(ledger, name)).filter(
    ([, { closed, fields }]) => !closed && (uscc === undefined || fields.uscc === undefined),
  );
  return one === undefined || others.length > 0 ? undefined : { id: one[0], name: one[1].fields.name };
}
